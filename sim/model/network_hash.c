// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hash.h"
#include "model/network.h"

uint64_t network_hash(const Network *network) {
    uint64_t hash = HASH_START;
    for (size_t k = 0; k < network->projections; k++) {
        const Projection *projection = &network->projection[k];
        hash = hash_bytes(hash, projection->weights, projection->weight_count * sizeof(float));
        hash = hash_bytes(hash, projection->scale, projection->to->units * sizeof(float));
        hash = hash_bytes(hash, projection->memory,
                          projection_memory_count(projection) * sizeof(double));
        if (projection->collected)
            hash =
                hash_bytes(hash, projection->collected, projection->weight_count * sizeof(float));
        for (size_t i = 0; i < projection->kept_count; i++) {
            const KeptWeights *kept = &projection->kept[i];
            hash = hash_bytes(hash, kept->weights,
                              projection_connection_count(projection) * sizeof(float));
            hash = hash_bytes(hash, kept->scale, projection->to->units * sizeof(float));
        }
    }
    for (size_t i = 0; i < network->sheets; i++) {
        const Sheet *sheet = &network->sheet[i];
        hash = hash_bytes(hash, sheet->inside, sheet->units);
        hash = hash_bytes(hash, &sheet->lesion_threshold, sizeof sheet->lesion_threshold);
        hash = hash_bytes(hash, sheet->threshold, sheet->units * sizeof *sheet->threshold);
        hash = hash_bytes(hash, sheet->gain, sheet->units * sizeof *sheet->gain);
        hash = hash_bytes(hash, sheet->average, sheet->units * sizeof *sheet->average);
        if (sheet->settings->carry > 0)
            hash = hash_bytes(hash, sheet->activity, sheet->units * sizeof *sheet->activity);
        for (size_t d = 1; d <= sheet->delays; d++)
            hash = hash_bytes(hash, sheet->shown[d].tiles, sheet->grid.size * sizeof(float));
    }
    return hash;
}
