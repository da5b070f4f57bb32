# What holds for the source tree as a whole.

setup() {
    cd "$BATS_TEST_DIRNAME/../.."
    program=$(realpath "${PINWHEEL:-./pinwheel}")
}

# The layers of docs/architecture.md, lowest first. A file may include its own layer and those below.
layer_of() {
    case $1 in
        error | memory | names | hash | walk | random | utf8 | base64 | ranks) layer=1 ;;
        config_text | config | setting | store | seal | rundir | array_file | image_file | talk | provenance | describe | text_table | config_difference | echoed_config | html) layer=2 ;;
        kernels | tiles | trial_activity | field | convolution | geometry) layer=3 ;;
        network | settling | trials | lesion | projection | sheet | eye | stimulus | stimulus_edge | blur | transfer | weights | region | schedule | arbor | latin_hypercube) layer=4 ;;
        colour | font | canvas | style | axes | page | picture | colour_table | thumbnail) layer=4 ;;
        fourier | map_filter | local_wavelength | local_homogeneity | pinwheel_plateau | pinwheel_spacing | orientation_layout) layer=4 ;;
        map | scalar_map | smoothing | contour | spectrum | wavelength | column_spacing | pinwheels | map_quality | similarity) layer=4 ;;
        orientation_histogram | selectivity | von_mises_fit | tuning_curve | tuning_statistics | orientation_statistics | ocular_dominance | torus_shift | crossings | border_distance) layer=4 ;;
        pinwheel_ranks | receptive_field | retinotopy | topographic_product | recording | statistic | results | findings | bootstrap | estimate) layer=4 ;;
        response_field | field_map | field_fit | earlier | reorganisation | exponential_fit) layer=4 ;;
        eigenvalues | permitted_sets | copositivity | circuit) layer=4 ;;
        analysed_part | probe | response_mapping | noise_mapping | leakage | lateral_window | transfer_tuning) layer=5 ;;
        measure | gratings | mapping | recovery | study) layer=6 ;;
        circuit_experiment) layer=7 ;;
        circuit_sheet) layer=8 ;;
        experiment | event) layer=7 ;;
        checkpoint | history | record | run | progress | saved_run | bench | measured_run | summary | report | export) layer=8 ;;
        seed_list | run_plan | run_index | runs_folder | child_runs | child_progress | child_ranks | sweep | swept_runs) layer=8 ;;
        scaled_iterations | claim | replication | scorecard) layer=8 ;;
        command | command_result) layer=9 ;;
        *) layer=unknown ;;
    esac
}

# A file that belongs to a noun (network_activity.c, stimulus_bar.c) lies on the noun's layer.
layer_of_file() {
    local name=$1
    layer_of "$name"
    while [ "$layer" = unknown ] && [ "${name%_*}" != "$name" ]; do
        name=${name%_*}
        layer_of "$name"
    done
    case $1 in
        main | options | command_*) layer=9 ;;
        event_*) layer=8 ;;
        measure_*) layer=6 ;;
    esac
}

@test "every file includes only its own layer and those below" {
    wrong=
    declare -A layers # by name
    for name in $(printf '%s\n' sim/*.[ch] analysis/*.[ch] | sed 's|.*/||; s|\.[ch]$||' | sort -u); do
        layer_of_file "$name"
        layers[$name]=$layer
        [ "$layer" != unknown ] || wrong="$wrong $name(no layer)"
    done
    while IFS=' ' read -r file header; do
        [ "$header" = version ] || [ "$header" = gcal_config ] && continue # made by make
        name=${file##*/}
        from=${layers[${name%.*}]} to=${layers[$header]:-unknown}
        [ "$to" != unknown ] && [ "$to" -le "$from" ] || wrong="$wrong $file->$header"
    done < <(grep -H '^#include "' sim/*.[ch] analysis/*.[ch] | sed 's/:#include "\([^"]*\)\.h".*/ \1/')
    [ -z "$wrong" ] || { echo "$wrong"; false; }
}

@test "analysis does not include the run, and sheets know nothing of pictures" {
    ! grep -lE '#include "(run|record|experiment|event|command|checkpoint)' analysis/*.[ch]
    ! grep -lE '#include "(picture|canvas|colour|page|axes|font|style)' \
        sim/network*.[ch] sim/sheet.[ch] sim/projection*.[ch] sim/stimulus*.[ch]
}

@test "docs/configuration.md is what the tables say" {
    "$program" describe --markdown | cmp - docs/configuration.md
}

@test "no file is over 500 lines" {
    long=$(wc -l sim/*.[ch] analysis/*.[ch] | awk '$2 != "total" && $1 > 500')
    [ -z "$long" ] || { echo "$long"; false; }
}

@test "every source file names its licence" {
    missing=$(grep -L '^// SPDX-License-Identifier: GPL-3.0-or-later$' sim/*.[ch] analysis/*.[ch] tests/*.[ch])
    [ -z "$missing" ] || { echo "$missing"; false; }
}

@test "functions and files that docs/model.md names are there" {
    wrong=
    for file in $(grep -oE '`[a-z_/]+\.[ch]`' docs/model.md | tr -d '`' | sort -u); do
        [ -e "$file" ] || [ -e "sim/$file" ] || [ -e "analysis/$file" ] || wrong="$wrong $file"
    done
    for function in $(grep -oE '`[a-z]+_[a-z_]+`' docs/model.md | tr -d '`' | sort -u); do
        grep -qwE "$function" sim/*.[ch] analysis/*.[ch] || wrong="$wrong $function"
    done
    [ -z "$wrong" ] || { echo "$wrong"; false; }
}

@test "links in the README and the manual lead somewhere" {
    wrong=
    for page in README.md docs/*.md; do
        for link in $(grep -oE '\]\([^)]+\)' "$page" | tr -d '()]' | grep -v '^http'); do
            [ -e "$(dirname "$page")/$link" ] || wrong="$wrong $page:$link"
        done
    done
    [ -z "$wrong" ] || { echo "$wrong"; false; }
}

@test "every config is accepted" {
    # Each is tried for half a second.
    printf '%s\0' configs/*.cfg | xargs -0 -P 4 -I '{}' "$program" check '{}' sheets.v1.density=24 --json >/dev/null
}

@test "every config of a circuit runs" {
    for config in configs/circuits/*.cfg; do
        set -- "$config" -q --force -o "$BATS_TEST_TMPDIR/circuit" --json
        case $config in # a quarter of the units
            */sheet-window.cfg) set -- "$@" circuit.changes=sheets.v1.density=24 circuit.side=24 studies.window.site=300 ;;
        esac
        "$program" circuit "$@" >"$BATS_TEST_TMPDIR/findings.json"
    done
}

@test "the README's commands work" {
    cp -r configs "$BATS_TEST_TMPDIR"
    cd "$BATS_TEST_TMPDIR"
    cp configs/gcal.cfg configs/mine.cfg
    "$program" check configs/mine.cfg sheets.v1.density=24
    "$program" run configs/mine.cfg seed=7 stimuli.bars.contrast=0.3 sheets.v1.density=16 iterations=20 -q
    "$program" resume outputs/mine-001 iterations=30 -q
    "$program" measure outputs/mine-001
    "$program" report outputs/mine-001
    "$program" export outputs/mine-001
}
