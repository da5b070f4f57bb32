# The commands of docs/laboratory.md work, and the same map has the same numbers from every program.
load helpers

# Prints all blocks of a language in docs/laboratory.md, or one of them.
blocks() { # blocks LANGUAGE [N]
    awk -v language="$1" -v wanted="${2:-0}" '
        $0 == "```" language { n++; inside = 1; next }
        $0 == "```" { inside = 0 }
        inside && (wanted == 0 || n == wanted)' "$repository/docs/laboratory.md"
}

# Runs block N of the shell's with this program as `pinwheel`, and with fewer resamples.
commands() {
    mkdir -p bin
    ln -sf "$pinwheel" bin/pinwheel
    blocks sh "$1" | sed 's/--resamples 200/--resamples 20/' >commands.sh
    [ -s commands.sh ] || complain "there is no block $1"
    PATH=$PWD/bin:$PATH bash -e commands.sh >commands.txt 2>&1 || complain "$(cat commands.txt)"
}

# The numbers of a map of this wavelength, within what single precision and text leave of them.
right() { # right FILE
    local name low high
    while read -r name low high; do
        awk -v v="$(json "$1" "$name")" -v low="$low" -v high="$high" 'BEGIN { exit !(v >= low && v <= high) }' ||
            complain "$1: $name is $(json "$1" "$name")"
    done <<<"$(printf '%s\n' "wavelength.mean_wavenumber 11.5 12.2" "wavelength.mean_wavenumber_sheet_mm 0.23 0.244" \
        "pinwheels.density 2.5 3.7" "samples.count 4263 4263" "height 64 64" "width 90 90")"
}

# between FILE KEY ... LOW HIGH: is a number of a JSON file between two others?
between() {
    local value
    value=$(json "${@:1:$#-2}")
    awk -v v="$value" -v a="${*: -2:1}" -v b="${*: -1}" 'BEGIN { exit !(v != "null" && v >= a && v <= b) }' ||
        complain "$*: $value"
}

@test "laboratory: from Octave" {
    command -v octave-cli >/dev/null || skip "octave is not installed"
    octave-cli --eval "$(blocks matlab)" || complain "octave"
    commands 1
    grep -q "wavelength.mean_wavenumber_sheet_mm" commands.txt
    right matlab.json
    commands 2
    right angles.json
    for name in pinwheels.count wavelength.peak_fit selectivity.mean; do
        awk -v a="$(json matlab.json $name)" -v b="$(json angles.json $name)" 'BEGIN { d = a / b - 1; exit !(d < 1e-9 && d > -1e-9) }' ||
            complain "$name differs"
    done
    call_for 2 analyse session.mat
    says "session.mat:data_info.pixels_per_mm"
}

@test "laboratory: from Python and ImageJ" {
    python=
    for candidate in /usr/bin/python3 python3; do
        if $candidate -c 'import numpy' 2>/dev/null; then python=$candidate; fi
    done
    [ -n "$python" ] || skip "numpy is not installed"
    blocks python >script.py
    "$python" script.py
    commands 3
    right python.json
    cmp python.json npz.json
    [ "$(json python.json pinwheels.count)" = "$(json csv.json pinwheels.count)" ]
    commands 4
    right tiff.json
    commands 5
    between session/measures.json orientation series 0 numbers wavelength.peak_fit value 11.6 12.4
    grep -q 'alt="Pinwheels and where they may lie' session/report.html || complain "no picture of pinwheels"
    grep -q "Responses to 8 orientations in up to 6 trials" session/report.html || complain "no methods"
    [ -s session/figures/orientation-pinwheels.pdf ] || complain "no figure"
    commands 6
    between eyes/measures.json ocular_dominance series 0 numbers wavelength.peak_fit value 13 17
    grep -q 'alt="Uncertainty of ocular dominance' eyes/report.html || complain "no picture of its uncertainty"
    commands 7
    [[ $(json geometry.json intervals) == *crossings.above_60* ]] || complain "no interval of crossings"
    commands 8
    [[ $(json retinotopy.json intervals) == *retinotopy.error* ]] || complain "no interval of retinotopy"
    [[ $(json tuning.json intervals) == *hwhh.median* ]] || complain "no interval of tuning"
    commands 9
    between sessions.json sessions.pinwheels 0.9 1
    between sessions.json sessions.pinwheels_chance 0.1 0.4
    between sessions.json sessions.lasting 0.8 1
    commands 10
    between days.json sessions.stability_unchanged 0.8 1
    between days.json sessions.stability "$(json days.json intervals sessions.stability 0)" "$(json days.json intervals sessions.stability 1)"
    commands 11
    for name in difference order; do
        between cells.json $name.p 0 0.002
        between pepper.json $name.p 0.005 1
    done
    between cells.json wavelength 11 13
    grep -q "Preference and distance" cells/report.html || complain "no chart"
    [ "$(json python.json pinwheels.count)" = "$(json tiff.json pinwheels.count)" ]
}

@test "Octave's own HDF5, and versions 4 and 7 of MATLAB's files, have their axes in order" {
    command -v octave-cli >/dev/null || skip "octave is not installed"
    octave-cli --eval "z = [1 + 2i, 3, 5; 4, 5i, 6.5]; a = reshape(1:24, 2, 3, 4); m = a > 7;
        save('-hdf5', 'o.h5', 'z', 'a', 'm'); save('-v7', 'o7.mat', 'z', 'a', 'm'); save('-v4', 'o4.mat', 'z');" 2>octave.txt ||
        complain "$(cat octave.txt)"
    call_for 2 analyse o.h5
    says "o.h5:/a/value  2 x 3 x 4  float64"
    says "o.h5:/z/value      2 x 3  complex of float64"
    call_for 2 analyse o7.mat
    says "o7.mat:a  2 x 3 x 4  float64"
    says "o7.mat:m  2 x 3 x 4  logical"
    for file in o.h5:/z/value o7.mat:z o4.mat; do
        call_for 0 analyse $file
        prints "2 x 3 samples, open"
    done
}
