// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/noise.h"

static const NoiseKind noise_none = {
    .kind = {"none", "no noise", NO_SETTINGS},
};

extern const NoiseKind noise_gaussian, noise_poisson;

const Kind *const noise_kinds[] = {&noise_none.kind, &noise_gaussian.kind, &noise_poisson.kind,
                                   NULL};

static const NoiseKind *kind_of(const Variant *noise) {
    return (const NoiseKind *)noise->kind;
}

bool noise_is_on(const Variant *noise) {
    return kind_of(noise)->draw != NULL;
}

bool noise_is_signed(const Variant *noise) {
    return kind_of(noise)->is_signed && kind_of(noise)->is_signed(noise->settings);
}

void noise_apply(const Variant *noise, RandomStream stream, size_t n, const unsigned char *inside,
                 float *activity) {
    enum { FEWEST_FOR_THREADS = 1500 }; // waking them takes longer
    const NoiseKind *kind = kind_of(noise);
#pragma omp parallel for schedule(static) if (n >= FEWEST_FOR_THREADS)
    for (size_t i = 0; i < n; i++) {
        if (!inside[i])
            continue;
        RandomDraws draws = random_draws(stream, i);
        activity[i] = (float)kind->draw(noise->settings, (double)activity[i], &draws);
    }
}
