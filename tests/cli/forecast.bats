# What check says of time, memory and disk, beside what the run then takes.
load helpers

demo=$BATS_TEST_DIRNAME/../../configs/gcal/demo.cfg

# near A B LEAST MOST: A / B lies between the two
near() {
    awk -v a="$1" -v b="$2" -v least="$3" -v most="$4" 'BEGIN { exit !(a >= least * b && a <= most * b) }' ||
        complain "$1 against $2"
}

megabytes() { # of the files in a folder
    find "$1" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum / 1e6 }'
}

@test "a run takes what check says" {
    call_for 0 check "$demo" iterations=1500 --json
    echo "$output" >check.json
    call_for 0 run "$demo" iterations=1500 -q -o run
    near "$(json check.json megabytes)" "$(json run/run.json peak_memory_megabytes)" 0.8 1.2
    near "$(json check.json disk_megabytes)" "$(megabytes run)" 0.8 1.2
    # Other work on this machine may slow either; docs/performance.md has the ratios of a quiet one.
    near "$(json check.json seconds)" "$(json run/run.json seconds)" 0.3 3
    call_for 0 check "$demo" iterations=1500
    prints "time about "
    prints "memory about "
}

@test "a run that goes on from a state takes the iterations that are left" {
    printf 'base = "%s";\nevents = { save = { kind = "save"; at = 24; }; };\n' "$configs/small.cfg" >saving.cfg
    call_for 0 run saving.cfg -q -o first
    call_for 0 check "$configs/small.cfg" from=first/state-000000024.h5 --json
    echo "$output" >check.json
    [ "$(json check.json iterations)" = 16 ]
}

@test "a sweep takes what check says" {
    printf 'config = "%s";\nseeds = ("1-3");\ngrid = { length = { path = "iterations"; values = (200, 400); }; };\n' "$configs/small.cfg" >sweep.cfg
    call_for 0 check sweep.cfg --json
    echo "$output" >check.json
    call_for 0 sweep sweep.cfg -q -o sweep
    [ "$(json check.json runs)" = 6 ]
    near "$(json check.json disk_megabytes)" "$(megabytes sweep)" 0.7 1.3
}

@test "check leaves nothing behind" {
    mkdir temporary
    TMPDIR=$PWD/temporary call_for 0 check "$configs/small.cfg"
    [ -z "$(ls temporary)" ] || complain "$(ls temporary)"
}

@test "with --settings nothing is rehearsed or foretold, and mistakes are told" {
    call_for 0 check "$configs/small.cfg" --settings
    prints "connections "
    ! grep -q 'time about' stdout.txt || complain "a forecast without a rehearsal"
    call_for 0 check "$configs/small.cfg" --settings --json
    ! grep -q '"seconds"' stdout.txt || complain "a forecast in JSON"
    call_for 2 check "$configs/small.cfg" --settings sheets.v1.density=-3
    printf 'config = "%s/small.cfg"; set = ("iterations=7"); seeds = ("1-3");' "$configs" >sweep.cfg
    call_for 0 check sweep.cfg --settings
    prints "runs 3"
    ! grep -q 'time about' stdout.txt || complain "a forecast without a rehearsal"
}
