// SPDX-License-Identifier: GPL-3.0-or-later
// The alignment of two sheets' orientation maps: of a sheet and its copy, of a sheet and one that
// adds it up, and of two that know nothing of each other.
#include "base/memory.h"
#include "helpers/small_network.h"
#include "measure/measure.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static const char text[] =
    "seed = 2385;\n"
    "sheets = { retina = { density = 15; half_width = 1.0; stimulus = \"s\"; };\n"
    "           one = { density = 21; half_width = 0.5; };\n"
    "           copy = { density = 21; half_width = 0.5; };\n"
    "           sum = { density = 21; half_width = 0.5; };\n"
    "           apart = { density = 21; half_width = 0.5; };\n"
    "           small = { density = 19; half_width = 0.5; }; };\n"
    "projections = {\n"
    "  in = { from = \"retina\"; to = \"one\"; radius = 0.3; weights = \"uniform\"; };\n"
    "  same = { from = \"one\"; to = \"copy\"; radius = 0.05; strength = 0.37;\n"
    "    weights = { kind = \"gaussian\"; sigma = 1e-3; }; };\n"
    "  near = { from = \"one\"; to = \"sum\"; radius = 0.1;\n"
    "    weights = { kind = \"gaussian\"; sigma = 0.04; }; };\n"
    "  other = { from = \"retina\"; to = \"apart\"; radius = 0.3; weights = \"uniform\"; };\n"
    "  less = { from = \"retina\"; to = \"small\"; radius = 0.3; weights = \"uniform\"; };\n"
    "};\n"
    "stimuli = { s = { kind = \"gaussian\"; }; };\n";

typedef struct {
    double stability, correlation;
} Alignment;

static void *settings_of(const MeasureKind *kind, const char *other) {
    Error error = {0};
    const Block *block = &kind->observable.kind.block;
    void *settings = allocate(1, block->size);
    OWNED char *to = format_text("other=%s", other);
    block_start(block, settings);
    if (!settings_assign(block, settings, "sheet=one", false, "test", &error) ||
        !settings_assign(block, settings, "protocol=settled", false, "test", &error) ||
        !settings_assign(block, settings, to, false, "test", &error))
        fail_msg("%s", error.text);
    return settings;
}

static double number(const Results *results, const char *name) {
    size_t k = 0;
    while (strcmp(results->number[k].name, name) != 0)
        assert_true(++k < results->numbers);
    return results->number[k].value;
}

static Alignment alignment_with(const char *other) {
    const MeasureKind *kind = measure_kind("alignment");
    NetworkSettings settings;
    Error error = {0};
    small_settings(&settings, text, NULL);
    Network *network = small_network(&settings);
    void *measure = settings_of(kind, other);
    if (!kind->observable.check(measure, &settings, "measures.m", &error))
        fail_msg("%s", error.text);
    Results *results = kind->take(measure, "m", network);
    Alignment alignment = {number(results, "similarity.stability"),
                           number(results, "similarity.correlation")};
    results_free(results);
    block_finish(&kind->observable.kind.block, measure);
    release(measure);
    small_network_finish(network, &settings);
    return alignment;
}

static void sheets_are_compared_place_by_place(void **state) {
    (void)state;
    Alignment copy = alignment_with("copy"), sum = alignment_with("sum"),
              apart = alignment_with("apart");
    assert_near(copy.stability, 1, 1e-5);
    assert_near(copy.correlation, 1, 1e-5);
    assert_true(sum.stability > 0.15 && sum.stability < 0.9);
    assert_true(sum.correlation > 0.15 && sum.correlation < 0.9);
    // 441 units, of which each angle has a standard deviation of 26 degrees by chance
    assert_near(apart.stability, 0, 4.5 * 1 / sqrt(3 * 441));
}

static void sheets_of_other_sizes_are_refused(void **state) {
    (void)state;
    const MeasureKind *kind = measure_kind("alignment");
    NetworkSettings settings;
    small_settings(&settings, text, NULL);
    static const char *const cases[][2] = {
        {"small", "measures.m.other: sheet small has 19 units over a side of 1, but sheet one 21 "
                  "over 1"},
        {"nowhere", "there is no sheet 'nowhere'"},
        {"retina", "retina"}};
    for (size_t k = 0; k < 3; k++) {
        OWNED_BY(error_clear) Error error = {0};
        void *measure = settings_of(kind, cases[k][0]);
        assert_false(kind->observable.check(measure, &settings, "measures.m", &error));
        if (!strstr(error.text, cases[k][1]))
            fail_msg("\"%s\" lacks \"%s\"", error.text, cases[k][1]);
        block_finish(&kind->observable.kind.block, measure);
        release(measure);
    }
    small_settings_finish(&settings);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(sheets_are_compared_place_by_place),
                                       cmocka_unit_test(sheets_of_other_sizes_are_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
