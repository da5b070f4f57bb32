# Faults of the system around the program: kills and full disks at awkward moments, streams that are closed or full.
load helpers

small=$configs/small.cfg

@test "a row of the history that was cut off is dropped and written again" {
    call_for 0 run "$small" iterations=40 -o whole
    for rest in '30,0.04' 3; do # 3: a cut that leaves a smaller number than the checkpoint's iteration
        rm -rf cut
        call_for 0 run "$small" iterations=20 -o cut
        printf '%s' "$rest" >>cut/history.csv
        call_for 0 resume cut iterations=40
        same_bits whole cut
    done
    rm -r cut
    call_for 0 run "$small" iterations=5 -o cut
    printf 'iterat' >cut/history.csv # a header that never got onto the disk
    call_for 0 resume cut iterations=40
    same_bits whole cut
}

@test "a row of the history without an iteration is damage, and stays for who can mend it" {
    call_for 0 run "$configs/small.cfg" -q -o run
    sed -i 's/^20,/evil,/' run/history.csv
    cp run/history.csv kept.csv
    call_for 1 resume run iterations=60
    says "run/history.csv: is damaged: row 2 begins with no iteration"
    cmp run/history.csv kept.csv
    sed -i 's/^evil,/20,/' run/history.csv
    call_for 0 resume run iterations=60 -q
    [ "$(cut -d, -f1 run/history.csv | tail -n +2 | tr '\n' ' ')" = "10 20 30 40 50 60 " ]
}

@test "every row of the history has the header's columns, whatever a change event turns on" {
    cp "$small" mine.cfg
    echo 'events = { on = { kind = "change"; at = 15; set = "sheets.v1.homeostasis.enabled=true"; }; };' >>mine.cfg
    call_for 0 run mine.cfg sheets.v1.homeostasis.enabled=false -o run
    [ "$(awk -F, '{ print NF }' run/history.csv | sort -u | wc -l)" -eq 1 ] || complain "$(cat run/history.csv)"
    [ "$(wc -l <run/history.csv)" -eq 5 ]
}

@test "a history that cannot be written stops the run, which goes on when it can" {
    [ -e /dev/full ] || skip "no /dev/full here"
    "$pinwheel" run "$small" iterations=3000 output.history_every=1 output.checkpoint_every=0.05 -o run -q 2>stderr.txt &
    pid=$!
    wait_for run/checkpoint.h5
    kill -STOP $pid
    ln -s /dev/full full
    mv run/history.csv kept.csv
    mv full run/history.csv
    kill -CONT $pid
    status=0
    wait $pid || status=$?
    stderr=$(cat stderr.txt) output=
    mv kept.csv run/history.csv
    [ $status -eq 1 ] || complain "exit status"
    # The file may have been open already when the link took its place.
    [[ $stderr == *"run/history.csv: cannot be written: "@("it is a pipe or a device"|"No space left")* ]] || complain "no word"
    [ "$(json run/run.json status)" = failed ]
    call_for 0 resume run
    call_for 0 run "$small" iterations=3000 -o whole
    [ "$(weights run)" = "$(weights whole)" ]
}

@test "a disk that fills up during a run: exit 1, said clearly, resumable" {
    [ "$(id -u)" -eq 0 ] || skip "mounting takes root"
    mkdir disk
    mount -t tmpfs -o size=2500k tmpfs disk 2>/dev/null || skip "mounting is not allowed here"
    "$pinwheel" run "$small" iterations=1000 output.checkpoint_every=0 output.history_every=1 -o disk/run -q 2>stderr.txt &
    pid=$!
    wait_for disk/run/checkpoint.prev.h5
    head -c 4000000 /dev/zero >disk/filler 2>/dev/null || true
    status=0
    wait $pid || status=$?
    rm -f disk/filler
    second=0
    "$pinwheel" resume disk/run -q 2>second.txt >/dev/null || second=$?
    cp -r disk/run kept
    umount disk
    stderr=$(cat stderr.txt) output=
    [ $status -eq 1 ] || complain "exit status while full"
    [[ $stderr == *"full"* || $stderr == *"No space left"* ]] || complain "does not say that the disk is full"
    [ $second -eq 0 ] || complain "cannot be resumed: $(cat second.txt)"
    call_for 0 run "$small" iterations=1000 output.history_every=1 -o whole
    [ "$(weights kept)" = "$(weights whole)" ]
    cmp kept/history.csv whole/history.csv
}

@test "killed before the first checkpoint: said, with the way to start again" {
    "$pinwheel" run "$small" iterations=100000 output.checkpoint_every=1000 -o run -q 2>stderr.txt &
    pid=$!
    wait_for run/history.csv
    kill -KILL $pid
    wait $pid || true
    call_for 1 resume run
    says "run: no checkpoint was saved yet; start again with: pinwheel run run/config.cfg -o run --force"
    call_for 1 summarise run
    says "run: is not finished (killed); --at takes an iteration that it measured; no checkpoint was saved yet; start again with: pinwheel run run/config.cfg -o run --force"
    call_for 0 run run/config.cfg -o run --force iterations=40
    call_for 0 run "$small" -o whole
    [ "$(weights run)" = "$(weights whole)" ]
    sed -i 's/"status": "finished"/"status": "running"/' run/run.json
    call_for 1 summarise run
    says "run: is not finished (killed); --at takes an iteration that it measured; go on with: pinwheel resume run"
    flock run "$pinwheel" summarise run >/dev/null 2>stderr.txt && complain "a run that goes on is summarised"
    grep -q "run: is not finished (running); --at takes an iteration that it measured$" stderr.txt || complain "$(cat stderr.txt)"
}

@test "results that cannot be printed are a failure" {
    [ -e /dev/full ] || skip "no /dev/full here"
    for verb in describe --version help ""; do
        status=0
        # shellcheck disable=SC2086 # no verb at all is one of them
        "$pinwheel" $verb >/dev/full 2>stderr.txt || status=$?
        stderr=$(cat stderr.txt) output=
        [ $status -eq 1 ] || complain "exit status of '$verb'"
        says "standard output: No space left on device"
    done
}

@test "with its streams closed, a run writes into none of its files what it says" {
    call_for 0 run "$small" -o whole
    bash -c 'exec "$0" run "$1" -o closed <&- >&- 2>&-' "$pinwheel" "$small"
    same_bits whole closed
    [ "$(head -c 10 closed/config.cfg)" = "$(head -c 10 whole/config.cfg)" ]
    call_for 0 resume closed
}

@test "names that are no UTF-8 leave a whole run.json" {
    config=$(printf 'caf\xe9.cfg') folder=$(printf 'o\xfft')
    cp "$small" "$config"
    call_for 0 run "$config" iterations=4 -o "$folder"
    [ "$(progress "$folder")" = "finished 4" ]
    [ -n "$(weights "$folder")" ]
    call_for 0 resume "$folder" iterations=6
}

@test "texts with quotes, backslashes and newlines survive the echoed config" {
    sed 's/^title = .*/title = "a \\"b\\" \\\\ c\\n# d = é";/' "$small" >mine.cfg
    call_for 0 run mine.cfg iterations=3 -o a
    call_for 0 run a/config.cfg -o b
    [ "$(json a/run.json title)" = "$(printf 'a "b" \\ c\n# d = é')" ] || complain "$(json a/run.json title)"
    [ "$(json a/run.json title)" = "$(json b/run.json title)" ]
    call_for 0 resume b iterations=5
}

@test "analyse: maps that are nothing are undefined or refused, never a crash" {
    "$inspect" write odd.h5 /nan nan 2 20 20
    "$inspect" write odd.h5 /tiny wave 2 2 2
    "$inspect" write odd.h5 /line wave 2 1 30
    "$inspect" write odd.h5 /deep ramp 3 8 8
    call analyse odd.h5:/nan --json
    [ "$status" -le 2 ] || complain "crashed on NaN"
    call_for 0 analyse odd.h5:/tiny --json
    call_for 2 analyse odd.h5:/line
    says "at least 2 x 2 samples"
    call_for 0 analyse odd.h5:/deep
    says "odd.h5:/deep: taken as responses to 3 conditions, with orientations that are 60 degrees apart, from 0"
    call_for 2 analyse odd.h5:/tiny --margin 1000000000
    says "leaves nothing"
    echo "no HDF5" >text.h5
    call_for 2 analyse text.h5:/a
    says "text.h5: is a text without rows of numbers"
}
