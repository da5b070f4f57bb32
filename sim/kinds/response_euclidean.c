// SPDX-License-Identifier: GPL-3.0-or-later
// Euclidean: the largest distance of any unit's weights from the activity, minus the unit's own
// distance, so that the nearest unit responds most (Kohonen 1982, Biol Cybern 43:59).
#include "kinds/response.h"

#include <math.h>

static void add(const ResponseSums *sums) {
    for (size_t i = 0; i < sums->list->count; i++) {
        size_t line = (size_t)sums->list->line[i];
        const float *weight = sums->weights + line * LANES;
        double activity = (double)sums->list->value[i];
        for (size_t t = 0; t < LANES; t++) {
            double distance = (double)(weight[t] * sums->scale[t]) - activity;
            sums->sum[t] += sums->covered[line] >> t & 1 ? distance * distance : 0;
        }
    }
}

static void finish(size_t n, const unsigned char *inside, double *sums) {
    double largest = 0;
    for (size_t i = 0; i < n; i++) {
        sums[i] = sqrt(sums[i]);
        if (inside[i] && !(sums[i] <= largest)) // what is not a number is passed on
            largest = sums[i];
    }
    for (size_t i = 0; i < n; i++)
        sums[i] = largest - sums[i];
}

const ResponseKind response_euclidean = {
    .kind = {"euclidean",
             "largest distance of any unit's weights from the activity, minus the unit's own",
             NO_SETTINGS},
    .add = add,
    .finish = finish,
};
