// SPDX-License-Identifier: GPL-3.0-or-later
// Maps of several sessions, with a column spacing and without one.
#include "orientation/orientation_sessions.h"

#include "base/memory.h"
#include "helpers/synthetic_map.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static double number(const Results *results, const char *name) {
    const ResultNumber *found = results_number(results, name);
    assert_non_null(found);
    return found->value;
}

static Results *sessions_of(ComplexMap *map, double wavelength) {
    ComplexMap *const maps[] = {map, map, map};
    Results *results = results_new("orientation");
    orientation_sessions_add(results, maps, 3, wavelength);
    return results;
}

static void without_a_wavelength_nothing_is_said_to_last(void **state) {
    (void)state;
    enum { COLUMNS = 4 };
    SyntheticRing ring = {48, 6.1, 0.9, 3.0, 12.0};
    OWNED_BY(map_free_owned) ComplexMap *map = synthetic_ring(&ring, 5);
    Results *known = sessions_of(map, 8), *unknown = sessions_of(map, (double)NAN);
    const ResultMap *lasting = results_map(known, "pinwheels_lasting"),
                    *missing = results_map(unknown, "pinwheels_lasting");
    assert_true(lasting->height > 10);
    assert_true(number(known, "sessions.pinwheels") == 1);
    assert_true(number(known, "sessions.lasting") == 1);
    assert_true(isnan(number(unknown, "sessions.pinwheels")));
    assert_true(isnan(number(unknown, "sessions.pinwheels_chance")));
    assert_true(isnan(number(unknown, "sessions.displacement")));
    assert_true(isnan(number(unknown, "sessions.lasting")));
    for (size_t i = 0; i < lasting->height; i++) {
        assert_true(lasting->values[COLUMNS * i + 3] == 3);
        assert_true(missing->values[COLUMNS * i] == lasting->values[COLUMNS * i]);
        assert_true(isnan(missing->values[COLUMNS * i + 3]));
    }
    assert_true(number(unknown, "sessions.stability") > 0.999);
    results_free(known);
    results_free(unknown);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_wavelength_nothing_is_said_to_last)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
