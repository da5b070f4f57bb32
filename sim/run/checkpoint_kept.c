// SPDX-License-Identifier: GPL-3.0-or-later
// Kept weights of one projection in a checkpoint.
#include "run/checkpoint_parts.h"

#include "base/memory.h"

// Writes one array, or reads it when `reading`.
static bool move(Store *store, const Projection *projection, const char *kept, const char *what,
                 size_t n, float *values, bool reading, Error *error) {
    OWNED char *name = format_text("/kept/%s/%s/%s", projection->name, kept, what);
    return reading ? store_read(store, name, n, values, error) &&
                         checkpoint_check_finite(store, name, STORE_FLOATS, values, n, error)
                   : store_write_list(store, name, n, values, error);
}

static bool move_kept(Store *store, const Projection *projection, const KeptWeights *kept,
                      bool reading, Error *error) {
    return move(store, projection, kept->name, "data", projection_connection_count(projection),
                kept->weights, reading, error) &&
           move(store, projection, kept->name, "scale", projection->to->units, kept->scale, reading,
                error);
}

bool checkpoint_write_kept(Store *store, const Projection *projection, Error *error) {
    bool ok = true;
    for (size_t k = 0; ok && k < projection->kept_count; k++)
        ok = move_kept(store, projection, &projection->kept[k], false, error);
    return ok;
}

bool checkpoint_read_kept(Store *store, Projection *projection, Error *error) {
    OWNED char *group = format_text("/kept/%s", projection->name);
    projection_forget(projection);
    char **names = store_names(store, group, error);
    bool ok = names != NULL;
    for (size_t k = 0; ok && names[k]; k++)
        ok = move_kept(store, projection, projection_keep_room(projection, names[k]), true, error);
    store_names_free(names);
    return ok;
}
