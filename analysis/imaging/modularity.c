// SPDX-License-Identifier: GPL-3.0-or-later
#include "imaging/confidence.h"

#include "base/memory.h"
#include "imaging/trial_draws.h"
#include "maps/spectrum.h"

#include <math.h>
#include <string.h>

static const double FEWEST_PERIODS = 2, FEWEST_SAMPLES = 4;

// The map with frames at other places.
static ComplexMap *shuffled_map(const ResponseStack *stack, const size_t *from) {
    size_t n = stack->height * stack->width, frames = stack->conditions * stack->trials;
    ComplexMap *map = map_new(stack->height, stack->width, stack->spacing, false);
    for (size_t k = 0; k < frames; k++) {
        size_t condition = k / stack->trials;
        if (!stack->present[k])
            continue;
        double weight = 1 / (double)stack_trials(stack, condition),
               real = weight * stack->weights.cosine[condition],
               imaginary = weight * stack->weights.sine[condition];
        const float *frame = stack->frame + from[k] * n;
        for (size_t i = 0; i < n; i++) {
            map->real[i] += real * (double)frame[i];
            map->imaginary[i] += imaginary * (double)frame[i];
        }
    }
    for (size_t i = 0; i < n; i++)
        if (!stack->there[i])
            map->real[i] = (double)NAN;
    return map;
}

Modularity modularity_of(const ResponseStack *stack, const TrialDraws *settings) {
    size_t shuffles = settings->resamples, frames = stack->conditions * stack->trials, done = 0;
    OWNED_BY(map_free_owned) ComplexMap *own = stack_map(stack, NULL);
    OWNED_BY(spectrum_free) Spectrum first = spectrum_new(own);
    size_t annuli = first.annuli;
    OWNED double *amplitude = allocate((shuffles + 1) * annuli + 1, sizeof *amplitude),
                 *mean = allocate(annuli + 1, sizeof *mean);
    memcpy(amplitude, first.amplitude, annuli * sizeof *amplitude);
#pragma omp parallel for schedule(dynamic)
    for (size_t r = 0; r < shuffles; r++) {
        OWNED size_t *from = allocate(frames, sizeof *from);
        trial_draws_shuffle(stack, settings->seed, r, from);
        OWNED_BY(map_free_owned) ComplexMap *map = shuffled_map(stack, from);
        OWNED_BY(spectrum_free) Spectrum spectrum = spectrum_new(map);
        memcpy(amplitude + (r + 1) * annuli, spectrum.amplitude, annuli * sizeof *amplitude);
#pragma omp critical
        if (settings->progress)
            settings->progress("shuffles", ++done, shuffles);
    }
    Modularity found = {.p = (double)NAN, .excess = 0, .wavelength = (double)NAN};
    size_t least = 0;
    for (size_t k = 0; k < annuli; k++)
        for (size_t r = 0; r <= shuffles; r++)
            mean[k] += amplitude[r * annuli + k] / (double)(shuffles + 1);
    for (size_t r = 0; r <= shuffles; r++) {
        double excess = 0;
        for (size_t k = 0; k < annuli; k++) {
            double cycles = first.radius[k], own_excess = amplitude[r * annuli + k] / mean[k];
            if (cycles < FEWEST_PERIODS - 0.5 || first.extent / cycles < FEWEST_SAMPLES)
                continue;
            if (r == 0 && own_excess > excess)
                found.wavelength = first.extent / cycles;
            excess = fmax(excess, own_excess);
        }
        if (r == 0)
            found.excess = excess;
        least += excess >= found.excess;
    }
    if (isfinite(found.wavelength))
        found.p = (double)least / (double)(shuffles + 1);
    return found;
}
