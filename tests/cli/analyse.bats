# Measures of arrays from elsewhere: they are those of a network.
load helpers

measured() { # measured: the run that the tests below look at, made once
    local made=$BATS_FILE_TMPDIR/measured
    [ -d "$made" ] || call_for 0 run "$configs/measured.cfg" -q -o "$made"
    cp -r "$made" run
}

map() { # map MEASURE/MAP: as a dataset of that run
    echo "run/maps.h5:/${1%/*}/000000002/${1#*/}"
}

# agrees MEASURE WANTED: what inspect says of the run's numbers and of those that were printed last.
agrees() {
    echo "$output" >analysed.json
    local found
    found=$("$inspect" agree run/measures.json "$1" series 2 numbers analysed.json)
    [ "$found" = "$2" ] || complain "$1: wanted '$2', found '$found'"
}

@test "help of analyse tells of each kind what it takes, as the kind says, and of no others" {
    call_for 0 help analyse
    prints "  retinotopy"
    prints "    [sizes of the fields: (H, W)"
    prints "    settings: fit"
    [[ $output != *"  activity"* ]] || complain "activity takes no arrays"
}

# What a run's numbers have and analyse's have not is of the sheet, or of its settling, or, of orientation, the share of silent units.
@test "analyse: each measure gives the numbers that it gave in the run" {
    measured
    settled="last_change.lgn_on_left last_change.lgn_on_right last_change.lgn_off_left last_change.lgn_off_right last_change.v1"
    central=(--margin 4 --spacing 0.0625 --json)
    call_for 0 analyse "$(map orientation/complex)" "${central[@]}"
    agrees orientation "37 8 density periodic silent $settled"
    call_for 0 analyse --as ocular_dominance "$(map eyes/index)" smoothing=1.5 contralateral=left "${central[@]}"
    agrees eyes "27 3 density periodic $settled"
    call_for 0 analyse --as geometry "$(map geometry/complex)" "$(map geometry/index)" smoothing=0.5 shifts=40 --seed 23 "${central[@]}"
    agrees geometry "20 0 density periodic $settled"
    call_for 0 analyse --as retinotopy "$(map places/centres)" "$(map places/size)" "${central[@]}"
    agrees places "17 0 density periodic half_width"
    call_for 0 analyse --as tuning "$(map tuning/curves)" "$(map tuning/phases)" contrast=0.9 lowest_contrast=0.2 --json
    agrees tuning "37 1 $settled"
    call_for 0 analyse --as connection_fields "$(map fields/fields)" fit=gabor --spacing 0.083333333333333333 --json
    agrees fields "7 0"
}

@test "analyse: geometry draws its shifts from the seed, and all else is free of it" {
    measured
    both=(analyse --as geometry "$(map geometry/complex)" "$(map geometry/index)" shifts=40 --margin 4 --json)
    for seed in 1 2; do
        call_for 0 "${both[@]}" --seed $seed
        cp stdout.txt $seed.json
    done
    call_for 0 "${both[@]}"
    cmp stdout.txt 1.json || complain "the seed is not 1"
    ! cmp -s 1.json 2.json || complain "two seeds, the same shifts"
    diff <(grep -v 'shifted\|_p"' 1.json) <(grep -v 'shifted\|_p"' 2.json)
}

@test "analyse: how alike two maps are" {
    "$inspect" write m.h5 /wave wave 2 40 40
    "$inspect" write m.h5 /degrees wave 40 40
    "$inspect" write m.h5 /wide wave 2 40 50
    call_for 0 analyse m.h5:/wave m.h5:/wave --json
    cp stdout.txt same.json
    for name in stability correlation; do
        awk -v v="$(json same.json similarity $name)" 'BEGIN { exit !(v > 1 - 1e-12 && v < 1 + 1e-12) }' || complain "$name"
    done
    call_for 0 analyse m.h5:/degrees m.h5:/degrees --degrees --json
    call_for 2 analyse m.h5:/wave m.h5:/wide
    says "m.h5:/wide: has 40 x 50 samples, and m.h5:/wave has 40 x 40"
    "$inspect" write i.h5 /a index 12 12
    "$inspect" write i.h5 /none nan 12 12
    call_for 0 analyse --as ocular_dominance i.h5:/a i.h5:/a --json
    cp stdout.txt same.json
    awk -v v="$(json same.json similarity correlation)" 'BEGIN { exit !(v > 1 - 1e-12 && v < 1 + 1e-12) }' || complain "correlation"
    call_for 0 analyse --as ocular_dominance i.h5:/a i.h5:/none --json
    prints '"similarity.correlation": "a map has the same index everywhere'
}

# The angles of `wave` go from 0 to 180 degrees, those of `index` from -1 to 1.
@test "analyse: angles that are those of another unit are refused, and others doubted, with their range" {
    "$inspect" write m.h5 /degrees wave 40 40
    "$inspect" write m.h5 /index index 40 40
    call_for 0 analyse m.h5:/degrees --degrees
    [[ $output != *"its angles"* ]] || complain "a doubt about degrees"
    call_for 2 analyse m.h5:/degrees m.h5:/degrees --radians --json
    says "m.h5:/degrees: its angles lie from "
    says "more than the half-turn of 3.142 radians: they look like degrees (--degrees)"
    call_for 2 analyse --as geometry m.h5:/degrees m.h5:/index shifts=2 --turns
    says "more than the half-turn of 1 turns: they look like degrees (--degrees)"
    call_for 2 analyse m.h5:/degrees --degrees --doubled
    says "hardly more than half of the turn of 360 degrees: they look like degrees (--degrees)"
    call_for 0 analyse m.h5:/index --degrees
    prints "less than a third of the half-turn of 180 degrees: are they of another unit?"
    call_for 0 analyse m.h5:/index --radians
    [[ $output != *"its angles"* ]] || complain "a doubt about a span of 2 radians"
    call_for 2 analyse m.h5:/degrees --codes 8
    says "and codes are whole numbers"
    call_for 2 analyse m.h5:/degrees --degrees --codes 8
    says "analyse: --degrees, --radians, --turns and --codes exclude each other"
    call_for 2 analyse m.h5:/degrees --doubled
    says "analyse: --doubled needs --degrees, --radians or --turns"
    call_for 2 analyse m.h5:/degrees --degrees --doubled --directions
    says "analyse: --doubled and --directions exclude each other"
    call_for 2 analyse m.h5:/degrees --selectivity m.h5:/index
    says "analyse: --selectivity needs angles"
    call_for 2 analyse m.h5:/degrees --degrees --codes 1
    says "--codes: 1 is out of range"
    call_for 2 analyse m.h5:/degrees --degrees --millimetres-per-sample 0
    says "--millimetres-per-sample: 0 is out of range"
}

@test "analyse: selectivities beside angles, and lengths in mm" {
    cp "$repository/tests/data/cases/angle-units.h5" m.h5
    "$inspect" write m.h5 /ones ones 72 72
    call_for 0 analyse m.h5:/degrees --degrees --selectivity m.h5:/ones --json
    cp stdout.txt samples.json
    [ "$(json samples.json selectivity.mean)" = 1.0 ]
    call_for 0 analyse m.h5:/degrees --degrees --millimetres-per-sample 0.25 --json
    cp stdout.txt mm.json
    awk -v a="$(json samples.json wavelength.mean_wavenumber)" -v b="$(json mm.json wavelength.mean_wavenumber_sheet_mm)" \
        'BEGIN { d = a / b - 4; exit !(d < 1e-9 && d > -1e-9) }' || complain "millimetres"
    call_for 0 analyse m.h5:/degrees --degrees --spacing 2 --millimetres-per-sample 0.25 --json
    cp stdout.txt both.json
    [ "$(json both.json wavelength.mean_wavenumber_sheet_mm)" = "$(json mm.json wavelength.mean_wavenumber_sheet_mm)" ]
}

@test "analyse: lengths without the length of a sample are undefined, or in samples" {
    measured
    call_for 0 analyse --as geometry "$(map geometry/complex)" "$(map geometry/index)" shifts=9 --json
    prints '"crossings.length_sheet": "the length of a sample step is not known"'
    call_for 0 analyse --as connection_fields "$(map fields/fields)" fit=gabor --json
    cp stdout.txt samples.json
    call_for 0 analyse --as connection_fields "$(map fields/fields)" fit=gabor --spacing 0.25 --json
    cp stdout.txt quarters.json
    awk -v a="$(json samples.json fit.size)" -v b="$(json quarters.json fit.size)" \
        'BEGIN { d = a / b - 4; exit !(a > 0.1 && d < 1e-9 && d > -1e-9) }' || complain "size in samples"
    call_for 0 analyse --as retinotopy "$(map places/centres)"
    prints "undefined (no sizes of receptive fields were given)"
}

@test "analyse: curves of known width, and no F1 / F0 without phases" {
    "$inspect" write t.h5 /curves hill 12 5
    call_for 0 analyse --as tuning t.h5:/curves --json
    prints '"modulation.median": "no unit responds, or fewer than 3 phases were shown"'
    cp stdout.txt curves.json
    [ "$(json curves.json samples.count)" = 5.0 ]
    # exp(2 cos 2x) is half of its top above 0 where cos 2x = 1 - ln 2 / 2
    awk -v v="$(json curves.json hwhh.median)" 'BEGIN { exit !(v > 24.599 && v < 24.601) }' ||
        complain "half width $(json curves.json hwhh.median)"
}

# Field k of `bump` is exp(-d^2 / 2 s^2) about a place of its own, s = 3 points: 2 pi s^2 ln 2 of it are above half, 39.196 squares of a side.
@test "analyse: responses with fields of known size" {
    "$inspect" write r.h5 /bump bump 5 25 25
    call_for 0 analyse --as mapping r.h5:/bump --spacing 0.1 criterion=1 --json
    cp stdout.txt fields.json
    awk -v a="$(json fields.json field.area)" 'BEGIN { exit !(a > 0.388 && a < 0.396) }' || complain "area $(json fields.json field.area)"
    # of peaks 1 to 5, three are at least the mean
    awk -v v="$(json fields.json responsive)" 'BEGIN { exit !(v > 0.599 && v < 0.601) }' || complain "responsive"
    prints '"blank": "the responses were given without it"'
    call_for 0 analyse --as mapping r.h5:/bump --json
    cp stdout.txt fields.json
    [ "$(json fields.json responsive)" = 1.0 ] || complain "responsive by the usual criterion"
    "$inspect" write r.h5 /wide bump 5 25 20
    call_for 2 analyse --as mapping r.h5:/wide
    says "r.h5:/wide: responses are (units, N, N) at the points of a square grid, N at least 2; this is 5 x 25 x 20"
    call_for 2 analyse --as mapping r.h5:/bump background=1
    says "background means nothing to mapping of arrays from elsewhere; allowed: criterion"
}

@test "analyse: kinds, settings and options that mean nothing are refused" {
    "$inspect" write m.h5 /wave wave 2 20 20
    "$inspect" write m.h5 /index index 20 20
    call_for 2 analyse --as geomtry m.h5:/wave
    says "--as: 'geomtry' is not known; did you mean 'geometry'?; allowed: one of orientation, tuning, ocular_dominance, geometry, retinotopy, mapping, connection_fields"
    call_for 2 analyse --as activity m.h5:/wave
    says "--as: 'activity' needs a network, not arrays from elsewhere; allowed: one of orientation,"
    call_for 2 analyse --as geometry m.h5:/wave m.h5:/index smoothign=2
    says "command line: unknown setting 'smoothign'; did you mean 'smoothing'?"
    call_for 2 analyse --as geometry m.h5:/wave m.h5:/index region=0.5 smoothing=200
    says "command line: region means nothing to geometry of arrays from elsewhere; allowed: smoothing, shifts"
    says "command line: smoothing: 200 is out of range"
    call_for 2 analyse m.h5:/wave smoothing=2
    says "unknown setting 'smoothing'"
    call_for 2 analyse --as ocular_dominance m.h5:/index --degrees --turn 360
    says "analyse: --degrees means nothing to ocular_dominance"
    says "analyse: --turn means nothing to ocular_dominance"
    call_for 2 analyse --as connection_fields m.h5:/index
    says "fit: is none"
}

@test "analyse: numbers of datasets and their shapes are refused with what is wanted" {
    "$inspect" write m.h5 /wave wave 2 20 20
    "$inspect" write m.h5 /index index 20 20
    "$inspect" write m.h5 /wide wave 2 20 24
    "$inspect" write m.h5 /wide_index index 20 24
    "$inspect" write m.h5 /large ramp 20 20
    "$inspect" write m.h5 /line ramp 20
    "$inspect" write m.h5 /number ramp 1
    "$inspect" write m.h5 /nan nan 2 20 20
    "$inspect" write m.h5 /nan_index nan 20 20
    "$inspect" write m.h5 /few hill 4 9
    call_for 2 analyse --as geometry m.h5:/wave
    says "analyse: geometry takes 2 or 3 datasets, not 1; 1: an orientation map: (2, H, W)"
    call_for 2 analyse m.h5:/wave{,,,,,,,,,,,,,,,,}
    says "analyse: orientation takes 1 to 16 datasets, not 17; 1: an orientation map: (2, H, W)"
    call_for 2 analyse --as geometry m.h5:/index m.h5:/wave --degrees
    says "m.h5:/wave: an index of ocular dominance is (H, W); this is 2 x 20 x 20"
    call_for 0 analyse --as geometry m.h5:/wide m.h5:/wide_index shifts=3
    call_for 2 analyse --as geometry m.h5:/wave m.h5:/wide_index
    says "m.h5:/wide_index: has 20 x 24 samples, and m.h5:/wave has 20 x 20"
    call_for 2 analyse --as ocular_dominance m.h5:/large
    says "m.h5:/large: holds 99.75, and an index of ocular dominance, (right - left) / (right + left), lies from -1 to 1"
    call_for 2 analyse --as retinotopy m.h5:/index
    says "m.h5:/index: centres of receptive fields are (2, H, W), x and y; this is 20 x 20"
    call_for 2 analyse --as retinotopy m.h5:/wave m.h5:/wave
    says "m.h5:/wave: sizes of receptive fields are (H, W); this is 2 x 20 x 20"
    call_for 2 analyse --as tuning m.h5:/few
    says "m.h5:/few: orientations: 4 is out of range; allowed: a whole number 6 to 360"
    call_for 2 analyse --as tuning m.h5:/index m.h5:/few
    says "m.h5:/few: has 9 units, and m.h5:/index has 20"
    call_for 2 analyse --as tuning m.h5:/nan
    call_for 2 analyse --as tuning m.h5:/nan_index
    says "m.h5:/nan_index: 400 of its 400 values are not finite"
    call_for 2 analyse --as tuning m.h5:/wide_index contrast=0
    says "tuning.contrast: has to be above 0"
    for kind in ocular_dominance tuning connection_fields; do
        for dataset in line number; do
            call_for 2 analyse --as $kind m.h5:/$dataset
            says "this is "
        done
    done
}

@test "analyse: maps that hold nothing are undefined, whatever is asked of them" {
    "$inspect" write m.h5 /nan nan 2 20 20
    "$inspect" write m.h5 /nan_index nan 20 20
    "$inspect" write m.h5 /tiny wave 2 2 2
    "$inspect" write m.h5 /tiny_index index 2 2
    for periodic in "" --periodic; do
        for pair in "nan nan_index" "tiny tiny_index"; do
            call_for 0 analyse --as geometry "m.h5:/${pair% *}" "m.h5:/${pair#* }" --json $periodic
            prints '"pinwheels.border_distance": "there is no'
            call_for 0 analyse --as ocular_dominance "m.h5:/${pair#* }" --json $periodic
            prints '"wavelength.peak_fit": "'
        done
    done
    call_for 0 analyse --as retinotopy m.h5:/nan m.h5:/nan_index --json
    prints '"retinotopy.error": "fewer than 4 units have a field"'
    prints '"receptive_field.size": "no unit has a size"'
    call_for 0 analyse --as retinotopy m.h5:/tiny
    call_for 0 analyse --as connection_fields m.h5:/nan fit=gaussian
    prints "undefined (no field has a fit)"
    call_for 0 analyse --as connection_fields m.h5:/tiny fit=gabor
}
