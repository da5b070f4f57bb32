// SPDX-License-Identifier: GPL-3.0-or-later
// The measures of fields by spots, on a network that is lesioned by hand, against maps filed
// before.
#include "base/memory.h"
#include "helpers/small_network.h"
#include "measure/measure.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// A retina straight onto V1, both of 24 units to the unit of length; Gaussian fields.
static const char plain[] =
    "sheets = { retina = { density = 24.0; half_width = 1.0; stimulus = \"s\"; };\n"
    "           v1 = { density = 24.0; half_width = 0.5; threshold = 0.0; }; };\n"
    "projections = { in = { from = \"retina\"; to = \"v1\"; radius = 0.3; weights = { kind = "
    "\"gaussian\"; sigma = 0.06; }; }; };\n"
    "stimuli = { s = { kind = \"noise\"; }; };\n";

static const double SIGMA = 0.05, FIELD = 0.06;

typedef struct {
    NetworkSettings settings;
    Network *network;
    Store maps;
    char path[64];
} Fixture;

static const MeasureKind *kind_named(const char *name) {
    for (size_t i = 0; measure_kinds[i]; i++)
        if (strcmp(measure_kinds[i]->name, name) == 0)
            return (const MeasureKind *)measure_kinds[i];
    return NULL;
}

static Fixture fixture_new(void) {
    Fixture fixture = {.maps = {.file = -1}};
    Error error = {0};
    strcpy(fixture.path, "/tmp/pinwheel-reorganisation-XXXXXX");
    int file = mkstemp(fixture.path);
    assert_true(file >= 0 && close(file) == 0);
    assert_true(store_open(&fixture.maps, fixture.path, STORE_CREATE, 0, &error));
    small_settings(&fixture.settings, plain, NULL);
    fixture.network = NULL;
    return fixture;
}

static void fixture_free(Fixture *fixture) {
    Error error = {0};
    assert_true(store_close(&fixture->maps, &error));
    remove(fixture->path);
    network_free(fixture->network);
    small_settings_finish(&fixture->settings);
}

// Takes a measure as "m" and files its maps, as a run does; NULL where it is refused for `cause`.
static Results *taken(Fixture *fixture, const char *name, const char *const *assignments,
                      const char *cause) {
    const MeasureKind *kind = kind_named(name);
    void *settings = allocate(1, kind->observable.kind.block.size);
    block_start(&kind->observable.kind.block, settings);
    Error error = {0};
    for (; *assignments; assignments++)
        if (!settings_assign(&kind->observable.kind.block, settings, *assignments, false, "m",
                             &error))
            fail_msg("%s", error.text);
    Results *results =
        kind->take ? kind->take(settings, "m", fixture->network)
                   : kind->take_after(settings, "m", fixture->network, &fixture->maps, &error);
    assert_true((results == NULL) == (cause != NULL));
    if (results == NULL && !strstr(error.text, cause))
        fail_msg("\"%s\" lacks \"%s\"", error.text, cause);
    error_clear(&error);
    char *group = earlier_group("m", fixture->network->presentation);
    for (size_t i = 0; results && i < results->maps; i++) {
        const ResultMap *map = &results->map[i];
        size_t shape[3] = {map->planes, map->height, map->width};
        char *path = format_text("%s/%s", group, map->name);
        if (!store_write(&fixture->maps, path, 3, shape, map->values, &error))
            fail_msg("%s", error.text);
        release(path);
    }
    release(group);
    block_finish(&kind->observable.kind.block, settings);
    release(settings);
    return results;
}

static double number(const Results *results, const char *name) {
    const ResultNumber *found = results_number(results, name);
    if (found == NULL)
        fail_msg("there is no %s", name);
    return found->value;
}

static void lose(Network *network, const char *name, double x, double y, double radius) {
    Sheet *sheet = network_sheet(network, name);
    const Geometry *geometry = &sheet->geometry;
    for (size_t unit = 0; unit < sheet->units; unit++)
        if (hypot(geometry_x(geometry, unit % geometry->n) - x,
                  geometry_y(geometry, unit / geometry->n) - y) < radius) {
            size_t i = unit / geometry->n, j = unit % geometry->n,
                   strip = i / STRIP_ROWS * sheet_strips_across(sheet) + j / STRIP_COLUMNS;
            sheet->inside[unit] = 0;
            sheet->strip_targets[strip] &=
                ~((StripTargets)1 << (i % STRIP_ROWS * STRIP_COLUMNS + j % STRIP_COLUMNS));
        }
}

// A spot of deviation s through a field of deviation w gives a Gaussian of variance s^2 + w^2 at
// the unit's own place, and a peak of s^2 / (s^2 + w^2), but for sums in place of integrals and
// places between spots: bilinear, they are below by up to step^2 / 4 over the variance.
static void fields_by_spots_are_those_of_the_weights(void **state) {
    (void)state;
    Fixture fixture = fixture_new();
    fixture.network = small_network(&fixture.settings);
    lose(fixture.network, "v1", 0.3, 0.3, 0.05);
    Results *results =
        taken(&fixture, "mapping",
              (const char *const[]){"sheet=v1", "sigma=0.05", "step=0.025", "half_range=0.7", NULL},
              NULL);
    const Geometry *v1 = &network_sheet(fixture.network, "v1")->geometry;
    double variance = SIGMA * SIGMA + FIELD * FIELD, bend = 0.025 * 0.025 / 4 / variance;
    for (size_t unit = 0; unit < v1->n * v1->n; unit++) {
        if (!(results_map(results, "present")->values[unit] > 0)) {
            assert_true(isnan(results_map(results, "x")->values[unit]));
            assert_true(isnan(results_map(results, "peak")->values[unit]));
            continue;
        }
        assert_near(results_map(results, "x")->values[unit], geometry_x(v1, unit % v1->n), 0.003);
        assert_near(results_map(results, "y")->values[unit], geometry_y(v1, unit / v1->n), 0.003);
        assert_near(results_map(results, "peak")->values[unit], SIGMA * SIGMA / variance,
                    (bend + 0.01) * SIGMA * SIGMA / variance);
    }
    // Relative errors of the level, of the field between spots, and 2 % of the area for its edge.
    assert_near(number(results, "field.area"), 2 * M_PI * variance * log(2),
                2 * M_PI * variance * (2 * bend + 0.01 + 0.02));
    assert_near(number(results, "responsive"), 1, 0);
    assert_near(number(results, "blank"), 0, 0);
    results_free(results);
    fixture_free(&fixture);
}

static const char *const scotoma[] = {"sheet=v1",    "sigma=0.05",     "step=0.05",
                                      "radius=0.25", "x=0.05",         "y=-0.05",
                                      "reference=3", "half_range=0.6", NULL};

static void a_missing_reference_is_refused(void **state) {
    (void)state;
    Fixture fixture = fixture_new();
    fixture.network = small_network(&fixture.settings);
    small_network_present(fixture.network, 2);
    results_free(taken(&fixture, "reorganisation", scotoma, NULL)); // before it: its own reference
    small_network_present(fixture.network, 2);
    assert_null(taken(&fixture, "reorganisation", scotoma, "at iteration 3 in this run"));
    fixture_free(&fixture);
}

static void a_lesion_silences_the_projection_zone(void **state) {
    (void)state;
    Fixture fixture = fixture_new();
    fixture.network = small_network(&fixture.settings);
    small_network_present(fixture.network, 3);
    Results *before = taken(&fixture, "reorganisation", scotoma, NULL);
    assert_near(number(before, "responsive.projection_zone"), 1, 0);
    assert_near(number(before, "leakage"), 0, 0);
    assert_int_equal(results_map(before, "course")->height, 0);
    results_free(before);

    lose(fixture.network, "retina", 0.05, -0.05, 0.25);
    small_network_present(fixture.network, 1);
    Results *acute = taken(&fixture, "reorganisation", scotoma, NULL);
    // Units deeper than 2.2 deviations of field and spot together see less than 0.2 of their peak;
    // those beyond the border still see more than half of it.
    assert_near(number(acute, "responsive.core"), 0, 0);
    assert_near(number(acute, "responsive.depth_4"), 0, 0);
    assert_true(number(acute, "responsive.depth_1") > 0.5);
    assert_near(number(acute, "responsive.ring"), 1, 0);
    assert_near(number(acute, "responsive.far"), 1, 0);
    assert_true(number(acute, "outward.projection_zone") > 0.01);
    assert_near(number(acute, "peak.far"), 1, 1e-6);
    assert_near(number(acute, "area.far"), 1, 1e-6);
    assert_true(number(acute, "area_by_reference.projection_zone") <
                number(acute, "area.projection_zone"));
    assert_near(number(acute, "leakage"), 0, 0); // the retina is all there is before V1
    assert_near(number(acute, "units.projection_zone"), M_PI * 0.25 * 0.25 * 24 * 24, 12);
    assert_true(number(acute, "shift.spread") > 1); // the rim's fields are pushed out on all sides
    assert_true(isnan(number(acute, "shift.along_preference")));
    results_free(acute);

    small_network_present(fixture.network, 1);
    Results *later = taken(&fixture, "reorganisation", scotoma, NULL);
    const ResultMap *course = results_map(later, "course");
    assert_int_equal(course->height, 2);
    assert_near(course->values[0], 0, 0); // the lesion is that of iteration 4
    assert_near(course->values[course->width], 1, 0);
    assert_near(course->values[course->width + 1], number(later, "responsive.projection_zone"), 0);
    assert_string_equal(results_number(later, "fit.tau")->note, "fewer than 6 points");
    assert_string_equal(results_number(later, "fit_delayed.middle")->note, "fewer than 8 points");
    results_free(later);
    fixture_free(&fixture);
}

static void long_probes_are_warned_of(void **state) {
    (void)state;
    Fixture fixture = fixture_new();
    fixture.network = small_network(&fixture.settings);
    small_network_present(fixture.network, 3);
    static const char *const small[] = {"sheet=v1",    "sigma=0.05",  "step=0.1",
                                        "radius=0.19", "reference=3", NULL};
    results_free(taken(&fixture, "reorganisation", small, NULL));
    lose(fixture.network, "retina", 0, 0, 0.19);
    small_network_present(fixture.network, 1);
    Results *results = taken(&fixture, "reorganisation", small, NULL);
    assert_near(number(results, "leakage"), 1, 0);
    assert_non_null(strstr(results_number(results, "responsive.core")->note, "leakage"));
    assert_string_equal(results_number(results, "responsive.projection_zone")->note,
                        results_number(results, "responsive.core")->note);
    assert_string_equal(results_number(results, "responsive.far")->note, "");
    assert_string_equal(results_number(results, "area.far")->note, "");
    results_free(results);
    fixture_free(&fixture);
}

static int no_handler(void **state) {
    (void)state;
    gsl_set_error_handler_off();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(fields_by_spots_are_those_of_the_weights),
                                       cmocka_unit_test(a_missing_reference_is_refused),
                                       cmocka_unit_test(a_lesion_silences_the_projection_zone),
                                       cmocka_unit_test(long_probes_are_warned_of)};
    return cmocka_run_group_tests(tests, no_handler, NULL);
}
