# Signals: a run that is asked to stop, or warned by a batch system, is saved, whatever the signal.
load helpers

small=$configs/small.cfg

# until RUN N: has the run written N rows of its history?
until_rows() {
    local i
    for ((i = 0; i < 3000; i++)); do
        [ -e "$1/history.csv" ] && [ "$(wc -l <"$1/history.csv")" -gt "$2" ] && return
        sleep 0.02
    done
    complain "$1 did not come so far"
}

@test "signals of users and batch systems save a run, which goes on to the same bits" {
    call_for 0 run "$small" iterations=4000 -o whole
    for signal in INT TERM HUP XCPU XFSZ USR1 USR2; do
        "$pinwheel" run "$small" iterations=4000 -o run -q 2>stderr.txt &
        pid=$!
        until_rows run 1
        kill -$signal $pid
        status=0
        wait $pid || status=$?
        stderr=$(cat stderr.txt) output=
        [ $status -eq 130 ] || complain "exit status after SIG$signal"
        [ "$(json run/run.json status)" = interrupted ] || complain "SIG$signal"
        call_for 0 resume run
        same_bits whole run
        rm -r run
    done
}

@test "warnings that come again do not end a run before it is saved" {
    "$pinwheel" run "$small" iterations=100000 -o run -q 2>stderr.txt &
    pid=$!
    until_rows run 1
    for ((i = 0; i < 20; i++)); do kill -XCPU $pid 2>/dev/null || true; done
    kill -TERM $pid 2>/dev/null || true
    status=0
    wait $pid || status=$?
    [ $status -eq 130 ] || complain "exit status"
    [ "$(json run/run.json status)" = interrupted ]
}

@test "a signal while the network is built is not lost" {
    "$pinwheel" run "$small" iterations=100000 sheets.v1.density=120 -o run -q 2>stderr.txt &
    pid=$!
    for ((i = 0; i < 3000; i++)); do # until the program, no longer the shell that starts it, catches the signals
        caught=$(sed -n 's/^SigCgt:\s*//p' /proc/$pid/status)
        [ "$(readlink /proc/$pid/exe)" = "$pinwheel" ] && (((0x${caught:-0} >> 14) & 1)) && break
        sleep 0.01
    done
    kill -TERM $pid
    status=0
    wait $pid || status=$?
    [ $status -eq 130 ] || complain "exit status"
    [ "$(json run/run.json status)" = interrupted ]
}

@test "a reader of the messages that goes away does not end a run" {
    mkfifo pipe
    "$pinwheel" run "$small" iterations=3000 -o run >pipe 2>&1 &
    pid=$!
    head -n 1 pipe >first.txt
    wait $pid || true
    [ "$(progress run)" = "finished 3000" ] || complain "$(cat run/run.json)"
}

@test "a limit on the size of files: exit 1, the cause told" {
    status=0
    (ulimit -f 100 && exec "$pinwheel" run "$small" iterations=200 sheets.v1.density=30 -o run) >stdout.txt 2>stderr.txt || status=$?
    stderr=$(cat stderr.txt) output=
    [ $status -eq 1 ] || complain "exit status"
    says "File too large"
    says "its state there was not saved, and there is no checkpoint"
    [ "$(json run/run.json status)" = failed ]
}

@test "sweeps and replications are stopped by warnings too, and go on" {
    printf 'config = "%s"; set = ("iterations=3000"); seeds = ("1-2");\n' "$small" >sweep.cfg
    for signal in XCPU USR1 HUP; do
        "$pinwheel" sweep sweep.cfg -o out -q 2>stderr.txt &
        pid=$!
        wait_for out/point-0001/history.csv
        kill -$signal $pid
        status=0
        wait $pid || status=$?
        [ $status -eq 130 ] || complain "exit status after SIG$signal: $(cat stderr.txt)"
        [ "$(json out/point-0001/run.json status)" = interrupted ] || complain "SIG$signal: $(ls out)"
        rm -r out
    done
}

@test "a task of a replication that a limit stops ends with another status than one that is finished" {
    cp "$small" base.cfg
    echo 'events = { m = { kind = "measure"; at_end = true; measures = ("orientation"); }; };' >>base.cfg
    cat >claims.cfg <<'CONFIG'
seeds = ("1-2");
experiments = { model = { config = "base.cfg"; set = ("iterations=3000"); }; };
claims = { a = { kind = "interval"; statement = "s"; experiment = "model"; number = "orientation/selectivity.mean"; least = 0.0; }; };
CONFIG
    "$pinwheel" replicate claims.cfg -o out -q --point 2 2>stderr.txt &
    pid=$!
    wait_for out/model-2/history.csv
    kill -TERM $pid
    status=0
    wait $pid || status=$?
    [ $status -eq 130 ] || complain "exit status $status"
    [ "$(json out/model-2/run.json status)" = interrupted ]
    [ ! -e out/model-1 ]
}

@test "a run of a sweep that a limit stops is saved, told, and goes on" {
    printf 'config = "%s"; set = ("iterations=6000"); seeds = ("1");\n' "$small" >sweep.cfg
    "$pinwheel" sweep sweep.cfg -o out 2>stderr.txt >/dev/null &
    pid=$!
    wait_for out/point-0001/history.csv
    child=$(cat /proc/$pid/task/*/children)
    kill -USR2 $child
    status=0
    wait $pid || status=$?
    stderr=$(cat stderr.txt) output=
    [ $status -eq 1 ] || complain "exit status"
    says "interrupted; the same command goes on"
    call_for 0 sweep sweep.cfg -o out -q
    [ "$(progress out/point-0001)" = "finished 6000" ]
}

@test "where files may not grow any more, the last checkpoint is kept and named" {
    call_for 0 run "$small" iterations=70 sheets.v1.density=30 -q -o run
    cp run/checkpoint.h5 kept.h5
    status=0
    (ulimit -f 100 && exec "$pinwheel" resume run iterations=200) >stdout.txt 2>stderr.txt || status=$?
    stderr=$(cat stderr.txt) output=
    [ $status -eq 1 ] || complain "exit status"
    says "its state there was not saved, and the last checkpoint is of iteration 70"
    says "run/checkpoint.h5.new: "
    cmp run/checkpoint.h5 kept.h5
    call_for 0 resume run iterations=200 -q
    call_for 0 run "$small" iterations=200 sheets.v1.density=30 -q -o whole
    same_bits whole run
}
