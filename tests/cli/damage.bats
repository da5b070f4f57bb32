# Nothing that was computed is lost: damaged files, full disks and folders that are already there.
load helpers

small=$configs/small.cfg

# A run with two whole checkpoints, of iterations 20 and 40.
two_checkpoints() {
    call_for 0 run "$small" iterations=20 -o "$1"
    call_for 0 resume "$1" iterations=40
    [ -e "$1/checkpoint.prev.h5" ]
}

flip_byte() { # flip_byte FILE PLACE
    local byte
    byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
    printf "\\x$(printf %02x $((byte ^ 37)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

@test "a flipped byte anywhere in a checkpoint is found, and the one before it offered" {
    two_checkpoints run
    cp run/checkpoint.h5 good.h5
    size=$(stat -c %s good.h5)
    for place in 3 41 60 513 $((size / 3)) $((RANDOM * RANDOM % (size - 600) + 600)) $((size - 1)); do
        cp good.h5 run/checkpoint.h5
        flip_byte run/checkpoint.h5 "$place"
        call_for 1 resume run iterations=60
        [[ $stderr == *"run/checkpoint.h5: is damaged"* || $stderr == *"run/checkpoint.h5: is cut short"* ]] || complain "byte $place"
        says "pinwheel resume run --previous"
        says "of iteration 20, is whole"
        call_for 2 run "$small" from=run iterations=60 -o branch
        [[ $stderr == *"from: $(pwd -P)/run/checkpoint.h5: is "* ]] || complain "from, byte $place"
    done
}

@test "a checkpoint that is cut short is refused" {
    two_checkpoints run
    cp run/checkpoint.h5 good.h5
    size=$(stat -c %s good.h5)
    for length in 0 100 512 600 $((size / 2)) $((size - 1)); do
        head -c "$length" good.h5 >run/checkpoint.h5
        call_for 1 resume run iterations=60
        says "run/checkpoint.h5: is cut short"
        says "pinwheel resume run --previous"
    done
}

@test "from the checkpoint before the last, the run ends in the same bits" {
    two_checkpoints run
    call_for 0 run "$small" iterations=60 -o whole
    echo damage >run/checkpoint.h5
    call_for 0 resume run --previous iterations=60
    same_bits whole run
}

@test "a checkpoint that was never completed: the one before it is taken" {
    two_checkpoints run
    rm run/checkpoint.h5
    call_for 0 resume run iterations=60
    says "run/checkpoint.h5 is missing; taking run/checkpoint.prev.h5"
    call_for 0 run "$small" iterations=60 -o whole
    same_bits whole run
}

@test "neither checkpoint is whole: refused" {
    two_checkpoints run
    echo damage >run/checkpoint.h5
    echo damage >run/checkpoint.prev.h5
    call_for 1 resume run
    says "run/checkpoint.h5: is cut short"
    [[ $stderr != *"--previous"* ]] || complain "offers a damaged one"
    rm run/checkpoint.h5 run/checkpoint.prev.h5
    call_for 1 resume run
    says "run: no checkpoint was saved yet"
}

@test "a config that is no longer the one of the checkpoint is refused" {
    call_for 0 run "$small" -o run
    sed -i 's/threshold = 0.05;/threshold = 0.051;/' run/config.cfg
    call_for 1 resume run iterations=60
    says "run/config.cfg: is not the config that run/checkpoint.h5 was made with: sheets.v1.threshold (0.051, 0.05) (now, then); put it back"
}

@test "a full disk while saving leaves the last good checkpoint, and the run goes on when there is room" {
    [ "$(id -u)" -eq 0 ] || skip "mounting takes root"
    mkdir disk
    mount -t tmpfs -o size=1500k tmpfs disk 2>/dev/null || skip "mounting is not allowed here"
    call run "$small" iterations=30 -o disk/run
    first=$status
    head -c 1400000 /dev/zero >disk/filler 2>/dev/null || true
    call resume disk/run iterations=60
    second=$status told=$stderr
    rm -f disk/filler
    call resume disk/run iterations=60
    third=$status
    cp -r disk/run kept
    umount disk
    [ $first -eq 0 ] && [ $second -eq 1 ] && [ $third -eq 0 ] || complain "$first $second $third: $told"
    [[ $told == *"full"* || $told == *"No space left"* ]] || complain "does not say that the disk is full: $told"
    call_for 0 run "$small" iterations=60 -o whole
    [ "$(weights kept)" = "$(weights whole)" ]
    [ ! -e kept/checkpoint.new.h5 ]
}

@test "a folder that is not empty is not touched without --force, and then only if it is a run" {
    call_for 0 run "$small" iterations=20 -o run
    before=$(weights run)
    call_for 2 run "$small" iterations=25 -o run
    says "run: is not empty"
    [ "$(weights run)" = "$before" ]
    call_for 0 run "$small" iterations=25 -o run --force
    [ "$(progress run)" = "finished 25" ]
    mkdir other
    echo precious >other/file
    call_for 2 run "$small" -o other --force
    says "other: is not empty and holds no run"
    [ "$(cat other/file)" = precious ]
}

@test "runs without -o get folders of their own" {
    call_for 0 run "$small" iterations=2
    call_for 0 run "$small" iterations=2
    [ -e outputs/small-001/run.json ] && [ -e outputs/small-002/run.json ]
}

@test "activity that diverges stops the run, saved, with sheet and unit named" {
    call_for 1 run "$small" projections.excitation.strength=90 sheets.v1.settle=40 -o run
    says "sheet v1, unit (row"
    says "activity diverged"
    [ "$(json run/run.json status)" = failed ]
    [ -e run/checkpoint.h5 ]
}

@test "two processes do not work on one run" {
    "$pinwheel" run "$small" iterations=100000 -o run -q 2>first.txt &
    first=$!
    wait_for run/history.csv
    call_for 1 measure run
    [[ $stderr == *"another pinwheel is at work"* || $stderr == *"no checkpoint was saved yet"* ]] || complain "not refused"
    kill -TERM $first
    wait $first || true
    "$pinwheel" resume run iterations=1000000 -q 2>first.txt &
    first=$!
    sleep 0.5
    call_for 1 resume run
    says "another pinwheel is at work"
    kill -KILL $first
    wait $first || true
    call_for 0 resume run --max-time 0.1s
    [ "$(json run/run.json sessions 0 from_iteration)" = 0 ] || complain "first session"
}

@test "--force removes nothing that no run wrote" {
    call_for 0 run "$small" iterations=4 -o run
    echo precious >run/maps-of-mine.txt
    call_for 1 run "$small" iterations=4 -o run --force
    says "run/maps-of-mine.txt: is not of a run"
    [ -e run/maps-of-mine.txt ] && [ -e run/checkpoint.h5 ]
}

@test "--force replaces the run that a link leads to" {
    call_for 0 run "$small" seed=1 -o one
    ln -s one link
    call_for 0 run "$small" seed=2 iterations=20 -o link --force
    call_for 0 run "$small" seed=2 iterations=20 -o two
    cmp link/history.csv two/history.csv
    [ "$(ls one)" = "$(ls two)" ] || complain "$(ls one)"
}

@test "--force does not touch a run that is going on, and takes a folder with a slash" {
    "$pinwheel" run "$small" iterations=1000000 -o run -q 2>first.txt &
    first=$!
    wait_for run/history.csv
    call_for 1 run "$small" iterations=5 -o run --force
    says "another pinwheel is at work"
    [ -e run/config.cfg ] && [ -e run/run.json ] || complain "files of the live run are gone"
    kill -TERM $first
    wait $first || true
    call_for 0 run "$small" iterations=5 -o run/ --force
    [ "$(progress run)" = "finished 5" ]
}

@test "a damaged checkpoint is put aside, not kept in the place of a good one" {
    two_checkpoints run
    echo damage >run/checkpoint.h5
    call_for 0 resume run --previous iterations=60
    [ "$(cat run/checkpoint.damaged.h5)" = damage ]
    call_for 0 resume run --previous iterations=60
}

@test "a run that is ended where it was paused still does what belongs to its end" {
    cp "$small" mine.cfg
    echo 'events = { m = { kind = "measure"; at_end = true; measures = ("threshold"); }; };' >>mine.cfg
    call_for 0 run mine.cfg iterations=1000000 --max-time 0.2s -o run
    [ ! -e run/measures.json ]
    call_for 0 resume run iterations="$(json run/run.json iteration)"
    [ -e run/measures.json ] || complain "nothing was measured"
}

@test "the rows of a history that an older version wrote move under the present columns" {
    call_for 0 run "$small" iterations=20 output.history_every=5 -o run
    call_for 0 run "$small" iterations=30 output.history_every=5 -o whole
    # The last column is new, and the third has moved.
    awk -F, -v OFS=, '{ x = $3; $3 = $4; $4 = x; sub(/,[^,]*$/, ""); print }' run/history.csv >old.csv
    mv old.csv run/history.csv
    call_for 0 resume run iterations=30
    [ "$(sed 1q run/history.csv)" = "$(sed 1q whole/history.csv)" ]
    [ "$(cut -d, -f1-7 run/history.csv)" = "$(cut -d, -f1-7 whole/history.csv)" ]
    [ "$(tail -n 2 run/history.csv)" = "$(tail -n 2 whole/history.csv)" ]
    [ "$(sed -n 2p run/history.csv | sed 's/.*,//')" = nan ]
}
