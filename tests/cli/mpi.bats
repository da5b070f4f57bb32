# `sweep` and `replicate` under mpirun, in a build with MPI: make test MPI=1.
load helpers

setup() {
    pinwheel=$(realpath "${PINWHEEL:-$repository/pinwheel}")
    cd "$BATS_TEST_TMPDIR" || return 1
    ldd "$pinwheel" | grep -q libmpi || skip "built without MPI"
    command -v mpirun >/dev/null || skip "no mpirun here"
    export OMP_NUM_THREADS=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    cat "$configs/small.cfg" - >base.cfg <<'CONFIG'
events = { m = { kind = "measure"; every = 100; at_end = true; measures = ("orientation"); }; };
CONFIG
    cat >sweep.cfg <<'CONFIG'
config = "base.cfg";
set = ("iterations=200", "output.checkpoint_every=0.05");
seeds = (3, 5);
develop = { iterations = 50; };
grid = { inhibition = { path = "projections.inhibition.strength"; values = (-1.4, -1.2, -1, -0.5, 0); }; };
CONFIG
}

@test "twelve runs over three ranks, undisturbed and with a rank killed: the same index as without MPI" {
    local process rank killed=0
    call_for 0 sweep sweep.cfg -o alone -q -j 2
    mpirun -n 3 --oversubscribe "$pinwheel" sweep sweep.cfg -o ranks -q
    cmp alone/index.csv ranks/index.csv
    for rank in 1 3; do
        mpirun -n 3 --oversubscribe "$pinwheel" sweep sweep.cfg -o broken -q >/dev/null 2>&1 &
        process=$!
        wait_for broken/develop-3/run.json
        sleep 0.7
        kill -9 "$(pgrep -P $process | sed -n ${rank}p)" && killed=$((killed + 1))
        wait $process || true
    done
    [ $killed -eq 2 ] || complain "no rank was killed"
    mpirun -n 3 --oversubscribe "$pinwheel" sweep sweep.cfg -o broken -q
    cmp alone/index.csv broken/index.csv
}

@test "a bad sweep under mpirun is refused once, and ends all ranks" {
    sed -i 's/strength/strenth/' sweep.cfg
    mpirun -n 3 --oversubscribe "$pinwheel" sweep sweep.cfg -o out >/dev/null 2>said.txt && complain "it was accepted"
    [ "$(grep -c "did you mean 'projections.inhibition.strength'" said.txt)" -eq 1 ] || complain "$(cat said.txt)"
    [ ! -e out ]
}

@test "a bad file of claims under mpirun is refused once too, each time" {
    echo 'claims = { a = { kind = "comparisn"; }; };' >claims.cfg
    for _ in 1 2 3 4 5; do
        status=0
        mpirun -n 3 --oversubscribe "$pinwheel" replicate claims.cfg -o out >/dev/null 2>said.txt || status=$?
        [ $status -eq 2 ] || complain "status $status"
        [ "$(grep -c "did you mean 'comparison'" said.txt)" -eq 1 ] || complain "$(cat said.txt)"
        [ ! -e out ]
    done
}

@test "claims over three ranks, stopped once: the same index and scorecard as without MPI" {
    cat >claims.cfg <<'CONFIG'
seeds = ("1-4");
experiments = {
  model = { config = "base.cfg"; };
  off = { config = "base.cfg"; set = ("projections.inhibition.strength=0"); };
};
claims = {
  both = { kind = "comparison"; statement = "s"; experiment = "model"; against = "off"; number = "orientation/selectivity.mean"; most = 2.0; };
};
CONFIG
    sed 's/strength=0/strength=-0.7/' claims.cfg >more.cfg
    call_for 0 replicate claims.cfg more.cfg -o alone -q
    mpirun -n 3 --oversubscribe "$pinwheel" replicate claims.cfg more.cfg -o ranks -q >/dev/null 2>&1 &
    local process=$!
    wait_for ranks/claims/model-1/run.json
    kill -TERM "$(pgrep -P $process | head -n 1)"
    wait $process || true
    mpirun -n 3 --oversubscribe "$pinwheel" replicate claims.cfg more.cfg -o ranks -q
    for file in claims more; do
        cmp alone/$file/index.csv ranks/$file/index.csv
        cmp alone/$file/scorecard.csv ranks/$file/scorecard.csv
    done
}
