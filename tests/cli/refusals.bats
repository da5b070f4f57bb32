# What is wrong is refused before anything runs: exit status 2, each mistake with its place, no folder left behind.
# Each file in tests/bad ends with the lines that it is to be refused with; a last "..." stands for anything.
load helpers

# no_trace: was nothing written?
no_trace() {
    [ ! -e out ] && [ ! -e outputs ] || complain "a folder was left behind"
}

refuses() { # refuses TEXT ARGUMENT ...: exit status 2, with TEXT as the first line
    local text=$1
    shift
    call_for 2 "$@"
    [[ ${stderr%%$'\n'*} == "pinwheel: $text" ]] || complain "first line is not: $text" || return
    [ -z "$output" ] || complain "something was printed" || return
    no_trace
}

@test "every config of tests/bad is refused as it says" {
    local file tried=()
    cp "$bad"/* .
    mkdir empty-folder
    "$inspect" write arrays.h5 /flat ramp 4 16
    "$inspect" write arrays.h5 /frames ramp 2 9 9
    "$inspect" write arrays.h5 /nan nan 2 16 16
    "$inspect" write arrays.h5 /w/data ramp 3
    "$inspect" write arrays.h5 /w/indices ramp 3
    "$inspect" write arrays.h5 /w/indptr ramp 4
    for file in *.cfg; do
        [[ $file == good-* ]] || tried+=("$file")
    done
    [ ${#tried[@]} -ge 135 ] || complain "only ${#tried[@]} files"
    wrong_each run "${tried[@]}"
}

@test "the parts that those configs share are good" {
    printf 'iterations = 3;\n@include "good-network.cfg"\n' >whole.cfg
    cp "$bad"/good-*.cfg .
    call_for 0 run whole.cfg -o fine
    printf 'base = "good-network.cfg";\niterations = 3;\n' >based.cfg
    call_for 0 run based.cfg -o also
    cmp fine/config.cfg also/config.cfg
    rm based.cfg good-*.cfg # the echoed config needs none of them
    call_for 0 resume also iterations=5
}

@test "check refuses the same" {
    cp "$bad"/* .
    refuses "unknown-in-sheet.cfg:4: unknown setting 'densty' in sheets.v1; did you mean 'density'?" check unknown-in-sheet.cfg
    refuses "mask-missing.cfg:4: sheets.v1.mask: nowhere.png: no such file" check mask-missing.cfg
}

@test "a mistake is placed in the file that holds it, from whichever folder" {
    mkdir -p deep/er
    cp "$bad"/* deep
    refuses "deep/unknown-in-sheet.inc:3: unknown setting 'settel' in sheets.v1; did you mean 'settle'?" run deep/included-mistake.cfg
    printf '@include "er/inner.inc"\n' >deep/outer.cfg
    printf '@include "missing.inc"\n' >deep/er/inner.inc
    refuses "deep/er/inner.inc:1: @include: deep/missing.inc: no such file" run deep/outer.cfg
    printf '\nxyzzy = 1;\n' >deep/missing.inc
    refuses "deep/missing.inc:2: unknown setting 'xyzzy'" run deep/outer.cfg
}

@test "a base is taken from the folder of the file that names it, sixteen deep at most" {
    local i
    mkdir -p deep/er
    cp "$bad"/good-*.cfg deep
    printf 'base = "../good-network.cfg";\niterations = 1000;\n' >deep/er/0.cfg
    for ((i = 1; i <= 16; i++)); do
        printf 'base = "%d.cfg";\niterations = %d;\n' $((i - 1)) $i >deep/er/$i.cfg
    done
    call_for 0 run deep/er/15.cfg -o fine
    [ "$(progress fine)" = "finished 15" ]
    refuses "deep/er/0.cfg:1: base: deep/er/../good-network.cfg: more than 16 files are each other's base" run deep/er/16.cfg
    printf 'base = "%s/deep/er/0.cfg";\nsheets = { v1 = { settel = 3; }; };\n' "$PWD" >absolute.cfg
    refuses "absolute.cfg:2: unknown setting 'settel' in sheets.v1; did you mean 'settle'?" run absolute.cfg
    printf '\n\nbase = "missing.cfg";\n' >deep/er/inner.inc
    printf '@include "er/inner.inc"\n' >deep/outer.cfg
    refuses "deep/er/inner.inc:3: base: deep/er/missing.cfg: no such file" run deep/outer.cfg
    refuses "command line: 'base' cannot be changed; name the settings themselves" run deep/er/0.cfg base=x
}

@test "files that are no config" {
    refuses "nowhere.cfg: no such file" run nowhere.cfg
    mkdir folder
    refuses "folder: is a folder; name a config file in it" run folder
    : >empty.cfg
    refuses "empty.cfg: is empty" run empty.cfg
    printf ' \n\t\n' >blank.cfg
    refuses "blank.cfg: is empty" run blank.cfg
    printf 'iterations = 3;\ntitle = "caf\xe9";\n' >latin.cfg
    refuses "latin.cfg:2: not a UTF-8 text (byte 0xe9)" run latin.cfg
    printf 'iterations = 3;\n\n\0' >nul.cfg
    refuses "nul.cfg:3: not a UTF-8 text (byte 0x00)" run nul.cfg
    refuses "/dev/null: is not an ordinary file" run /dev/null
    head -c 17000000 /dev/zero >huge.cfg
    refuses "huge.cfg: a config may have 1000000 bytes, with all that it includes" run huge.cfg
}

@test "a file that may not be read" {
    cp "$bad"/good-*.cfg .
    chmod 000 good-network.cfg
    if [ "$(id -u)" -ne 0 ]; then
        refuses "good-network.cfg: cannot be read: Permission denied" run good-network.cfg
        return
    fi
    command -v setpriv >/dev/null || skip "root may read everything, and there is no setpriv"
    cp "$pinwheel" ./pinwheel
    chmod 755 . pinwheel
    status=0
    # As nobody, from a folder that was entered before.
    setpriv --reuid=65534 --regid=65534 --clear-groups ./pinwheel run good-network.cfg 2>stderr.txt || status=$?
    stderr=$(cat stderr.txt)
    [[ $stderr == *"No such file"* || $stderr == *"not found"* ]] && skip "nobody cannot reach this folder"
    [ $status -eq 2 ] || complain "exit status"
    says "good-network.cfg: cannot be read: Permission denied"
}

@test "overrides on the command line" {
    local small=$configs/small.cfg
    refuses "command line: unknown setting 'sheets.v1.densty'; did you mean 'sheets.v1.density'?" run "$small" sheets.v1.densty=3
    refuses "command line: unknown setting 'sheets.v9x.density'; did you mean 'sheets.v1'?" run "$small" sheets.v9x.density=3
    refuses "command line: unknown setting 'sheets.v1.activation-function'; did you mean 'sheets.v1.transfer'?" run "$small" sheets.v1.activation-function=relu
    local word
    for word in relu ReLU threshold_linear threshold-linear rectifier; do
        call_for 2 run "$small" sheets.v1.transfer=$word
        says "command line: sheets.v1.transfer: '$word' is not known; did you mean 'rectified'?; allowed: one of"
    done
    call_for 2 run "$small" sheets.v1.transfer=Sigmoid
    says "'Sigmoid' is not known; did you mean 'logistic'?"
    call_for 2 tune "$small" --sheet v1 --transfer relu
    says "--transfer: 'relu' is not known; did you mean 'rectified'?"
    refuses "command line: 'iterations' is not of the form path=value" run "$small" iterations
    refuses "command line: '=5' is not of the form path=value" run "$small" =5
    refuses "command line: iterations: \"3.7\" is not a whole number; allowed: a whole number 0 to 1e+12 iterations" run "$small" iterations=3.7
    refuses "command line: iterations: \"\" is not a whole number; allowed: a whole number 0 to 1e+12 iterations" run "$small" iterations=
    refuses "command line: sheets.v1.density: \"dense\" is not a number; allowed: 0.1 to 10000 units per sheet unit" run "$small" sheets.v1.density=dense
    refuses "command line: sheets.v1.density: \"nan\" is not a number; allowed: 0.1 to 10000 units per sheet unit" run "$small" sheets.v1.density=nan
    refuses "command line: sheets.v1.density: -3 is out of range; allowed: 0.1 to 10000 units per sheet unit" run "$small" sheets.v1.density=-3
    refuses "command line: sheets.v1.homeostasis.enabled: \"yes\" is not known; allowed: true or false" run "$small" sheets.v1.homeostasis.enabled=yes
    local long
    long=$(printf 'o%.0s' {1..5000})
    refuses "command line: sheets.retina.boundary: '${long:0:200}' is not known; allowed: one of open, periodic" run "$small" "sheets.retina.boundary=$long"
    refuses "command line: sheets.retina.boundary: 'round' is not known; allowed: one of open, periodic" run "$small" sheets.*.boundary=round
    refuses "command line: title: is not a UTF-8 text" run "$small" "title=$(printf 'a\xff')"
    call_for 2 run "$small" sheets.v1=3
    call_for 2 run "$small" projections.excitation.weights=gaussian # its sigma is missing then
    says "projections.excitation.weights.sigma: must be given"
    call_for 2 run "$small" seed=x settle=3 sheets.v1.settle=0
    [ "$(wc -l <stderr.txt)" -eq 3 ] || complain "not all three told"
    no_trace
}

@test "an integer is welcome where a number is wanted, and the kind of a group may be changed" {
    call_for 0 run "$configs/small.cfg" sheets.v1.density=9 projections.excitation.weights=uniform iterations=2 -o fine
    call_for 0 run "$configs/small.cfg" projections.inhibition.weights.kind=gaussian projections.inhibition.weights.sigma=0.1 \
        seed=9007199254740992 iterations=2 -o also
    call_for 0 run also/config.cfg -o again
    same_checkpoint=$("$inspect" same also/checkpoint.h5 again/checkpoint.h5 /config && echo yes)
    [ "$same_checkpoint" = yes ]
    [ "$(json again/run.json seed)" = 9007199254740992 ]
}

@test "verbs, options and missing words" {
    refuses "there is no verb 'rnu'; did you mean 'run'? (\`pinwheel\` lists all)" rnu
    refuses "there is no verb '--bogus' (\`pinwheel\` lists all)" --bogus
    refuses "there is no verb 'nonsense' (\`pinwheel\` lists all)" help nonsense
    refuses "run: name a config file, as in: pinwheel run configs/gcal/demo.cfg" run
    refuses "check: name a config file, as in: pinwheel check configs/gcal/demo.cfg" check
    refuses "resume: name a run directory, as in: pinwheel resume outputs/demo-001" resume
    refuses "measure: name one run directory, as in: pinwheel measure outputs/demo-001" measure
    refuses "analyse: name one map, as in: pinwheel analyse map.h5:/orientation --degrees" analyse
    refuses "run: unknown option '--jsn'; see pinwheel help run" run x.cfg --jsn
    refuses "run: unknown option '--json'; see pinwheel help run" run x.cfg --json
    refuses "check: unknown option '--force'; see pinwheel help check" check x.cfg --force
    refuses "run: unknown option '-z'; see pinwheel help run" run x.cfg -z
    refuses "run: option '--threads' needs a value" run x.cfg --threads
    refuses "run: option '-o' needs a value" run x.cfg -o
    refuses "run: option '-o' needs a value" run x.cfg -o --force
    refuses "run: option '--output' needs a value" run x.cfg --output ""
    refuses "run: option '--quiet' takes no value" run x.cfg --quiet=yes
    refuses "run: unknown option '--thraeds'; did you mean '--threads'?; see pinwheel help run" run x.cfg --thraeds 2
    refuses "run: unknown option '-output'; did you mean '--output'?; see pinwheel help run" run x.cfg -output there
    refuses "run: unknown option '-seed'; to change this setting, write seed=3; see pinwheel help run" run x.cfg -seed 3
    refuses "run: unknown option '--sheets.v1.density'; to change this setting, write sheets.v1.density=9; see pinwheel help run" \
        run x.cfg --sheets.v1.density=9
    refuses "run: unknown option '-5'; see pinwheel help run" run -5
    refuses "bench: takes no words, only options, as in: pinwheel bench --size 48" bench x.cfg
    refuses "measure: 'a=3': measure takes no changes; the settings are those in the run's config.cfg" measure x a=3
    refuses "sweep: 'a=3': the settings of a sweep are changed in its file" sweep x.cfg a=3
    local threads='allowed: a whole number 1 to 1024, or "all"'
    refuses "--threads: \"two\" is not a whole number; $threads" run x.cfg --threads two
    refuses "--threads: 0 is out of range; $threads" run x.cfg --threads 0
    refuses "--threads: \"1.5\" is not a whole number; $threads" run x.cfg --threads 1.5
    refuses "--max-time: 'soon' is not a time such as 90s, 15m or 2h30m" run x.cfg --max-time soon
    refuses "--max-time: '-3s' is not a time such as 90s, 15m or 2h30m" run x.cfg --max-time=-3s
    refuses "--at: \"1.5\" is not a whole number; allowed: a whole number 0 to 1e+12, or \"last\"" measure x --at 1.5
    refuses "--kernel: 'avx3' is not known; did you mean 'avx2'?; allowed: one of best, avx512, avx2, baseline, reference" \
        run x.cfg --kernel avx3
    call_for 2 run x.cfg --thraeds --threads 0 --quiet=yes
    [ "$(wc -l <stderr.txt)" -eq 3 ] || complain "not all three told"
    call_for 2 describe a b
    call_for 2 measure a b
    no_trace
}

@test "a config that lies in a folder beside its place is named" {
    mkdir -p configs/gcal && cp "$configs/small.cfg" configs/gcal/demo.cfg
    refuses "configs/gcal/dmeo.cfg: no such file; did you mean 'configs/gcal/demo.cfg'?" run configs/gcal/dmeo.cfg
    refuses "configs/demo.cfg: no such file; did you mean 'configs/gcal/demo.cfg'?" run configs/demo.cfg
    refuses "configs/dmo.cfg: no such file" run configs/dmo.cfg
    cd configs
    refuses "demo.cfg: no such file; did you mean 'gcal/demo.cfg'?" check demo.cfg
    echo 'base = "demo.cfg";' >mine.cfg
    refuses "mine.cfg:1: base: demo.cfg: no such file; did you mean 'gcal/demo.cfg'?" run mine.cfg
}

@test "resume takes nothing but a later end" {
    call_for 0 run "$configs/small.cfg" iterations=8 -o run
    cp -r run kept
    refuses "resume: 'seed=3': only iterations=N may change; to change more, start a new run" resume run seed=3
    refuses "command line: iterations: \"many\" is not a whole number; allowed: a whole number 0 to 1e+12 iterations" resume run iterations=many
    call resume run iterations=7
    [ "$status" -ne 0 ] || complain "went back in time"
    says "run: iteration 8 is already done; iterations=7 cannot be the end of this run"
    diff -r --exclude=log.txt run kept
    call_for 2 resume nowhere
    says "nowhere: is not a run directory (it has no run.json)"
}

@test "a run starts from what fits it, or not at all" {
    call_for 0 run "$configs/small.cfg" iterations=12 -o development
    cp "$configs/small.cfg" .
    from="command line: from: $(pwd -P)/development/checkpoint.h5"
    refuses "command line: from: nowhere: there is no such run or saved state" run small.cfg from=nowhere -o out
    refuses "command line: from: $(pwd -P): is not a run directory (it has no run.json)" run small.cfg from=. -o out
    refuses "command line: from: $(pwd -P)/small.cfg: is damaged: its seal cannot be read" run small.cfg from=small.cfg -o out
    refuses "$from is of iteration 12, beyond the end of this run, iterations = 11" run small.cfg from=development iterations=11 -o out
    refuses "$from: sheet v1 has 18 units a side, half_width 0.5 and is open, and here 24, 0.5 and open" \
        run small.cfg from=development sheets.v1.density=24 -o out
    refuses "$from: the fields of projection inhibition lie elsewhere here: its radius and scatter must be those of the saved run, and where it is scattered the seed" \
        run small.cfg from=development/checkpoint.h5 projections.inhibition.radius=0.3 -o out
    refuses "$from: has /weights/on_to_v1, which is not here" \
        run small.cfg from=development projections.on_to_v1.shared=true projections.on_to_v1.learning_rate=0 projections.on_to_v1.normalise=own -o out
    # The run is left as it is even where its own folder is asked for.
    call_for 2 run small.cfg from=development iterations=11 --force -o development
    [ "$(progress development)" = "finished 12" ]
    printf 'base = "small.cfg";\n\nfrom = "nowhere";\n' >branch.cfg
    refuses "branch.cfg:3: from: nowhere: there is no such run or saved state" run branch.cfg -o out
}

@test "with --force, a refused config leaves the former run alone" {
    call_for 0 run "$configs/small.cfg" iterations=8 -o former
    cp "$bad"/* .
    cp -r former kept
    call_for 2 run unknown-in-sheet.cfg -o former --force
    call_for 2 run mask-missing.cfg -o former --force
    diff -r former kept
}
