// SPDX-License-Identifier: GPL-3.0-or-later
// A map that the program developed, seen by a camera in trials.
//
// The camera blurs by 0.4 samples, a thirtieth of the column spacing. It does so in every trial, so
// that no interval knows of it: intervals hold the numbers of the blurred map, and these lie within
// 1 % of the developed map's. The noise of a frame is three times the map's root mean square, so
// that no single frame shows the map, as in imaging of intrinsic signals; 8 orientations and 10
// trials are usual. The filters pass from 0.6 to twice the column spacing of 11.5 samples.
#include "imaging/confidence.h"

#include "base/memory.h"
#include "helpers/synthetic_experiment.h"
#include "library/pinwheel.h"
#include "maps/smoothing.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

// Of 20 intervals that each hold the truth with 0.95, fewer than 16 do with a probability of 0.003.
enum { SEEN = 20, FEWEST = 16, RESAMPLES = 60, ITERATIONS = 1500 };

static const BandPass band = {24, 7, BAND_PASS_STEEP};

// Of a root mean square of 1.
static ComplexMap *developed(void) {
    static const char *const changes[] = {"iterations=1500"};
    const pinwheel_options options = {.changes = changes, .changes_count = 1};
    char *error;
    pinwheel_simulation *simulation =
        pinwheel_from_file("configs/gcal/gcal-small.cfg", &options, &error);
    if (simulation == NULL || pinwheel_step(simulation, ITERATIONS, 0, &error) != ITERATIONS)
        fail_msg("%s", error);
    pinwheel_results *results = pinwheel_measure(simulation, "orientation", NULL, 0, &error);
    if (results == NULL)
        fail_msg("%s", error);
    pinwheel_map found;
    for (size_t k = 0; pinwheel_results_map(results, k, &found); k++)
        if (strcmp(found.name, "complex") == 0)
            break;
    size_t n = found.rows * found.columns;
    double power = 0;
    for (size_t i = 0; i < 2 * n; i++)
        power += found.values[i] * found.values[i] / (double)n;
    ComplexMap *map = map_new(found.rows, found.columns, (double)NAN, false);
    for (size_t i = 0; i < n; i++) {
        map->real[i] = found.values[i] / sqrt(power);
        map->imaginary[i] = found.values[n + i] / sqrt(power);
    }
    pinwheel_results_free(results);
    pinwheel_free(simulation);
    return map;
}

static void passed_rows(const ComplexMap *map, Statistic rows[ORIENTATION_STATISTICS_ROWS]) {
    OWNED_BY(map_free_owned) ComplexMap *passed = band_pass_of(map, &band);
    OrientationStatistics statistics;
    orientation_statistics(passed, NULL, &statistics);
    orientation_statistics_rows(&statistics, rows);
}

static void a_developed_map_lies_in_its_intervals(void **state) {
    (void)state;
    static const char *const names[] = {"wavelength.peak_fit", "pinwheels.count",
                                        "pinwheels.density"};
    OWNED_BY(map_free_owned) ComplexMap *map = developed();
    OWNED_BY(map_free_owned) ComplexMap *blurred = smoothing_of(map, 0.4);
    const SyntheticExperiment camera = {.side = map->height,
                                        .conditions = 8,
                                        .trials = 10,
                                        .modulation = 1,
                                        .noise = 3,
                                        .drift = 1};
    Statistic own[ORIENTATION_STATISTICS_ROWS], truth[ORIENTATION_STATISTICS_ROWS];
    passed_rows(map, own);
    passed_rows(blurred, truth);
    double noise = 0;
    size_t held[ORIENTATION_STATISTICS_ROWS] = {0};
    for (uint64_t seed = 0; seed < SEEN; seed++) {
        OWNED_BY(stack_free) ResponseStack stack = synthetic_trials(&camera, blurred, 900 + seed);
        const TrialDraws draws = {.resamples = RESAMPLES, .seed = seed};
        stack_filter(&stack, &band);
        OWNED_BY(confidence_free) Confidence confidence = confidence_of(&stack, &draws);
        noise += confidence.signal_to_noise / SEEN;
        for (size_t k = 0; k < ORIENTATION_STATISTICS_ROWS; k++)
            held[k] += confidence.interval[k].low <= truth[k].value &&
                       truth[k].value <= confidence.interval[k].high;
    }
    printf("signal over noise %.0f\n", noise);
    size_t good = 0;
    for (size_t k = 0; k < ORIENTATION_STATISTICS_ROWS; k++)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (strcmp(truth[k].name, names[i]) == 0) {
                printf("%s: %.4g, blurred %.4g in %zu of %d\n", names[i], own[k].value,
                       truth[k].value, held[k], SEEN);
                good += held[k] >= FEWEST && fabs(truth[k].value / own[k].value - 1) < 0.01;
            }
    assert_int_equal(good, sizeof names / sizeof *names);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_developed_map_lies_in_its_intervals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
