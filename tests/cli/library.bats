# libpinwheel: what it exports, its header, and a program of another's that steps a run.

setup_file() {
    cd "$BATS_TEST_DIRNAME/../.."
    export ROOT=$PWD LIBRARY
    PINWHEEL=$(realpath "${PINWHEEL:-build/release/pinwheel}")
    LIBRARY=$(dirname "$PINWHEEL")/library
    [ -e "$LIBRARY/libpinwheel.so" ] || skip "make library comes first"
    cat >"$BATS_FILE_TMPDIR/steps.c" <<'END'
#include "pinwheel.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static bool tell(void *context, pinwheel_simulation *simulation) {
    (void)context;
    printf("%" PRId64 "\n", pinwheel_iteration(simulation));
    return true;
}

// steps CONFIG CHANGE THREADS STEP SAVED: steps to the end, saves half way and goes on from there; prints the hash.
int main(int argc, char **argv) {
    char *error = NULL;
    const char *const changes[] = {argc > 2 ? argv[2] : ""};
    pinwheel_options options = {.changes = changes, .changes_count = 1, .threads = argc > 3 ? atoi(argv[3]) : 1};
    pinwheel_simulation *simulation = argc > 5 ? pinwheel_from_file(argv[1], &options, &error) : NULL;
    int64_t end = simulation ? pinwheel_iterations(simulation) : 0, step = argc > 4 ? atoi(argv[4]) : 1;
    bool ok = simulation && pinwheel_call_every(simulation, 50, tell, NULL, &error);
    while (ok && pinwheel_iteration(simulation) < end / 2)
        ok = pinwheel_step(simulation, step, 0, &error) >= 0;
    ok = ok && pinwheel_save(simulation, argv[5], &error);
    pinwheel_free(simulation);
    options.changes_count = 0;
    simulation = ok ? pinwheel_from_state(argv[5], &options, &error) : NULL;
    ok = simulation && pinwheel_step(simulation, end - pinwheel_iteration(simulation), 0, &error) >= 0;
    if (ok)
        printf("%016" PRIx64 "\n", pinwheel_weights_hash(simulation));
    else
        fprintf(stderr, "%s\n", error);
    pinwheel_text_free(error);
    pinwheel_free(simulation);
    return !ok;
}
END
    cc -std=c17 -Wall -Wextra -Wpedantic -Werror -I sim/library "$BATS_FILE_TMPDIR/steps.c" -L "$LIBRARY" -lpinwheel \
        -o "$BATS_FILE_TMPDIR/steps"
}

setup() {
    cd "$ROOT"
}

steps() {
    LD_LIBRARY_PATH=$LIBRARY "$BATS_FILE_TMPDIR/steps" "$@"
}

@test "only names with the prefix are seen from outside" {
    run sh -c "nm -D --defined-only '$LIBRARY/libpinwheel.so.1' | awk '{ print \$3 }' | grep -v '^pinwheel_'"
    [ -z "$output" ] || { echo "$output"; false; }
    run sh -c "nm -g --defined-only '$LIBRARY/libpinwheel.a' | awk 'NF == 3 { print \$3 }' | grep -v '^pinwheel_'"
    [ -z "$output" ] || { echo "$output"; false; }
}

@test "what is seen is what the header declares, and what plug-ins may use" {
    nm -D --defined-only "$LIBRARY/libpinwheel.so.1" | awk '{ print $3 }' | LC_ALL=C sort >"$BATS_TEST_TMPDIR/seen"
    cc -E -P sim/library/pinwheel.h | tr '\n' ' ' | grep -oE 'visibility\("default"\)\)\) [^(]*\(' |
        grep -oE 'pinwheel_[a-z_]+\($' | tr -d '(' | cat - <(awk '/^#define/ { print $3 }' sim/library/plugin_names.h) |
        LC_ALL=C sort >"$BATS_TEST_TMPDIR/declared"
    [ -s "$BATS_TEST_TMPDIR/declared" ]
    diff "$BATS_TEST_TMPDIR/seen" "$BATS_TEST_TMPDIR/declared"
}

@test "the header is good C17 and C++17" {
    echo '#include "pinwheel.h"' >"$BATS_TEST_TMPDIR/header.c"
    cc -std=c17 -Wall -Wextra -Wpedantic -Wstrict-prototypes -Werror -I sim/library -c "$BATS_TEST_TMPDIR/header.c" -o /dev/null
    command -v g++ >/dev/null || skip "there is no g++"
    g++ -x c++ -std=c++17 -Wall -Wextra -Wpedantic -Werror -I sim/library -c "$BATS_TEST_TMPDIR/header.c" -o /dev/null
}

@test "a run stepped by another program has the weights of pinwheel run" {
    "$PINWHEEL" run configs/gcal/demo.cfg iterations=120 -q -o "$BATS_TEST_TMPDIR/run"
    wanted=$(sed -n 's/.*"weights": "\(.*\)".*/\1/p' "$BATS_TEST_TMPDIR/run/run.json")
    [ "$(steps configs/gcal/demo.cfg iterations=120 1 7 "$BATS_TEST_TMPDIR/a.h5")" = "50"$'\n'"$wanted" ]
    [ "$(steps configs/gcal/demo.cfg iterations=120 2 60 "$BATS_TEST_TMPDIR/b.h5" | tail -n 1)" = "$wanted" ]
}

@test "the example of docs/library.md works" {
    awk '/^```$/ { inside = 0 } inside; /^```c$/ { inside = 1 }' docs/library.md |
        sed 's/<pinwheel.h>/"pinwheel.h"/; s/2000/40/g; s/1000/20/' >"$BATS_TEST_TMPDIR/example.c"
    cc -std=c17 -Wall -Wextra -Wpedantic -Werror -I sim/library "$BATS_TEST_TMPDIR/example.c" -L "$LIBRARY" -lpinwheel \
        -o "$BATS_TEST_TMPDIR/example"
    ln -s "$ROOT/configs" "$BATS_TEST_TMPDIR/configs"
    cd "$BATS_TEST_TMPDIR"
    LD_LIBRARY_PATH=$LIBRARY ./example >output
    [ "$(grep -c '^iteration' output)" = 2 ] && grep -q '^weights [0-9a-f]\{16\}$' output && [ -s map.png ]
}

@test "a rule compiled into a program has the weights of the same rule as a plug-in" {
    local flags=(-O3 -ffp-contract=off -I sim/library -I sim) run=$BATS_TEST_TMPDIR/run
    cc "${flags[@]}" -shared -fPIC examples/own_rule.c -o "$BATS_TEST_TMPDIR/rule.so"
    "$PINWHEEL" run configs/gcal/demo.cfg --plugin "$BATS_TEST_TMPDIR/rule.so" \
        "projections.*_to_v1.learning=two_thresholds" iterations=60 -q -o "$run"
    cc -std=c17 -Wall -Wextra -Wpedantic -Werror "${flags[@]}" examples/own_program.c examples/own_rule.c -L "$LIBRARY" \
        -lpinwheel -o "$BATS_TEST_TMPDIR/own"
    export LD_LIBRARY_PATH=$LIBRARY
    [ "$("$BATS_TEST_TMPDIR/own" iterations=60)" = "weights $(sed -n 's/.*"weights": "\(.*\)".*/\1/p' "$run/run.json")" ]
}

@test "mistakes are told with the program's messages" {
    for change in iterations=-3 sheets.v1.densty=3 seed=x; do
        run "$PINWHEEL" check configs/gcal/demo.cfg "$change"
        program=$output
        run steps configs/gcal/demo.cfg "$change" 1 1 "$BATS_TEST_TMPDIR/a.h5"
        [ "$status" = 1 ]
        [ "$(head -n 1 <<<"$program")" = "pinwheel: $(head -n 1 <<<"$output")" ]
    done
}

@test "the static library serves as well, found by pkg-config where make install puts it" {
    make --no-print-directory install PREFIX="$BATS_TEST_TMPDIR/usr" >/dev/null
    export PKG_CONFIG_PATH=$BATS_TEST_TMPDIR/usr/lib/pkgconfig
    [ "$(pkg-config --modversion pinwheel)" = "$("$PINWHEEL" --version | awk '{ print $2 }')" ]
    cc -std=c17 "$BATS_FILE_TMPDIR/steps.c" $(pkg-config --cflags pinwheel) $(pkg-config --libs pinwheel) \
        -Wl,-rpath,"$BATS_TEST_TMPDIR/usr/lib" -o "$BATS_TEST_TMPDIR/shared"
    "$BATS_TEST_TMPDIR/shared" configs/gcal/demo.cfg iterations=2 1 1 "$BATS_TEST_TMPDIR/a.h5"
    rm "$BATS_TEST_TMPDIR"/usr/lib/libpinwheel.so*
    cc -std=c17 "$BATS_FILE_TMPDIR/steps.c" $(pkg-config --cflags pinwheel) $(pkg-config --libs pinwheel) \
        $(pkg-config --libs $(pkg-config --print-requires-private pinwheel)) -fopenmp -lm -o "$BATS_TEST_TMPDIR/static"
    "$BATS_TEST_TMPDIR/static" configs/gcal/demo.cfg iterations=2 1 1 "$BATS_TEST_TMPDIR/a.h5"
    { cat examples/own_rule.c && echo 'void *taken(void) { return allocate(1, 1); }'; } >"$BATS_TEST_TMPDIR/own_rule.c"
    cc -std=c17 examples/own_program.c "$BATS_TEST_TMPDIR/own_rule.c" $(pkg-config --cflags pinwheel) \
        $(pkg-config --libs pinwheel) $(pkg-config --libs $(pkg-config --print-requires-private pinwheel)) -fopenmp -lm \
        -o "$BATS_TEST_TMPDIR/own"
    "$BATS_TEST_TMPDIR/own" iterations=2
}
