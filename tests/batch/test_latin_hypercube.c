// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/latin_hypercube.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { N = 137 };

static void every_part_is_drawn_from_once(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        double share[N];
        bool taken[N] = {false};
        latin_hypercube(random_stream(seed, "sweep/a"), share, N);
        for (size_t i = 0; i < N; i++) {
            assert_true(share[i] >= 0 && share[i] < 1);
            size_t part = (size_t)(share[i] * N);
            assert_false(taken[part]);
            taken[part] = true;
        }
    }
}

// Two quantities in independent random order have a correlation of deviation 1 / sqrt(N - 1), and
// the mean of 20 of them one of 0.019: 0.08 is four of these.
static void quantities_are_drawn_independently(void **state) {
    (void)state;
    double sum = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        double a[N], b[N], product = 0;
        latin_hypercube(random_stream(seed, "sweep/a"), a, N);
        latin_hypercube(random_stream(seed, "sweep/b"), b, N);
        for (size_t i = 0; i < N; i++)
            product += (a[i] - 0.5) * (b[i] - 0.5);
        sum += 12 * product / N;
    }
    assert_true(fabs(sum / 20) < 0.08);
}

// Within their parts values are uniform: their mean over all, taken from the parts' lower ends in
// units of a part, is 0.5 with a deviation of 1 / sqrt(12 * 20 * N) = 0.0055.
static void values_fill_their_parts(void **state) {
    (void)state;
    double sum = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        double share[N];
        latin_hypercube(random_stream(seed, "sweep/a"), share, N);
        for (size_t i = 0; i < N; i++)
            sum += share[i] * N - floor(share[i] * N);
    }
    assert_true(fabs(sum / (20 * N) - 0.5) < 4 * 0.0055);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_is_drawn_from_once),
        cmocka_unit_test(quantities_are_drawn_independently),
        cmocka_unit_test(values_fill_their_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
