// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/synthetic_experiment.h"

#include "base/memory.h"
#include "base/random.h"
#include "helpers/synthetic_map.h"

#include <assert.h>
#include <math.h>

ComplexMap *synthetic_truth(const SyntheticExperiment *experiment, uint64_t seed) {
    size_t large = experiment->side + experiment->side / 2;
    double cycles = (double)large / experiment->wavelength;
    const SyntheticRing ring = {large, cycles, 0.12 * cycles, 0.6 * cycles, 1.5 * cycles};
    ComplexMap *whole = synthetic_ring(&ring, seed);
    ComplexMap *truth = map_crop(whole, 0, 0, experiment->side, experiment->side);
    map_free(whole);
    truth->spacing = (double)NAN;
    double middle = 0.5 * (double)experiment->side;
    for (size_t i = 0; experiment->round && i < experiment->side * experiment->side; i++)
        if (hypot((double)(i / experiment->side) - middle,
                  (double)(i % experiment->side) - middle) >= middle - 1)
            truth->real[i] = truth->imaginary[i] = (double)NAN;
    return truth;
}

// A few slow waves, of 1 on average squared.
static double slow(RandomStream stream, size_t index, size_t side, size_t i) {
    RandomDraws draws = random_draws(stream, index);
    double x = (double)(i % side) / (double)side, y = (double)(i / side) / (double)side, sum = 0;
    for (size_t k = 0; k < 4; k++)
        sum += sqrt(0.5) * cos(2 * M_PI *
                               (random_between(&draws, -1, 1) * x +
                                random_between(&draws, -1, 1) * y + random_uniform(&draws)));
    return sum;
}

ResponseStack synthetic_trials(const SyntheticExperiment *experiment, const ComplexMap *truth,
                               uint64_t seed) {
    size_t side = experiment->side, n = side * side, conditions = experiment->conditions;
    const size_t shape[] = {conditions, experiment->trials, side, side};
    DataArray array = data_array_new("synthetic", 4, shape, false);
    RandomStream noise = random_stream(seed, "experiment's noise"),
                 shared = random_stream(seed, "experiment's drift"),
                 own = random_stream(seed, "experiment's own drift");
#pragma omp parallel for
    for (size_t k = 0; k < conditions * experiment->trials; k++) {
        double *frame = array.values + k * n,
               theta = M_PI * (double)(k / experiment->trials) / (double)conditions;
        RandomDraws draws = random_draws(noise, k);
        for (size_t i = 0; i < n; i++)
            frame[i] = 100 +
                       experiment->modulation * (truth->real[i] * cos(2 * theta) +
                                                 truth->imaginary[i] * sin(2 * theta)) +
                       experiment->noise * random_normal(&draws);
        for (size_t i = 0; experiment->drift > 0 && i < n; i++)
            frame[i] += experiment->drift * (slow(shared, k % experiment->trials, side, i) +
                                             0.1 * slow(own, k, side, i));
    }
    const StackAxes axes = {2, 3, 0, 1, -1, -1, -1};
    ResponseStack stack;
    bool ok = stack_new(&array, &axes, 0, 0, NULL, &stack, NULL) &&
              stack_stimuli_read("", conditions, 180, false, stack.angle, NULL) &&
              stack_normalise(&stack, STACK_COCKTAIL, "synthetic", NULL);
    assert(ok);
    data_array_free(&array);
    return stack;
}
