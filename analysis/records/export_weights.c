// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/export_weights.h"

#include "base/memory.h"
#include "files/replacement.h"
#include "files/rundir.h"
#include "run/checkpoint_parts.h"
#include "run/run.h"
#include "run/saved_run.h"

static bool write_weights(const Network *network, const char *path, Error *error) {
    Replacement replacement;
    if (!replacement_begin(&replacement, path, error))
        return false;
    Store store;
    int64_t iteration = network->presentation;
    bool ok = store_open(&store, replacement.fresh, STORE_CREATE, 0, error) &&
              store_write_list(&store, "/iteration", 1, &iteration, error);
    for (size_t k = 0; ok && k < network->projections; k++)
        ok = checkpoint_write_weights(&store, &network->projection[k], true, error);
    ok = store_close(&store, ok ? error : NULL) && ok;
    return replacement_end(&replacement, ok, error);
}

bool export_weights(const char *folder, const char *target, int64_t at, const Kernels *kernels,
                    Error *error) {
    OWNED_BY(saved_run_close) SavedRun saved;
    OWNED_BY(run_finish) Run run = {0};
    const RunOptions options = {.command = ""};
    OWNED char *path = rundir_path(target, "weights.h5");
    return saved_run_open(&saved, folder, at, false, NULL, error) &&
           run_open(&run, &saved.experiment, copy_text(saved.folder), saved.checkpoint, kernels,
                    &options, error) &&
           write_weights(run.network, path, error);
}
