// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of earlier.
#include "model/projection.h"

#include "base/memory.h"

#include <string.h>

static KeptWeights *find(const Projection *projection, const char *name) {
    for (size_t k = 0; k < projection->kept_count; k++)
        if (strcmp(projection->kept[k].name, name) == 0)
            return &projection->kept[k];
    return NULL;
}

KeptWeights *projection_keep_room(Projection *projection, const char *name) {
    KeptWeights *kept = find(projection, name);
    if (kept)
        return kept;
    projection->kept =
        allocate_one_more(projection->kept, projection->kept_count, sizeof *projection->kept);
    kept = &projection->kept[projection->kept_count++];
    *kept = (KeptWeights){copy_text(name),
                          allocate(projection_connection_count(projection), sizeof(float)),
                          allocate(projection->to->units, sizeof(float))};
    return kept;
}

void projection_keep(Projection *projection, const char *name) {
    KeptWeights *kept = projection_keep_room(projection, name);
    size_t done = 0;
    for (size_t unit = 0; unit < projection->to->units; unit++)
        done += projection_store(projection, unit, kept->weights + done);
    memcpy(kept->scale, projection->scale, projection->to->units * sizeof *kept->scale);
}

bool projection_recall(Projection *projection, const char *name) {
    const KeptWeights *kept = find(projection, name);
    size_t done = 0;
    for (size_t unit = 0; kept && unit < projection->to->units; unit++) {
        projection_restore(projection, unit, kept->weights + done, kept->scale[unit]);
        done += projection_connections_of(projection, unit);
    }
    return kept != NULL;
}

void projection_forget(Projection *projection) {
    for (size_t k = 0; k < projection->kept_count; k++) {
        release(projection->kept[k].name);
        release(projection->kept[k].weights);
        release(projection->kept[k].scale);
    }
    release(projection->kept);
    projection->kept = NULL;
    projection->kept_count = 0;
}
