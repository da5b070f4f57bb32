# The verb `fit`: settings of a model from published numbers.
load helpers

# A fit of 9 points and 11 runs, each of a tenth of a second or so.
small_fit() {
    cp "$configs"/{small,fitted}.cfg .
    cat >fit.cfg <<'CONFIG'
title = "Selectivity";
model = "fitted.cfg";
settings = {
  inhibition = { path = "projections.inhibition.strength"; low = -2.0; high = -0.5; };
  contrast = { path = "stimuli.bars.contrast"; low = 0.3; high = 2.0; scale = "logarithmic"; };
};
targets = {
  selectivity = { number = "orientation/selectivity.mean"; low = 0.017; high = 0.019; source = "none & nowhere"; };
  pinwheels = { number = "orientation/pinwheels.per_area"; held_out = true; };
  ratio = { number = "orientation/pinwheels.spacing"; over = "orientation/selectivity.mean"; low = 3; high = 6; held_out = true; };
};
samples = 6; rounds = 1; points = 3; seeds = 1; confirmations = 2; first_seed = 40;
CONFIG
}

column() { # column NAME FILE: the values of a column of a CSV file without commas in its cells
    awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) k = i; next } { print k ? $k : "no column" }' "$2" |
        tr '\n' ' '
}

@test "a fit: its points, runs with seeds of their own, the result, the page" {
    small_fit
    call_for 0 fit fit.cfg -o out -j 2
    says "Selectivity: design of 6 points, 6 runs -> out"
    says "round 1 of 1: 3 points, 3 runs"
    says "wrote out/fitted.html and fitted.json"
    prints "ratio (held out)"
    prints ", 2 of 2"
    prints "No target is missed, but not all are sure to be met"
    grep -q "No target is missed, but not all are sure to be met" out/fitted.html
    [ "$(column point out/index.csv)" = "1 2 3 4 5 6 7 8 9 best best " ]
    [ "$(column seed out/index.csv)" = "40 41 42 43 44 45 46 47 48 49 50 " ]
    [ "$(column status out/index.csv | tr ' ' '\n' | sort -u | tr -d '\n')" = finished ]
    # One sample in each of six parts of each range.
    [ "$(column projections.inhibition.strength out/index.csv | tr ' ' '\n' | head -n 6 | awk '{ print int(($1 + 2) / 0.25) }' | sort -n | tr '\n' ' ')" = "0 1 2 3 4 5 " ]
    [ "$(column stimuli.bars.contrast out/index.csv | tr ' ' '\n' | head -n 6 | awk '{ print int(6 * log($1 / 0.3) / log(2 / 0.3)) }' | sort -n | tr '\n' ' ')" = "0 1 2 3 4 5 " ]
    # The best settings are those of the runs that confirm them; the number is what they measured.
    column projections.inhibition.strength out/index.csv | tr ' ' '\n' | sed -n 10p |
        awk -v best="$(json out/fitted.json settings inhibition best)" '{ d = $1 - best; exit !(d * d < 1e-24) }'
    [ "$(json out/fitted.json targets selectivity measured n)" = 2 ]
    column orientation/selectivity.mean out/index.csv | tr ' ' '\n' | sed -n '10,11p' |
        awk -v mean="$(json out/fitted.json targets selectivity measured mean)" '{ sum += $1 } END { d = sum / 2 - mean; exit !(d * d < 1e-12) }'
    [ "$(json out/fitted.json predictions ratio unit)" = "sheet units" ]
    [ "$(json out/fitted.json predictions pinwheels unit)" = "per square sheet unit" ]
    for word in 'none &amp; nowhere' 'Numbers held out of the fit' 'pinwheel fit fit.cfg -o out -j 2' 'stimuli.bars.contrast'; do
        grep -q "$word" out/fitted.html || complain "the page lacks: $word"
    done
}

@test "broken off at random and resumed, on other numbers of threads, the result has the same bits" {
    local kill state=7
    small_fit
    call_for 0 fit fit.cfg -o whole -q
    for kill in KILL INT TERM KILL; do
        "$pinwheel" fit fit.cfg -o broken -q -j 2 --threads 2 </dev/null >/dev/null 2>&1 &
        state=$(((state * 1103 + 12345) % 32768))
        sleep "0.$(printf %03d $((200 + state % 600)))"
        kill -$kill $! 2>/dev/null || true
        wait $! || true
    done
    call_for 0 fit fit.cfg -o broken -q --threads 3
    cmp whole/fitted.json broken/fitted.json
    cmp whole/index.csv broken/index.csv
    [ "$(json whole/point-0007-1/run.json sessions 0 from_iteration)" = 0 ]
    # Nothing that is finished is made again; what is lost is made as it was.
    cp whole/point-0002-1/run.json before.json
    rm -r whole/point-0008-1
    call_for 0 fit fit.cfg -o whole -q
    cmp before.json whole/point-0002-1/run.json
    cmp whole/fitted.json broken/fitted.json
}

@test "a stopped fit says how to go on; a run that is killed alone ends the fit, for it is no failure of the model" {
    local process code=0
    small_fit
    "$pinwheel" fit fit.cfg set=iterations=100000 -o out </dev/null >/dev/null 2>said.txt &
    process=$!
    wait_for out/point-0001-1/run.json
    kill -INT $process
    wait $process || code=$?
    [ $code -eq 130 ] || complain "exit status $code" "$(cat said.txt)"
    grep -q "go on with: pinwheel fit fit.cfg set=iterations=100000 -o out" said.txt || complain "$(cat said.txt)"
    "$pinwheel" fit fit.cfg set=iterations=100000 -o out </dev/null >/dev/null 2>said.txt &
    process=$!
    for ((i = 0; i < 250; i++)); do
        pgrep -P $process -f out/point-0001-1 >/dev/null && break
        sleep 0.02
    done
    kill -KILL "$(pgrep -P $process -f out/point-0001-1)"
    code=0
    wait $process || code=$?
    [ $code -eq 1 ] || complain "exit status $code" "$(cat said.txt)"
    grep -q "out/point-0001-1: ended by signal 9" said.txt || complain "$(cat said.txt)"
    [ ! -e out/point-0002-1 ]
}

@test "more rounds go on where a fit ended; another fit is refused, and leaves the folder as it was" {
    small_fit
    call_for 0 fit fit.cfg -o out -q
    cp out/point-0009-1/run.json before.json
    call_for 0 fit fit.cfg rounds=2 -o out -q
    cmp before.json out/point-0009-1/run.json
    [ -e out/point-0012-1 ] && [ -e out/best-2-1-1 ]
    [ "$(json out/fitted.json points)" = 12 ]
    cp -r out before
    call_for 1 fit fit.cfg samples=7 -o out -q
    says "out: holds another fit (samples (6, 7)); name another folder"
    call_for 1 fit fit.cfg targets.selectivity.high=0.02 rounds=0 -o out -q
    says "out: holds another fit (targets.selectivity.high (0.019, 0.02)); name another folder"
    diff -r before out
    # A folder without fit.cfg may hold the design's runs; those of another config are refused.
    mkdir copied
    cp -r out/fit.json out/point-000[1-6]-1 copied
    call_for 1 fit fit.cfg settings.contrast.high=2.5 -o copied -q
    says "copied/point-0001-1: holds a run of another config"
    [ ! -e copied/fit.cfg ]
    call_for 2 report out
    says "out: is the folder of a fit, whose page is out/fitted.html"
}

@test "check tells the size of a fit; changes on the command line are those of the fit" {
    small_fit
    call_for 0 check fit.cfg --settings
    prints "settings 2, numbers 3, runs 11"
    call_for 0 check fit.cfg rounds=4 seeds=2 settings.contrast.high=3 --settings
    prints "runs 40"
    call_for 0 check fit.cfg
    prints "from rehearsals of"
    call_for 2 check fit.cfg iterations=3
    says "command line: unknown setting 'iterations'"
    call_for 2 fit fit.cfg settings.contrast.high=0.2
    says "fit.cfg:5: settings.contrast.low: is above high"
    call_for 2 fit fit.cfg -o out set="iterations=0, seed=3, sheets.v1.densty=3"
    says "unknown setting 'sheets.v1.densty'; did you mean 'sheets.v1.density'?"
    [ ! -e out ]
}

@test "a number that runs do not have ends the fit at the first run, and runs that fail do not" {
    small_fit
    sed 's/selectivity.mean"; low/selectivty.mean"; low/' fit.cfg >unknown.cfg
    call_for 2 fit unknown.cfg -o unknown -q
    says "unknown.cfg:8: targets.selectivity.number: unknown/point-0001-1 has no such number; did you mean 'orientation/selectivity.mean'?"
    [ "$(ls -d unknown/point-* | wc -l)" -eq 1 ]
    local failed
    # With excitation this strong, activity diverges.
    sed -i 's/inhibition = {.*/excitation = { path = "projections.excitation.strength"; low = 1.0; high = 1000.0; scale = "logarithmic"; };/' fit.cfg
    call_for 0 fit fit.cfg samples=12 -o out
    says "failed: out/point-"
    column status out/index.csv | grep -q finished
    column status out/index.csv | grep -q failed
    # A run that failed for another reason, as for want of room on the disk, ends the fit until it is made again.
    failed=$(dirname "$(grep -l '"diverged": true' out/point-*/run.json | head -n 1)")
    sed -i '/"diverged"/d' "$failed/run.json"
    call_for 1 fit fit.cfg samples=12 -o out
    says "$failed: "
    says "; --again makes it again"
    call_for 0 fit fit.cfg samples=12 -o out --again
}

@test "every file of tests/bad-fits is refused as it says" {
    cp "$repository"/tests/bad-fits/* "$configs"/{small,fitted}.cfg .
    # shellcheck disable=SC2046 # each is a word
    wrong_each fit $(configs_of "$repository/tests/bad-fits")
}

@test "every fit of configs/fits is accepted; the shipped one finds what it says" {
    local file
    for file in "$repository"/configs/fits/*.cfg; do
        call_for 0 check "$file" --settings
    done
    call_for 0 fit "$repository/configs/fits/gain-control.cfg" -o out -q -j 2
    [ "$(json out/fitted.json settings constant determined) $(json out/fitted.json settings strength determined)" = "no no" ]
    [ "$(json out/fitted.json predictions middle verdict)" = met ]
    # These runs have no noise: the surrogate is surer than is right, by nothing that matters.
    [[ $output != *disagree* ]] || complain "disagreement over nothing"
    grep -q "strength against constant" out/fitted.html || complain "no picture of what trades off"
    call_for 0 fit "$repository/configs/fits/gain-control.cfg" targets.response.held_out=false -o both -q -j 2
    [ "$(json both/fitted.json settings constant determined) $(json both/fitted.json settings strength determined)" = "yes yes" ]
    awk -v low="$(json both/fitted.json settings constant interval 0)" -v high="$(json both/fitted.json settings constant interval 1)" 'BEGIN { exit !(low < 0.11 && 0.11 < high) }'
    awk -v low="$(json both/fitted.json settings strength interval 0)" -v high="$(json both/fitted.json settings strength interval 1)" 'BEGIN { exit !(low < 0.6 && 0.6 < high) }'
}
