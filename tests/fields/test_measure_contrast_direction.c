// SPDX-License-Identifier: GPL-3.0-or-later
// Fields that are tilted along a known map of directions, and lists that are refused.
#include "base/memory.h"
#include "helpers/small_network.h"
#include "helpers/synthetic_map.h"
#include "maps/pinwheels.h"
#include "measure/measure.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { SIDE = 45 };
static const double TILT = 0.71;

static const char text[] =
    "seed = 2385;\n"
    "sheets = { retina = { density = 15; half_width = 0.9; stimulus = \"s\"; };\n"
    "           on = { density = 15; half_width = 0.9; };\n"
    "           off = { density = 15; half_width = 0.9; };\n"
    "           finer = { density = 17; half_width = 0.9; };\n"
    "           v1 = { density = 45; half_width = 0.5; }; };\n"
    "projections = {\n"
    "  to_on = { from = \"retina\"; to = \"on\"; radius = 0.1; weights = \"uniform\"; };\n"
    "  to_off = { from = \"retina\"; to = \"off\"; radius = 0.1; weights = \"uniform\"; };\n"
    "  to_finer = { from = \"retina\"; to = \"finer\"; radius = 0.1; weights = \"uniform\"; };\n"
    "  bright = { from = \"on\"; to = \"v1\"; radius = 0.3; weights = \"uniform\"; };\n"
    "  dark = { from = \"off\"; to = \"v1\"; radius = 0.3; weights = \"uniform\"; };\n"
    "  other = { from = \"finer\"; to = \"v1\"; radius = 0.3; weights = \"uniform\"; };\n"
    "};\n"
    "stimuli = { s = { kind = \"gaussian\"; }; };\n";

static void *settings_of(const MeasureKind *kind, const char *bright, const char *dark) {
    Error error = {0};
    const Block *block = &kind->observable.kind.block;
    void *settings = allocate(1, block->size);
    OWNED char *first = format_text("bright=%s", bright), *second = format_text("dark=%s", dark);
    const char *const assignments[] = {"sheet=v1", "region=0", first, second};
    block_start(block, settings);
    for (size_t i = 0; i < 4; i++)
        if (!settings_assign(block, settings, assignments[i], false, "test", &error))
            fail_msg("%s", error.text);
    return settings;
}

static void release_settings(const MeasureKind *kind, void *settings) {
    block_finish(&kind->observable.kind.block, settings);
    release(settings);
}

// Tilts the fields of a projection along the angles of a map: a weight grows with the distance from
// the field's centre along that direction, and with `sign` -1 falls.
static void tilt(Network *network, const char *name, const ComplexMap *map, double sign) {
    Projection *projection = network_projection(network, name);
    OWNED Connection *connection = allocate(projection->field_units, sizeof *connection);
    OWNED float *weight = allocate(projection->field_units, sizeof *weight);
    for (size_t unit = 0; unit < SIDE * SIDE; unit++) {
        size_t n = projection_connections(projection, unit, connection);
        long row, column;
        projection_centre(projection, unit, &row, &column);
        double angle = atan2(map->imaginary[unit], map->real[unit]);
        for (size_t k = 0; k < n; k++) {
            double x = (double)(connection[k].column - column),
                   y = (double)(row - connection[k].row);
            weight[k] = (float)(1 + sign * TILT * (x * cos(angle) + y * sin(angle)) /
                                        (double)projection->radius);
        }
        projection_restore(projection, unit, weight, 0.0173F);
    }
}

static Results *take(Network *network, const char *bright, const char *dark) {
    const MeasureKind *kind = measure_kind("contrast_direction");
    void *settings = settings_of(kind, bright, dark);
    Results *results = kind->take(settings, "m", network);
    release_settings(kind, settings);
    return results;
}

static void the_map_of_directions_is_found(void **state) {
    (void)state;
    SyntheticRing ring = {SIDE, 5.3, 0.7, 3.0, 9.0};
    OWNED_BY(map_free_owned) ComplexMap *map = synthetic_ring(&ring, 11);
    map->periodic = false;
    NetworkSettings settings;
    small_settings(&settings, text, NULL);
    Network *network = small_network(&settings);
    tilt(network, "bright", map, 1);
    tilt(network, "dark", map, -1);
    Results *results = take(network, "bright", "dark");
    const ResultMap *found = results_map(results, "complex");
    for (size_t unit = 0; unit < SIDE * SIDE; unit++) {
        double x = found->values[unit], y = found->values[SIDE * SIDE + unit],
               length = hypot(map->real[unit], map->imaginary[unit]);
        assert_near(x * map->real[unit] + y * map->imaginary[unit], hypot(x, y) * length,
                    1e-9 * length);
    }
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(map);
    assert_true(pinwheels->count > 40);
    assert_near(results_number(results, "pinwheels.count")->value, (double)pinwheels->count, 0);
    assert_near(results_number(results, "spectrum.ring")->value, 1, 0);
    double wavelength = results_number(results, "wavelength.peak_fit")->value;
    assert_near(wavelength, SIDE / 5.3, 0.6);
    assert_near(results_number(results, "pinwheels.density")->value,
                (double)pinwheels->count * wavelength * wavelength / ((SIDE - 1) * (SIDE - 1)),
                1e-9);
    results_free(results);

    // A field whose ON and OFF parts are tilted alike has no direction.
    tilt(network, "dark", map, 1);
    results = take(network, "bright", "dark");
    assert_near(results_number(results, "distance.mean")->value, 0, 1e-9);
    results_free(results);
    small_network_finish(network, &settings);
}

// The distance of the centres of 1 + t x / r and 1 - t x / r is 2 t <x^2> / r over the field.
static void the_distance_is_that_of_the_centres(void **state) {
    (void)state;
    OWNED_BY(map_free_owned) ComplexMap *map = map_new(SIDE, SIDE, (double)NAN, false);
    for (size_t unit = 0; unit < SIDE * SIDE; unit++)
        map->real[unit] = 1;
    NetworkSettings settings;
    small_settings(&settings, text, NULL);
    Network *network = small_network(&settings);
    tilt(network, "bright", map, 1);
    tilt(network, "dark", map, -1);
    Results *results = take(network, "bright", "dark");
    enum { R = 4 }; // 0.3 sheet units of density 15
    double squares = 0, count = 0;
    for (int y = -R; y <= R; y++)
        for (int x = -R; x <= R; x++)
            if (x * x + y * y <= (R + 0.5) * (R + 0.5)) {
                squares += x * x;
                count++;
            }
    assert_near(results_number(results, "distance.mean")->value,
                2 * TILT * squares / count / R / 15, 1e-7);
    assert_near(results_number(results, "spectrum.ring")->value, 0, 0);
    assert_near(results_number(results, "pinwheels.count")->value, 0, 0);
    results_free(results);
    small_network_finish(network, &settings);
}

static void refused(const char *bright, const char *dark, const char *message) {
    const MeasureKind *kind = measure_kind("contrast_direction");
    NetworkSettings network;
    small_settings(&network, text, NULL);
    void *settings = settings_of(kind, bright, dark);
    Error error = {0};
    assert_false(kind->observable.check(settings, &network, "measures.m", &error));
    assert_string_equal(error.text, message);
    error_clear(&error);
    release_settings(kind, settings);
    small_settings_finish(&network);
}

static void lists_are_refused(void **state) {
    (void)state;
    refused("brigt", "dark",
            "measures.m.bright: there is no projection 'brigt'; did you mean 'bright'?");
    refused("bright", "to_off", "measures.m.dark: 'to_off' does not go to sheet 'v1'");
    refused("bright,other", "dark",
            "measures.m.bright: the units of 'on' and 'finer' do not lie alike, so that their "
            "weights cannot be added; name projections from sheets of one density, half_width and "
            "boundary");
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_map_of_directions_is_found),
                                       cmocka_unit_test(the_distance_is_that_of_the_centres),
                                       cmocka_unit_test(lists_are_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
