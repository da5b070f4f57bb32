# The verb `replicate`: claims tested over seeds, and the scorecard.
load helpers

measured_config() {
    cat "$configs/small.cfg" - >base.cfg <<'CONFIG'
events = { m = { kind = "measure"; every = 20; at_end = true; measures = ("orientation"); }; };
CONFIG
}

cell() { # cell CLAIM COLUMN FOLDER: from scorecard.csv, where no cell before it holds a comma
    awk -F, -v claim="$1" -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) k = i; next }
        $1 == claim { print k ? $k : "no column" }' "$3/scorecard.csv"
}

near() { # near NUMBER NUMBER
    awk -v a="$1" -v b="$2" 'BEGIN { d = a - b; exit !(a != "" && b != "" && d < 1e-9 && d > -1e-9) }' || complain "$1 is not $2"
}

@test "a claim that inhibition makes true is met with it, and missed without" {
    measured_config
    cat >claims.cfg <<'CONFIG'
title = "Inhibition makes the map finer";
seeds = ("1-4");
experiments = {
  model = { config = "base.cfg"; set = ("iterations=200"); };
  disinhibited = { config = "base.cfg"; set = ("iterations=200", "projections.inhibition.strength=0"); };
};
claims = {
  fine = { kind = "interval"; statement = "a fine map"; experiment = "model"; number = "orientation/pinwheels.count"; least = 75; };
  false_on_purpose = { kind = "interval"; statement = "the same"; experiment = "disinhibited"; number = "orientation/pinwheels.count"; least = 75; };
  order = { kind = "ordering"; statement = "finer with it"; experiments = ("disinhibited", "model"); number = "orientation/pinwheels.count"; };
  false_order = { kind = "ordering"; statement = "coarser with it"; experiments = ("model", "disinhibited"); number = "orientation/pinwheels.count"; };
};
CONFIG
    call_for 0 replicate claims.cfg -j 2
    [ "$(cell fine verdict outputs/claims-replication)" = met ]
    [ "$(cell false_on_purpose verdict outputs/claims-replication)" = missed ]
    [ "$(cell order verdict outputs/claims-replication)" = met ]
    [ "$(cell false_order verdict outputs/claims-replication)" = missed ]
    says "2 met, 2 missed, 0 undecided, 0 untested"
    prints "predicted range"
    local few="4 of 4 verdicts rest on few seeds: intervals of two to four seeds are too narrow"
    prints "warning: $few"
    grep -q "^$few" outputs/claims-replication/scorecard.md || complain "scorecard.md does not say it"
    grep -q "<p>$few" outputs/claims-replication/scorecard.html || complain "scorecard.html does not say it"
    grep -A1 '^- \*\*missed\*\*: the same\. Predicted: mean at least 75\. Measured: .*, n = 4\.$' outputs/claims-replication/scorecard.md |
        grep -q '^  Runs: disinhibited-1 disinhibited-2 disinhibited-3 disinhibited-4\.$' || complain "$(cat outputs/claims-replication/scorecard.md)"
    [ "$(cell fine predicted outputs/claims-replication)" = "mean at least 75" ]
    grep -q '<td data-name="predicted range">mean at least 75</td>' outputs/claims-replication/scorecard.html
    grep -q '<tr class="missed"><td>the same' outputs/claims-replication/scorecard.html
    grep -q 'disinhibited <a href="disinhibited-1/">1</a> <a href="disinhibited-2/">2</a>.* <a href="disinhibited-4/">4</a>' outputs/claims-replication/scorecard.html
}

@test "numbers are those of summarise; experiments of one config share their runs; nothing is run twice" {
    measured_config
    cat >claims.cfg <<'CONFIG'
seeds = ("1-4");
experiments = {
  model = { config = "base.cfg"; };
  also = { config = "base.cfg"; seeds = (1, 2, 3, 4, 9); };
  off = { config = "base.cfg"; set = ("projections.inhibition.strength=0"); seeds = ("2-5"); };
};
claims = {
  mean = { kind = "interval"; statement = "s"; experiment = "model"; number = "orientation/selectivity.mean"; at = 20; least = 0.0; };
  ratio = { kind = "comparison"; statement = "s"; experiment = "model"; against = "off"; number = "orientation/selectivity.mean"; most = 0.0; };
  difference = { kind = "comparison"; of = "difference"; statement = "s"; experiment = "also"; against = "off"; number = "orientation/selectivity.mean"; most = 1.0; };
  share = { kind = "share"; statement = "s"; experiment = "model"; number = "orientation/selectivity.mean"; above = 0.0; least = 0.3; };
  doubtful = { kind = "share"; statement = "s"; experiment = "model"; number = "orientation/selectivity.mean"; above = 0.0; least = 0.5; };
  undefined = { kind = "interval"; statement = "s"; experiment = "model"; number = "orientation/wavelength.peak_fit"; least = 0.0; };
  unknown = { kind = "interval"; statement = "s"; experiment = "model"; number = "orientation/selectivity.maen"; least = 0.0; };
  ring = { kind = "interval"; statement = "s"; experiment = "model"; number = "orientation/spectrum.ring"; least = 0.0; };
  rings = { kind = "comparison"; statement = "s"; experiment = "model"; against = "off"; number = "orientation/spectrum.ring"; least = 0.0; };
  ring_share = { kind = "share"; statement = "s"; experiment = "model"; number = "orientation/spectrum.ring"; above = 0.5; least = 0.0; };
};
CONFIG
    call_for 0 check claims.cfg
    local nowhere="claims.unknown.number: 'orientation/selectivity.maen' came of no rehearsal, and may stay untested"
    prints "warning: $nowhere; did you mean 'orientation/selectivity.mean'?"
    [ "$(grep -c warning: stdout.txt)" -eq 1 ] || complain "other claims are warned of"
    call_for 2 replicate claims.cfg -o out -q
    says "claims.cfg: claims.unknown.number: out/model-4 has no such number; did you mean 'orientation/selectivity.mean'?; the claim is untested"
    says "claims.cfg: claims.ring.number: orientation/spectrum.ring is 0 or 1 in every run"
    [ "$(wc -l <stderr.txt)" -eq 3 ] || complain "other claims are named"
    [ "$(echo out/*/ | wc -w)" -eq 9 ] # model 1-4, also-9, off 2-5
    [ ! -e out/also-2 ]
    call_for 0 summarise out/model-? --at 20 --only orientation/selectivity.mean --json
    near "$(cell mean mean out)" "$(json stdout.txt rows 0 A mean)"
    near "$(cell mean low out)" "$(json stdout.txt rows 0 A low)"
    near "$(cell mean high out)" "$(json stdout.txt rows 0 A high)"
    call_for 0 summarise out/model-? --against out/off-? --only orientation/selectivity.mean --json
    [ "$(cell ratio n out) $(cell ratio verdict out)" = "3 missed" ]
    near "$(cell ratio mean out)" "$(json stdout.txt rows 0 ratio mean)"
    near "$(cell ratio high out)" "$(json stdout.txt rows 0 ratio high)"
    [ "$(cell difference n out) $(cell difference verdict out)" = "3 met" ]
    near "$(cell difference mean out)" "$(json stdout.txt rows 0 difference mean)"
    near "$(cell difference low out)" "$(json stdout.txt rows 0 difference low)"
    near "$(awk -v x="$(cell share low out)" 'BEGIN { print x ^ 4 }')" 0.025 # 4 of 4: the least p with p^4 = 2.5 %
    sed 1d out/scorecard.csv | cut -d, -f1 | tr '\n' ' ' | grep -q '^mean ratio difference share doubtful undefined unknown ring rings ring_share $'
    grep -qE '^share,.*,met,,full,' out/scorecard.csv
    grep -qE '^doubtful,.*,undecided,,full,' out/scorecard.csv
    grep -qE '^undefined,.*,0,4,undecided,undefined in 4 of 4,full,' out/scorecard.csv || complain "$(cat out/scorecard.csv)"
    grep -qE '^unknown,.*,0,4,untested,out/model-4 has no such number; did you mean .orientation/selectivity.mean.\?,full,' out/scorecard.csv ||
        complain "$(cat out/scorecard.csv)"
    local share="orientation/spectrum.ring is 0 or 1 in every run; use the kind 'share' with above = 0.5"
    grep -qE "^ring,.*,0,4,untested,$share,full," out/scorecard.csv || complain "$(cat out/scorecard.csv)"
    grep -qE "^rings,.*,0,3,untested,$share,full," out/scorecard.csv || complain "$(cat out/scorecard.csv)"
    [ "$(cell ring_share n out) $(cell ring_share verdict out)" = "4 met" ]
    call_for 0 summarise out/model-? --only orientation/spectrum.ring --json
    near "$(cell ring_share low out)" "$(json stdout.txt rows 0 A low)"
    near "$(cell ring_share high out)" "$(json stdout.txt rows 0 A high)"
    near "$(awk -v m="$(cell ring_share mean out)" 'BEGIN { print m * (1 - m) }')" 0 # all agree, and yet the interval has a width
    awk -v low="$(cell ring_share low out)" -v high="$(cell ring_share high out)" 'BEGIN { exit !(high - low > 0.6) }'
    call_for 2 replicate claims.cfg -o out
    [ "$(grep -c "^claims.ring.number: $share" stderr.txt)" -eq 1 ] || complain "a share under another kind is not told at once"
    [ "$(grep -c "^claims.unknown.number: out/model-1 has no such number; did you mean 'orientation/selectivity.mean'?" stderr.txt)" -eq 1 ] ||
        complain "a misspelt number is not told at once"
    [ "$(grep -c "has no such number" stderr.txt)" -eq 2 ] # once more at the end
    cp out/scorecard.csv first.csv
    cat out/*/run.json >runs.json
    call_for 2 replicate claims.cfg -o out -q
    cmp out/scorecard.csv first.csv
    cat out/*/run.json | cmp - runs.json
    sed -i 's/model = { config = "base.cfg"; /&set = ("iterations=20"); /' claims.cfg
    call_for 1 replicate claims.cfg -o out
    says "out/model-1: holds a run of another config (iterations (40, 20))"
}

@test "quick: fewer seeds, all that is counted in iterations is shorter, and every line says so" {
    measured_config
    sed -i 's/learning_rate = 0.3;/& learning_schedule = { kind = "exponential"; time_constant = 50.0; };/' base.cfg
    cat >claims.cfg <<'CONFIG'
quick = { seeds = 2; iterations = 0.5; set = ("sheets.v1.density=14"); };
experiments = { model = { config = "base.cfg"; set = ("iterations=100"); }; };
claims = {
  a = { kind = "interval"; statement = "s"; experiment = "model"; number = "orientation/selectivity.mean"; at = 20; least = 0.0; };
  b = { kind = "interval"; statement = "t"; experiment = "model"; number = "orientation/selectivity.mean"; least = 1.0; };
};
CONFIG
    call_for 0 replicate claims.cfg --quick
    local out=outputs/claims-replication-quick
    [ "$(cell a verdict $out) $(cell b verdict $out)" = "met missed" ]
    [ "$(progress $out/model-2)" = "finished 50" ]
    [ ! -e $out/model-3 ]
    grep -q '^    time_constant = 25.0' <(sed 's/^ *time_constant/    time_constant/' $out/model-1/config.cfg) || complain "$(grep time_constant $out/model-1/config.cfg)"
    [ -n "$(json $out/model-1/measures.json orientation series 10 numbers density value)" ]
    [ "$(grep -c 'quick: at most 2 seeds, iterations x 0.5, sheets.v1.density=14' $out/scorecard.csv)" -eq 2 ]
    [ "$(grep -c 'quick: at most 2 seeds, iterations x 0.5, sheets.v1.density=14' $out/scorecard.md)" -eq 2 ]
    [ "$(grep -c '<td class="verdict">.*class="note">quick: at most 2 seeds' $out/scorecard.html)" -eq 2 ]
    [ "$(grep -c 'quick: at most 2 seeds' stdout.txt)" -eq 2 ]
}

@test "runs that fail are listed, and their claims untested; a stop is gone on from" {
    measured_config
    cat >claims.cfg <<'CONFIG'
seeds = ("1-2");
experiments = { model = { config = "base.cfg"; }; lost = { config = "base.cfg"; set = ("from=nowhere"); }; };
claims = {
  a = { kind = "interval"; statement = "s"; experiment = "model"; number = "orientation/selectivity.mean"; least = 0.0; };
  b = { kind = "interval"; statement = "t"; experiment = "lost"; number = "orientation/selectivity.mean"; least = 0.0; };
};
CONFIG
    call_for 1 replicate claims.cfg -o out
    says "failed: out/lost-1: command line: from: nowhere: there is no such run or saved state"
    [ "$(cell a verdict out) $(cell b verdict out)" = "met untested" ]
    sed -i 's/set = ("from=nowhere")/set = ("iterations=300")/' claims.cfg
    "$pinwheel" replicate claims.cfg -o out </dev/null >/dev/null 2>&1 &
    local process=$! code=0
    wait_for out/lost-1/run.json
    kill -TERM $process
    wait $process || code=$?
    [ $code -eq 130 ] || complain "exit status $code"
    [ "$(cell b verdict out)" = untested ]
    call_for 0 replicate claims.cfg -o out -q
    [ "$(cell b verdict out)" = met ]
}

@test "runs branch from the end of another experiment's run of the same seed, and are in the index" {
    measured_config
    sed -i 's/measures = ("orientation"); };/& late = { kind = "measure"; at = 35; measures = ("orientation"); };/' base.cfg
    cat >claims.cfg <<'CONFIG'
seeds = ("1-2");
set = ("stimuli.bars.contrast=0.7");
quick = { seeds = 2; iterations = 0.5; };
experiments = {
  development = { config = "base.cfg"; set = ("iterations=20"); };
  whole = { config = "base.cfg"; set = ("iterations=40"); };
  branch = { config = "base.cfg"; from = "development"; set = ("iterations=40"); };
};
claims = {
  same = { kind = "comparison"; of = "difference"; statement = "s"; experiment = "branch"; against = "whole"; number = "orientation/selectivity.mean"; least = 0.0; most = 0.0; };
  none = { kind = "share"; statement = "s"; experiment = "branch"; number = "run/failed"; above = 0.5; most = 0.9; };
};
CONFIG
    call_for 0 replicate claims.cfg -o out -q -j 2
    [ "$(cell same verdict out) $(cell none verdict out)" = "met met" ] || complain "$(cat out/scorecard.csv)"
    [ "$(json out/branch-2/run.json sessions 0 from_iteration)" = 20 ]
    [ "$(json out/branch-2/run.json weights)" = "$(json out/whole-2/run.json weights)" ]
    [ "$(json out/branch-2/run.json weights)" != "$(json out/branch-1/run.json weights)" ]
    grep -q '^ *contrast = 0.7;' out/branch-1/config.cfg
    [ "$(cut -d, -f1-5 out/index.csv | tr '\n' ' ')" = "run,experiment,seed,status,iteration development-1,development,1,finished,20 \
whole-1,whole,1,finished,40 branch-1,branch,1,finished,40 development-2,development,2,finished,20 whole-2,whole,2,finished,40 branch-2,branch,2,finished,40 " ] ||
        complain "$(cut -d, -f1-5 out/index.csv)"
    call_for 0 replicate claims.cfg --quick -q
    [ "$(json outputs/claims-replication-quick/branch-1/run.json sessions 0 from_iteration)" = 10 ]
}

@test "circuits are experiments, too, and a run that fails can be what is claimed; several files, one after the other" {
    measured_config
    cp "$repository"/tests/bad-claims/pair.circuit .
    cat >pair.cfg <<'CONFIG'
seeds = ("1-2");
experiments = { pair = { verb = "circuit"; config = "pair.circuit"; set = ("circuit.inhibition=1.3"); }; };
claims = {
  two = { kind = "interval"; statement = "s"; experiment = "pair"; number = "sets/permitted"; least = 2; most = 2; };
  three = { kind = "interval"; statement = "s"; experiment = "pair"; number = "sets/permitted"; least = 3; };
};
CONFIG
    cat >away.cfg <<'CONFIG'
seeds = ("1-2");
experiments = { tame = { config = "base.cfg"; }; wild = { config = "base.cfg"; set = ("sheets.v1.transfer=squared", "projections.excitation.strength=80"); }; };
claims = {
  tame = { kind = "share"; statement = "s"; experiment = "tame"; number = "run/failed"; above = 0.5; most = 0.9; };
  wild = { kind = "share"; statement = "s"; experiment = "wild"; number = "run/failed"; above = 0.5; least = 0.1; };
  not = { kind = "share"; statement = "s"; experiment = "wild"; number = "run/failed"; above = 0.5; most = 0.1; };
};
CONFIG
    call_for 1 replicate pair.cfg away.cfg -o out
    says "failed: out/away/wild-1: sheet v1, unit (row"
    "$pinwheel" replicate pair.cfg -o out/pair >both.txt 2>&1 # in the order in which it was said
    [[ $(tail -n 1 both.txt) == "1 met, 1 missed, "* ]] || complain "the end of a scorecard stands after its count: $(cat both.txt)"
    [ "$(cell two verdict out/pair) $(cell three verdict out/pair)" = "met missed" ]
    [ "$(cell tame verdict out/away) $(cell wild verdict out/away) $(cell not verdict out/away)" = "met met missed" ]
    grep -q '^ *inhibition = 1.3;' out/pair/pair-2/config.cfg
    sed 1d out/pair/index.csv | grep -q '^pair-2,pair,2,finished,0,,2,'
    sed 1d out/away/index.csv | grep -qE '^wild-1,wild,1,failed,[0-9]+,[0-9a-f]+,'
    rm -r out/pair/pair-1/findings.json out/pair/pair-1/sets-*.csv out/away
    sed -i 's/"finished"/"running"/' out/pair/pair-1/run.json # as if killed
    call_for 0 replicate pair.cfg -o out/pair
    [ "$(cell two n out/pair)" = 2 ]
}

@test "a run made before a setting was known is one that leaves it alone" {
    measured_config
    cat >claims.cfg <<'CONFIG'
seeds = ("1-2");
experiments = { model = { config = "base.cfg"; }; };
claims = { a = { kind = "interval"; statement = "s"; experiment = "model"; number = "orientation/selectivity.mean"; least = 0.0; }; };
CONFIG
    call_for 0 replicate claims.cfg -o out -q
    cp out/model-1/run.json before.json
    grep -q '^ *tolerance = 0.0;' out/model-1/config.cfg
    sed -i '/^ *tolerance = 0.0;/d' out/model-1/config.cfg
    call_for 0 replicate claims.cfg -o out -q
    cmp out/model-1/run.json before.json
    sed -i 's/^iterations = 40;/iterations = 41;/' out/model-1/config.cfg
    call_for 1 replicate claims.cfg -o out
    says "out/model-1: holds a run of another config (iterations (41, 40)"
}

@test "quick: a lesion an iteration after its reference still comes after it" {
    sed '/^measures = {/,/^};/d' "$configs/small.cfg" >base.cfg
    cat >>base.cfg <<'CONFIG'
measures = { re = { kind = "reorganisation"; sheet = "v1"; step = 0.2; radius = 0.3; reference = 20; }; };
events = { before = { kind = "measure"; at = 20; measures = ("re"); };
           hole = { kind = "lesion"; at = 21; target = "rgc"; region = { kind = "disc"; radius = 0.3; }; };
           after = { kind = "measure"; at = 21; measures = ("re"); }; };
CONFIG
    cat >claims.cfg <<'CONFIG'
seeds = (3);
quick = { iterations = 0.3; };
experiments = { model = { config = "base.cfg"; }; };
claims = {
  silent = { kind = "interval"; statement = "s"; experiment = "model"; number = "re/responsive.projection_zone"; at = 21; most = 0.6; };
  before = { kind = "interval"; statement = "s"; experiment = "model"; number = "re/responsive.projection_zone"; at = 20; least = 1; };
};
CONFIG
    call_for 0 replicate claims.cfg --quick -o out -q
    [ -n "$(json out/model-3/measures.json re series 6 numbers responsive.core value)" ]
    awk -v a="$(cell silent mean out)" -v b="$(cell before mean out)" 'BEGIN { exit !(a < 0.6 && b == 1) }' || complain "$(cat out/scorecard.csv)"
}

one_claim() { # one_claim FILE: two seeds of one experiment
    cat >"$1" <<'CONFIG'
seeds = ("1-2");
experiments = { model = { config = "base.cfg"; }; };
claims = { a = { kind = "interval"; statement = "s"; experiment = "model"; number = "orientation/selectivity.mean"; least = 0.0; }; };
CONFIG
}

@test "a run that cannot be read is told, in the scorecard too, and does not keep the next file from its runs" {
    measured_config
    one_claim first.cfg
    one_claim second.v2.cfg
    call_for 0 replicate first.cfg -o out/first -q
    echo '{' >out/first/model-1/measures.json
    call_for 1 replicate first.cfg second.v2.cfg -o out
    says "out/first/model-1/measures.json:2: is not readable JSON"
    grep -qE ',undecided,"?out/first/model-1/measures.json:2: is not readable JSON' out/first/scorecard.csv ||
        complain "$(cat out/first/scorecard.csv)"
    [ "$(cell a verdict out/second.v2)" = met ]
}

@test "several files that would share a folder are refused" {
    measured_config
    mkdir other
    cp base.cfg other
    one_claim claims.cfg
    one_claim other/claims.cfg
    call_for 2 replicate claims.cfg other/claims.cfg -o out
    says "claims.cfg and other/claims.cfg: would both be written to out/claims"
    call_for 2 replicate claims.cfg other/claims.cfg
    [ ! -e out ] && [ ! -e outputs ]
}

@test "a folder is the same with a slash after its name, for runs that branch, too" {
    measured_config
    cat >claims.cfg <<'CONFIG'
experiments = { dev = { config = "base.cfg"; set = ("iterations=20"); }; branch = { config = "base.cfg"; from = "dev"; }; };
claims = { a = { kind = "interval"; statement = "s"; experiment = "branch"; number = "orientation/selectivity.mean"; least = 0.0; }; };
seeds = (3);
CONFIG
    call_for 0 replicate claims.cfg -o out -q
    call_for 0 replicate claims.cfg -o out// -q
}

@test "a branch may have any of the seeds of what it goes on from, in any order" {
    measured_config
    cat >claims.cfg <<'CONFIG'
seeds = ("1-3");
experiments = { dev = { config = "base.cfg"; set = ("iterations=20"); }; branch = { config = "base.cfg"; from = "dev"; seeds = (3, 2); }; };
claims = { a = { kind = "interval"; statement = "s"; experiment = "branch"; number = "orientation/selectivity.mean"; least = 0.0; }; };
CONFIG
    call_for 0 replicate claims.cfg -o out -q -j 2
    [ "$(sed 1d out/index.csv | cut -d, -f1 | tr '\n' ' ')" = "dev-1 dev-3 branch-3 dev-2 branch-2 " ] || complain "$(cat out/index.csv)"
    grep -q "^ *from = \"$PWD/out/dev-3\"" out/branch-3/config.cfg
    sed -i 's/seeds = (3, 2)/seeds = (3, 4)/' claims.cfg
    call_for 2 replicate claims.cfg -o new
    says "claims.cfg:2: experiments.branch.seeds: dev, from which it goes on, has no seed 4"
}

@test "experiments without a seed in common are told; the largest seed is one" {
    measured_config
    cat >claims.cfg <<'CONFIG'
experiments = { a = { config = "base.cfg"; seeds = (1); }; b = { config = "base.cfg"; seeds = (2); }; };
claims = { a = { kind = "comparison"; statement = "s"; experiment = "a"; against = "b"; number = "orientation/selectivity.mean"; at = 20; least = 0.0; }; };
CONFIG
    call_for 0 replicate claims.cfg -o out -q
    grep -q ',0,0,untested,the experiments have no seed in common,' out/scorecard.csv || complain "$(cat out/scorecard.csv)"
    sed -i 's/seeds = (1)/seeds = ("9223372036854775806-9223372036854775807")/' claims.cfg
    call_for 2 replicate claims.cfg -o other -q # beyond what a config takes, and no list without end
    [[ $stderr != *"more than 10000 seeds"* ]] || complain "read on"
}

@test "every file of tests/bad-claims is refused as it says" {
    cp "$repository"/tests/bad-claims/* .
    cat "$configs/small.cfg" - >small.cfg <<<'events = { m = { kind = "measure"; every = 20; measures = ("orientation"); }; };'
    # shellcheck disable=SC2046 # each is a word
    wrong_each replicate $(configs_of "$repository/tests/bad-claims")
}

@test "every file of configs/replication is accepted" {
    local file process code
    for file in "$repository"/configs/replication/*.cfg; do
        call_for 0 check "$file" --settings
        "$pinwheel" replicate "$file" --quick -o out </dev/null >said.txt 2>&1 &
        process=$! code=0
        wait_for out/replication.json
        kill -TERM $process
        wait $process || code=$?
        [ $code -eq 130 ] || [ $code -eq 0 ] || complain "$file --quick: exit status $code" "$(cat said.txt)" # 0: it was faster
        rm -r out
    done
}

@test "a number that is the same for every seed has no interval" {
    printf 'circuit = { kind = "ring"; n = 4; };\nstudies = { s = { kind = "permitted_sets"; }; };\n' >ring.cfg
    cat >claims.cfg <<'CONFIG'
seeds = ("1-3");
experiments = { ring = { verb = "circuit"; config = "ring.cfg"; }; };
claims = { sets = { kind = "interval"; statement = "sets"; experiment = "ring"; number = "s/permitted"; least = 14; }; };
CONFIG
    call_for 0 replicate claims.cfg -o out
    prints "14 for every seed"
    grep -q 'A number that is the same for every seed has no interval' out/scorecard.html
}

@test "a batch system makes the runs of a replication, and the same command then tests the claims" {
    measured_config
    cat >claims.cfg <<'CONFIG'
seeds = ("1-2");
experiments = {
  model = { config = "base.cfg"; set = ("iterations=40"); };
  later = { config = "base.cfg"; from = "model"; set = ("iterations=60"); };
  off = { config = "base.cfg"; set = ("iterations=40", "projections.inhibition.strength=0"); };
};
claims = {
  more = { kind = "ordering"; statement = "selective later"; experiments = ("model", "later"); number = "orientation/selectivity.mean"; };
  less = { kind = "ordering"; statement = "other without"; experiments = ("off", "model"); number = "orientation/selectivity.mean"; };
};
CONFIG
    call_for 0 replicate claims.cfg -o whole -q
    call_for 0 replicate claims.cfg --slurm -o tasks
    prints "#SBATCH --array=1-6"
    prints 'exec pinwheel replicate -o tasks --point "$SLURM_ARRAY_TASK_ID"'
    [[ $output =~ "sbatch --array="([0-9,-]+)" SCRIPT" ]] || complain "no first array"
    [[ $output =~ "sbatch --array="([0-9,-]+)" --dependency=afterok:JOB SCRIPT" ]] || complain "no second array"
    last=${BASH_REMATCH[1]%%[,-]*}
    call_for 1 replicate claims.cfg -o tasks --point "$last"
    says "which it begins at, is not finished"
    for task in 1 2 3 4 5 6; do call_for 0 replicate claims.cfg -o tasks -q --point $task; done
    [ ! -e tasks/scorecard.csv ]
    call_for 0 replicate claims.cfg -o tasks -q
    cmp whole/scorecard.csv tasks/scorecard.csv
    call_for 2 replicate claims.cfg -o tasks --point 7
    says "--point: there are 6 runs"
    cp claims.cfg more.cfg
    call_for 2 replicate claims.cfg more.cfg --slurm
    says "--slurm and --point take one file at a time"
}
