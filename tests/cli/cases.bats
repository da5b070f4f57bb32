# Small inputs with known results (tests/data/cases): what laboratories hand over, and what is easily misread. Their maps
# are Gaussian random fields with a ring spectrum, so the right numbers are known.
load helpers

cases=$repository/tests/data/cases

number() { # number NAME ...: one of the numbers that were printed last, as JSON
    json stdout.txt "$@"
}

# between LOW NAME HIGH: is that number of the last output within these?
between() {
    awk -v v="$(number "$2")" -v low="$1" -v high="$3" 'BEGIN { exit !(v >= low && v <= high) }' ||
        complain "$2 is $(number "$2"), wanted $1 to $3"
}

pinwheels() { # pinwheels PLUS MINUS: of the last output
    between "$1" pinwheels.positive "$1"
    between "$2" pinwheels.negative "$2"
}

@test "what is missing of a map has no part in its numbers, whether it is not a number or outside a region" {
    for how in "nan" "zero --region $cases/masked-map.h5:/roi"; do
        # shellcheck disable=SC2086 # a word and an option
        call_for 0 analyse "$cases/masked-map.h5:/"$how --json
        pinwheels 177 175
        between 3.14 pinwheels.density 3.24
        between 0.37 pinwheels.variance_exponent 0.57
        between 1.0 pinwheels.variance_factor 1.4
        between 0 wavelength_local.variation 0.04
        between 11277 samples.count 11277
        awk -v a="$(number wavelength_local.mean)" -v b="$(number wavelength.mean_wavenumber)" \
            'BEGIN { exit !(a / b > 0.98 && a / b < 1.02) }' || complain "local wavelength"
        awk -v a="$(number wavelength_local.density)" -v b="$(number pinwheels.density)" \
            'BEGIN { exit !(a / b > 0.95 && a / b < 1.05) }' || complain "local density"
    done
    call_for 0 analyse "$cases/masked-map.h5:/zero"
    prints "59 % of its samples are exactly 0: if they lie outside, say so with --region FILE:NAME"
    call_for 2 analyse "$cases/masked-map.h5:/zero" --region "$cases/stack.h5:/responses"
    says "stack.h5:/responses: a region is (H, W)"
    call_for 2 analyse "$cases/complex.h5:/planes" --region "$cases/masked-map.h5:/roi"
    says "masked-map.h5:/roi: has 165 x 165 samples, and "
}

@test "complex numbers of h5py and of MATLAB are planes of a map" {
    call_for 0 analyse "$cases/complex.h5:/planes" --json
    pinwheels 41 36
    cp stdout.txt planes.json
    for map in complex.h5:/numpy complex.mat:/z complex.mat:z complex.mat; do
        call_for 0 analyse "$cases/$map" --json
        cmp stdout.txt planes.json || complain "$map"
    done
    call_for 2 analyse "$cases/complex.h5"
    says "complex.h5: holds 2 arrays: name one, as in "
    says "complex.h5:/planes  2 x 48 x 72  float32"
}

@test "axes of MATLAB are as MATLAB shows them" {
    for map in "deg --degrees" planes; do
        # shellcheck disable=SC2086 # a word and an option
        call_for 0 analyse "$cases/angles.mat:/"$map --json
        pinwheels 62 58
        [ "$(number height)x$(number width)" = 60x90 ]
    done
}

@test "angles in every unit give the same map, and a wrong unit is refused with the range of the values" {
    units="$cases/angle-units.h5:"
    for map in "degrees --degrees" "radians --radians" "turns --turns" "doubled_radians --radians --doubled"; do
        # shellcheck disable=SC2086 # a word and options
        call_for 0 analyse "$units/"$map --json
        pinwheels 53 59
    done
    call_for 2 analyse "$units/radians" --degrees
    says "its angles lie from 0.0002027 to 3.141, less than a third of the half-turn of 180 degrees: they look like radians (--radians)"
    call_for 2 analyse "$units/degrees" --radians
    says "from 0.01161 to 180, more than the half-turn of 3.142 radians: they look like degrees (--degrees)"
    call_for 2 analyse "$units/turns" --degrees
    says "they look like turns (--turns)"
    call_for 2 analyse "$units/turns" --radians
    says "they look like turns (--turns)"
    call_for 2 analyse "$units/doubled_radians" --radians
    says "from -3.141 to 3.14, more than the half-turn of 3.142 radians"
    says "twice the orientation (--radians --directions, or --radians --doubled)"
    call_for 2 analyse "$units/radians"
    says "say --degrees or --radians"
}

@test "a stack of responses is no set of tuning curves at several contrasts" {
    call_for 2 analyse --as tuning "$cases/stack.h5:/responses"
    says "is 8 x 48 x 60: if its first axis is contrast, say lowest_contrast=C"
    call_for 0 analyse --as tuning "$cases/stack.h5:/responses" lowest_contrast=0.1
}

@test "rectangular maps have a geometry" {
    call_for 0 analyse --as geometry "$cases/rectangular-geometry.h5:/z" "$cases/rectangular-geometry.h5:/od" shifts=200 --json
    between 0.3 crossings.above_60 0.36
    between 0.5 pinwheels.rank 0.54
    between 0.12 pinwheels.border_distance 0.13
    between 0.12 pinwheels.border_distance_expected 0.13
    # Unrelated maps: the shifts give what theory says, and the maps are as the shifts.
    between 0.31 crossings.above_60_shifted 0.36
    between 0.49 pinwheels.rank_shifted 0.51
    between 0.05 pinwheels.rank_p 0.95
    [ "$(number height)x$(number width)" = 60x84 ]
}

@test "NaN in a region of a config is outside" {
    cp "$cases/region-nan.h5" .
    for inside in nan_outside logical; do
        cat >case.cfg <<END
base = "$repository/configs/gcal/gcal.cfg";
iterations = 2;
sheets = { v1 = { density = 24.0; }; };
events = { cut = { kind = "lesion"; at = 1; target = "retina";
                   region = { kind = "image"; file = "region-nan.h5"; dataset = "/$inside"; }; }; };
END
        call_for 0 run case.cfg -o $inside -q
    done
    "$inspect" same nan_outside/checkpoint.h5 logical/checkpoint.h5 /config || complain "the lesions differ"
}

@test "the mean selectivity of planes that are no selectivities is undefined" {
    call_for 0 analyse "$cases/selectivity-scale.h5:/z" --json
    prints '"selectivity.mean": "|z| exceeds 1 somewhere'
}
