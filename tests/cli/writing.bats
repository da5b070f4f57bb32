# Writing: a run writes only its own files, loses nothing that it computed, and says what it did.
load helpers

small=$configs/small.cfg

measured() {
    { echo "base = \"$small\";" && echo 'events = { m = { kind = "measure"; every = 20; measures = ("orientation"); }; };'; } >case.cfg
    call_for 0 run case.cfg -o "$1" -q
}

@test "devices, pipes and folders are not replaced by what is written" {
    measured run
    mknod full c 1 7 2>/dev/null || ln -s /dev/full full
    mkfifo pipe
    mkdir folder
    for target in full pipe folder; do
        call_for 1 report run -o $target
        says "$target: cannot be written: it is a"
    done
    [ -c full ] && [ -p pipe ] && [ -d folder ] || complain "$(ls -l)"
    rm run/maps.h5 run/measures.json
    mkfifo run/maps.h5
    ln -s /dev/full run/measures.json
    call_for 1 measure run
    [ -p run/maps.h5 ]
    mkfifo log
    call_for 0 run "$small" iterations=2 -o two -q
    rm two/log.txt
    mkfifo two/log.txt
    call_for 1 resume two iterations=4
    says "two/log.txt: cannot be written"
}

@test "a link named with -o is written through to its file, a dangling one refused" {
    measured run
    echo old >page.html
    ln -s page.html link.html
    ln -s nowhere/page.html dangling.html
    call_for 0 report run -o link.html
    [ -L link.html ] && grep -q '<html' page.html || complain "$(ls -l)"
    call_for 1 report run -o dangling.html
    says "dangling.html: cannot be written: it is a link to nothing"
}

@test "no link that stands where a new file is made is followed" {
    measured run
    echo precious >precious
    for name in run/report.html run/maps.h5 run/measures.json run/run.json run/checkpoint.h5 run/history.csv \
        run/maps/pictures.json run/csv/numbers.csv run/csv/maps.csv run/csv/weights.h5 run/config.cfg; do
        mkdir -p run/csv
        ln -s "$PWD/precious" "$name.new"
    done
    for picture in run/maps/*-000040.png; do ln -s "$PWD/precious" "$picture.new"; done
    call_for 0 report run
    call_for 0 export run --weights
    call_for 0 measure run
    call_for 0 resume run iterations=60
    [ "$(cat precious)" = precious ] || complain "followed"
    [ "$(find run -name '*.new')" = "" ] || complain "$(find run -name '*.new')"
}

@test "what a kill left of a picture is overwritten" {
    measured run
    picture=$(ls run/maps/*.png | head -n 1)
    echo half >"$picture.new"
    call_for 0 measure run
    [ "$(find run -name '*.new')" = "" ] || complain "$(find run -name '*.new')"
}

@test "a row of the history that could not be written is written after resume" {
    command -v strace >/dev/null || skip "there is no strace"
    strace -f -o /dev/null true 2>/dev/null || skip "tracing is not allowed here"
    measured whole
    lost=0
    for k in 1 2 3 4 5 6; do
        status=0
        strace -f -o /dev/null -e trace=lseek -e inject=lseek:error=EIO:when=$k \
            "$pinwheel" run case.cfg -o row -q >/dev/null 2>stderr.txt || status=$?
        [ -e row/checkpoint.h5 ] || { rm -rf row && continue; }
        if [ $status -ne 0 ] && grep -q 'history.csv: cannot be written' stderr.txt; then
            lost=$((lost + 1))
            call_for 0 resume row -q
            cmp whole/history.csv row/history.csv || complain "lseek $k"
        fi
        rm -r row
    done
    [ $lost -gt 0 ] || complain "no row was lost"
}

@test "a row that was written twice over is there once" {
    call_for 0 run "$small" iterations=60 -o whole
    "$pinwheel" run "$small" iterations=1000000 output.history_every=1 output.checkpoint_every=0.05 -o run -q 2>stderr.txt &
    pid=$!
    wait_for run/checkpoint.h5
    cp run/history.csv before.csv
    mkfifo pipe && ln run/history.csv kept.csv && mv -f pipe run/history.csv # at once: the run goes on
    status=0
    wait $pid || status=$?
    mv -f kept.csv run/history.csv
    [ $status -eq 1 ]
    call_for 0 resume run iterations="$(($(json run/run.json iteration) + 5))"
    cut -d , -f 1 run/history.csv | tail -n +2 >rows.txt
    seq 1 "$(wc -l <rows.txt)" | cmp - rows.txt || complain "rows are missing or twice there"
}

@test "a run that failed says whether it was saved" {
    call_for 1 run "$small" projections.excitation.strength=90 sheets.v1.settle=40 -o run
    says "its state there was saved"
    [[ $stderr != *"stopped and saved"* ]] || complain "said before it was so"
    [ -e run/checkpoint.h5 ]
}

@test "the beginning of a run that was ended at once is told, and replaced by --force" {
    call_for 0 run "$small" iterations=2 -o whole
    mkdir run
    cp whole/config.cfg whole/log.txt run/
    cp whole/config.cfg run/config.cfg.new
    echo '{' >run/run.json.new
    call_for 2 run "$small" iterations=2 -o run
    says "run: holds a run that was ended before it had begun; --force replaces it"
    call_for 2 resume run
    says "run: this run was ended before it had begun; start it again with: pinwheel run FILE -o run --force"
    call_for 0 run "$small" iterations=2 -o run --force
    [ "$(ls run)" = "$(ls whole)" ]
    mkdir mine
    cp "$small" mine/config.cfg
    call_for 2 run "$small" iterations=2 -o mine --force
    says "mine: is not empty and holds no run"
    cmp "$small" mine/config.cfg
}

@test "--force keeps what a user put into a run" {
    for file in notes.csv maps/figure.png maps/notes.csv csv/mine.csv mine.new report.txt; do
        measured run
        mkdir -p run/csv
        echo precious >"run/$file"
        call_for 1 run "$small" iterations=2 -o run --force
        says "run/$file: is not of a run"
        [ "$(cat "run/$file")" = precious ] && [ -e run/checkpoint.h5 ]
        rm -r run
    done
    measured run
    call_for 0 report run
    call_for 0 export run --weights
    call_for 0 run "$small" iterations=2 -o run --force
    call_for 0 circuit "$repository/configs/circuits/two-neurons.cfg" -o circuit -q
    echo precious >circuit/notes.csv
    call_for 1 circuit "$repository/configs/circuits/two-neurons.cfg" -o circuit --force
    says "circuit/notes.csv: is not of a run"
    rm circuit/notes.csv
    call_for 0 circuit "$repository/configs/circuits/two-neurons.cfg" -o circuit --force -q
}

@test "a file that cannot be looked at is not taken for missing" {
    measured run
    for file in run.json checkpoint.h5; do
        cp -r run other
        rm "other/$file"
        ln -s "$file" "other/$file" # a link to itself
        for verb in resume measure; do
            [ "$verb $file" != "measure run.json" ] || continue
            call $verb other
            [ "$status" -ne 0 ] && [[ $stderr == *"other/$file"*"symbolic links"* ]] || [ "$file" = run.json ] ||
                complain "$verb $file"
        done
        call report other
        [ "$file" != run.json ] || says "symbolic links"
        rm -r other
    done
}

@test "resume says that a run is going on, since when, or that it is finished" {
    "$pinwheel" run "$small" iterations=1000000 output.checkpoint_every=1000 -o run -q 2>first.txt &
    pid=$!
    wait_for run/history.csv
    call_for 1 resume run
    says "run: another pinwheel is at work on this run, which has been running since 20"
    [[ $stderr != *"start again"* ]] || complain "misleads"
    kill -KILL $pid
    wait $pid || true
    measured done
    find done -type f -exec md5sum {} + | sort >before.txt
    call_for 0 resume done
    says "done: is finished, at iteration 40; extend it with: pinwheel resume done iterations=N"
    find done -type f -exec md5sum {} + | sort | cmp - before.txt || complain "files were rewritten"
    call_for 0 resume done iterations=60
    [ "$(progress done)" = "finished 60" ]
}

@test "the weights of every unit can be had from any run" {
    call_for 0 run "$small" -o run -q
    call_for 0 export run --weights
    for projection in retina_to_on on_to_v1 inhibition; do
        h5ls "run/csv/weights.h5/weights/$projection" >list.txt 2>/dev/null || skip "there is no h5ls"
        for name in data indices indptr scale shape; do grep -q "^$name " list.txt || complain "$projection $name"; done
    done
}

@test "a run that measured nothing names neither numbers nor maps" {
    printf 'base = "%s";\nevents = { };\n' "$small" >bare.cfg
    call_for 0 run "$small" iterations=2 -o run
    [ -e run/measures.json ] || [[ $stderr != *measures.json* ]] || complain "names measures.json"
    [ -e run/maps ] || [[ $stderr != *maps/* ]] || complain "names maps"
    says "settings: run/config.cfg"
}

@test "a folder that cannot be looked at is not taken for one of the user's" {
    touch file
    call_for 2 run "$small" iterations=1 -o file --force
    says "file: is not a folder"
    command -v strace >/dev/null || skip "there is no strace"
    strace -f -o /dev/null true 2>/dev/null || skip "tracing is not allowed here"
    mkdir run
    status=0
    strace -f -o /dev/null -P "$PWD/run" -e trace=openat -e inject=openat:error=EIO:when=1 \
        "$pinwheel" run "$small" iterations=1 -q -o "$PWD/run" --force >stdout.txt 2>stderr.txt || status=$?
    stderr=$(cat stderr.txt) output=
    [ $status -eq 1 ] || complain "exit status"
    says "/run: cannot be looked at: Input/output error"
    call_for 0 run "$small" iterations=1 -q -o run
}

@test "a folder that --force was emptying when it was killed is replaced the next time" {
    command -v strace >/dev/null || skip "there is no strace"
    strace -f -o /dev/null true 2>/dev/null || skip "tracing is not allowed here"
    call_for 0 run "$small" iterations=2 -q -o run
    files=$(find run -type f | wc -l)
    for k in $(seq 2 "$files"); do
        rm -rf half
        cp -r run half
        strace -f -o /dev/null -e trace=unlink -e inject=unlink:signal=KILL:when=$k \
            "$pinwheel" run "$small" iterations=2 -q -o half --force >/dev/null 2>&1 && complain "not killed"
        call_for 0 run "$small" iterations=2 -q -o half --force
    done
}
