# Maps and responses from a laboratory: regions, filters, stacks of responses and their confidence.
load helpers

laboratory=$repository/tests/data/cases

# between FILE NAME LOW HIGH: is that number of a JSON file between two others?
between() {
    awk -v v="$(json "$1" "$2")" -v a="$3" -v b="$4" 'BEGIN { exit !(v >= a && v <= b) }' || complain "$2: $(json "$1" "$2") is not from $3 to $4"
}

@test "laboratory: a band-pass finds the columns under drift and noise, and says why" {
    call_for 0 analyse "$laboratory/slow-drift.h5:/z" --band-pass --json
    cp stdout.txt a.json
    between a.json wavelength.peak_fit 11.7 12.3
    between a.json pinwheels.count 336 356
    between a.json pinwheels.density 2.95 3.25
    call_for 0 analyse "$laboratory/slow-drift.h5:/z" --high-pass 24 --low-pass 6 --json
    cp stdout.txt a.json
    between a.json pinwheels.count 336 356
    call_for 0 analyse "$laboratory/slow-drift.h5:/z" --band-pass --high-pass 1.2mm --millimetres-per-sample 0.05
    prints "cut-off wavelength of the high-pass, as asked"
    prints "cut-off wavelength of the low-pass: the middle of the plateau, as the number of pinwheels stays within 4 %"
}

@test "laboratory: filters are refused with what is allowed" {
    local z=$laboratory/slow-drift.h5:/z
    call_for 2 analyse "$z" --high-pass twenty
    says "--high-pass: 'twenty' is no length; allowed: samples above 0, or mm, as 1.2mm"
    call_for 2 analyse "$z" --low-pass 0.3mm
    says "--low-pass: '0.3mm' needs --millimetres-per-sample"
    call_for 2 analyse "$z" --band-pass --high-pass 24 --low-pass 6
    says "analyse: --band-pass finds a cut-off, and both are given"
    call_for 2 analyse "$z" --band-pass --steepness 5
    says "--steepness: 5 is out of range"
}

@test "laboratory: a stack of responses gives the map of its vector sums" {
    call_for 0 analyse "$laboratory/stack.h5:/responses" --json
    cp stdout.txt a.json
    [ "$(json a.json pinwheels.positive)" = 30.0 ] && [ "$(json a.json pinwheels.negative)" = 29.0 ] || complain "pinwheels"
    between a.json wavelength.peak_fit 12.3 12.4
    between a.json selectivity.mean 0.2105 0.2115
    prints "without trials there is no interval"
    # turned by 22.5 degrees the map is the same; as directions of drift its signs are, too
    call_for 0 analyse "$laboratory/stack.h5:/responses" --stimuli 22.5,45,67.5,90,112.5,135,157.5,180 --json
    cp stdout.txt b.json
    [ "$(json b.json pinwheels.positive)" = 30.0 ] || complain "turned"
    call_for 0 analyse "$laboratory/stack.h5:/responses" --stimuli 0,-22.5,-45,-67.5,-90,-112.5,-135,-157.5 --drift --json
    cp stdout.txt b.json
    [ "$(json b.json pinwheels.positive)" = 29.0 ] || complain "mirrored"
}

@test "laboratory: trials give every number its interval, the same on any number of threads" {
    "$inspect" write t.h5 /r trials 6 5 48 40
    local order=(--axes conditions,trials,rows,columns --normalise cocktail --band-pass --resamples 40)
    call_for 0 analyse t.h5:/r "${order[@]}" --json
    cp stdout.txt one.json
    OMP_NUM_THREADS=3 call_for 0 analyse t.h5:/r "${order[@]}" --json
    cmp stdout.txt one.json || complain "threads change the intervals"
    prints '"intervals"'
    prints '"pinwheels.nearest_opposite": ['
    between one.json wavelength.peak_fit 11 13
    between one.json modularity.p 0 0.05
    between one.json modularity.wavelength 10 14.5
    between one.json confidence.angle 0.1 10
    call_for 0 analyse t.h5:/r "${order[@]}" --seed 7 --json
    ! cmp -s stdout.txt one.json || complain "two seeds, the same resamples"
    call_for 0 analyse t.h5:/r --axes conditions,trials,rows,columns --resamples 0 --json
    [[ $output != *intervals* ]] || complain "intervals without resamples"
}

@test "laboratory: stacks that are not understood are refused" {
    "$inspect" write t.h5 /r trials 6 5 20 16
    call_for 2 analyse t.h5:/r
    says "t.h5:/r: is 6 x 5 x 20 x 16; name its axes, as --axes rows,columns,conditions,trials"
    call_for 2 analyse t.h5:/r --axes conditions,trials,rows,frames
    says "--axes: 'frames' is not known; allowed: rows, columns, conditions, trials, time"
    call_for 2 analyse t.h5:/r --axes conditions,time,rows,columns --window 3-9
    says "--window: '3-9' is none; allowed: A-B from 1-1 to 5-5, for 5 frames"
    call_for 2 analyse t.h5:/r --axes conditions,trials,rows,columns --stimuli 0,45,90
    says "--stimuli: names 3 stimuli, and the stack has 6 conditions"
    call_for 2 analyse t.h5:/r --axes conditions,trials,rows,columns --normalise blank
    says "t.h5:/r: no condition is a blank; say which with --stimuli"
    call_for 2 analyse t.h5:/r --axes conditions,trials,rows,columns --normalise percent
    says "--normalise: 'percent' is not known"
    call_for 2 analyse --as ocular_dominance t.h5:/r --resamples 5
    says "analyse: --resamples means nothing to ocular_dominance"
}

@test "laboratory: two eyes' stacks give a map of ocular dominance" {
    "$inspect" write l.h5 /r bump 5 30 30
    "$inspect" write r.h5 /r ramp 5 30 30
    call_for 0 analyse --as ocular_dominance l.h5:/r r.h5:/r --json
    prints '"monocularity"'
    "$inspect" write r.h5 /wide ramp 5 30 40
    call_for 2 analyse --as ocular_dominance l.h5:/r r.h5:/wide
    says "r.h5:/wide: has 30 x 40 samples, and l.h5:/r has 30 x 30"
}
