// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of angle_unit.c: what values of one unit look like in another.
#include "base/memory.h"
#include "measure/angle_unit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { N = 400 };

// Values from low to high, in no order, with a missing one.
static void fill(double low, double high, double values[N]) {
    for (size_t i = 0; i < N; i++)
        values[i] = low + (high - low) * (double)(i * 97 % N) / (N - 1);
    values[7] = (double)NAN;
}

// `wanted`: a part of the reason; NULL: none.
static void check(AngleUnit unit, double low, double high, AngleAgreement agreement,
                  const char *wanted) {
    double values[N], first;
    OWNED char *why = NULL;
    fill(low, high, values);
    AngleAgreement found = angle_unit_check(unit, values, N, &first, &why);
    if (found != agreement || (why == NULL) != (wanted == NULL) ||
        (why && strstr(why, wanted) == NULL))
        fail_msg("%g to %g: %d, %s", low, high, (int)found, why ? why : "no reason");
}

static void ranges(void **state) {
    (void)state;
    const AngleUnit degrees = {ANGLES_DEGREES, ANGLES_SINGLE, 0},
                    radians = {ANGLES_RADIANS, ANGLES_SINGLE, 0},
                    turns = {ANGLES_TURNS, ANGLES_SINGLE, 0},
                    doubled = {ANGLES_DEGREES, ANGLES_DOUBLED, 0},
                    directions = {ANGLES_RADIANS, ANGLES_DIRECTIONS, 0};
    check(degrees, 0.3, 179, ANGLES_AGREE, NULL);
    check(degrees, -90, 90, ANGLES_AGREE, NULL);
    check(degrees, 40, 140, ANGLES_AGREE, NULL);
    check(degrees, 0.01, 3.13, ANGLES_DISAGREE, "from 0.01 to 3.13");
    check(degrees, -1.5, 1.5, ANGLES_DISAGREE, "they look like radians (--radians)");
    check(degrees, 0.001, 0.998, ANGLES_DISAGREE, "they look like turns (--turns)");
    check(degrees, 0, 359, ANGLES_DISAGREE, "(--degrees --directions, or --degrees --doubled)");
    check(degrees, -3.1, 3.1, ANGLES_DISAGREE, "directions in radians");
    check(degrees, 17, 42, ANGLES_DOUBTFUL, "less than a third of the half-turn of 180 degrees");
    check(degrees, -1000, 5000, ANGLES_DISAGREE, "are they of another unit?");
    check(radians, 0, 3.1, ANGLES_AGREE, NULL);
    check(radians, 0, 179, ANGLES_DISAGREE, "they look like degrees (--degrees)");
    check(radians, 0, 0.99, ANGLES_DISAGREE, "they look like turns (--turns)");
    check(turns, 0, 0.99, ANGLES_AGREE, NULL);
    check(turns, 0, 3.1, ANGLES_DISAGREE, "they look like radians (--radians)");
    check(doubled, 2, 358, ANGLES_AGREE, NULL);
    check(doubled, 2, 178, ANGLES_DISAGREE, "they look like degrees (--degrees)");
    check(directions, 0, 6.2, ANGLES_AGREE, NULL);
    check(directions, 0, 3.1, ANGLES_DISAGREE, "they look like radians (--radians)");
}

static void factors(void **state) {
    (void)state;
    assert_near(90 * angle_unit_radians((AngleUnit){ANGLES_DEGREES, ANGLES_SINGLE, 0}), M_PI / 2,
                1e-15);
    assert_near(90 * angle_unit_radians((AngleUnit){ANGLES_DEGREES, ANGLES_DOUBLED, 0}), M_PI / 4,
                1e-15);
    assert_near(90 * angle_unit_radians((AngleUnit){ANGLES_DEGREES, ANGLES_DIRECTIONS, 0}),
                M_PI / 2, 1e-15);
    assert_near(0.25 * angle_unit_radians((AngleUnit){ANGLES_TURNS, ANGLES_SINGLE, 0}), M_PI / 4,
                1e-15);
    assert_near(3 * angle_unit_radians((AngleUnit){ANGLES_CODES, ANGLES_SINGLE, 8}), 3 * M_PI / 8,
                1e-15);
}

static AngleAgreement codes(double low, double high, size_t n, double *first) {
    double values[N];
    char *why;
    for (size_t i = 0; i < N; i++)
        values[i] = low + (double)(i % (size_t)(high - low + 1));
    AngleAgreement found =
        angle_unit_check((AngleUnit){ANGLES_CODES, ANGLES_SINGLE, n}, values, N, first, &why);
    release(why);
    return found;
}

static void codes_from_0_and_1(void **state) {
    (void)state;
    double first, odd[3] = {0, 2.5, 1};
    char *why;
    assert_int_equal(codes(0, 7, 8, &first), ANGLES_AGREE);
    assert_near(first, 0, 0);
    assert_int_equal(codes(1, 8, 8, &first), ANGLES_AGREE);
    assert_near(first, 1, 0);
    assert_int_equal(codes(2, 7, 8, &first), ANGLES_DISAGREE);
    assert_int_equal(codes(0, 8, 8, &first), ANGLES_DISAGREE);
    assert_int_equal(
        angle_unit_check((AngleUnit){ANGLES_CODES, ANGLES_SINGLE, 8}, odd, 3, &first, &why),
        ANGLES_DISAGREE);
    assert_string_equal(why, "it holds 2.5, and codes are whole numbers");
    release(why);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(ranges), cmocka_unit_test(factors),
                                       cmocka_unit_test(codes_from_0_and_1)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
