# `pinwheel watch` of a folder of runs, of a sweep, a replication or a fit: an overview of them, and a page of each.

load helpers
load watch_requests

# said RUN KEY ...: of the overview.
said() {
    json answer.txt runs "$@"
}

measured_config() { # measured_config EVERY
    cat "$configs/small.cfg" - >base.cfg <<CONFIG
events = { m = { kind = "measure"; every = $1; measures = ("orientation"); }; };
CONFIG
}

has_rows() { # has_rows N FILE: more than N lines
    [ -e "$2" ] && [ "$(wc -l <"$2")" -gt "$1" ]
}

# A sweep of which a run is finished, one goes on, one failed and one waits.
begin_sweep() {
    measured_config 20
    cat >sweep.cfg <<'CONFIG'
title = "Four states";
config = "base.cfg";
set = ("output.history_every=3");
conditions = {
  short = { set = ("iterations=40"); };
  bad = { set = ("projections.excitation.strength=1000", "sheets.v1.settle=60"); };
  long = { set = ("iterations=100000000"); };
  last = { };
};
CONFIG
    "$pinwheel" sweep sweep.cfg -o made -q </dev/null 3>&- &
    sweeper=$!
    wait_until has_rows 9 made/point-0003/history.csv
    wait_for made/point-0003/maps/pictures.json
}

@test "the overview of a sweep that another process makes" {
    begin_sweep
    start made
    ask about
    [ "$(json answer.txt live) $(json answer.txt kind)" = "false sweep" ]
    [ "$(json answer.txt title)" = "Four states" ]
    shows_numbers() { ask runs && grep -q 'orientation/selectivity.mean' answer.txt; } # a second after a run has ended
    wait_until shows_numbers
    [ "$(said point-0001 status)" = finished ]
    [ "$(said point-0002 status)" = failed ]
    [ "$(said point-0003 status)" = running ]
    [ "$(said point-0004 status)" = waiting ]
    [[ $(said point-0002 reason) == *"v1"* ]] || complain "$(cat answer.txt)"
    [ "$(said point-0004 labels condition)" = last ]
    iteration=$(said point-0003 iteration)
    [ "$iteration" -ge 27 ]
    mean=$(json made/point-0001/measures.json orientation series 40 numbers selectivity.mean value)
    awk -v a="$mean" -v b="$(said point-0001 numbers orientation/selectivity.mean)" 'BEGIN { exit !(a == b) }'
    grep -q 'orientation/quality' answer.txt
    ! grep -q 'orientation/density' answer.txt || complain "a number that is no main one"
    has_gone_on() { ask runs && [ "$(said point-0003 iteration)" -gt "$iteration" ]; }
    wait_until has_gone_on
    # each leads to the page of a run
    ask "?run=point-0003"
    ask "about?run=point-0003"
    [ "$(json answer.txt folder)" = made/point-0003 ]
    ask "run?run=point-0003"
    [ "$(json answer.txt status)" = running ]
    for file in log.txt:log history.csv:history measures.json:numbers maps/pictures.json:pictures; do
        ask "${file#*:}?run=point-0001"
        cmp answer.txt "made/point-0001/${file%:*}"
    done
    picture=orientation-preference-000040.png
    ask "picture?run=point-0001&file=$picture"
    whole=$(wc -c <answer.txt)
    ask "map?run=point-0001&at=7"
    [ "$(head -c 4 answer.txt | tail -c 3)" = PNG ]
    [ "$(wc -c <answer.txt)" -lt "$whole" ]
    kill -INT $watcher
    wait $watcher || complain "watch ended with status $?"
    kill -INT $sweeper
    wait $sweeper || true
    # the same when nobody makes it, and nothing is written
    cp -r made before
    start made/
    ask runs
    [ "$(said point-0003 status) $(said point-0004 status)" = "interrupted waiting" ]
    ask "map?run=point-0003"
    ask 404 "map?run=point-0004"
    for name in pause go event save quit runs; do act 404 "$name" '{"run": "point-0001"}'; done
    kill -INT $watcher
    wait $watcher
    diff -r before made
    call_for 2 watch made seed=3
    says "a folder is only looked at"
}

@test "no file outside the folder is served" {
    mkdir -p made/deeper other
    echo '{}' >made/sweep.json
    call_for 0 run "$configs/small.cfg" -o made/inside -q
    cp -r made/inside other/run
    cp -r made/inside made/deeper/run
    cp -r made/inside made/.hidden
    ln -s ../other/run made/link
    start made
    ask runs
    [ "$(said inside status)" = finished ]
    for name in link .hidden deeper run ..; do ! grep -q "\"$name\":" answer.txt || complain "$name is in the overview"; done
    ask "run?run=inside"
    for run in "" . .. link .hidden deeper ../other/run ../made/inside inside/ inside/../inside /etc deeper/run %2e%2e/other/run; do
        for question in about run log "picture?file=x&"; do
            [[ $question == *\? || $question == *\& ]] || question=$question?
            ask 404 "${question}run=$run"
        done
    done
    ask 404 log
    ask 404 "picture?file=../sweep.json"
    ask 404 "picture?run=inside&file=../run.json"
    ask 404 frame
}

@test "an index or a scorecard that is damaged leaves the other runs to be seen" {
    mkdir made
    echo '{}' >made/replication.json
    call_for 0 run "$configs/small.cfg" -o made/normal-1 -q
    printf 'run,experiment,status,weights,x/quality\nnormal-1,normal,finished,77,"0.5\n' >made/index.csv
    printf 'claim,verdict\nfine\n' >made/scorecard.csv
    start made
    ask runs
    [ "$(said normal-1 status)" = finished ]
    printf 'run,experiment,status,weights,x/quality\nnormal-1,normal,finished,77,0.5\n../x,normal,finished,7,0.25\n' >made/index.csv
    printf 'claim,verdict\nfine,met\n' >made/scorecard.csv
    ask runs
    [ "$(said normal-1 labels experiment) $(said normal-1 numbers x/quality)" = "normal 0.5" ]
    [ "$(json answer.txt claims 0 verdict)" = met ]
    ask 404 "run?run=../x"
}

@test "the points of a fit that another process makes" {
    measured_config 600
    cat >fit.cfg <<'CONFIG'
title = "One setting";
model = "base.cfg";
set = ("iterations=600");
settings = { inhibition = { path = "projections.inhibition.strength"; low = -2.0; high = -0.5; }; };
targets = { selectivity = { number = "orientation/selectivity.mean"; low = 0.01; high = 0.03; }; };
samples = 50; rounds = 0; seeds = 1; confirmations = 2;
CONFIG
    "$pinwheel" fit fit.cfg -o made -q -j 1 </dev/null 3>&- &
    fitter=$!
    is_half_way() { grep -q '^point-0001-1,.*,finished,' made/index.csv && grep -q '^point-0050-1,.*,waiting,' made/index.csv; }
    wait_until is_half_way
    start made
    ask about
    [ "$(json answer.txt kind) $(json answer.txt title)" = "fit One setting" ]
    ask runs
    [ "$(said point-0001-1 status) $(said point-0001-1 labels point)" = "finished 1" ]
    [[ $(said point-0001-1 labels projections.inhibition.strength) == -[01].* ]] || complain "$(cat answer.txt)"
    kill -INT $watcher $fitter
    wait $watcher || complain "watch ended with status $?"
    wait $fitter || true
}

@test "claims of a replication that another process makes" {
    measured_config 40
    cat >claims.cfg <<'CONFIG'
title = "Claims so far";
seeds = ("1");
experiments = {
  model = { config = "base.cfg"; };
  long = { config = "base.cfg"; set = ("iterations=100000000", "events.m.every=100000000"); };
};
claims = {
  fine = { kind = "interval"; statement = "a fine map"; experiment = "model"; number = "orientation/pinwheels.count"; least = 1; };
  late = { kind = "interval"; statement = "later"; experiment = "long"; number = "orientation/pinwheels.count"; least = 1; };
};
CONFIG
    "$pinwheel" replicate claims.cfg -o made -q -j 2 </dev/null >/dev/null 3>&- &
    local replicator=$!
    wait_for made/scorecard.csv
    start made
    ask about
    [ "$(json answer.txt kind) $(json answer.txt title)" = "replication Claims so far" ]
    wait_for made/long-1/run.json
    wait_until grep -q '^fine,.*,undecided,' made/scorecard.csv # one seed
    wait_until grep -q '^model-1,.*finished' made/index.csv
    ask runs
    [ "$(json answer.txt claims 0 statement)" = "a fine map" ]
    [ "$(json answer.txt claims 1 verdict)" = untested ]
    [ "$(said model-1 status) $(said long-1 status) $(said model-1 labels seed)" = "finished running 1" ]
    kill -INT $replicator
    wait $replicator || true
    cp -r made before
    ask runs
    [ "$(json answer.txt claims 0 verdict)" = "$(sed -n 's/^fine,.*,\(undecided\|met\),.*/\1/p' made/scorecard.csv)" ]
    [ "$(said long-1 status)" = interrupted ]
    kill -INT $watcher
    wait $watcher
    diff -r before made
}
