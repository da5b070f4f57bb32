# What each verb prints, and where.
load helpers

small=$configs/small.cfg

@test "no argument: a short summary with three examples" {
    call_for 0
    [ "$(wc -l <stdout.txt)" -le 24 ]
    [ "$(grep -c '  pinwheel ' stdout.txt)" -eq 3 ]
    for verb in run resume check describe measure analyse summarise tune report export sweep replicate fit; do
        prints "  $verb "
        call_for 0 help $verb
        prints "pinwheel $verb"
        call_for 0 $verb --help
        prints "pinwheel $verb"
        call_for 0
    done
    call_for 0 --version
    prints "pinwheel 0."
}

@test "options: short and long, joined and apart, before and after words" {
    call_for 0 run -qo one "$small" --threads=1 iterations=2
    [ -z "$stderr" ] || complain "not quiet"
    call_for 0 run --max-t 1h "$small" --output=two --kernel best iterations=2e0
    [ "$(weights one)" = "$(weights two)" ]
    cp "$small" -- -5
    call_for 0 run -q --output three -- -5 iterations=2
    [ "$(weights one)" = "$(weights three)" ]
}

@test "help tells words, options, ranges, defaults and examples" {
    call_for 0 help bench
    prints "--size N           density of V1, units to the sheet unit (8 to 10000; default: 98)"
    call_for 0 help tune
    prints "pinwheel tune FILE [path=value ...] [transfer.x=value ...] [option ...]"
    prints "  transfer.x=value "
    prints "  -h, --help "
    prints "--sheet NAME       the sheet (must be given)"
    prints "or \"all\"; default: all)"
    prints "pinwheel tune configs/gcal/demo.cfg --sheet v1 --transfer tanh"
    [ "$(awk '{ if (length > 100) print }' stdout.txt)" = "" ] || complain "a line of more than 100 letters"
    call_for 0 sweep --bogus --help
    prints "  -j, --jobs N "
}

@test "run: results on stdout, talk on stderr and in the log, no carriage returns" {
    cp "$small" mine.cfg
    echo 'events = { m = { kind = "measure"; every = 20; measures = ("orientation"); }; };' >>mine.cfg
    call_for 0 run mine.cfg -o run
    prints "pinwheels.density"
    says "finished: 40 iterations"
    [[ $stderr != *$'\r'* ]] || complain "carriage return"
    diff stderr.txt run/log.txt
    for file in config.cfg run.json history.csv checkpoint.h5 maps.h5 measures.json maps/orientation-preference-000040.png; do
        [ -s "run/$file" ] || complain "no $file"
    done
    [ "$(wc -l <run/history.csv)" -eq 5 ]
    call_for 0 run mine.cfg -q -o quiet
    [ -z "$stderr" ] || complain "not quiet"
}

@test "check: numbers, JSON, and warnings outside the window" {
    call_for 0 check "$small"
    prints "connections"
    prints " ms take"
    [ ! -e outputs ]
    call_for 0 check "$small" --json
    echo "$output" >check.json
    [ "$(json check.json sheets v1 units)" = 324 ]
    call_for 0 check "$small" projections.excitation.strength=0.5
    prints "may not organise a map"
    call_for 1 check "$small" projections.excitation.strength=2.5 sheets.v1.settle=43
    prints "activity may diverge"
    says "activity diverged" # and so it does
}

@test "check: what a circuit, a sweep and a replication plan; other verbs name the right one" {
    local development='develop = { iterations = 5; };'
    cat >sweep.cfg <<CONFIG
title = "Three contrasts";
config = "$small";
seeds = ("1-2");
grid = { contrast = { path = "stimuli.bars.contrast"; values = (0.3, 0.5, 0.7); }; };
$development
CONFIG
    cat >claims.cfg <<CONFIG
seeds = ("3-6");
experiments = { model = { config = "$small"; }; other = { config = "$small"; seeds = (3); set = ("iterations=7"); }; };
claims = { ran = { kind = "share"; statement = "s"; experiment = "other"; number = "run/failed"; above = 0.5; most = 0; }; };
CONFIG
    local circuit=$repository/configs/circuits/divergence.cfg
    call_for 0 check sweep.cfg
    [[ $output == $'Three contrasts\n  runs 6, developments 2\n  time about '* ]] || complain "the sweep"
    call_for 0 check claims.cfg
    [[ $output == $'  claims 1, experiments 2, runs 5\n  time about '* ]] || complain "the replication"
    call_for 0 check claims.cfg --json
    [ "$(json stdout.txt runs)" = 5 ]
    call_for 0 check "$circuit" circuit.n=7
    [[ $output == *$'\n  neurons 7, studies 1' ]] || complain "the circuit"
    call_for 2 check sweep.cfg seeds=3
    says "check: settings of a sweep, a replication or panels are changed in its file"
    call_for 2 run sweep.cfg
    says "sweep.cfg:2: is a sweep, as it has \`config\`, and not a network's config; take: pinwheel sweep sweep.cfg"
    call_for 2 sweep claims.cfg
    says "claims.cfg:3: is a replication, as it has \`claims\`, and not a sweep; take: pinwheel replicate claims.cfg"
    call_for 2 replicate "$circuit"
    says "$circuit:5: is a circuit's config, as it has \`circuit\`, and not a replication; take: pinwheel circuit $circuit"
    call_for 2 circuit "$small"
    says "$small:6: is a network's config, as it has \`sheets\`, and not a circuit's config; take: pinwheel run $small"
    printf '%s\n' "base = \"$small\";" 'config = "x";' >stray.cfg
    call_for 2 run stray.cfg
    says "stray.cfg:2: unknown setting 'config'"
    call_for 2 check stray.cfg
    says "stray.cfg:2: unknown setting 'config'"
    { echo 'base = "x.cfg";'; cat "$circuit"; } >both.cfg
    printf '%s\n' 'experiments = { both = { verb = "circuit"; config = "both.cfg"; }; };' \
        'claims = { a = { kind = "interval"; statement = "s"; experiment = "both"; number = "s/n"; least = 2; }; };' >claims-both.cfg
    call_for 2 replicate claims-both.cfg
    says "both.cfg:1: unknown setting 'base'"
    echo "base = \"$small\";" >based.cfg
    call_for 2 sweep based.cfg
    says "based.cfg:1: is a network's config, as it has \`base\`, and not a sweep; take: pinwheel run based.cfg"
    sed -i 's/values/vlaues/' sweep.cfg
    call_for 2 check sweep.cfg
    says "sweep.cfg:4: unknown setting 'vlaues' in grid.contrast; did you mean 'values'?"
}

@test "describe: a setting, a block, all, as markdown" {
    call_for 0 describe homeostasis
    prints "sheets.NAME.homeostasis.smoothing"
    prints "default: 0.991"
    call_for 0 describe --markdown
    cmp stdout.txt "$repository/docs/configuration.md"
    call_for 2 describe hormeostasis
    says "no setting has 'hormeostasis' in its path; did you mean 'homeostasis'? ("
    call_for 2 describe sheets.v1.densty
    says "no setting has 'sheets.v1.densty' in its path; did you mean 'density'? ("
    call_for 2 describe relu
    says "did you mean 'rectified'?"
    call_for 0 describe sheets.v1.density
    [ "$(grep -c '^[a-z]' stdout.txt)" -eq 1 ] || complain "other settings are described"
    prints "sheets.NAME.density"
    call_for 0 describe stimuli.mine.aspect
    prints 'stimuli.NAME (kind = "gaussian").aspect'
}

@test "a scale in mm: lengths on cortex come in mm too, retinal ones do not" {
    cp "$small" mine.cfg
    echo 'events = { m = { kind = "measure"; at_end = true; measures = ("orientation", "fields"); }; };' >>mine.cfg
    sed -i 's/^measures = {/&\n  fields = { kind = "retinotopy"; sheet = "v1"; projections = ("on_to_v1"); };/' mine.cfg
    call_for 0 run mine.cfg -q -o without
    call_for 0 run mine.cfg -q -o with scale_mm=4.5
    numbers="orientation series 40 numbers"
    a=$(json with/measures.json $numbers pinwheels.spacing value)
    awk -v a="$a" -v b="$(json with/measures.json $numbers pinwheels.spacing_mm value)" \
        'BEGIN { d = b - 4.5 * a; exit !(a > 0.01 && d < 1e-8 && d > -1e-8) }' || complain "spacing in mm"
    ! grep -q '_mm"' without/measures.json || complain "mm without a scale"
    [ "$(grep -c '_mm"' with/measures.json)" -eq 5 ] # three wavelengths, pinwheels over an area, their spacing
    ! cmp -s with/maps/orientation-preference-000040.png without/maps/orientation-preference-000040.png ||
        complain "the same picture"
    cmp with/maps/fields-grid-000040.png without/maps/fields-grid-000040.png
}

@test "measure: equals the measurement made in the run, at the end and at a saved iteration" {
    cp "$small" mine.cfg
    cat >>mine.cfg <<'EOF'
events = { m = { kind = "measure"; every = 20; measures = ("orientation", "threshold"); };
           s = { kind = "save"; at = 20; }; };
EOF
    call_for 0 run mine.cfg -o run
    cp -r run measured
    call_for 0 measure measured
    call_for 0 measure measured --at 20 --json
    echo "$output" >numbers.json
    [ "$(json numbers.json orientation iteration)" = 20 ]
    "$inspect" same run/maps.h5 measured/maps.h5
    call_for 1 measure run --at 30
    says "no state of iteration 30 was saved"
}

@test "analyse: a map of a run, striped maps as angles and as planes, and refusals" {
    cp "$small" mine.cfg
    echo 'events = { m = { kind = "measure"; at_end = true; measures = ("orientation"); }; };' >>mine.cfg
    call_for 0 run mine.cfg -o run
    call_for 0 analyse run/maps.h5:/orientation/000000040/complex --json
    echo "$output" >a.json
    [ "$(json a.json pinwheels.count)" = "$(json run/measures.json orientation series 40 numbers pinwheels.count value)" ]
    [ "$(json a.json pinwheels count)" = "$(json a.json pinwheels.count)" ]

    "$inspect" write wave.h5 /angles wave 60 60
    "$inspect" write wave.h5 /planes wave 2 60 60
    call_for 0 analyse wave.h5:/angles --degrees --periodic --json
    echo "$output" >angles.json
    call_for 0 analyse wave.h5:/planes --periodic --json
    echo "$output" >planes.json
    for file in angles planes; do
        awk -v found="$(json $file.json wavelength.mean_wavenumber)" 'BEGIN { exit !(found > 9.9 && found < 10.1) }' ||
            complain "$file: wavelength $(json $file.json wavelength.mean_wavenumber)"
        [ "$(json $file.json pinwheels.count)" = "0" ] || [ "$(json $file.json pinwheels.count)" = "0.0" ]
    done
    call_for 2 analyse wave.h5:/angles
    says "say --degrees or --radians"
    call_for 2 analyse wave.h5
    says "wave.h5: holds 2 arrays: name one, as in wave.h5:/angles"
    call_for 2 analyse wave.h5:/angles --degrees --periodic --margin 4
    says "exclude each other"
    call_for 2 analyse wave.h5:/angles --degrees --margin 30
    says "leaves nothing"
    call analyse wave.h5:/angle --degrees
    [ "$status" -ne 0 ]
    says "/angles"
}

@test "bench: stages, floors and both paths, as a table and as JSON" {
    call_for 0 bench --size 24 --warm-up 20 --threads 2
    prints "| settling |"
    prints "reference / 1 thread"
    call_for 0 bench --size 24 --area 0.5 --warm-up 5 --threads 1 --json
    cp stdout.txt bench.json
    for name in milliseconds_per_iteration multiply_adds_needed bytes_per_connection candidate_fraction; do
        awk -v v="$(json bench.json $name)" 'BEGIN { exit !(v > 0) }' || complain "$name is not above 0"
    done
    [ "$(json bench.json huge_page_megabytes)" != null ] || complain "does not tell of huge pages"
    call_for 0 bench --size 48 --warm-up 1 --threads 2
    [ ! -e /sys/kernel/mm/transparent_hugepage ] || prints "huge pages"
    call_for 0 bench --size 20 --warm-up 5 --threads 7 # more than there are processors, perhaps
    call_for 2 bench --size 3
    call_for 2 bench configs/gcal/gcal.cfg
}

@test "tune: what it prints, put into a config or on the command line, is as active as it says" {
    set -- --sheet v1 --presentations 8
    call_for 0 tune "$small" "$@" --transfer logistic transfer.ceiling=2 sheets.v1.settle=4
    prints "rectified, its own transfer"
    prints "logistic before: gain 1, offset 0"
    [ ! -e outputs ]
    local words line mean
    words=$(grep '^sheets.v1.transfer=' stdout.txt)
    line=$(grep '^sheets = ' stdout.txt)
    [[ $words == "sheets.v1.transfer=logistic sheets.v1.transfer.gain="*" sheets.v1.transfer.ceiling=2.0" ]] || complain "$words"
    call_for 0 tune "$small" "$@" --transfer logistic transfer.ceiling=2 sheets.v1.settle=4 --json
    echo "$output" >first.json
    [ "$(json first.json matched)" = true ]
    mean=$(json first.json after mean)
    [ "$mean" != "$(json first.json before mean)" ]
    # shellcheck disable=SC2086 # words are words
    call_for 0 tune "$small" "$@" --transfer tanh sheets.v1.settle=4 $words --json
    echo "$output" >second.json
    [ "$(json second.json own_transfer)" = logistic ]
    [ "$(json second.json wanted mean)" = "$mean" ] || complain "$mean"
    printf 'base = "%s";\nchanges = ("sheets.v1.settle=4");\n%s\n' "$small" "$line" >mine.cfg
    call_for 0 tune mine.cfg "$@" --transfer logistic --json # begins with the same settings
    echo "$output" >third.json
    [ "$(json third.json before mean)" = "$mean" ]
    [ "$(json third.json residual)" = 0.0 ] || [ "$(json third.json residual)" = 0 ]
    call_for 0 tune "$small" "$@" --transfer logistic transfer.ceiling=1e-5 sheets.v1.settle=4
    prints "nothing found that matches: mean off by 100 %"
}

@test "tune refuses what has nothing to tune" {
    call_for 2 tune "$small" --sheet v1
    says "tune: name a config file, a sheet and a transfer"
    call_for 2 tune "$small" --sheet v2 --transfer tanh
    says "--sheet: there is no sheet 'v2'"
    call_for 2 tune "$small" --sheet retina --transfer tanh
    says "--sheet: 'retina' shows a stimulus"
    call_for 2 tune "$small" --sheet v1 --transfer tahn
    says "--transfer: 'tahn' is not known; did you mean 'tanh'?; allowed: one of rectified,"
    call_for 2 tune "$small" --sheet v1 --transfer rectified
    says "--transfer: 'rectified' has no gain and offset to tune"
    call_for 2 tune "$small" --sheet v1 --transfer tanh transfer.ceilin=2 transfer.gain=0
    says "command line: transfer: unknown setting 'ceilin'; did you mean 'ceiling'?"
    says "command line: transfer: gain: 0 is out of range"
    call_for 2 tune "$small" --sheet v1 --transfer tanh sheets.v1.densty=3
    says "unknown setting 'sheets.v1.densty'"
    call_for 2 tune "$small" --sheet v1 --transfer tanh --presentations 0
    says "--presentations: 0 is out of range; allowed: a whole number 1 to 1000000000"
    call_for 1 tune "$small" --sheet v1 --transfer tanh sheets.v1.threshold=900 --presentations 2
    says "sheets.v1: with its own transfer, activity diverges or is silent"
}

@test "events that a run never comes to are told, by check and by run" {
    cat "$configs/small.cfg" - >late.cfg <<'CONFIG'
events = {
  now = { kind = "measure"; at = 0; measures = ("orientation"); };
  often = { kind = "measure"; every = 7; from = 13; until = 14; measures = ("orientation"); };
  hole = { kind = "lesion"; at = 14; target = "retina"; region = { kind = "disc"; radius = 0.2; }; };
  seldom = { kind = "measure"; every = 13; from = 1; measures = ("orientation"); };
  last = { kind = "measure"; at_end = true; measures = ("orientation"); };
};
CONFIG
    call_for 0 check late.cfg iterations=13
    prints "warning: events that never happen, as the run goes from iteration 0 to 13: often, hole"
    call_for 0 run late.cfg iterations=12 -o short
    says "warning: events that never happen, as the run goes from iteration 0 to 12: often, hole, seldom"
    call_for 0 run late.cfg iterations=26 from=short/checkpoint.h5 -o branch
    says "warning: events that never happen, as the run goes from iteration 12 to 26: now"
    call_for 0 check late.cfg iterations=14
    [[ $output != *"never happen"* ]]
}

@test "what whole units do not give exactly is said, with the number that gives it" {
    sizes=(sheets.v1.density=48 sheets.v1.half_width=0.333333 measures.orientation.region=0.5)
    call_for 0 check "$configs/small.cfg" "${sizes[@]}"
    prints "warning: sheet v1: density 48 becomes 46.5: a side of 0.666666 sheet units has 31 whole units; half_width 0.333334 has 32 and density 48"
    sizes=(sheets.v1.density=48 sheets.v1.half_width=0.333334 measures.orientation.region=0.5)
    call_for 0 check "$configs/small.cfg" "${sizes[@]}" --json
    [[ $output != *"density 48 becomes"* ]] || complain "32 units are 48 to a sheet unit"
    prints "region 0.5 of orientation takes 23 units a side and not 24, as sheet v1 has 47.999904 units per sheet unit, and lies half a unit off its middle; region 0.500001 takes 24"
    call_for 0 check "$configs/small.cfg" "${sizes[@]}" measures.orientation.region=0.500001
    [[ $output != *"region 0.5"* ]] || complain "the region that was named does not do"
    call_for 0 run "$configs/small.cfg" "${sizes[@]}" iterations=1 -o small
    grep -q "note: region 0.5 of orientation takes 23 units" small/log.txt || complain "not in the log"
}
