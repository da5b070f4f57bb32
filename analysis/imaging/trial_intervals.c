// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/trial_intervals.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

// A frame of one of the stacks.
typedef struct {
    size_t stack, frame;
} Place;

// Whether a number counts pinwheels, regions or samples, or measures between pinwheels.
static bool counts(const char *name) {
    static const char *const beginnings[] = {"pinwheels",
                                             "quality",
                                             "wavelength_local.density",
                                             "retinotopy.folded_regions",
                                             "territory",
                                             "contralateral_bias",
                                             NULL};
    bool found = false;
    for (size_t k = 0; beginnings[k]; k++)
        found = found || strncmp(name, beginnings[k], strlen(beginnings[k])) == 0;
    return found && strcmp(name, "pinwheels.density_random") != 0;
}

// The frames that are there; owned by the caller.
static Place *places_of(const TrialNumbers *numbers, size_t *count) {
    size_t all = 0;
    for (size_t s = 0; s < numbers->stacks; s++)
        all += numbers->stack[s].conditions * numbers->stack[s].trials;
    Place *place = allocate(all + 1, sizeof *place);
    *count = 0;
    for (size_t s = 0; s < numbers->stacks; s++)
        for (size_t k = 0; k < numbers->stack[s].conditions * numbers->stack[s].trials; k++)
            if (numbers->stack[s].present[k])
                place[(*count)++] = (Place){s, k};
    return place;
}

static void weigh(const TrialNumbers *numbers, const TrialDraws *draws, const Place *place,
                  size_t draw, double **weight) {
    for (size_t s = 0; s < numbers->stacks; s++) {
        const ResponseStack *stack = &numbers->stack[s];
        weight[s] =
            stack->frame ? allocate(stack->conditions * stack->trials, sizeof *weight[s]) : NULL;
        if (stack->frame == NULL)
            continue;
        if (draw < draws->resamples)
            trial_draws_resample(stack, draws->seed, draw * numbers->stacks + s, weight[s]);
        else if (place[draw - draws->resamples].stack == s)
            trial_draws_without(stack, place[draw - draws->resamples].frame, weight[s]);
        else
            stack_even_weights(stack, weight[s]);
    }
}

// The interval of number k, from values[resamples + frames][numbers].
static Interval interval_of(const TrialNumbers *numbers, const double *values, size_t resamples,
                            size_t frames, double value, size_t k) {
    static const Interval none = {(double)NAN, (double)NAN};
    OWNED double *found = allocate(resamples, sizeof *found),
                 *left = allocate(frames, sizeof *left);
    bool positive = value >= 0, changes = false, counted = counts(numbers->name[k]);
    for (size_t r = 0; r < resamples; r++) {
        found[r] = values[r * numbers->numbers + k];
        positive = positive && found[r] >= 0;
        changes = changes || fabs(found[r] - value) > 0;
    }
    for (size_t f = 0; f < frames; f++)
        left[f] = values[(resamples + f) * numbers->numbers + k];
    double acceleration = bca_acceleration(left, frames);
    if (!isfinite(value) || (!counted && !(changes && isfinite(acceleration))))
        return none;
    Interval interval = counted ? percentile_interval(found, resamples)
                                : bca_interval_centred(found, resamples, value, acceleration);
    return positive && interval.low < 0 ? (Interval){0, fmax(interval.high, 0)} : interval;
}

void trial_intervals_find(const TrialNumbers *numbers, const TrialDraws *draws, const double *own,
                          Interval *interval) {
    size_t frames, resamples = draws->resamples, done = 0;
    OWNED Place *place = places_of(numbers, &frames);
    OWNED double *values = allocate((resamples + frames) * numbers->numbers + 1, sizeof *values);
#pragma omp parallel for schedule(dynamic)
    for (size_t r = 0; r < resamples + frames; r++) {
        OWNED double **weight = allocate(numbers->stacks, sizeof *weight);
        weigh(numbers, draws, place, r, weight);
        numbers->find(numbers->of, weight, r, values + r * numbers->numbers);
        for (size_t s = 0; s < numbers->stacks; s++)
            release(weight[s]);
#pragma omp critical
        if (draws->progress)
            draws->progress("resamples", ++done, resamples + frames);
    }
#pragma omp parallel for schedule(dynamic)
    for (size_t k = 0; k < numbers->numbers; k++)
        interval[k] = interval_of(numbers, values, resamples, frames, own[k], k);
}
