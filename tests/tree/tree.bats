# What holds for the source tree as a whole.

setup() {
    cd "$BATS_TEST_DIRNAME/../.."
    program=$(realpath "${PINWHEEL:-./pinwheel}")
}

# The folders, lowest first. A file includes files of its own folder and of those before it.
simulator=(base files arrays settings kernels kinds model run batch)
analysis=(statistics maps pictures measure circuits orientation dominance fields tuning imaging reorganisation records report claims fitting)
folders=("${simulator[@]}" "${analysis[@]}" library watch verbs)

# The project's own includes, a line each: "sim/model/network.c base/memory.h".
includes() {
    grep -H '^#include "[a-z_]*/' sim/*/*.[ch] analysis/*/*.[ch] | sed 's/:#include "\([^"]*\)".*/ \1/'
}

@test "every folder includes only those below it" {
    declare -A rank
    for i in "${!folders[@]}"; do rank[${folders[i]}]=$i; done
    wrong=
    for folder in sim/*/ analysis/*/; do
        [ -n "${rank[$(basename "$folder")]:-}" ] || wrong="$wrong $folder(not in the list)"
    done
    while read -r file header; do
        from=${file#*/} to=${header%%/*}
        [ "${rank[$to]}" -le "${rank[${from%%/*}]}" ] || wrong="$wrong $file->$header"
    done < <(includes)
    [ -z "$wrong" ] || { echo "$wrong"; false; }
}

@test "no files include each other in a circle" {
    # A .c file and its header are one.
    includes | sed -E 's|^[a-z]*/||; s|\.[ch]( \|$)|\1|g' | tsort >/dev/null
}

@test "docs/configuration.md is what the tables say" {
    "$program" describe --markdown | cmp - docs/configuration.md
}

@test "no file is over 500 lines" {
    long=$(wc -l sim/*/*.[ch] analysis/*/*.[ch] | awk '$2 != "total" && $1 > 500')
    [ -z "$long" ] || { echo "$long"; false; }
}

@test "every source file names its licence" {
    missing=$(grep -L '^// SPDX-License-Identifier: GPL-3.0-or-later$' sim/*/*.[ch] analysis/*/*.[ch] tests/*/*.[ch])
    [ -z "$missing" ] || { echo "$missing"; false; }
}

@test "functions and files that docs/model.md names are there" {
    wrong=
    for file in $(grep -oE '`[a-z_/]+\.[ch]`' docs/model.md | tr -d '`' | sort -u); do
        [ -e "$file" ] || [ -n "$(find sim analysis -path "*/$file")" ] || wrong="$wrong $file"
    done
    for function in $(grep -oE '`[a-z]+_[a-z_]+`' docs/model.md | tr -d '`' | sort -u); do
        grep -qwE "$function" sim/*/*.[ch] analysis/*/*.[ch] || wrong="$wrong $function"
    done
    [ -z "$wrong" ] || { echo "$wrong"; false; }
}

@test "every folder has a README, and the files that it names are there" {
    wrong=
    for folder in sim/*/ analysis/*/ configs/*/; do
        [ -e "$folder/README.md" ] || { wrong="$wrong $folder"; continue; }
        for file in $(grep -oE '`[a-z_0-9]+\.([ch]|cfg|csv)`' "$folder/README.md" | tr -d '`' | sort -u); do
            [ -e "$folder/$file" ] || wrong="$wrong $folder:$file"
        done
    done
    [ -z "$wrong" ] || { echo "$wrong"; false; }
}

@test "links in the documents lead somewhere" {
    wrong=
    for page in $(find . -name '*.md' -not -path './outputs/*' -not -path './build/*'); do
        for link in $(grep -oE '\]\([^)]+\)' "$page" | tr -d '()]' | grep -v '^http' | sed 's|#.*||'); do
            [ -z "$link" ] || [ -e "$(dirname "$page")/$link" ] || wrong="$wrong $page:$link"
        done
    done
    [ -z "$wrong" ] || { echo "$wrong"; false; }
}

@test "every config is accepted" {
    # Each is tried for half a second.
    printf '%s\0' configs/{gcal,groups,som,miller,learning-rules,unified,rearing,lesions,ablations}/*.cfg | xargs -0 -P 4 -I '{}' "$program" check '{}' 'sheets.*.density=24' --json >/dev/null
}

@test "every file of panels is accepted, and has its section in docs/figures.md" {
    for file in configs/figures/*.cfg; do
        "$program" check "$file" >/dev/null
        grep -q "panels $file" docs/figures.md || { echo "$file"; false; }
    done
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
    cp configs/gcal/gcal.cfg configs/mine.cfg
    "$program" check configs/mine.cfg sheets.v1.density=24
    "$program" run configs/mine.cfg seed=7 stimuli.bars.contrast=0.3 sheets.v1.density=16 iterations=20 -q
    "$program" resume outputs/mine-001 iterations=30 -q
    "$program" measure outputs/mine-001
    "$program" report outputs/mine-001
    "$program" export outputs/mine-001
}

@test "no line of a document is over 120 columns" {
    run env LC_ALL=C.UTF-8 grep -nE '^.{121,}' $(git ls-files '*.md')
    [ $status -eq 1 ] || { echo "$output"; false; }
}

@test "house words: documents, comments and messages avoid what had to be read twice" {
    local words='r[au]n(s|ning)? away|largest kept|kept is the|what is asked|let to settle|it is told|they are told|is said of'
    run git grep -niE "$words" -- README.md CONTRIBUTING.md docs '*/README.md' sim analysis ':!docs/results'
    [ $status -eq 1 ] || { echo "$output"; false; }
}
