// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of recording.c: maps of arrays, with their margins and angles, and what is refused.
#include "measure/recording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { ROWS = 5, COLUMNS = 7, PLANE = ROWS * COLUMNS };

static DataArray array_of(int rank, const size_t *shape, double *values) {
    DataArray array = {.rank = rank, .values = values};
    for (int k = 0; k < rank; k++)
        array.shape[k] = shape[k];
    return array;
}

// 2 x 5 x 7 values, none like another; or the 5 x 7 of the first plane.
static Recording recording_of(double values[2 * PLANE], bool planes) {
    for (size_t i = 0; i < 2 * (size_t)PLANE; i++)
        values[i] = 0.1 + 0.037 * (double)(i * i % 83);
    Recording recording = {.count = 1, .name = {"m.h5:/a"}, .spacing = 0.25};
    recording.array[0] = planes ? array_of(3, (size_t[]){2, ROWS, COLUMNS}, values)
                                : array_of(2, (size_t[]){ROWS, COLUMNS}, values);
    return recording;
}

static void assert_refused(Error *error, const char *message) {
    assert_string_equal(error->text, message);
    error_clear(error);
}

static void test_margin(void **state) {
    (void)state;
    double values[2 * PLANE];
    Error error = {0};
    Recording recording = recording_of(values, true);
    recording.margin = 1;
    ComplexMap *map = recording_map(&recording, 0, 2, "", &error);
    assert_int_equal(map->height, ROWS - 2);
    assert_int_equal(map->width, COLUMNS - 2);
    assert_int_equal(recording_height(&recording), map->height);
    assert_int_equal(recording_width(&recording), map->width);
    assert_near(map->spacing, 0.25, 0);
    for (size_t i = 0; i < map->height; i++)
        for (size_t j = 0; j < map->width; j++) {
            assert_near(map->real[i * map->width + j], values[(i + 1) * COLUMNS + j + 1], 0);
            assert_near(map->imaginary[i * map->width + j],
                        values[PLANE + (i + 1) * COLUMNS + j + 1], 0);
        }
    map_free(map);
    recording = recording_of(values, false);
    recording.margin = 1;
    ScalarMap *scalar = recording_map(&recording, 0, 1, "", &error);
    for (size_t i = 0; i < scalar->height; i++)
        for (size_t j = 0; j < scalar->width; j++)
            assert_near(scalar->value[i * scalar->width + j], values[(i + 1) * COLUMNS + j + 1], 0);
    map_free(scalar);
    recording.margin = 0;
    recording.periodic = true;
    scalar = recording_map(&recording, 0, 1, "", &error);
    assert_true(scalar->periodic);
    map_free(scalar);
    recording.periodic = false;
    recording.margin = 2;
    assert_null(recording_map(&recording, 0, 1, "", &error));
    assert_refused(&error, "m.h5:/a: a margin of 2 leaves nothing of 5 x 7 samples");
}

static void test_angles(void **state) {
    (void)state;
    double values[2 * PLANE];
    Error error = {0};
    Recording recording = recording_of(values, false);
    assert_true(recording_has_angles(&recording, 0));
    assert_null(recording_orientation(&recording, 0, &error));
    assert_refused(&error, "m.h5:/a: is an (H, W) array of angles; say --degrees or --radians");
    for (int degrees = 0; degrees < 2; degrees++) {
        recording = recording_of(values, false);
        recording.angles.measure = degrees ? ANGLES_DEGREES : ANGLES_RADIANS;
        for (size_t i = 0; degrees && i < PLANE; i++)
            values[i] *= 57;
        ComplexMap *map = recording_orientation(&recording, 0, &error);
        for (size_t i = 0; i < PLANE; i++) {
            double angle = degrees ? values[i] * M_PI / 180 : values[i];
            assert_near(map->real[i], cos(2 * angle), 1e-15);
            assert_near(map->imaginary[i], sin(2 * angle), 1e-15);
        }
        map_free(map);
    }
    recording = recording_of(values, true);
    recording.angles.measure = ANGLES_DEGREES;
    assert_null(recording_orientation(&recording, 0, &error));
    assert_refused(&error, "m.h5:/a: is (2, H, W), real and imaginary planes; --degrees and "
                           "--radians are for angles");
}

static void test_selectivity_and_region(void **state) {
    (void)state;
    double values[2 * PLANE], selectivity[PLANE], inside[PLANE];
    Error error = {0};
    Recording recording = recording_of(values, false);
    recording.angles.measure = ANGLES_RADIANS;
    for (size_t i = 0; i < PLANE; i++) {
        selectivity[i] = 0.01 + 0.02 * (double)(i * i % 31);
        inside[i] = i % 5 == 2 ? 0 : i % 7 == 3 ? (double)NAN : 1 + (double)i;
    }
    recording.selectivity = array_of(2, (size_t[]){ROWS, COLUMNS}, selectivity);
    recording.region = array_of(2, (size_t[]){ROWS, COLUMNS}, inside);
    recording.region.place = recording.selectivity.place = (char[]){"r.h5"};
    assert_true(recording_apply_region(&recording, &error));
    ComplexMap *map = recording_orientation(&recording, 0, &error);
    for (size_t i = 0; i < PLANE; i++)
        if (i % 5 == 2 || i % 7 == 3)
            assert_false(map_has_sample(map, i));
        else
            assert_near(hypot(map->real[i], map->imaginary[i]), selectivity[i], 1e-15);
    map_free(map);
    selectivity[4] = -0.5;
    assert_null(recording_orientation(&recording, 0, &error));
    assert_refused(&error, "r.h5: holds -0.5, and a selectivity is at least 0");
    for (size_t i = 0; i < PLANE; i++)
        inside[i] = i % 2 ? 0 : (double)NAN;
    assert_false(recording_apply_region(&recording, &error));
    assert_refused(&error, "r.h5: nothing lies inside: all its values are 0 or missing");
    inside[0] = 1;
    recording.region.shape[1]--;
    assert_false(recording_apply_region(&recording, &error));
    assert_refused(&error, "r.h5: has 5 x 6 samples, and m.h5:/a is 5 x 7");
}

static void test_shapes(void **state) {
    (void)state;
    double values[2 * PLANE];
    Error error = {0};
    Recording recording = recording_of(values, true);
    assert_null(recording_map(&recording, 0, 1, "an index is (H, W)", &error));
    assert_refused(&error, "m.h5:/a: an index is (H, W); this is 2 x 5 x 7");
    recording.array[0] = array_of(1, (size_t[]){PLANE}, values);
    assert_null(recording_map(&recording, 0, 2, "centres are (2, H, W)", &error));
    assert_refused(&error, "m.h5:/a: centres are (2, H, W); this is 35");
    recording = recording_of(values, false);
    values[3] = (double)NAN;
    values[34] = (double)INFINITY;
    values[35] = (double)NAN; // behind the array
    assert_false(recording_check_finite(&recording, 0, &error));
    assert_refused(&error,
                   "m.h5:/a: 2 of its 35 values are not finite; leave out the units they are of");
    recording.count = 2;
    recording.name[1] = "n.h5:/b";
    recording.array[1] = array_of(3, (size_t[]){2, ROWS, COLUMNS}, values);
    assert_true(recording_check_alike(&recording, 0, 1, &error));
    recording.array[1].shape[2] = 6;
    assert_false(recording_check_alike(&recording, 0, 1, &error));
    assert_refused(&error, "n.h5:/b: has 5 x 6 samples, and m.h5:/a has 5 x 7; they have to be of "
                           "the same samples");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_margin), cmocka_unit_test(test_angles),
                                       cmocka_unit_test(test_selectivity_and_region),
                                       cmocka_unit_test(test_shapes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
