// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/pixel_confidence.h"

#include "base/memory.h"
#include "imaging/trial_draws.h"
#include "statistics/bca.h"

#include <math.h>
#include <string.h>

enum { BLOCK = 64 }; // samples that are resampled together

typedef struct {
    const SampleKind *kind;
    const ResponseStack *stack;
    size_t resamples;
    float **weight; // [stacks]: [resamples][frames]
} Resampling;

// What the frames of `count` samples of a condition from `first` on add to their means in a
// resample.
static void add_condition(const Resampling *all, size_t s, size_t condition, size_t r, size_t first,
                          size_t count, float *const mean[SAMPLE_MEANS]) {
    const ResponseStack *stack = &all->stack[s];
    size_t n = stack->height * stack->width, frames = stack->conditions * stack->trials;
    float sum[BLOCK] = {0},
          coefficient[SAMPLE_MEANS] = {(float)all->kind->coefficient(stack, s, condition, 0),
                                       (float)all->kind->coefficient(stack, s, condition, 1)};
    for (size_t t = 0; t < stack->trials; t++) {
        size_t k = condition * stack->trials + t;
        float weight = all->weight[s][r * frames + k];
        const float *frame = stack->frame + k * n + first;
        if (weight == 0)
            continue;
        for (size_t i = 0; i < count; i++)
            sum[i] += weight * frame[i];
    }
    for (size_t i = 0; i < BLOCK; i++) {
        mean[0][i] += coefficient[0] * sum[i];
        mean[1][i] += coefficient[1] * sum[i];
    }
}

// The means of `count` samples from `first` on in every resample: drawn[m][resamples][BLOCK].
static void resample_block(const Resampling *all, size_t first, size_t count,
                           float *const drawn[SAMPLE_MEANS]) {
    for (size_t r = 0; r < all->resamples; r++) {
        float *const mean[] = {drawn[0] + r * BLOCK, drawn[1] + r * BLOCK};
        for (size_t s = 0; s < all->kind->stacks; s++)
            for (size_t c = 0; c < all->stack[s].conditions; c++)
                add_condition(all, s, c, r, first, count, mean);
    }
}

// The mean of the frames of a condition at a sample.
static double mean_of(const ResponseStack *stack, size_t condition, size_t i) {
    size_t n = stack->height * stack->width;
    double mean = 0, trials = (double)stack_trials(stack, condition);
    for (size_t t = 0; t < stack->trials; t++)
        if (stack->present[condition * stack->trials + t])
            mean += (double)stack->frame[(condition * stack->trials + t) * n + i] / trials;
    return mean;
}

static void means_of(const Resampling *all, size_t i, double own[SAMPLE_MEANS]) {
    own[0] = own[1] = 0;
    for (size_t s = 0; s < all->kind->stacks; s++)
        for (size_t c = 0; c < all->stack[s].conditions; c++) {
            double mean = mean_of(&all->stack[s], c, i);
            for (size_t m = 0; m < SAMPLE_MEANS; m++)
                own[m] += all->kind->coefficient(&all->stack[s], s, c, m) * mean;
        }
}

// Sixths of the skewness of the derivatives of the values by each frame's weight.
static void accelerations(const Resampling *all, size_t i, const double own[SAMPLE_MEANS],
                          double acceleration[SAMPLE_VALUES]) {
    double slope[SAMPLE_VALUES][SAMPLE_MEANS], squares[SAMPLE_VALUES] = {0},
                                               cubes[SAMPLE_VALUES] = {0};
    all->kind->slopes(own, slope);
    for (size_t s = 0; s < all->kind->stacks; s++) {
        const ResponseStack *stack = &all->stack[s];
        size_t n = stack->height * stack->width;
        for (size_t c = 0; c < stack->conditions; c++) {
            double mean = mean_of(stack, c, i), trials = (double)stack_trials(stack, c);
            for (size_t t = 0; t < stack->trials; t++) {
                size_t k = c * stack->trials + t;
                if (!stack->present[k])
                    continue;
                double off = ((double)stack->frame[k * n + i] - mean) / trials;
                for (size_t v = 0; v < all->kind->values; v++) {
                    double along = off * (slope[v][0] * all->kind->coefficient(stack, s, c, 0) +
                                          slope[v][1] * all->kind->coefficient(stack, s, c, 1));
                    squares[v] += along * along, cubes[v] += along * along * along;
                }
            }
        }
    }
    for (size_t v = 0; v < all->kind->values; v++)
        acceleration[v] = squares[v] > 0 ? cubes[v] / (6 * pow(squares[v], 1.5)) : 0;
}

static void find_intervals(const Resampling *all, size_t i, const float *const drawn[SAMPLE_MEANS],
                           double *found, SampleIntervals *samples) {
    const SampleKind *kind = all->kind;
    double own[SAMPLE_MEANS], value[SAMPLE_VALUES], redrawn[SAMPLE_VALUES],
        acceleration[SAMPLE_VALUES];
    means_of(all, i, own);
    kind->find(own, own, value);
    accelerations(all, i, own, acceleration);
    for (size_t r = 0; r < all->resamples; r++) {
        const double mean[] = {(double)drawn[0][r * BLOCK], (double)drawn[1][r * BLOCK]};
        kind->find(own, mean, redrawn);
        for (size_t v = 0; v < kind->values; v++)
            found[v * all->resamples + r] = redrawn[v];
    }
    for (size_t v = 0; v < kind->values; v++) {
        double *of_value = found + v * all->resamples;
        Interval interval =
            kind->of[v].biased
                ? bca_interval_centred(of_value, all->resamples, value[v], acceleration[v])
                : bca_interval(of_value, all->resamples, value[v], acceleration[v]);
        bool any = isfinite(interval.low);
        samples->low[v][i] = any ? fmax(interval.low, kind->of[v].least) : (double)NAN;
        samples->high[v][i] = any ? fmin(interval.high, kind->of[v].most) : (double)NAN;
    }
}

static float *all_weights(const ResponseStack *stack, const TrialDraws *settings, size_t which,
                          size_t stacks) {
    size_t frames = stack->conditions * stack->trials;
    float *weight = allocate(settings->resamples * frames, sizeof *weight);
    OWNED double *one = allocate(frames, sizeof *one);
    for (size_t r = 0; r < settings->resamples; r++) {
        trial_draws_resample(stack, settings->seed, r * stacks + which, one);
        for (size_t k = 0; k < frames; k++)
            weight[r * frames + k] = (float)one[k];
    }
    return weight;
}

static void find_block(const Resampling *all, const bool *there, size_t first, size_t count,
                       SampleIntervals *samples) {
    OWNED float *one = allocate(all->resamples * BLOCK, sizeof *one),
                *other = allocate(all->resamples * BLOCK, sizeof *other);
    OWNED double *found = allocate(SAMPLE_VALUES * all->resamples, sizeof *found);
    float *const drawn[] = {one, other};
    bool any = false;
    for (size_t i = 0; i < count; i++)
        any = any || there[first + i];
    if (any)
        resample_block(all, first, count, drawn);
    for (size_t i = 0; i < count; i++) {
        const float *const own[] = {one + i, other + i};
        for (size_t v = 0; v < all->kind->values; v++)
            samples->low[v][first + i] = samples->high[v][first + i] = (double)NAN;
        if (there[first + i])
            find_intervals(all, first + i, own, found, samples);
    }
}

SampleIntervals sample_intervals_of(const SampleKind *kind, const ResponseStack *stack,
                                    const TrialDraws *settings) {
    SampleIntervals samples = {0};
    float *weight[SAMPLE_MEANS] = {0};
    size_t n = stack->height * stack->width, blocks = (n + BLOCK - 1) / BLOCK, done = 0;
    OWNED bool *there = allocate(n, sizeof *there);
    memcpy(there, stack->there, n * sizeof *there);
    for (size_t s = 0; s < kind->stacks; s++) {
        weight[s] = all_weights(&stack[s], settings, s, kind->stacks);
        for (size_t i = 0; i < n; i++)
            there[i] = there[i] && stack[s].there[i];
    }
    const Resampling all = {kind, stack, settings->resamples, weight};
    for (size_t v = 0; v < kind->values; v++) {
        samples.low[v] = allocate(n, sizeof *samples.low[v]);
        samples.high[v] = allocate(n, sizeof *samples.high[v]);
    }
#pragma omp parallel for schedule(dynamic)
    for (size_t b = 0; b < blocks; b++) {
        size_t first = b * BLOCK;
        find_block(&all, there, first, n - first < BLOCK ? n - first : BLOCK, &samples);
#pragma omp critical
        if (settings->progress)
            settings->progress("blocks of samples", ++done, blocks);
    }
    for (size_t s = 0; s < kind->stacks; s++)
        release(weight[s]);
    return samples;
}

void sample_intervals_free(SampleIntervals *samples) {
    for (size_t v = 0; v < SAMPLE_VALUES; v++) {
        release(samples->low[v]);
        release(samples->high[v]);
    }
}
