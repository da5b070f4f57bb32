// SPDX-License-Identifier: GPL-3.0-or-later
// What may not change a measure: random maps are turned in orientation, mirrored, shifted on the
// torus, or made of larger responses, and every number has to stay, but for those that have to
// change, and these by what they have to.
#include "base/memory.h"
#include "base/random.h"
#include "dominance/crossings.h"
#include "dominance/ocular_dominance_statistics.h"
#include "fields/retinotopy_statistics.h"
#include "helpers/synthetic_map.h"
#include "maps/similarity.h"
#include "measure/selectivity.h"
#include "orientation/orientation_layout.h"
#include "tuning/tuning_curve.h"
#include "tuning/von_mises_fit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

#include <gsl/gsl_errno.h>

enum { SIDE = 112, SEEDS = 4, ROWS = ORIENTATION_STATISTICS_ROWS + ORIENTATION_LAYOUT_ROWS };

static const double turn = 17 * M_PI / 180, scale = 3.7;

static ComplexMap *random_map(uint64_t seed, bool periodic) {
    SyntheticRing ring = {SIDE, 7.3, 0.9, 4, 11};
    ComplexMap *map = synthetic_ring(&ring, 900 + seed);
    synthetic_add_noise(map, 0.04, seed);
    map->periodic = periodic;
    map->spacing = 0.0137;
    return map;
}

static void measure(const ComplexMap *map, Statistic rows[ROWS]) {
    OrientationStatistics statistics;
    OrientationLayout layout;
    double selectivity[SIDE * SIDE];
    for (size_t i = 0; i < SIDE * SIDE; i++)
        selectivity[i] = 1 / (1 + hypot(map->real[i], map->imaginary[i]));
    orientation_statistics(map, selectivity, &statistics);
    orientation_layout(map, &statistics, &layout);
    orientation_statistics_rows(&statistics, rows);
    orientation_layout_rows(&layout, rows + ORIENTATION_STATISTICS_ROWS);
}

static double value_of(const Statistic *rows, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].name, name) == 0)
            return rows[i].value;
    fail_msg("no %s", name);
    return 0;
}

static bool listed(const char *const *names, const char *name) {
    for (size_t i = 0; names && names[i]; i++)
        if (strncmp(names[i], name, strlen(names[i])) == 0)
            return true;
    return false;
}

// All rows are alike, but for those that begin with a name of `others`, and to a share of `loose`
// for those that are sampled on a grid of their own.
static void assert_alike(const Statistic *a, const Statistic *b, size_t n,
                         const char *const *others, double loose) {
    static const char *const sampled[] = {"wavelength_local.", "pinwheels.variance_", NULL};
    for (size_t i = 0; i < n; i++) {
        if (listed(others, a[i].name))
            continue;
        double share = listed(sampled, a[i].name) ? loose : 1e-7,
               difference = fabs(a[i].value - b[i].value);
        if (!(difference <= share * fmax(fabs(a[i].value), 1e-3)))
            fail_msg("%s: %.12g and %.12g", a[i].name, a[i].value, b[i].value);
    }
}

// Where the sample that comes to lie at a row and column was before.
typedef void Move(size_t row, size_t column, size_t *from_row, size_t *from_column);

static void mirrored(size_t row, size_t column, size_t *from_row, size_t *from_column) {
    *from_row = row;
    *from_column = SIDE - 1 - column;
}

static void shifted(size_t row, size_t column, size_t *from_row, size_t *from_column) {
    *from_row = (row + 41) % SIDE;
    *from_column = (column + 67) % SIDE;
}

static ComplexMap *moved(const ComplexMap *map, Move *move) {
    ComplexMap *copy = map_copy(map);
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        size_t row, column;
        move(i / SIDE, i % SIDE, &row, &column);
        copy->real[i] = map->real[row * SIDE + column];
        copy->imaginary[i] = map->imaginary[row * SIDE + column];
    }
    return copy;
}

static ComplexMap *turned(const ComplexMap *map) {
    ComplexMap *copy = map_copy(map);
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        double c = cos(2 * turn), s = sin(2 * turn);
        copy->real[i] = c * map->real[i] - s * map->imaginary[i];
        copy->imaginary[i] = s * map->real[i] + c * map->imaginary[i];
    }
    return copy;
}

// <exp(4 i theta)>
static void fourfold(const ComplexMap *map, double *real, double *imaginary) {
    *real = *imaginary = 0;
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        double angle = 4 * map_preference(map, i / SIDE, i % SIDE);
        *real += cos(angle) / (SIDE * SIDE);
        *imaginary += sin(angle) / (SIDE * SIDE);
    }
}

static void turning_preferences(void **state) {
    (void)state;
    static const char *const others[] = {"preference.cardinal_bias", "pinwheels.count_contours",
                                         NULL};
    Statistic before[ROWS], after[ROWS];
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        ComplexMap *map = random_map(seed, seed % 2 == 0), *other = turned(map);
        measure(map, before);
        measure(other, after);
        assert_alike(before, after, ROWS, others, 1e-7);
        double real, imaginary;
        fourfold(map, &real, &imaginary);
        assert_near(value_of(after, ROWS, "preference.cardinal_bias"),
                    real * cos(4 * turn) - imaginary * sin(4 * turn), 1e-9);
        // Other contours: straight pieces of them meet elsewhere, so that few pairs come and go.
        double contours = value_of(before, ROWS, "pinwheels.count_contours");
        assert_near(value_of(after, ROWS, "pinwheels.count_contours"), contours, 0.05 * contours);
        for (size_t i = 0; i < SIDE * SIDE; i += 37) {
            double difference = map_preference(other, i / SIDE, i % SIDE) -
                                map_preference(map, i / SIDE, i % SIDE) - turn;
            assert_near(remainder(difference, M_PI), 0, 1e-9);
        }
        assert_near(similarity_stability(map, other), 1 - 4.0 * 17 / 180, 1e-9);
        map_free(other);
        map_free(map);
    }
}

static void mirroring(void **state) {
    (void)state;
    static const char *const others[] = {"pinwheels.positive", "pinwheels.negative", NULL};
    Statistic before[ROWS], after[ROWS];
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        ComplexMap *map = random_map(seed, seed % 2 == 0), *other = moved(map, mirrored);
        measure(map, before);
        measure(other, after);
        assert_alike(before, after, ROWS, others, 0.05);
        assert_near(value_of(after, ROWS, "pinwheels.positive"),
                    value_of(before, ROWS, "pinwheels.negative"), 0);
        assert_near(value_of(after, ROWS, "pinwheels.negative"),
                    value_of(before, ROWS, "pinwheels.positive"), 0);
        for (size_t i = 0; i < SIDE * SIDE; i++) // as in a mirror: orientations as well
            other->imaginary[i] *= -1;
        measure(other, after);
        assert_alike(before, after, ROWS, NULL, 0.05);
        map_free(other);
        map_free(map);
    }
}

static void shifting_on_the_torus(void **state) {
    (void)state;
    Statistic before[ROWS], after[ROWS];
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        ComplexMap *map = random_map(seed, true), *other = moved(map, shifted);
        measure(map, before);
        measure(other, after);
        assert_alike(before, after, ROWS, NULL, 0.05);
        map_free(other);
        map_free(map);
    }
}

// The responses of units: those that are larger by a factor give the same map and tuning.
static void scaling_responses(void **state) {
    (void)state;
    enum { ORIENTATIONS = 12, PHASES = 9 };
    RandomDraws draws = random_draws(random_stream(5, "test/responses"), 0);
    for (int unit = 0; unit < 200; unit++) {
        double response[ORIENTATIONS], larger[ORIENTATIONS], phase[PHASES], stronger[PHASES];
        double preference = random_between(&draws, 0, M_PI), k = random_between(&draws, 0.5, 6),
               baseline = random_between(&draws, 0, 0.7);
        for (size_t j = 0; j < ORIENTATIONS; j++) {
            response[j] = baseline +
                          exp(k * (cos(2 * (M_PI * (double)j / ORIENTATIONS - preference)) - 1)) +
                          random_between(&draws, 0, 0.05);
            larger[j] = scale * response[j];
        }
        for (size_t j = 0; j < PHASES; j++) {
            phase[j] = random_between(&draws, -0.4, 1);
            stronger[j] = scale * phase[j];
        }
        Selectivity a = selectivity_from_responses(response, ORIENTATIONS),
                    b = selectivity_from_responses(larger, ORIENTATIONS);
        assert_near(b.preference, a.preference, 1e-12);
        assert_near(b.selectivity, a.selectivity, 1e-12);
        TuningCurve narrow = tuning_curve_of(response, ORIENTATIONS),
                    same = tuning_curve_of(larger, ORIENTATIONS);
        assert_near(same.half_width, narrow.half_width, 1e-6);
        assert_near(same.osi, narrow.osi, 1e-6);
        assert_near(same.r2, narrow.r2, 1e-6);
        assert_near(same.largest, scale * narrow.largest, 1e-12);
        VonMisesFit fit = von_mises_fit(response, ORIENTATIONS),
                    fitted = von_mises_fit(larger, ORIENTATIONS);
        assert_near(fitted.amplitude, scale * fit.amplitude, 1e-5);
        assert_near(fitted.baseline, scale * fit.baseline, 1e-5);
        assert_near(tuning_curve_modulation(stronger, PHASES),
                    tuning_curve_modulation(phase, PHASES), 1e-12);
    }
    Statistic before[ROWS], after[ROWS]; // and a map whose z is larger
    static const char *const others[] = {"selectivity.mean", NULL};
    ComplexMap *map = random_map(3, false), *other = map_copy(map);
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        other->real[i] *= scale;
        other->imaginary[i] *= scale;
    }
    measure(map, before);
    measure(other, after);
    assert_alike(before, after, ROWS, others, 1e-7);
    map_free(other);
    map_free(map);
}

static void dominance(const double *left, const double *right, bool periodic,
                      Statistic rows[OCULAR_DOMINANCE_ROWS], ScalarMap **index) {
    OcularDominanceStatistics statistics;
    *index = map_new_scalar(SIDE, SIDE, 0.0137, periodic);
    ocular_dominance_index(left, right, SIDE * SIDE, (*index)->value);
    ocular_dominance_statistics(*index, 1.2, true, &statistics);
    ocular_dominance_statistics_rows(&statistics, rows);
}

// Exchanging the eyes exchanges what is said of them; larger responses of both change nothing.
static void exchanging_eyes_and_scaling_both(void **state) {
    (void)state;
    static const char *const others[] = {"territory.", "groups.", "contralateral_bias", NULL};
    Statistic before[OCULAR_DOMINANCE_ROWS], after[OCULAR_DOMINANCE_ROWS];
    ScalarMap *index, *other;
    double left[SIDE * SIDE], right[SIDE * SIDE];
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        ComplexMap *map = random_map(seed, seed % 2 == 0);
        double largest = 0;
        for (size_t i = 0; i < SIDE * SIDE; i++)
            largest = fmax(largest, fabs(map->real[i]));
        for (size_t i = 0; i < SIDE * SIDE; i++) {
            right[i] = 0.5 + 0.61 * (0.13 + map->real[i] / largest);
            left[i] = 1 - right[i];
            right[i] = fmax(right[i], 0);
            left[i] = fmax(left[i], 0);
        }
        dominance(left, right, map->periodic, before, &index);
        dominance(right, left, map->periodic, after, &other);
        assert_alike(before, after, OCULAR_DOMINANCE_ROWS, others, 1e-7);
        assert_near(value_of(after, OCULAR_DOMINANCE_ROWS, "territory.left"),
                    value_of(before, OCULAR_DOMINANCE_ROWS, "territory.right"), 1e-12);
        for (int k = 1; k <= 7; k++) {
            char *one = format_text("groups.%d", k), *opposite = format_text("groups.%d", 8 - k);
            assert_near(value_of(after, OCULAR_DOMINANCE_ROWS, one),
                        value_of(before, OCULAR_DOMINANCE_ROWS, opposite), 1e-12);
            release(opposite);
            release(one);
        }
        assert_near(value_of(after, OCULAR_DOMINANCE_ROWS, "contralateral_bias"),
                    1 - value_of(before, OCULAR_DOMINANCE_ROWS, "contralateral_bias"), 1e-12);
        assert_near(similarity_of_scalars(index->value, other->value, SIDE * SIDE), -1, 1e-9);
        map_free(other);
        for (size_t i = 0; i < SIDE * SIDE; i++) {
            left[i] *= scale;
            right[i] *= scale;
        }
        dominance(left, right, map->periodic, after, &other);
        assert_alike(before, after, OCULAR_DOMINANCE_ROWS, NULL, 1e-7);
        map_free(other);
        map_free(index);
        map_free(map);
    }
}

// Orientation that is turned everywhere lies to ocular dominance as before.
static void turning_leaves_the_geometry(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        ComplexMap *map = random_map(seed, seed % 2 == 0), *other = turned(map),
                   *unrelated = random_map(seed + 50, seed % 2 == 0);
        ScalarMap *index = synthetic_real_part(unrelated);
        Crossings *before = crossings_new(map, index, 1.5),
                  *after = crossings_new(other, index, 1.5);
        TorusShift none = crossings_no_shift(before);
        CrossingAngles a = crossings_angles(before, &none), b = crossings_angles(after, &none);
        assert_near(b.mean, a.mean, 1e-7);
        assert_near(b.above_60, a.above_60, 1e-9);
        assert_near(b.length, a.length, 1e-7);
        crossings_free(after);
        crossings_free(before);
        map_free(index);
        map_free(unrelated);
        map_free(other);
        map_free(map);
    }
}

// A random, mostly orderly map of field centres.
static Retinotopy *random_retinotopy(uint64_t seed) {
    enum { UNITS = 30 };
    Retinotopy *map = retinotopy_new(UNITS, UNITS, -0.48, 0.48, 0.033);
    RandomDraws draws = random_draws(random_stream(seed, "test/centres"), 0);
    for (size_t i = 0; i < UNITS * UNITS; i++) {
        double x = map->left + 0.033 * (double)(i % UNITS),
               y = map->top - 0.033 * (double)(i / UNITS);
        map->x[i] = 1.3 * x + 0.2 * y + 0.04 * sin(9 * y) + 0.012 * random_normal(&draws);
        map->y[i] = 0.8 * y - 0.1 * x * x + 0.012 * random_normal(&draws);
    }
    return map;
}

static void measure_retinotopy(const Retinotopy *map, double size, Statistic *rows) {
    RetinotopyStatistics statistics;
    retinotopy_statistics(map, size, &statistics);
    retinotopy_statistics_rows(&statistics, rows);
}

// Each centre to a x + b y + c, and d x + e y + f.
static void map_centres(Retinotopy *map, double a, double b, double c, double d, double e,
                        double f) {
    for (size_t i = 0; i < map->height * map->width; i++) {
        double x = map->x[i], y = map->y[i];
        map->x[i] = a * x + b * y + c;
        map->y[i] = d * x + e * y + f;
    }
}

static void moving_visual_space(void **state) {
    (void)state;
    static const char *const others[] = {"retinotopy.error_before_fit", "retinotopy.mirrored",
                                         NULL},
                             *const lengths[] = {"retinotopy.error", "retinotopy.scatter",
                                                 "magnification.", NULL};
    Statistic before[RETINOTOPY_ROWS], after[RETINOTOPY_ROWS];
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        Retinotopy *map = random_retinotopy(seed);
        measure_retinotopy(map, 0.05, before);
        assert_true(value_of(before, RETINOTOPY_ROWS, "retinotopy.folded") > 0);
        map_centres(map, cos(turn), -sin(turn), 0.31, sin(turn), cos(turn), -0.12);
        measure_retinotopy(map, 0.05, after);
        assert_alike(before, after, RETINOTOPY_ROWS, others, 0);
        assert_near(value_of(after, RETINOTOPY_ROWS, "retinotopy.mirrored"), 0, 0);
        map_centres(map, -1, 0, 0, 0, 1, 0);
        measure_retinotopy(map, 0.05, after);
        assert_alike(before, after, RETINOTOPY_ROWS, others, 0);
        assert_near(value_of(after, RETINOTOPY_ROWS, "retinotopy.mirrored"), 1, 0);
        map_centres(map, scale, 0, 0, 0, scale, 0);
        measure_retinotopy(map, 0.05 * scale, after);
        for (size_t i = 0; i < RETINOTOPY_ROWS; i++)
            if (!listed(others, after[i].name) && !listed(lengths, after[i].name))
                assert_alike(&before[i], &after[i], 1, NULL, 0);
        assert_near(value_of(after, RETINOTOPY_ROWS, "retinotopy.error"),
                    scale * value_of(before, RETINOTOPY_ROWS, "retinotopy.error"), 1e-9);
        assert_near(value_of(after, RETINOTOPY_ROWS, "magnification.median"),
                    value_of(before, RETINOTOPY_ROWS, "magnification.median") / (scale * scale),
                    1e-9);
        retinotopy_free(map);
    }
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turning_preferences),
        cmocka_unit_test(mirroring),
        cmocka_unit_test(shifting_on_the_torus),
        cmocka_unit_test(scaling_responses),
        cmocka_unit_test(exchanging_eyes_and_scaling_both),
        cmocka_unit_test(turning_leaves_the_geometry),
        cmocka_unit_test(moving_visual_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
