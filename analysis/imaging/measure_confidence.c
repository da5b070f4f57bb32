// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/measure_confidence.h"

#include "base/memory.h"
#include "imaging/confidence.h"
#include "imaging/pixel_confidence.h"
#include "imaging/trial_intervals.h"
#include "statistics/finite.h"

#include <math.h>
#include <string.h>

typedef struct {
    const MeasureKind *kind;
    const void *settings;
    const char *name; // of the measure
    const Recording *recording;
    const RecordedStacks *stacks;
    size_t numbers;
} Redrawing;

// The numbers that trials decide, of one choice of them; NULL: the measure cannot be taken.
static Results *take_redrawn(const Redrawing *all, double *const *weight) {
    Recording redrawn = recorded_stacks_redrawn(all->stacks, all->recording, weight);
    Results *results = all->kind->recording->take(all->settings, all->name, &redrawn, NULL);
    recorded_stacks_redrawn_free(all->stacks, &redrawn);
    return results;
}

static void find_redrawn(void *of, double *const *weight, size_t draw, double *value) {
    const Redrawing *all = of;
    (void)draw;
    OWNED_BY(results_free_owned) Results *results = take_redrawn(all, weight);
    for (size_t k = 0; k < all->numbers; k++)
        value[k] =
            results && results->numbers == all->numbers ? results->number[k].value : (double)NAN;
}

// Samples that are there, and numbers that are 0 or 1, have no interval.
static bool has_interval(const ResultNumber *number) {
    static const char either[] = ", else 0";
    size_t length = strlen(number->definition);
    return strncmp(number->name, "samples.", 8) != 0 && strncmp(number->name, "cells.", 6) != 0 &&
           (length < strlen(either) ||
            strcmp(number->definition + length - strlen(either), either) != 0);
}

static void add_intervals(Results *results, Redrawing *all, size_t stacks,
                          const TrialDraws *draws) {
    OWNED_BY(results_free_owned) Results *own = take_redrawn(all, NULL);
    if (own == NULL)
        return;
    all->numbers = own->numbers;
    OWNED double *value = allocate(own->numbers + 1, sizeof *value);
    OWNED const char **name = allocate(own->numbers + 1, sizeof *name);
    OWNED Interval *interval = allocate(own->numbers + 1, sizeof *interval);
    for (size_t k = 0; k < own->numbers; k++) {
        value[k] = own->number[k].value;
        name[k] = own->number[k].name;
    }
    const TrialNumbers numbers = {all->stacks->stack, stacks, own->numbers, name,
                                  find_redrawn,       all};
    trial_intervals_find(&numbers, draws, value, interval);
    for (size_t k = 0; k < own->numbers; k++)
        if (has_interval(&own->number[k]))
            results_set_interval(results, name[k], interval[k].low, interval[k].high);
}

// What is found of every sample of the first array, by how it was made.
typedef struct {
    MadeOf made;
    const SampleKind *kind;
    const char *low, *high, *unit, *what; // names of maps; `what` has an interval
    const char *number, *definition;      // the median of half the intervals
} SampleMaps;

static const SampleMaps sample_maps[] = {
    {MADE_INDEX, &sample_dominance, "index_low", "index_high", "(right - left) / (right + left)",
     "the index", "confidence.index", "half the 95 % interval of the index, median over samples"},
    {MADE_MEANS, &sample_place, "centres_low", "centres_high", "as the centres", "x and y",
     "confidence.centre", "half the 95 % interval of a centre's x or y, median over samples"}};

static void add_samples(Results *results, const SampleMaps *maps, const ResponseStack *stack,
                        const TrialDraws *draws) {
    size_t n = stack->height * stack->width, values = maps->kind->values;
    OWNED_BY(sample_intervals_free)
    SampleIntervals samples = sample_intervals_of(maps->kind, stack, draws);
    OWNED double *low = allocate(values * n, sizeof *low),
                 *high = allocate(values * n, sizeof *high),
                 *half = allocate(values * n, sizeof *half);
    for (size_t i = 0; i < values * n; i++) {
        low[i] = samples.low[i / n][i % n];
        high[i] = samples.high[i / n][i % n];
        half[i] = 0.5 * (high[i] - low[i]);
    }
    OWNED char *lower = format_text("lower end of the 95 %% interval of %s", maps->what),
               *upper = format_text("upper end of the 95 %% interval of %s", maps->what);
    results_add_map(results, maps->low, values, stack->height, stack->width, low, maps->unit,
                    lower);
    results_add_map(results, maps->high, values, stack->height, stack->width, high, maps->unit,
                    upper);
    double median = quartiles_of(half, values * n).median;
    results_add_number(results, maps->number, median,
                       maps->made == MADE_INDEX ? "1" : "units of the centres", maps->definition,
                       isfinite(median) ? "" : "no sample is there");
}

void measure_confidence_tell_biased(Results *results) {
    OWNED char *names = NULL;
    for (size_t k = 0; k < results->numbers; k++) {
        const ResultNumber *own = &results->number[k];
        if (own->value < own->low || own->value > own->high)
            text_append(&names, "%s%s", names ? ", " : "", own->name);
    }
    if (names == NULL)
        return;
    OWNED char *text =
        format_text("noise biases these numbers, which lie outside their intervals: %s", names);
    results_add_warning(results, text);
}

// Why there can be no intervals; NULL: there can.
static const char *refused_of(const RecordedStacks *stacks) {
    const char *refused = NULL;
    for (size_t k = 0; k < RECORDING_MOST && refused == NULL; k++)
        if (stacks->stack[k].frame)
            refused = confidence_refused(&stacks->stack[k]);
    return refused;
}

// A map beside the stacks has no part in the noise.
static void tell_maps(Results *results, const Recording *recording, const RecordedStacks *stacks) {
    for (size_t k = 0; k < recording->count; k++) {
        if (stacks->made[k] != MADE_OF_NONE)
            continue;
        OWNED char *text =
            format_text("%s: has no trials: intervals do not know its noise", recording->name[k]);
        results_add_warning(results, text);
    }
}

void measure_confidence_add(Results *results, const MeasureKind *kind, const void *settings,
                            const Recording *recording, const RecordedStacks *stacks,
                            const TrialDraws *draws) {
    const char *refused = refused_of(stacks);
    if (draws->resamples == 0)
        return;
    if (refused) {
        results_add_warning(results, refused);
        return;
    }
    tell_maps(results, recording, stacks);
    Redrawing all = {kind, settings, results->measure, recording, stacks, 0};
    add_intervals(results, &all, recording->given, draws);
    measure_confidence_tell_biased(results);
    for (size_t k = 0; k < sizeof sample_maps / sizeof *sample_maps; k++)
        if (stacks->made[0] == sample_maps[k].made && recording->maps)
            add_samples(results, &sample_maps[k], stacks->stack, draws);
    results_add_number(results, "confidence.resamples", (double)draws->resamples, "1",
                       "draws of the trials behind the intervals, 95 % BCa", "");
}
