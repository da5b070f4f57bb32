// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/latin_hypercube.h"

void latin_hypercube(RandomStream stream, double *share, size_t n) {
    RandomDraws order = random_draws(stream, 0), place = random_draws(stream, 1);
    for (size_t i = 0; i < n; i++)
        share[i] = ((double)i + random_uniform(&place)) / (double)n;
    for (size_t left = n; left > 1; left--) { // Fisher & Yates
        size_t k = random_integer(&order, (uint32_t)left);
        double kept = share[k];
        share[k] = share[left - 1];
        share[left - 1] = kept;
    }
}
