// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/pixel_confidence.h"

#include "base/memory.h"
#include "statistics/bca.h"
#include "imaging/trial_draws.h"

#include <math.h>
#include <string.h>

enum { BLOCK = 64 }; // samples that are resampled together

typedef struct {
    const ResponseStack *stack;
    const ComplexMap *map;
    size_t resamples, frames;
    const float *weight; // [resamples][frames]
} Resampling;

// z of `count` samples from `first` on in every resample: real[resamples][BLOCK].
static void resample_block(const Resampling *all, size_t first, size_t count, float *real,
                           float *imaginary) {
    const ResponseStack *stack = all->stack;
    size_t n = stack->height * stack->width;
    for (size_t r = 0; r < all->resamples; r++) {
        float *x = real + r * BLOCK, *y = imaginary + r * BLOCK, sum[BLOCK];
        memset(x, 0, BLOCK * sizeof *x);
        memset(y, 0, BLOCK * sizeof *y);
        for (size_t c = 0; c < stack->conditions; c++) {
            float cosine = (float)(stack->scale * cos(2 * stack->angle[c])),
                  sine = (float)(stack->scale * sin(2 * stack->angle[c]));
            memset(sum, 0, sizeof sum);
            for (size_t t = 0; t < stack->trials; t++) {
                size_t k = c * stack->trials + t;
                float weight = all->weight[r * all->frames + k];
                const float *frame = stack->frame + k * n + first;
                if (weight == 0)
                    continue;
                for (size_t i = 0; i < count; i++)
                    sum[i] += weight * frame[i];
            }
            for (size_t i = 0; i < BLOCK; i++) {
                x[i] += cosine * sum[i];
                y[i] += sine * sum[i];
            }
        }
    }
}

// Sixths of the skewness of the derivatives of the angle and the size of z by each frame's weight.
static void accelerations(const Resampling *all, size_t i, double *of_angle, double *of_size) {
    const ResponseStack *stack = all->stack;
    size_t n = stack->height * stack->width;
    double x = all->map->real[i], y = all->map->imaginary[i], squares[2] = {0}, cubes[2] = {0};
    for (size_t c = 0; c < stack->conditions; c++) {
        double mean = 0, trials = (double)stack_trials(stack, c), cosine = cos(2 * stack->angle[c]),
               sine = sin(2 * stack->angle[c]);
        for (size_t t = 0; t < stack->trials; t++)
            if (stack->present[c * stack->trials + t])
                mean += (double)stack->frame[(c * stack->trials + t) * n + i] / trials;
        for (size_t t = 0; t < stack->trials; t++) {
            size_t k = c * stack->trials + t;
            if (!stack->present[k])
                continue;
            double off = ((double)stack->frame[k * n + i] - mean) / trials,
                   across = (x * sine - y * cosine) * off, along = (x * cosine + y * sine) * off;
            squares[0] += across * across, cubes[0] += across * across * across;
            squares[1] += along * along, cubes[1] += along * along * along;
        }
    }
    *of_angle = squares[0] > 0 ? cubes[0] / (6 * pow(squares[0], 1.5)) : 0;
    *of_size = squares[1] > 0 ? cubes[1] / (6 * pow(squares[1], 1.5)) : 0;
}

static void find_intervals(const Resampling *all, size_t i, const float *real,
                           const float *imaginary, double *found, SampleIntervals *samples) {
    double x = all->map->real[i], y = all->map->imaginary[i], of_angle, of_size;
    accelerations(all, i, &of_angle, &of_size);
    for (size_t r = 0; r < all->resamples; r++) {
        double a = (double)real[r * BLOCK], b = (double)imaginary[r * BLOCK];
        found[r] = 0.5 * atan2(x * b - y * a, x * a + y * b);
    }
    Interval angle = bca_interval(found, all->resamples, 0, of_angle);
    for (size_t r = 0; r < all->resamples; r++)
        found[r] = hypot((double)real[r * BLOCK], (double)imaginary[r * BLOCK]);
    Interval size = bca_interval_centred(found, all->resamples, hypot(x, y), of_size);
    samples->angle_low[i] = angle.low;
    samples->angle_high[i] = angle.high;
    samples->selectivity_low[i] = fmax(size.low, 0);
    samples->selectivity_high[i] = size.high;
}

static float *all_weights(const ResponseStack *stack, const TrialDraws *settings, size_t frames) {
    float *weight = allocate(settings->resamples * frames, sizeof *weight);
    OWNED double *one = allocate(frames, sizeof *one);
    for (size_t r = 0; r < settings->resamples; r++) {
        trial_draws_resample(stack, settings->seed, r, one);
        for (size_t k = 0; k < frames; k++)
            weight[r * frames + k] = (float)one[k];
    }
    return weight;
}

SampleIntervals sample_intervals_of(const ResponseStack *stack, const ComplexMap *map,
                                    const TrialDraws *settings) {
    SampleIntervals samples;
    size_t n = stack->height * stack->width, frames = stack->conditions * stack->trials,
           blocks = (n + BLOCK - 1) / BLOCK, done = 0;
    OWNED float *weight = all_weights(stack, settings, frames);
    const Resampling all = {stack, map, settings->resamples, frames, weight};
    double **const maps[] = {&samples.angle_low, &samples.angle_high, &samples.selectivity_low,
                             &samples.selectivity_high};
    for (size_t m = 0; m < 4; m++)
        *maps[m] = allocate(n, sizeof **maps[m]);
#pragma omp parallel for schedule(dynamic)
    for (size_t b = 0; b < blocks; b++) {
        size_t first = b * BLOCK, count = n - first < BLOCK ? n - first : BLOCK;
        OWNED float *real = allocate(all.resamples * BLOCK, sizeof *real),
                    *imaginary = allocate(all.resamples * BLOCK, sizeof *imaginary);
        OWNED double *found = allocate(all.resamples, sizeof *found);
        bool any = false;
        for (size_t i = 0; i < count; i++)
            any = any || stack->there[first + i];
        if (any)
            resample_block(&all, first, count, real, imaginary);
        for (size_t i = 0; i < count; i++) {
            for (size_t m = 0; m < 4; m++)
                (*maps[m])[first + i] = (double)NAN;
            if (stack->there[first + i])
                find_intervals(&all, first + i, real + i, imaginary + i, found, &samples);
        }
#pragma omp critical
        if (settings->progress)
            settings->progress("blocks of samples", ++done, blocks);
    }
    return samples;
}

void sample_intervals_free(SampleIntervals *samples) {
    release(samples->angle_low);
    release(samples->angle_high);
    release(samples->selectivity_low);
    release(samples->selectivity_high);
}
