# Memory: wherever it runs out, in the program or in a library, the program says so and ends.
load helpers

# tries FILE ARGUMENT ...: fails some twenty of the allocations of a command, one in each call
tries() {
    local n i
    rm -rf out
    LD_PRELOAD=$PWD/failing.so FAIL_COUNT=n.txt "$pinwheel" "$@" >/dev/null 2>&1 || true
    n=$(cat n.txt)
    [ "$n" -gt 1000 ] || complain "only $n allocations were counted"
    for ((i = 1; i <= n - n / 50; i += n / 20)); do # the number varies a little
        rm -rf out
        status=0
        LD_PRELOAD=$PWD/failing.so FAIL_AT=$i "$pinwheel" "$@" >stdout.txt 2>stderr.txt || status=$?
        stderr=$(cat stderr.txt) output=
        [ $status -eq 1 ] || complain "$*: allocation $i of $n"
        says "out of memory"
    done
}

@test "a failed allocation ends the program with a message, in libraries as well" {
    nm -D "$pinwheel" | grep -q __asan && skip "the sanitizer brings its own allocations"
    cc -shared -fPIC -O1 -o failing.so "$BATS_TEST_DIRNAME/failing_malloc.c"
    export GOMP_SPINCOUNT=1000 # the program need not start itself again
    { echo "base = \"$configs/small.cfg\";" && echo 'events = { m = { kind = "measure"; every = 20; measures = ("orientation"); }; };'; } >case.cfg
    call_for 0 run case.cfg -o run -q
    tries check case.cfg
    tries run case.cfg -o out
    tries report run -o page.html
    tries circuit "$repository/configs/circuits/two-neurons.cfg" -o out
}

@test "a network that takes long to build is announced, a small one is not" {
    call_for 0 run "$configs/small.cfg" iterations=1 -o small
    [[ $stderr != *"building a network"* ]] || complain "a small network is announced"
    "$pinwheel" run "$configs/small.cfg" sheets.v1.density=130 projections.*.radius=0.3 -o large 2>large.txt &
    local run=$!
    for _ in $(seq 200); do
        grep -q . large.txt && break
        sleep 0.05
    done
    kill -KILL $run
    wait $run || true
    grep -q '^building a network of about 0.84 GB$' large.txt || complain "$(cat large.txt)"
}
