// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/session_confidence.h"

#include "base/memory.h"
#include "measure/recording.h"

#include <gsl/gsl_statistics.h>
#include <math.h>

// What a draw gives: the numbers, and those of an unchanged map.
enum { FOUND = SESSION_NUMBERS + ORIENTATION_SESSIONS_ROWS };

static const Interval possible[SESSION_NUMBERS] = {
    [SIMILARITY_STABILITY] = {-1, 1},
    [SIMILARITY_CORRELATION] = {0, 1},
    [SIMILARITY_ROTATION] = {(double)-INFINITY, (double)INFINITY},
    [ORIENTATION_SIMILARITY_ROWS + SESSIONS_STABILITY] = {-1, 1},
    [ORIENTATION_SIMILARITY_ROWS + SESSIONS_PINWHEELS] = {0, 1},
    [ORIENTATION_SIMILARITY_ROWS + SESSIONS_CHANCE] = {0, 1},
    [ORIENTATION_SIMILARITY_ROWS + SESSIONS_DISPLACEMENT] = {0, (double)INFINITY},
    [ORIENTATION_SIMILARITY_ROWS + SESSIONS_LASTING] = {0, 1}};

static void numbers_of(ComplexMap *const *map, size_t n, double wavelength,
                       Statistic rows[SESSION_NUMBERS]) {
    orientation_similarity_rows(map[0], map[1], rows);
    orientation_sessions_rows(map, n, wavelength, rows + ORIENTATION_SIMILARITY_ROWS);
}

static ComplexMap *redrawn(const ResponseStack *stack, uint64_t seed, size_t draw) {
    OWNED double *weight = allocate(stack->conditions * stack->trials, sizeof *weight);
    trial_draws_resample(stack, seed, draw, weight);
    return stack_map(stack, weight);
}

// The map of the trials that come to stand in session k.
static ComplexMap *exchanged(const ResponseStack *stack, size_t n, size_t *const *session,
                             size_t k) {
    ComplexMap *sum = map_new(stack->height, stack->width, stack->spacing, false);
    for (size_t s = 0; s < n; s++) {
        size_t trials = stack[s].trials;
        OWNED double *weight = allocate(stack->conditions * trials, sizeof *weight);
        for (size_t c = 0; c < stack->conditions; c++) {
            double even = 1 / (double)trial_draws_exchanged(stack, n, session, k, c);
            for (size_t t = 0; t < trials; t++)
                if (stack[s].present[c * trials + t] && session[s][t] == k)
                    weight[c * trials + t] = even;
        }
        OWNED_BY(map_free_owned) ComplexMap *part = stack_map(&stack[s], weight);
        for (size_t i = 0; i < 2 * stack->height * stack->width; i++)
            sum->value[i] += part->value[i];
    }
    return sum;
}

bool sessions_have_same_conditions(const ResponseStack *stack, size_t n) {
    for (size_t s = 1; s < n; s++) {
        if (stack[s].conditions != stack->conditions)
            return false;
        for (size_t c = 0; c < stack->conditions; c++)
            if (fabs(stack[s].angle[c] - stack->angle[c]) > 1e-9)
                return false;
    }
    return true;
}

static void free_maps(ComplexMap **map, size_t n) {
    for (size_t k = 0; k < n; k++)
        map_free(map[k]);
}

// The numbers of the sessions drawn again.
static void draw_again(const ResponseStack *stack, size_t n, double wavelength, uint64_t seed,
                       size_t r, double found[SESSION_NUMBERS]) {
    ComplexMap *map[RECORDING_MOST];
    Statistic rows[SESSION_NUMBERS];
    for (size_t k = 0; k < n; k++)
        map[k] = redrawn(&stack[k], seed, r * n + k);
    numbers_of(map, n, wavelength, rows);
    for (size_t i = 0; i < SESSION_NUMBERS; i++)
        found[i] = rows[i].value;
    free_maps(map, n);
}

// The numbers of sessions that exchanged trials.
static void exchange(const ResponseStack *stack, size_t n, double wavelength, uint64_t seed,
                     size_t r, double found[ORIENTATION_SESSIONS_ROWS]) {
    ComplexMap *map[RECORDING_MOST];
    size_t *session[RECORDING_MOST] = {0};
    Statistic rows[ORIENTATION_SESSIONS_ROWS];
    for (size_t k = 0; k < n; k++)
        session[k] = allocate(stack[k].trials, sizeof *session[k]);
    trial_draws_exchange(stack, n, seed, r, session);
    for (size_t k = 0; k < n; k++)
        map[k] = exchanged(stack, n, session, k);
    orientation_sessions_rows(map, n, wavelength, rows);
    for (size_t i = 0; i < ORIENTATION_SESSIONS_ROWS; i++)
        found[i] = rows[i].value;
    free_maps(map, n);
    for (size_t k = 0; k < n; k++)
        release(session[k]);
}

static Interval interval_of(double *found, size_t resamples, double value, size_t k) {
    for (size_t r = 0; k == SIMILARITY_ROTATION && r < resamples; r++) // by 180 it is the same
        found[r] = value + remainder(found[r] - value, 180);
    Interval interval = percentile_interval_centred(found, resamples, value);
    if (isnan(interval.low))
        return interval;
    return (Interval){fmax(interval.low, possible[k].low), fmin(interval.high, possible[k].high)};
}

static void find_intervals(const double *values, size_t resamples, SessionConfidence *confidence) {
    OWNED double *found = allocate(resamples, sizeof *found);
    for (size_t k = 0; k < FOUND; k++) {
        size_t i = k - SESSION_NUMBERS;
        for (size_t r = 0; r < resamples; r++)
            found[r] = values[r * FOUND + k];
        if (k < SESSION_NUMBERS) {
            confidence->interval[k] = interval_of(found, resamples, confidence->number[k].value, k);
        } else {
            confidence->unchanged[i] = gsl_stats_mean(found, 1, resamples);
            confidence->unchanged_between[i] = percentile_interval(found, resamples);
        }
    }
}

SessionConfidence session_confidence_of(const ResponseStack *stack, size_t n, double wavelength,
                                        const TrialDraws *settings) {
    size_t resamples = settings->resamples, done = 0;
    SessionConfidence confidence;
    OWNED double *values = allocate(resamples * FOUND, sizeof *values);
    ComplexMap *map[RECORDING_MOST];
    for (size_t k = 0; k < n; k++)
        map[k] = stack_map(&stack[k], NULL);
    numbers_of(map, n, wavelength, confidence.number);
    free_maps(map, n);
    bool exchangeable = sessions_have_same_conditions(stack, n);
#pragma omp parallel for schedule(dynamic)
    for (size_t r = 0; r < resamples; r++) {
        double *found = values + r * FOUND, *unchanged = found + SESSION_NUMBERS;
        draw_again(stack, n, wavelength, settings->seed, r, found);
        for (size_t i = 0; i < ORIENTATION_SESSIONS_ROWS; i++)
            unchanged[i] = (double)NAN;
        if (exchangeable)
            exchange(stack, n, wavelength, settings->seed, r, unchanged);
#pragma omp critical
        if (settings->progress)
            settings->progress("draws of sessions", ++done, resamples);
    }
    find_intervals(values, resamples, &confidence);
    return confidence;
}
