# The verb `summarise`: numbers over runs with different seeds.
load helpers

# fake DIR SEED QUALITY DENSITY [SETTING]: a finished run with two measurements, its numbers as given.
fake() {
    mkdir -p "$1"
    echo "{\"status\": \"finished\", \"seed\": $2}" >"$1/run.json"
    cat >"$1/config.cfg" <<CONFIG
# a comment that differs: $1
seed = $2;
sheets = {
  v1 = {
    density = ${5:-18.0};  # default
  };
};
iterations = 40;
CONFIG
    cat >"$1/measures.json" <<NUMBERS
{"map": {"kind": "orientation", "series": {
  "100": {"numbers": {"quality": {"value": $3, "unit": "1", "definition": "q"},
                      "pinwheels.density": {"value": $4, "unit": "1", "definition": "d"}},
          "similarity": {"20": 0.$2, "100": 1.0}},
  "20": {"numbers": {"quality": {"value": 0.125, "unit": "1", "definition": "q"}}, "similarity": {"100": 0.$2}}}},
 "field": {"kind": "retinotopy", "series": {"100": {"numbers": {"size": {"value": $2, "unit": "sheet units", "definition": "s"}},
           "similarity": {}}}}}
NUMBERS
}

near() { # near NUMBER NUMBER
    awk -v a="$1" -v b="$2" 'BEGIN { d = a - b; exit !(a != "" && d < 1e-10 && d > -1e-10) }' || complain "$1 is not $2"
}

value() { # value KEY ...: of the JSON printed last
    json stdout.txt "$@"
}

@test "means, deviations and intervals over seeds; undefined values are left out and counted" {
    fake a1 1 0.5 3.0
    fake a2 2 null 2.0
    fake a3 3 0.75 3.0
    fake a4 4 null 4.0
    fake a5 5 0.25 8.0
    call_for 0 summarise a1 a2 a3 a4 a5 --json
    [ "$(value rows 0 number)" = map/quality ]
    [ "$(value rows 0 iteration)" = 100 ]
    [ "$(value rows 0 n) $(value rows 0 undefined)" = "3 2" ]
    near "$(value rows 0 A mean)" 0.5
    near "$(value rows 0 A SD)" 0.25
    near "$(value rows 0 A low)" 0.25 # one in 27 resamples of three values
    near "$(value rows 0 A high)" 0.75
    [ "$(value rows 0 A values 1)" = null ]
    near "$(value rows 1 A mean)" 4
    near "$(value rows 1 A SD)" 2.34520787991
    [ "$(value seeds | tr -d ' \n')" = "[1,2,3,4,5]" ]
    cp stdout.txt first.json
    call_for 0 summarise a1 a2 a3 a4 a5 --json # the same draws each time
    cmp stdout.txt first.json
    call_for 0 summarise a1 a5
    prints "warning: bootstrap intervals of two to four seeds are too narrow"
    call_for 0 summarise a1
    [[ $output != *"too narrow"* ]] || complain "$output"
    call_for 0 summarise a1 --json
    near "$(value rows 0 A mean)" 0.5
    [ "$(value rows 0 A low)" = null ]
    call_for 0 summarise a2 a4 --only map/quality
    prints "undefined"
    prints "in 2 of 2"
}

@test "what is chosen: a measure, patterns, an iteration, the series, each seed" {
    fake a1 1 0.5 3.0
    fake a2 2 0.25 2.0
    call_for 0 summarise a1 a2 --measure field --csv
    [ "$(sed 1d stdout.txt | cut -d, -f1-5)" = "field/size,100,sheet units,2,1.5" ] || complain field
    call_for 0 summarise --only '*/size,map/qual*' --csv a1 a2
    [ "$(sed 1d stdout.txt | cut -d, -f1,5 | tr '\n' ' ')" = "map/quality,0.375 field/size,1.5 " ] || complain only
    call_for 0 summarise a1 a2 --at 20 --csv
    [ "$(sed 1d stdout.txt | cut -d, -f1,5 | tr '\n' ' ')" = "map/quality,0.125 map/similarity.last,0.15 " ] || complain at
    call_for 0 summarise a1 a2 --series --csv --seeds --only 'map/[qs]*'
    [ "$(sed 1d stdout.txt | cut -d, -f1,2,5,9,10 | tr '\n' ' ')" = \
        "map/quality,20,0.125,0.125,0.125 map/similarity.last,20,0.15,0.1,0.2 map/quality,100,0.375,0.5,0.25 map/similarity.last,100,1,1,1 " ] ||
        complain series
    call_for 0 summarise a1 a2 --markdown --only map/quality
    [ "$(head -n 1 stdout.txt)" = "| number | iteration | unit | n | mean | SD | 95 % low | 95 % high | undefined |" ]
    [ "$(wc -l <stdout.txt)" -eq 3 ]
    call_for 1 summarise a1 a2 --only 'maps/*'
    says "none of the runs has such a number"
    call_for 1 summarise a1 a2 --at 30
    says "none of the runs has such a number"
}

@test "pairs: runs of one seed are compared whatever their order, the others are named" {
    for seed in 1 2 3 4; do fake a$seed $seed 0.$seed 3.0; done
    fake b3 3 0.25 -1.0 30.0
    fake b2 2 0.125 1.0 30.0
    fake b4 4 0.3 null 30.0
    fake b7 7 0.5 2.0 30.0
    call_for 0 summarise a1 a2 a3 a4 --against b3 b7 b4 b2 --json
    [ "$(value seeds | tr -d ' \n')" = "[2,3,4]" ]
    says "left out: a1, whose seed 1 has no partner"
    says "left out: b7, whose seed 7 has no partner"
    near "$(value rows 0 difference mean)" 0.075 # of 0.075, 0.05, 0.1
    near "$(value rows 0 difference low)" 0.05
    near "$(value rows 0 difference high)" 0.1
    near "$(value rows 0 ratio mean)" 1.33333333333
    near "$(value rows 0 B values 1)" 0.25
    [ "$(value rows 1 n) $(value rows 1 undefined)" = "2 1" ]
    near "$(value rows 1 difference mean)" 3
    [ "$(value rows 1 ratio mean)" = null ] # the second group has both signs
    call_for 0 summarise a2 a3 --against b2 b3 --only map/quality --seeds --csv
    [ "$(sed 1d stdout.txt | cut -d, -f15,16)" = "0.075,0.05" ] || complain seeds
    call_for 1 summarise a1 --against b7
    says "no run has a partner"
}

@test "refusals: differing configs, seeds twice, unfinished runs, other folders, senseless options" {
    fake a1 1 0.5 3.0
    fake a2 2 0.5 3.0 24.0
    fake again 1 0.5 3.0
    call_for 1 summarise a1 a2
    says "a1 and a2 differ in more than the seed: sheets.v1.density (18.0, 24.0); --mixed"
    call_for 0 summarise a1 a2 --mixed
    call_for 1 summarise a1 again
    says "a1 and again have the same seed, 1"
    call_for 0 summarise a1 again --mixed
    call_for 1 summarise a2 --against a1 again --mixed
    says "a1 and again have the same seed, 1"
    echo '{"status": "interrupted", "seed": 4}' >again/run.json
    call_for 1 summarise again
    says "again: is not finished (interrupted)"
    call_for 0 summarise again --at 20
    call_for 2 summarise nowhere
    says "nowhere: is not a run directory"
    call_for 2 summarise
    says "name run directories"
    call_for 2 summarise a1 --against
    says "needs run directories after it"
    call_for 2 summarise --against a1
    call_for 2 summarise a1 --against a2 --against a1
    says "--against: is given twice"
    call_for 2 summarise a1 --json --csv
    call_for 2 summarise a1 --series --at 20
}

@test "real runs of a network" {
    cp "$configs/small.cfg" mine.cfg
    echo 'events = { m = { kind = "measure"; every = 20; measures = ("orientation"); }; };' >>mine.cfg
    for seed in 1 2; do
        call_for 0 run mine.cfg -q -o run-$seed seed=$seed
    done
    call_for 0 run mine.cfg -q -o other seed=2 sheets.v1.threshold=0.06
    call_for 0 summarise run-1 run-2 --json
    near "$(value rows 0 A mean)" "$(json run-1/measures.json orientation series 40 numbers density value)"
    call_for 1 summarise run-1 other
    says "sheets.v1.threshold (0.05, 0.06); --mixed"
    call_for 0 summarise run-1 run-2 --against other
}
