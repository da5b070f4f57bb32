// SPDX-License-Identifier: GPL-3.0-or-later
// Strengths and rates before responses and learning; the number of threads; counts of work.
#include "model/network.h"

#include <omp.h>

void network_schedule(Network *network) {
    for (size_t k = 0; k < network->projections; k++)
        projection_schedule(&network->projection[k], network->presentation);
}

int network_team(const Network *network) {
    int wished = omp_get_max_threads();
    return wished < network->workers ? wished : network->workers;
}

void network_count(Network *network, Stage stage, const ResponseCount *count, uint64_t candidates) {
    Work *work = &network->work;
#pragma omp atomic
    work->count[stage].lines += count->lines;
#pragma omp atomic
    work->candidates += candidates;
#pragma omp atomic
    work->needed += count->needed;
}
