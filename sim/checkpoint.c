// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint.h"

#include "memory.h"
#include "seal.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// All stored connections of a projection, unit after unit: data, and where wanted indices and
// indptr of a CSR matrix.
static bool write_weights(Store *store, const Projection *projection, bool indices, Error *error) {
    size_t units = projection->to->units, n = projection_connection_count(projection), first = 0;
    float *data = allocate(n, sizeof *data);
    int64_t *source = allocate(indices ? n : 1, sizeof *source),
            *begin = allocate(units + 1, sizeof *begin);
    Connection *connections = allocate(projection->shape.units, sizeof *connections);
    for (size_t unit = 0; unit < units; unit++) {
        size_t count = projection_connections(projection, unit, connections);
        for (size_t k = 0; k < count; k++) {
            data[first + k] = connections[k].weight;
            if (indices)
                source[first + k] =
                    connections[k].row * (long)projection->from->geometry.n + connections[k].column;
        }
        first += count;
        begin[unit + 1] = (int64_t)first;
    }
    char *name = format_text("/weights/%s/data", projection->name);
    bool ok = store_write_floats(store, name, 1, &n, data, error);
    release(name);
    if (indices) {
        int64_t shape[2] = {(int64_t)units, (int64_t)projection->from->units};
        char *where[3] = {format_text("/weights/%s/indices", projection->name),
                          format_text("/weights/%s/indptr", projection->name),
                          format_text("/weights/%s/shape", projection->name)};
        ok = ok && store_write_integers(store, where[0], n, source, error) &&
             store_write_integers(store, where[1], units + 1, begin, error) &&
             store_write_integers(store, where[2], 2, shape, error);
        for (size_t i = 0; i < 3; i++)
            release(where[i]);
    }
    release(connections);
    release(begin);
    release(source);
    release(data);
    return ok;
}

static bool read_weights(Store *store, Projection *projection, Error *error) {
    size_t n = projection_connection_count(projection), first = 0;
    float *data = allocate(n, sizeof *data);
    Connection *connections = allocate(projection->shape.units, sizeof *connections);
    char *name = format_text("/weights/%s/data", projection->name);
    bool ok = store_read_floats(store, name, n, data, error);
    for (size_t unit = 0; ok && unit < projection->to->units; unit++) {
        projection_restore(projection, unit, data + first);
        first += projection_connections(projection, unit, connections);
    }
    release(name);
    release(connections);
    release(data);
    return ok;
}

// One array of a sheet's state: written, or read when `reading`.
static bool move_floats(Store *store, const Sheet *sheet, const char *what, float *values,
                        bool reading, Error *error) {
    char *name = format_text("/sheets/%s/%s", sheet->name, what);
    size_t shape[2] = {sheet->geometry.n, sheet->geometry.n};
    bool ok = reading ? store_read_floats(store, name, sheet->units, values, error)
                      : store_write_floats(store, name, 2, shape, values, error);
    release(name);
    return ok;
}

static bool move_doubles(Store *store, const Sheet *sheet, const char *what, double *values,
                         bool reading, Error *error) {
    char *name = format_text("/sheets/%s/%s", sheet->name, what);
    size_t shape[2] = {sheet->geometry.n, sheet->geometry.n};
    bool ok = reading ? store_read_doubles(store, name, sheet->units, values, error)
                      : store_write_doubles(store, name, 2, shape, values, error);
    release(name);
    return ok;
}

static bool move_sheet(Store *store, const Sheet *sheet, bool reading, Error *error) {
    bool ok = move_floats(store, sheet, "activity", sheet->activity, reading, error) &&
              move_doubles(store, sheet, "threshold", sheet->threshold, reading, error) &&
              move_doubles(store, sheet, "average", sheet->average, reading, error);
    for (size_t d = 0; d < sheet->delays && ok; d++) {
        char *what = format_text("past%zu", d + 1);
        ok = move_floats(store, sheet, what, sheet->past[d], reading, error);
        if (reading)
            tiles_fill(&sheet->grid, sheet->past[d], sheet->tiles[d + 1]);
        release(what);
    }
    if (reading)
        tiles_fill(&sheet->grid, sheet->activity, sheet->tiles[0]);
    return ok;
}

static bool write_all(Store *store, const Network *network, const RunMemory *memory, bool indices,
                      Error *error) {
    int64_t numbers[3] = {network->presentation, memory->events_done, memory->interval};
    bool ok = store_write_text(store, "/config", memory->config, error) &&
              store_write_integers(store, "/progress", 3, numbers, error) &&
              store_note(store, "/progress", "meaning",
                         "iterations done; whether this iteration's events happened; presentations "
                         "since the last row "
                         "of history.csv",
                         error) &&
              store_write_doubles(store, "/interval_activity", 1, &memory->sheets, memory->activity,
                                  error);
    for (size_t i = 0; i < network->sheets && ok; i++)
        ok = move_sheet(store, &network->sheet[i], false, error);
    for (size_t k = 0; k < network->projections && ok; k++)
        if (!network->projection[k].settings->shared)
            ok = write_weights(store, &network->projection[k], indices, error);
    return ok;
}

// Renames `from` to `to` if `from` is there.
static bool move_file(const char *from, const char *to, bool must, Error *error) {
    if (rename(from, to) == 0 || (!must && errno == ENOENT))
        return true;
    return fail(error, "%s: cannot become %s: %s", from, to, strerror(errno));
}

static void flush_folder(const char *folder) {
    int opened = open(folder, O_RDONLY | O_DIRECTORY);
    if (opened >= 0) {
        fsync(opened);
        close(opened);
    }
}

bool checkpoint_write(const Network *network, const RunMemory *memory, const char *folder,
                      const char *name, bool indices, Error *error) {
    char *path = format_text("%s/%s.h5", folder, name),
         *previous = format_text("%s/%s.prev.h5", folder, name);
    char *fresh = format_text("%s/%s.new.h5", folder, name);
    Store store = {-1, NULL};
    bool ok = store_open(&store, fresh, STORE_CREATE, SEAL_SIZE, error);
    ok = ok && write_all(&store, network, memory, indices, error);
    Error closing = {0}; // one cause is enough
    ok = store_close(&store, ok ? error : &closing) && ok;
    error_clear(&closing);
    ok = ok && seal_write(fresh, error) && move_file(path, previous, false, error) &&
         move_file(fresh, path, true, error);
    flush_folder(folder);
    if (!ok)
        remove(fresh);
    release(fresh);
    release(previous);
    release(path);
    return ok;
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

bool checkpoint_read(Network *network, RunMemory *memory, const char *path, Error *error) {
    Store store;
    int64_t numbers[3] = {0};
    if (!seal_check(path, error) || !store_open(&store, path, STORE_READ, 0, error))
        return false;
    bool ok =
        store_read_integers(&store, "/progress", 3, numbers, error) &&
        store_read_doubles(&store, "/interval_activity", network->sheets, memory->activity, error);
    for (size_t i = 0; i < network->sheets && ok; i++)
        ok = move_sheet(&store, &network->sheet[i], true, error);
    for (size_t k = 0; k < network->projections && ok; k++)
        if (!network->projection[k].settings->shared)
            ok = read_weights(&store, &network->projection[k], error);
    network->presentation = numbers[0];
    memory->events_done = numbers[1] != 0;
    memory->interval = numbers[2];
    return store_close(&store, error) && ok;
}

int64_t checkpoint_iteration(const char *path) {
    Store store;
    Error error = {0};
    int64_t numbers[3] = {-1};
    if (seal_check(path, &error) && store_open(&store, path, STORE_READ, 0, &error)) {
        if (!store_read_integers(&store, "/progress", 3, numbers, &error))
            numbers[0] = -1;
        store_close(&store, &error);
    }
    error_clear(&error);
    return numbers[0];
}
