// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/checkpoint.h"

#include "base/memory.h"
#include "files/replacement.h"
#include "files/seal.h"
#include "run/checkpoint_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// Writes how the sheets settled, two numbers for each, or reads it when `reading`.
static bool move_settling(Store *store, size_t sheets, SettlingCount *counts, bool reading,
                          Error *error) {
    OWNED int64_t *numbers = allocate(2 * sheets, sizeof *numbers);
    for (size_t i = 0; i < sheets; i++) {
        numbers[2 * i] = counts[i].settled;
        numbers[2 * i + 1] = counts[i].steps;
    }
    bool ok = reading ? store_read(store, "/settling", 2 * sheets, numbers, error)
                      : store_write_list(store, "/settling", 2 * sheets, numbers, error) &&
                            store_note(store, "/settling", "meaning",
                                       "for each sheet, since the start: presentations in which it "
                                       "settled within its tolerance; activations",
                                       error);
    for (size_t i = 0; reading && ok && i < sheets; i++)
        counts[i] = (SettlingCount){numbers[2 * i], numbers[2 * i + 1]};
    return ok;
}

static bool write_all(Store *store, const Network *network, const RunMemory *memory, bool indices,
                      Error *error) {
    int64_t numbers[3] = {network->presentation, memory->events_done, memory->interval};
    bool ok = store_write_text(store, "/config", memory->config, error) &&
              (!memory->inputs || store_write_text(store, "/inputs", memory->inputs, error)) &&
              store_write_list(store, "/progress", 3, numbers, error) &&
              store_note(store, "/progress", "meaning",
                         "iterations done; whether this iteration's events happened; presentations "
                         "since the last row of history.csv",
                         error) &&
              store_write_list(store, "/interval_sums", memory->sum_count, memory->sums, error) &&
              move_settling(store, network->sheets, memory->settling, false, error);
    for (size_t i = 0; i < network->sheets && ok; i++)
        ok = checkpoint_move_sheet(store, &network->sheet[i], false, error);
    for (size_t k = 0; k < network->projections && ok; k++)
        if (!network->projection[k].settings->shared)
            ok = checkpoint_write_weights(store, &network->projection[k], indices, error) &&
                 checkpoint_write_kept(store, &network->projection[k], error);
    return ok;
}

// Renames `from`, if there is such a file, to `to`.
static bool move_file(const char *from, const char *to, Error *error) {
    if (rename(from, to) == 0 || errno == ENOENT)
        return true;
    return fail(error, "%s: cannot become %s: %s", from, to, strerror(errno));
}

// Brings new names onto the disk, where the file system can do so.
static bool flush_folder(const char *folder, Error *error) {
    int opened = open(folder, O_RDONLY | O_DIRECTORY);
    bool ok = opened >= 0 && (fsync(opened) == 0 || errno == EINVAL);
    if (!ok)
        fail(error, "%s: cannot be brought onto the disk: %s", folder, strerror(errno));
    if (opened >= 0)
        close(opened);
    return ok;
}

bool checkpoint_write(const Network *network, const RunMemory *memory, const char *folder,
                      const char *name, bool indices, Error *error) {
    OWNED char *path = format_text("%s/%s.h5", folder, name),
               *previous = format_text("%s/%s.prev.h5", folder, name);
    Replacement replacement;
    if (!replacement_begin(&replacement, path, error))
        return false;
    Store store = {.file = -1};
    OWNED_BY(seal_finish) Seal seal = {0};
    bool ok = store_open(&store, replacement.fresh, STORE_CREATE, SEAL_SIZE, error);
    store.seal = &seal;
    ok = ok && write_all(&store, network, memory, indices, error);
    ok = store_close(&store, ok ? error : NULL) && ok; // one cause is enough
    ok = ok && seal_write(&seal, replacement.fresh, error) &&
         move_file(replacement.path, previous, error);
    return replacement_end(&replacement, ok, error) && flush_folder(folder, error);
}

char *checkpoint_config(const char *path, Error *error) {
    Store store;
    if (!seal_check(path, error) || !store_open(&store, path, STORE_READ, 0, error))
        return NULL;
    char *config = store_read_text(&store, "/config", error);
    if (!store_close(&store, error)) {
        release(config);
        return NULL;
    }
    return config;
}

char *checkpoint_inputs(const char *path, Error *error) {
    Store store;
    if (!store_open(&store, path, STORE_READ, 0, error))
        return NULL;
    char *inputs = store_has(&store, "/inputs") ? store_read_text(&store, "/inputs", error) : NULL;
    if (!store_close(&store, error)) {
        release(inputs);
        return NULL;
    }
    return inputs;
}

// The interval begins anew where the history of the state has other sums.
static bool read_interval(Store *store, RunMemory *memory, int64_t interval, Error *error) {
    static const char name[] = "/interval_sums";
    int rank;
    size_t shape[STORE_RANK_MOST], count;
    if (!store_shape(store, name, &rank, shape, &count, error))
        return false;
    bool same = count == memory->sum_count;
    memory->interval = same ? interval : 0;
    memset(memory->sums, 0, memory->sum_count * sizeof *memory->sums);
    return !same || store_read(store, name, count, memory->sums, error);
}

static const int64_t ITERATIONS_MOST = INT64_C(1000000000000); // as in a config (experiment.c)

// Progress as the file has it: iterations done, whether their events happened, the interval.
static bool check_progress(const Store *store, const int64_t progress[static 3], size_t sheets,
                           const SettlingCount *settling, Error *error) {
    bool ok = checkpoint_check_count(store, "iterations", progress[0], ITERATIONS_MOST, error) &&
              checkpoint_check_count(store, "iterations since the last row of history.csv",
                                     progress[2], progress[0], error);
    for (size_t i = 0; i < sheets && ok; i++)
        ok = checkpoint_check_count(store, "presentations in which a sheet settled",
                                    settling[i].settled, progress[0], error) &&
             checkpoint_check_count(store, "activations", settling[i].steps, INT64_MAX, error);
    return ok;
}

static bool has_sheet(const Network *network, const char *name) {
    return network_sheet(network, name) != NULL;
}

static bool has_fields(const Network *network, const char *name) {
    const Projection *projection = network_projection(network, name);
    return projection && !projection->settings->shared;
}

// Refuses a state in which a group has a member that the network does not have.
static bool check_names(Store *store, const char *group, const Network *network,
                        bool (*has)(const Network *, const char *), Error *error) {
    char **saved = store_names(store, group, error);
    bool ok = saved != NULL;
    for (size_t i = 0; ok && saved[i]; i++)
        ok = has(network, saved[i]) ||
             fail(error, "%s: has %s/%s, which is not here", store->path, group, saved[i]);
    store_names_free(saved);
    return ok;
}

bool checkpoint_read(Network *network, RunMemory *memory, const char *path, Error *error) {
    Store store;
    int64_t numbers[3] = {0};
    if (!store_open(&store, path, STORE_READ, 0, error))
        return false;
    bool ok = check_names(&store, "/sheets", network, has_sheet, error) &&
              check_names(&store, "/weights", network, has_fields, error) &&
              store_read(&store, "/progress", 3, numbers, error);
    for (size_t i = 0; i < network->sheets && ok; i++)
        ok = checkpoint_move_sheet(&store, &network->sheet[i], true, error);
    for (size_t k = 0; k < network->projections && ok; k++)
        if (!network->projection[k].settings->shared)
            ok = checkpoint_read_weights(&store, &network->projection[k], error) &&
                 checkpoint_read_kept(&store, &network->projection[k], error);
    network_give_room(network); // fields may have another radius
    ok = ok && move_settling(&store, network->sheets, memory->settling, true, error) &&
         check_progress(&store, numbers, network->sheets, memory->settling, error) &&
         read_interval(&store, memory, numbers[2], error);
    network->presentation = numbers[0];
    memory->events_done = numbers[1] != 0;
    return store_close(&store, error) && ok;
}

int64_t checkpoint_iteration(const char *path) {
    Store store;
    OWNED_BY(error_clear) Error error = {0};
    int64_t numbers[3] = {-1};
    if (seal_check(path, &error) && store_open(&store, path, STORE_READ, 0, &error)) {
        if (!store_read(&store, "/progress", 3, numbers, &error))
            numbers[0] = -1;
        store_close(&store, &error);
    }
    return numbers[0];
}
