# The verb `sweep`: many runs of a config over settings and seeds.
load helpers

# A sweep of 12 runs: 2 conditions x 3 values x 2 seeds, each of half a second or so.
long_sweep() {
    cat "$configs/small.cfg" - >base.cfg <<'CONFIG'
events = { m = { kind = "measure"; every = 100; at_end = true; measures = ("orientation"); }; };
CONFIG
    cat >sweep.cfg <<'CONFIG'
config = "base.cfg";
set = ("iterations=250", "output.checkpoint_every=0.05");
seeds = (3, "5");
conditions = { bars = { }; spots = { set = ("sheets.retina.stimulus=spots"); }; };
grid = { inhibition = { path = "projections.inhibition.strength"; values = (-1.4, -1, 0); }; };
CONFIG
}

column() { # column NAME FILE: the values of a column of a CSV file without commas in its cells
    awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) k = i; next } { print k ? $k : "no column" }' "$2" |
        tr '\n' ' '
}

@test "points: conditions, then the grid, then seeds; each run is the one that its settings make" {
    long_sweep
    call_for 0 sweep sweep.cfg -o all -q
    [ "$(column run all/index.csv | wc -w)" -eq 12 ]
    [ "$(column condition all/index.csv)" = "bars bars bars bars bars bars spots spots spots spots spots spots " ]
    [ "$(column projections.inhibition.strength all/index.csv)" = "-1.4 -1.4 -1 -1 0 0 -1.4 -1.4 -1 -1 0 0 " ]
    [ "$(column seed all/index.csv)" = "3 5 3 5 3 5 3 5 3 5 3 5 " ]
    [ "$(column status all/index.csv | tr ' ' '\n' | sort -u | tr -d '\n')" = finished ]
    [ "$(column weights all/index.csv | tr ' ' '\n' | sort -u | grep -c .)" -eq 12 ]
    call_for 0 run base.cfg iterations=250 sheets.retina.stimulus=spots projections.inhibition.strength=-1 seed=5 -q -o alone
    [ "$(column weights all/index.csv | cut -d' ' -f10)" = "$(weights alone)" ]
    [ "$(column orientation/density all/index.csv | cut -d' ' -f10)" = "$(json alone/measures.json orientation series 250 numbers density value | sed 's/\.0*$//')" ]
}

@test "killed at random and resumed, the index is that of an undisturbed sweep, for -j 1 and -j 2" {
    local jobs kill count broken point state=1
    long_sweep
    call_for 0 sweep sweep.cfg -o whole -q -j 2
    for jobs in 1 2; do
        count=0 broken=0 point=0
        for kill in KILL TERM KILL INT KILL; do
            "$pinwheel" sweep sweep.cfg -o "broken-$jobs" -q -j $jobs </dev/null >/dev/null 2>&1 &
            point=$((point + 2)) # of 12: it is met at work on a fast machine, too
            wait_for "broken-$jobs/point-$(printf %04d $point)"
            state=$(((state * 1103 + 12345) % 32768))
            sleep "0.$(printf %03d $((state % 100)))"
            kill -$kill $! 2>/dev/null && count=$((count + 1))
            wait $! || true
            grep -qsE '"status": "(running|interrupted)"' broken-$jobs/*/run.json && broken=$((broken + 1))
        done
        [ $count -ge 2 ] || complain "only $count kills met it at work"
        [ $broken -ge 1 ] || complain "no kill broke a run off"
        call_for 0 sweep sweep.cfg -o broken-$jobs -q -j $jobs
        cmp whole/index.csv broken-$jobs/index.csv
    done
    call_for 0 sweep sweep.cfg -o whole -q # what is finished is not made again
    cmp whole/index.csv broken-1/index.csv
    [ "$(grep -c '"command"' whole/point-0001/run.json)" -eq 2 ]
}

@test "an interrupted sweep saves its runs and says how to go on; a killed one takes them with it" {
    long_sweep
    "$pinwheel" sweep sweep.cfg set -o x >/dev/null 2>&1 && complain "a second word was taken"
    sed -i 's/iterations=250/iterations=100000/' sweep.cfg
    local out=long-sweep-$$ process code=0 i # a name that no other process has in its command
    "$pinwheel" sweep sweep.cfg -o $out -j 2 </dev/null >/dev/null 2>said.txt &
    process=$!
    wait_for $out/point-0001/checkpoint.h5
    wait_for $out/point-0002/checkpoint.h5
    [ "$(pgrep -c -f "$out/point")" -eq 2 ] || complain "there are not two children"
    kill -INT $process
    wait $process || code=$?
    [ $code -eq 130 ] || complain "exit status $code" "$(cat said.txt)"
    grep -q "go on with: pinwheel sweep sweep.cfg -o $out" said.txt
    [ "$(json $out/point-0001/run.json status) $(json $out/point-0002/run.json status)" = "interrupted interrupted" ]
    [ "$(column status $out/index.csv | cut -d' ' -f1-3)" = "interrupted interrupted waiting" ]
    [ "$(pgrep -c -f "$out/point")" -eq 0 ] || complain "a child was left"
    "$pinwheel" sweep sweep.cfg -o $out -j 2 </dev/null >/dev/null 2>&1 &
    process=$!
    for ((i = 0; i < 250; i++)); do
        [ "$(pgrep -c -f "$out/point")" -eq 2 ] && break
        sleep 0.02
    done
    kill -KILL $process
    wait $process || true
    for ((i = 0; i < 50; i++)); do
        [ "$(pgrep -c -f "$out/point")" -eq 0 ] && return
        sleep 0.02
    done
    kill -9 $(pgrep -f "$out/point")
    complain "a child outlived the sweep"
}

@test "a failure is isolated, listed, kept, and made again when asked for" {
    long_sweep
    cat >sweep.cfg <<'CONFIG'
config = "base.cfg";
set = ("iterations=30");
seeds = ("1-3");
from = "dev-{seed}";
CONFIG
    for seed in 1 3; do
        call_for 0 run base.cfg seed=$seed iterations=20 -q -o dev-$seed
    done
    call_for 1 sweep sweep.cfg -o out -j 2
    says "failed: out/point-0002: command line: from: dev-2: there is no such run or saved state"
    [ "$(column status out/index.csv)" = "finished failed finished " ]
    call_for 0 run base.cfg seed=3 iterations=30 -q -o straight
    [ "$(column weights out/index.csv | cut -d' ' -f3)" = "$(weights straight)" ]
    call_for 0 run base.cfg seed=2 iterations=20 -q -o dev-2
    call_for 0 sweep sweep.cfg -o out
    [ "$(column status out/index.csv)" = "finished finished finished " ]
    sed -i 's/"status": "finished"/"status": "failed"/' out/point-0003/run.json
    call_for 1 sweep sweep.cfg -o out -q
    [ "$(column status out/index.csv)" = "finished finished failed " ]
    call_for 0 sweep sweep.cfg -o out -q --again
    [ "$(column weights out/index.csv | cut -d' ' -f3)" = "$(weights straight)" ]
}

@test "a run that is killed alone is told as failed, and goes on from its checkpoint" {
    long_sweep
    sed -i '/^conditions/d; /^grid/d' sweep.cfg
    "$pinwheel" sweep sweep.cfg -o out -j 2 </dev/null >/dev/null 2>said.txt &
    local process=$! code=0
    wait_for out/point-0002/checkpoint.h5
    kill -9 "$(pgrep -P $process -f out/point-0002)"
    wait $process || code=$?
    [ $code -eq 1 ] || complain "exit status $code"
    grep -q "failed: out/point-0002: ended by signal 9" said.txt || complain "$(cat said.txt)"
    [ "$(column status out/index.csv)" = "finished failed " ]
    call_for 0 sweep sweep.cfg -o out -q
    [ "$(column status out/index.csv)" = "finished finished " ]
    [ "$(json out/point-0002/run.json sessions 1 from_iteration)" -gt 0 ]
}

@test "one development for each seed, which all conditions begin at; tasks one by one give the same index" {
    long_sweep
    cat >sweep.cfg <<'CONFIG'
config = "base.cfg";
set = ("iterations=60");
seeds = ("1-2");
develop = { iterations = 20; };
conditions = { same = { }; weaker = { set = ("stimuli.bars.contrast=0.5"); }; };
CONFIG
    call_for 0 sweep sweep.cfg -o out -q -j 2
    call_for 0 run base.cfg seed=2 iterations=60 -q -o straight
    [ "$(column weights out/index.csv | cut -d' ' -f2)" = "$(weights straight)" ]
    [ "$(progress out/develop-2)" = "finished 20" ]
    [ "$(json out/point-0004/run.json sessions 0 from_iteration)" = 20 ]
    call_for 0 sweep sweep.cfg --slurm -o tasks
    prints "#SBATCH --array=1-6"
    prints "sbatch --array=3-6 --dependency=afterok:JOB SCRIPT"
    call_for 1 sweep sweep.cfg -o tasks --point 3
    says "develop-1, which it begins at, is not finished"
    for task in 1 2 3 4 5 6; do
        call_for 0 sweep sweep.cfg -o tasks -q --point $task
    done
    [ ! -e tasks/index.csv ]
    call_for 0 sweep sweep.cfg -o tasks -q
    cmp out/index.csv tasks/index.csv
}

@test "drawn values: one in each part of the range, the same each time, whole where the setting is" {
    long_sweep
    cat >sweep.cfg <<'CONFIG'
config = "base.cfg";
set = ("iterations=1");
random = {
  samples = 8; seed = 4;
  settings = {
    threshold = { path = "sheets.v1.threshold"; low = 0.0; high = 0.08; };
    contrast = { path = "stimuli.bars.contrast"; low = 0.01; high = 1.0; scale = "logarithmic"; };
    settle = { path = "sheets.v1.settle"; low = 1; high = 9; };
  };
};
CONFIG
    call_for 0 sweep sweep.cfg -o out -q
    [ "$(column sheets.v1.threshold out/index.csv | tr ' ' '\n' | awk 'NF { print int($1 / 0.01) }' | sort -n | tr '\n' ' ')" = "0 1 2 3 4 5 6 7 " ]
    [ "$(column stimuli.bars.contrast out/index.csv | tr ' ' '\n' | awk 'NF { print int(8 * (log($1) / log(10) + 2) / 2) }' | sort -n | tr '\n' ' ')" = "0 1 2 3 4 5 6 7 " ]
    column sheets.v1.settle out/index.csv | grep -qE '^([1-9] ){8}$'
    [ "$(column sheets.v1.threshold out/index.csv)" != "$(column sheets.v1.threshold out/index.csv | tr ' ' '\n' | sort -n | sed '/^$/d' | tr '\n' ' ')" ]
    call_for 0 sweep sweep.cfg -o again -q
    cmp out/index.csv again/index.csv
}

@test "refusals: other configs in the folder, other folders, senseless options" {
    long_sweep
    sed -i 's/iterations=250/iterations=2/' sweep.cfg
    call_for 0 sweep sweep.cfg -o out -q
    sed -i 's/iterations=2/iterations=3/' sweep.cfg
    call_for 1 sweep sweep.cfg -o out
    says "out/point-0001: holds a run of another config (iterations (2, 3))"
    mkdir mine && touch mine/thesis.tex
    call_for 2 sweep sweep.cfg -o mine
    says "mine: is not empty and holds no sweep"
    call_for 2 sweep
    call_for 2 sweep sweep.cfg -j 0
    call_for 2 sweep sweep.cfg --point 3
    says "--point needs the folder"
    call_for 2 sweep sweep.cfg -o new --point 13
    says "there are 12 runs"
    [ ! -e new ]
}

@test "a command with a name that is not UTF-8 is noted all the same" {
    long_sweep
    printf 'config = "base.cfg"; set = ("iterations=1"); seeds = (3);' >$'caf\xe9.cfg'
    call_for 0 sweep $'caf\xe9.cfg' -o out -q
    [ "$(json out/sweep.json commands 0)" = "pinwheel sweep caf?.cfg -o out -q" ] || complain "$(cat out/sweep.json)"
}

@test "more combinations than can be counted are too many" {
    cp "$configs/small.cfg" .
    local path values
    values=$(seq -s , 256) # 256 values of 8 settings are 2^64
    {
        echo 'config = "small.cfg"; grid = {'
        for path in projections.{retina_to_on,retina_to_off,on_to_v1,off_to_v1,excitation}.strength sheets.{lgn_on,lgn_off,v1}.threshold; do
            echo "${path//./_} = { path = \"$path\"; values = ($values); };"
        done
        echo '};'
    } >many.cfg
    call_for 2 sweep many.cfg -o out
    says "runs; at most 100000"
    [ ! -e out ]
}

@test "a sweep of 100000 runs is checked within seconds" {
    SECONDS=0
    cp "$configs/small.cfg" .
    cat >many.cfg <<'CONFIG'
config = "small.cfg";
seeds = ("2-1001");
random = { samples = 100; settings = { a = { path = "sheets.v1.threshold"; low = 0; high = 1; }; }; };
CONFIG
    call_for 0 check many.cfg
    prints "runs 100000"
    [ $SECONDS -lt 60 ]
}

@test "runs that differ by their seed alone are each held against what is in their folder" {
    long_sweep
    sed -i 's/iterations=250/iterations=1/' sweep.cfg
    call_for 0 sweep sweep.cfg -o out -q
    sed -i 's/^iterations = 1;/iterations = 2;/' out/point-0006/config.cfg
    call_for 1 sweep sweep.cfg -o out -q
    says "out/point-0006: holds a run of another config (iterations (2, 1))"
}

@test "a seed beyond those of a run is refused" {
    long_sweep
    sed -i 's/seeds = .*/seeds = (3, "9007199254740995");/' sweep.cfg
    call_for 2 sweep sweep.cfg -o out
    says "sweep.cfg:3: seeds: 9.007199255e+15 is out of range"
}

@test "every file of tests/bad-sweeps is refused as it says" {
    cp "$repository"/tests/bad-sweeps/* "$configs/small.cfg" .
    # shellcheck disable=SC2046 # each is a word
    wrong_each sweep $(configs_of "$repository/tests/bad-sweeps")
}

@test "every file of configs/sweeps is accepted" {
    local file
    for file in "$repository"/configs/sweeps/*.cfg; do
        call_for 0 sweep "$file" --slurm
        prints "#SBATCH --array=1-40"
    done
}

@test "a script for Slurm has limits, and quotes names so that sh reads them back" {
    cp "$configs/small.cfg" small.cfg
    file="it's \$(touch bad) \`touch bad\`.cfg" folder='a b; "c"'
    printf 'config = "small.cfg"; seeds = ("1-2");\n' >"$file"
    call_for 0 sweep "$file" --slurm -o "$folder"
    for line in '#SBATCH --time=' '#SBATCH --mem=' '#SBATCH --output=' '#SBATCH --cpus-per-task=1'; do prints "$line"; done
    { echo 'pinwheel() { for word; do printf "<%s>\n" "$word"; done; exit; }' && sed 's/^exec //' stdout.txt; } >script
    SLURM_ARRAY_TASK_ID=2 sh script >words.txt
    grep -qxF "<$file>" words.txt && grep -qxF "<$folder>" words.txt || complain "$(cat words.txt)"
    [ ! -e bad ]
    name=$(printf 'a\ntouch bad\n.cfg')
    cp "$file" "$name"
    call_for 2 sweep "$name" --slurm
    says "a name with a line break cannot stand in a script"
    call_for 2 sweep "$file" --slurm -o "$name"
}
