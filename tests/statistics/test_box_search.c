// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/box_search.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// Rosenbrock's valley, least at (0.61, 0.3721), and no number where the first coordinate is small.
static double valley(const double *at, void *context) {
    size_t *calls = context;
    ++*calls;
    for (int k = 0; k < 2; k++)
        assert_true(at[k] >= 0 && at[k] <= 1);
    if (at[0] < 0.05)
        return (double)NAN;
    return pow(0.61 - at[0], 2) + 30 * pow(at[1] - at[0] * at[0], 2);
}

static void finds_the_bottom_of_a_valley(void **state) {
    (void)state;
    static const double STARTS[][2] = {{0.1, 0.9}, {0.93, 0.07}, {0.5, 0.5}};
    for (size_t s = 0; s < sizeof STARTS / sizeof *STARTS; s++) {
        double at[2] = {STARTS[s][0], STARTS[s][1]};
        size_t calls = 0;
        assert_near(box_search(valley, &calls, 2, 0.2, at), 0, 1e-6);
        assert_near(at[0], 0.61, 2e-3);
        assert_near(at[1], 0.3721, 2e-3);
        assert_true(calls < 500);
    }
}

static double slope(const double *at, void *context) {
    (void)context;
    return 3 * at[0] - at[1] + 0.7 * at[2];
}

static void finds_a_corner(void **state) {
    (void)state;
    double at[3] = {0.4, 0.3, 0.8};
    assert_near(box_search(slope, NULL, 3, 0.2, at), -1, 1e-3);
    assert_near(at[1], 1, 1e-3);
}

static double nowhere(const double *at, void *context) {
    (void)at, (void)context;
    return (double)NAN;
}

static void says_where_there_is_no_value(void **state) {
    (void)state;
    double at[1] = {0.37};
    assert_true(isinf(box_search(nowhere, NULL, 1, 0.2, at)));
    assert_near(at[0], 0.37, 1e-12);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_the_bottom_of_a_valley),
                                       cmocka_unit_test(finds_a_corner),
                                       cmocka_unit_test(says_where_there_is_no_value)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
