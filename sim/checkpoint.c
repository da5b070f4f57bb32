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

// A projection's connections, moved in parts so that no second copy of all is needed.
typedef struct {
    Store *store;
    char *data, *indices, *scale, *has_negative; // names of arrays, owned
    size_t connections, done;                    // in all; moved so far
    float *weights;                              // [PART_UNITS * field_units]
    int64_t *sources;                            // the same
} WeightsMove;

enum { PART_UNITS = 256 };

static WeightsMove move_begin(Store *store, const Projection *projection) {
    size_t room = PART_UNITS * projection->field_units;
    return (WeightsMove){.store = store,
                         .data = format_text("/weights/%s/data", projection->name),
                         .indices = format_text("/weights/%s/indices", projection->name),
                         .scale = format_text("/weights/%s/scale", projection->name),
                         .has_negative = format_text("/weights/%s/has_negative", projection->name),
                         .connections = projection_connection_count(projection),
                         .weights = allocate(room, sizeof(float)),
                         .sources = allocate(room, sizeof(int64_t))};
}

static void move_end(WeightsMove *move) {
    release(move->data);
    release(move->indices);
    release(move->scale);
    release(move->has_negative);
    release(move->weights);
    release(move->sources);
}

// Writes the connections of units first, first + 1, ... up to last - 1, and where they begin.
static bool write_part(WeightsMove *move, const Projection *projection, size_t first, size_t last,
                       bool indices, int64_t *begin, Error *error) {
    Connection *connections = allocate(projection->field_units, sizeof *connections);
    size_t count = 0;
    for (size_t unit = first; unit < last; unit++) {
        size_t n = projection_store(projection, unit, move->weights + count);
        if (indices)
            projection_connections(projection, unit, connections);
        for (size_t k = 0; indices && k < n; k++)
            move->sources[count + k] =
                connections[k].row * (long)projection->from->geometry.n + connections[k].column;
        count += n;
        begin[unit + 1] = (int64_t)(move->done + count);
    }
    release(connections);
    StorePart part = {move->connections, move->done, count};
    move->done += count;
    return store_write_floats_part(move->store, move->data, part, move->weights, error) &&
           (!indices ||
            store_write_integers_part(move->store, move->indices, part, move->sources, error));
}

// All connections, unit after unit: data, and where wanted indices and indptr of a CSR matrix. What
// counts is data times the scale of its row.
static bool write_weights(Store *store, const Projection *projection, bool indices, Error *error) {
    size_t units = projection->to->units;
    WeightsMove move = move_begin(store, projection);
    int64_t *begin = allocate(units + 1, sizeof *begin);
    bool ok = true;
    for (size_t first = 0; first < units && ok; first += PART_UNITS)
        ok = write_part(&move, projection, first,
                        first + PART_UNITS < units ? first + PART_UNITS : units, indices, begin,
                        error);
    int64_t has_negative = projection->has_negative;
    ok = ok && store_write_floats(store, move.scale, 1, &units, projection->scale, error) &&
         store_write_integers(store, move.has_negative, 1, &has_negative, error);
    if (indices) {
        int64_t shape[2] = {(int64_t)units, (int64_t)projection->from->units};
        char *where[2] = {format_text("/weights/%s/indptr", projection->name),
                          format_text("/weights/%s/shape", projection->name)};
        ok = ok && store_write_integers(store, where[0], units + 1, begin, error) &&
             store_write_integers(store, where[1], 2, shape, error);
        release(where[0]);
        release(where[1]);
    }
    release(begin);
    move_end(&move);
    return ok;
}

static bool read_weights(Store *store, Projection *projection, Error *error) {
    size_t units = projection->to->units;
    WeightsMove move = move_begin(store, projection);
    float *scale = allocate(units, sizeof *scale);
    int64_t has_negative = 0;
    bool ok = store_read_floats(store, move.scale, units, scale, error) &&
              store_read_integers(store, move.has_negative, 1, &has_negative, error);
    for (size_t first = 0; first < units && ok; first += PART_UNITS) {
        size_t last = first + PART_UNITS < units ? first + PART_UNITS : units, count = 0, used = 0;
        for (size_t unit = first; unit < last; unit++)
            count += projection_connections_of(projection, unit);
        StorePart part = {move.connections, move.done, count};
        ok = store_read_floats_part(store, move.data, part, move.weights, error);
        for (size_t unit = first; unit < last && ok; unit++)
            used += projection_restore(projection, unit, move.weights + used, scale[unit]);
        move.done += count;
    }
    projection->has_negative = has_negative != 0; // it may have had some
    release(scale);
    move_end(&move);
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

// Each lesion of a sheet: 1 where a unit is lost.
static bool write_lesions(Store *store, const Sheet *sheet, Error *error) {
    float *values = allocate(sheet->units, sizeof *values);
    bool ok = true;
    for (size_t k = 0; k < sheet->lesions && ok; k++) {
        char *what = format_text("lesions/%s", sheet->lesion[k].name);
        for (size_t i = 0; i < sheet->units; i++)
            values[i] = sheet->lesion[k].lost[i];
        ok = move_floats(store, sheet, what, values, false, error);
        release(what);
    }
    release(values);
    return ok;
}

static bool read_lesions(Store *store, Sheet *sheet, Error *error) {
    float *values = allocate(sheet->units, sizeof *values);
    unsigned char *lost = allocate(sheet->units, 1);
    char *group = format_text("/sheets/%s/lesions", sheet->name);
    char **names = store_has(store, group) ? store_names(store, group) : NULL;
    bool ok = true;
    sheet_remove_lesion(sheet, NULL);
    for (size_t k = 0; names && names[k]; k++) {
        char *what = format_text("lesions/%s", names[k]);
        ok = ok && move_floats(store, sheet, what, values, true, error);
        for (size_t i = 0; i < sheet->units; i++)
            lost[i] = values[i] != 0;
        if (ok)
            sheet_add_lesion(sheet, names[k], lost);
        release(what);
        release(names[k]);
    }
    release(names);
    release(group);
    release(lost);
    release(values);
    return ok;
}

static bool move_sheet(Store *store, Sheet *sheet, bool reading, Error *error) {
    char *name = format_text("/sheets/%s/lesion_threshold", sheet->name);
    size_t one = 1;
    bool ok =
        (reading ? read_lesions(store, sheet, error) : write_lesions(store, sheet, error)) &&
        move_floats(store, sheet, "activity", sheet->activity, reading, error) &&
        move_doubles(store, sheet, "threshold", sheet->threshold, reading, error) &&
        move_doubles(store, sheet, "gain", sheet->gain, reading, error) &&
        move_doubles(store, sheet, "average", sheet->average, reading, error) &&
        (reading ? store_read_doubles(store, name, 1, &sheet->lesion_threshold, error)
                 : store_write_doubles(store, name, 1, &one, &sheet->lesion_threshold, error));
    release(name);
    float *past = allocate(sheet->units, sizeof *past);
    for (size_t d = 1; d <= sheet->delays && ok; d++) {
        char *what = format_text("past%zu", d);
        activity_read(&sheet->grid, &sheet->shown[d], past);
        ok = move_floats(store, sheet, what, past, reading, error);
        if (reading && ok)
            activity_write(&sheet->grid, past, &sheet->shown[d]);
        release(what);
    }
    release(past);
    if (reading)
        activity_write(&sheet->grid, sheet->activity, &sheet->shown[0]);
    return ok;
}

// How sheets settled: two numbers for each, written, or read when `reading`.
static bool move_settling(Store *store, size_t sheets, SettlingCount *counts, bool reading,
                          Error *error) {
    int64_t *numbers = allocate(2 * sheets, sizeof *numbers);
    for (size_t i = 0; i < sheets; i++) {
        numbers[2 * i] = counts[i].settled;
        numbers[2 * i + 1] = counts[i].steps;
    }
    bool ok = reading ? store_read_integers(store, "/settling", 2 * sheets, numbers, error)
                      : store_write_integers(store, "/settling", 2 * sheets, numbers, error) &&
                            store_note(store, "/settling", "meaning",
                                       "for each sheet, since the start: presentations in which it "
                                       "settled within its tolerance; activations",
                                       error);
    for (size_t i = 0; reading && ok && i < sheets; i++)
        counts[i] = (SettlingCount){numbers[2 * i], numbers[2 * i + 1]};
    release(numbers);
    return ok;
}

static bool write_all(Store *store, const Network *network, const RunMemory *memory, bool indices,
                      Error *error) {
    int64_t numbers[3] = {network->presentation, memory->events_done, memory->interval};
    bool ok =
        store_write_text(store, "/config", memory->config, error) &&
        store_write_integers(store, "/progress", 3, numbers, error) &&
        store_note(store, "/progress", "meaning",
                   "iterations done; whether this iteration's events happened; presentations "
                   "since the last row of history.csv",
                   error) &&
        store_write_doubles(store, "/interval_sums", 1, &memory->sum_count, memory->sums, error) &&
        move_settling(store, network->sheets, memory->settling, false, error);
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
        store_read_doubles(&store, "/interval_sums", memory->sum_count, memory->sums, error) &&
        move_settling(&store, network->sheets, memory->settling, true, error);
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
