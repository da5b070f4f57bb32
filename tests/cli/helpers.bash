# Shared by the tests of the command line. Each test works in its own scratch folder and leaves nothing behind.
#
#   PINWHEEL   the program to test (default: the repository's)

repository=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
configs=$repository/tests/configs
bad=$repository/tests/bad

setup() {
    pinwheel=$(realpath "${PINWHEEL:-$repository/pinwheel}")
    inspect=$BATS_RUN_TMPDIR/inspect
    cd "$BATS_TEST_TMPDIR" || return 1
    export OMP_NUM_THREADS=1
}

# All that a test starts works in its scratch folder: what is still there when the test has passed or failed, ends with it.
teardown() {
    local scratch processes
    scratch=$(realpath "$BATS_TEST_TMPDIR")
    cd / || return
    processes=$(find /proc/[0-9]*/cwd -maxdepth 0 \( -lname "$scratch" -o -lname "$scratch/*" \) -printf '%h\n' 2>/dev/null | cut -d / -f 3)
    # shellcheck disable=SC2086 # each is a word
    [ -z "$processes" ] || kill -KILL $processes 2>/dev/null || true
    umount -l "$scratch/disk" 2>/dev/null || true
}

# Builds the helper that reads results, once for all files of tests.
setup_file() {
    [ -x "$BATS_RUN_TMPDIR/inspect" ] && return
    # shellcheck disable=SC2046 # flags are words
    cc -std=c17 -D_DEFAULT_SOURCE -DH5_USE_110_API -O1 $(pkg-config --cflags hdf5 jansson) "$BATS_TEST_DIRNAME/inspect.c" \
        -o "$BATS_RUN_TMPDIR/inspect.$$" $(pkg-config --libs hdf5 jansson) -lm &&
        mv "$BATS_RUN_TMPDIR/inspect.$$" "$BATS_RUN_TMPDIR/inspect"
}

complain() {
    printf '%s\n' "$@" "--- status ${status:-none}, output:" "${output:-}" "--- stderr:" "${stderr:-}" >&2
    return 1
}

# Runs the program; leaves $status, $output (stdout) and $stderr.
call() {
    status=0
    "$pinwheel" "$@" >stdout.txt 2>stderr.txt </dev/null || status=$?
    output=$(cat stdout.txt)
    stderr=$(cat stderr.txt)
}

# call_for STATUS ARGUMENT ...: the same, and checks the exit status.
call_for() {
    local expected=$1
    shift
    call "$@"
    [ "$status" -eq "$expected" ] || complain "pinwheel $*: wanted exit status $expected"
}

says() { # says TEXT: is it on stderr?
    [[ $stderr == *"$1"* ]] || complain "stderr lacks: $1"
}

prints() { # prints TEXT: is it on stdout?
    [[ $output == *"$1"* ]] || complain "stdout lacks: $1"
}

json() { # json FILE KEY ...: one value of a JSON file
    "$inspect" json "$@"
}

weights() { # weights DIR: the hash of a run's weights
    json "$1/run.json" weights
}

progress() { # progress DIR: status and iteration of a run
    echo "$(json "$1/run.json" status) $(json "$1/run.json" iteration)"
}

# same_bits DIR DIR: do two runs agree in weights, checkpoint, history, measures, maps and the list of pictures?
same_bits() {
    local a b
    a=$(weights "$1") b=$(weights "$2")
    [ "$a" = "$b" ] || complain "weights differ: $1 $a, $2 $b" || return
    cmp "$1/history.csv" "$2/history.csv" || complain "histories differ" || return
    "$inspect" same "$1/checkpoint.h5" "$2/checkpoint.h5" /config || complain "checkpoints differ" || return
    if [ -e "$1/maps.h5" ] || [ -e "$2/maps.h5" ]; then
        "$inspect" same "$1/maps.h5" "$2/maps.h5" || complain "maps differ" || return
        cmp "$1/measures.json" "$2/measures.json" || complain "measures differ" || return
        cmp "$1/maps/pictures.json" "$2/maps/pictures.json" || complain "lists of pictures differ"
    fi
}

# wait_for FILE: until it is there, a minute at most.
wait_for() {
    local i
    for ((i = 0; i < 3000; i++)); do
        [ -e "$1" ] && return
        sleep 0.02
    done
    complain "$1 did not come"
}

# wrong FILE ARGUMENT ...: calls the program so, and prints what differs from the lines that the file asks to be
# refused with.
wrong() {
    local file=$1 expected line told n=0
    shift
    call "$@"
    [ "$status" -eq 2 ] || echo "exit status $status"
    [ -e out ] && echo "a folder was left behind" && rm -rf out
    expected=$(sed -n '/^# It is refused with:/,$ s/^#   //p' "$file")
    [ -n "$expected" ] || echo "the file does not say what it is refused with"
    told=${stderr//pinwheel: /}
    told=${told//"$PWD/"/} # inputs are named by their whole path
    while IFS= read -r line; do
        n=$((n + 1))
        [ "$line" = "$(sed -n ${n}p <<<"$told")" ] && continue
        [[ $line == *... && $(sed -n ${n}p <<<"$told") == "${line%...}"* ]] && continue
        printf 'wanted: %s\ntold:   %s\n' "$line" "$(sed -n ${n}p <<<"$told")"
    done <<<"$expected"
    [ "$(wc -l <<<"$told")" -eq $n ] || echo "wanted $n lines, told:" "$told"
}

# wrong_each VERB FILE ...: is each file refused by the verb with the lines that it asks for?
wrong_each() {
    local verb=$1 file problem failed=0
    shift
    for file in "$@"; do
        problem=$(wrong "$file" "$verb" "$file" -o out)
        [ -z "$problem" ] && continue
        printf '%s:\n%s\n' "$file" "$problem" >&2
        failed=$((failed + 1))
    done
    [ -n "${file:-}" ] && [ $failed -eq 0 ]
}

# configs_of FOLDER: the names of the configs in it
configs_of() {
    (cd "$1" && echo *.cfg)
}
