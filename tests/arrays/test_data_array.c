// SPDX-License-Identifier: GPL-3.0-or-later
#include "arrays/data_array.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// values[i] = i^2 + 0.37 i, and minus half of it as imaginary part.
static DataArray numbered(int rank, const size_t *shape, bool complex) {
    DataArray array = data_array_new("made up", rank, shape, complex);
    for (size_t i = 0; i < data_array_count(&array); i++) {
        array.values[i] = (double)(i * i) + 0.37 * (double)i;
        if (complex)
            array.imaginary[i] = -0.5 * array.values[i];
    }
    return array;
}

static void axes_are_turned(void **state) {
    (void)state;
    const size_t shape[] = {3, 4, 5, 2};
    const int axis[DATA_RANK_MOST] = {2, 0, 3, 1};
    DataArray whole = numbered(4, shape, true), turned = numbered(4, shape, true);
    data_array_turn(&turned, axis);
    char *text = data_array_shape_text(&turned);
    assert_string_equal(text, "5 x 3 x 2 x 4");
    release(text);
    for (size_t a = 0; a < 3; a++)
        for (size_t b = 0; b < 4; b++)
            for (size_t c = 0; c < 5; c++)
                for (size_t d = 0; d < 2; d++) {
                    size_t before = ((a * 4 + b) * 5 + c) * 2 + d,
                           now = ((c * 3 + a) * 2 + d) * 4 + b;
                    assert_true(turned.values[now] == whole.values[before]);
                    assert_true(turned.imaginary[now] == whole.imaginary[before]);
                }
    data_array_free(&turned);
    data_array_free(&whole);
}

static void rows_come_last(void **state) {
    (void)state;
    const size_t shape[] = {6, 9, 2, 5};
    DataArray array = numbered(4, shape, false);
    data_array_put_rows_last(&array); // they are last already
    assert_int_equal(array.shape[0], 6);
    array.order = DATA_ROWS_FIRST;
    double first = array.values[((4 * 9 + 7) * 2 + 1) * 5 + 3];
    data_array_put_rows_last(&array);
    assert_int_equal(array.order, DATA_ROWS_LAST);
    char *text = data_array_shape_text(&array);
    assert_string_equal(text, "2 x 5 x 6 x 9");
    release(text);
    assert_true(array.values[((1 * 5 + 3) * 6 + 4) * 9 + 7] == first);
    data_array_free(&array);
}

static void a_single_number_has_rank_0(void **state) {
    (void)state;
    DataArray array = numbered(0, NULL, false);
    assert_int_equal(data_array_count(&array), 1);
    char *text = data_array_shape_text(&array);
    assert_string_equal(text, "a single number");
    release(text);
    assert_null(data_array_note(&array, "units"));
    data_array_free(&array);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(axes_are_turned),
        cmocka_unit_test(rows_come_last),
        cmocka_unit_test(a_single_number_has_rank_0),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
