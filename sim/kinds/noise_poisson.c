// SPDX-License-Identifier: GPL-3.0-or-later
// Poisson noise: the activity stands for a mean number of spikes, and a random number of them
// comes.
#include "kinds/noise.h"

#include <gsl/gsl_randist.h>

typedef struct {
    double spikes;
} PoissonSettings;

// Draws for the library.
static double next_uniform(void *draws) {
    return random_uniform(draws);
}

static unsigned long next_integer(void *draws) {
    return random_integer(draws, UINT32_MAX);
}

static void ignore_seed(void *draws, unsigned long seed) {
    (void)draws;
    (void)seed;
}

static const gsl_rng_type counted = {"counted",   UINT32_MAX - 1, 0,           sizeof(RandomDraws),
                                     ignore_seed, next_integer,   next_uniform};

static double draw(const void *settings_of_kind, double activity, RandomDraws *draws) {
    const PoissonSettings *settings = settings_of_kind;
    const double most = 1e9; // beyond, the noise is below a part in 30000
    double mean = settings->spikes * activity;
    if (!(mean > 0)) // what is not a number is passed on
        return activity < 0 ? 0 : activity;
    if (mean > most)
        return activity;
    const gsl_rng source = {&counted, draws};
    return gsl_ran_poisson(&source, mean) / settings->spikes;
}

const NoiseKind noise_poisson = {
    .kind = {"poisson", "k / spikes, k a Poisson draw of mean spikes x",
             BLOCK(PoissonSettings, NULL,
                   {SETTING(PoissonSettings, spikes), NULL, 1e-3, 1e9,
                    .help = "mean number of spikes at an activity of 1; the more, the less noise; "
                            "negative activity counts as 0",
                    .live = true})},
    .draw = draw,
};
