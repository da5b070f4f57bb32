// SPDX-License-Identifier: GPL-3.0-or-later
// The surrogate and what is searched with it, from points whose numbers are given.
#include "fitting/fit_parts.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/random.h"
#include "helpers/assert_near.h"

enum { AXES = 2, POINTS = 14 };

static FitAxis axis[AXES] = {
    {"radius", {NULL, 0, 1, SCALE_LINEAR}, false},
    {"strength", {NULL, -2, 3, SCALE_LINEAR}, false},
};

static FitProblem problem_of(FitNumber *number, size_t numbers, size_t seeds) {
    return (FitProblem){.axes = AXES,
                        .numbers = numbers,
                        .axis = axis,
                        .number = number,
                        .seeds = seeds,
                        .seed = 5};
}

// Points in the corner of low shares, up to `most`; their values are for the caller to set.
static FitPoints points_below(const FitProblem *problem, double most) {
    FitPoints points = {0};
    double place[POINTS * AXES];
    fit_design(problem, "corner", POINTS, place);
    for (size_t i = 0; i < POINTS * AXES; i++)
        place[i] *= most;
    fit_points_add(&points, problem, place, POINTS);
    return points;
}

// The number is a deviation off wherever it is known. Far from there it may be anything.
static void the_likeliest_place_is_known_where_the_least_misfit_is_not(void **state) {
    (void)state;
    FitNumber number[] = {{"a", 0.51 - 0.0196, 0.51 + 0.0196, false}};
    FitProblem problem = problem_of(number, 1, 1);
    OWNED_BY(fit_points_free) FitPoints points = points_below(&problem, 0.3);
    RandomDraws draws = random_draws(random_stream(2, "noise"), 0);
    for (size_t i = 0; i < POINTS; i++)
        points.value[i] = 0.5 + 0.006 * random_normal(&draws);
    OWNED_BY(error_clear) Error error = {0};
    OWNED_BY(surrogate_free) Surrogate surrogate;
    assert_true(surrogate_learn(&surrogate, &problem, &points, &error));
    OWNED_BY(misfit_search_free)
    MisfitSearch misfit = misfit_search_begin(&surrogate, surrogate_misfit, NULL),
                 deviance = misfit_search_begin(&surrogate, surrogate_deviance, NULL);
    double unknown[AXES], likeliest[AXES];
    misfit_search_best(&misfit, 4, unknown);
    misfit_search_best(&deviance, 4, likeliest);
    assert_true(fmax(unknown[0], unknown[1]) > 0.5);
    assert_true(fmax(likeliest[0], likeliest[1]) < 0.5);
    OWNED_BY(fit_free) Fit fit = {.problem = &problem};
    fit_profiles(&fit, &surrogate);
    assert_true(fmax(fit.best[0], fit.best[1]) < 0.5);
    double variance = surrogate_number(&surrogate, 0, unknown).variance, sigma = 0.01;
    assert_near(surrogate_deviance(&surrogate, NULL, unknown) -
                    surrogate_misfit(&surrogate, NULL, unknown),
                log(1 + variance / (sigma * sigma)), 1e-4);
}

// Number b is undefined in the upper half of the first setting; in one of three draws elsewhere.
static void each_target_is_missed_only_where_points_lack_it(void **state) {
    (void)state;
    enum { NUMBERS = 2, SEEDS = 3 };
    FitNumber number[] = {{"a", 0.4, 0.6, false}, {"b", 0.1, 0.3, false}};
    FitProblem problem = problem_of(number, NUMBERS, SEEDS);
    OWNED_BY(fit_points_free) FitPoints points = points_below(&problem, 1);
    RandomDraws draws = random_draws(random_stream(3, "noise"), 0);
    for (size_t i = 0; i < POINTS; i++)
        for (size_t s = 0; s < SEEDS; s++) {
            const double *place = points.place + i * AXES;
            double *value = points.value + (i * SEEDS + s) * NUMBERS;
            value[0] = place[0] + 0.01 * random_normal(&draws);
            value[1] = place[1] + 0.01 * random_normal(&draws);
            if (s < (place[0] > 0.5 ? 2 : 1))
                value[1] = (double)NAN;
        }
    OWNED_BY(error_clear) Error error = {0};
    OWNED_BY(surrogate_free) Surrogate surrogate;
    assert_true(surrogate_learn(&surrogate, &problem, &points, &error));
    const double low[AXES] = {0.2, 0.2}, high[AXES] = {0.9, 0.2};
    const bool a[NUMBERS] = {true, false}, b[NUMBERS] = {false, true};
    assert_true(isfinite(surrogate_misfit(&surrogate, NULL, low)));
    assert_true(isinf(surrogate_misfit(&surrogate, NULL, high)));
    assert_true(isfinite(surrogate_misfit(&surrogate, a, high)));
    assert_true(isinf(surrogate_worst(&surrogate, b, high)));
    const Surrogate anywhere = surrogate_anywhere(&surrogate);
    assert_near(surrogate_worst(&anywhere, b, high), 0, 0.5);
}

// The target lies far out of reach, and is known so sharply that all places but the best are worth
// next to nothing.
static void proposes_different_places_where_the_misfit_is_steep(void **state) {
    (void)state;
    enum { PLACES = 5 };
    FitNumber number[] = {{"a", 5 - 2e-5, 5 + 2e-5, false}};
    FitProblem problem = problem_of(number, 1, 1);
    OWNED_BY(fit_points_free) FitPoints points = points_below(&problem, 1);
    RandomDraws draws = random_draws(random_stream(4, "noise"), 0);
    for (size_t i = 0; i < POINTS; i++)
        points.value[i] = points.place[i * AXES] + 1e-6 * random_normal(&draws);
    OWNED_BY(error_clear) Error error = {0};
    OWNED_BY(surrogate_free) Surrogate surrogate;
    assert_true(surrogate_learn(&surrogate, &problem, &points, &error));
    double places[PLACES * AXES];
    fit_propose(&surrogate, 0, PLACES, places);
    for (size_t i = 0; i < PLACES; i++) {
        assert_true(places[i * AXES] > 0.9); // the likeliest of all candidates
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(places + i * AXES, places + j * AXES, AXES * sizeof *places);
    }
}

// All points but those in a small corner lack the number, so that few candidates of the whole cube
// have a misfit.
static void closes_in_on_a_small_part_where_runs_succeed(void **state) {
    (void)state;
    enum { PLACES = 5, CORNER = 7 };
    static const double corner[CORNER * AXES] = {0.02, 0.03, 0.1,  0.03, 0.04, 0.11, 0.12,
                                                 0.13, 0.2,  0.05, 0.05, 0.2,  0.2,  0.2};
    FitNumber number[] = {{"a", 0.07 - 2e-4, 0.07 + 2e-4, false}};
    FitProblem problem = problem_of(number, 1, 1);
    OWNED_BY(fit_points_free) FitPoints points = points_below(&problem, 1);
    RandomDraws draws = random_draws(random_stream(4, "noise"), 0);
    memcpy(points.place, corner, sizeof corner);
    for (size_t i = 0; i < 4; i++)
        points.value[i] = points.place[i * AXES] + 1e-5 * random_normal(&draws);
    OWNED_BY(error_clear) Error error = {0};
    OWNED_BY(surrogate_free) Surrogate surrogate;
    assert_true(surrogate_learn(&surrogate, &problem, &points, &error));
    double places[PLACES * AXES];
    fit_propose(&surrogate, 0, PLACES, places);
    for (size_t i = 0; i < PLACES; i++)
        assert_near(places[i * AXES], 0.07, 0.001);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_likeliest_place_is_known_where_the_least_misfit_is_not),
        cmocka_unit_test(each_target_is_missed_only_where_points_lack_it),
        cmocka_unit_test(proposes_different_places_where_the_misfit_is_steep),
        cmocka_unit_test(closes_in_on_a_small_part_where_runs_succeed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
