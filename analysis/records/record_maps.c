// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/record_maps.h"

#include "base/memory.h"
#include "files/guarded.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "files/store_check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool copy_file(const char *from, const char *to, Error *error) {
    OWNED_BY(ordinary_file_close) FILE *source = ordinary_file_open(from, "an HDF5 file", error);
    if (source == NULL)
        return false;
    FILE *target = fopen(to, "wb");
    char chunk[65536];
    bool ok = target != NULL;
    for (size_t n; ok && (n = fread(chunk, 1, sizeof chunk, source)) > 0;)
        ok = fwrite(chunk, 1, n, target) == n;
    ok = ok && !ferror(source);
    if (target)
        ok = fclose(target) == 0 && ok;
    return ok || fail(error, "%s: cannot be copied to %s: %s", from, to, strerror(errno));
}

// Opens a copy of maps.h5 for editing, or a new file if there is none.
static bool begin_edit(Store *store, const char *folder, Error *error) {
    OWNED char *path = rundir_path(folder, "maps.h5"), *fresh = rundir_path(folder, "maps.new.h5");
    bool there = !ordinary_file_is_absent(path);
    *store = (Store){.file = -1};
    return (!there || copy_file(path, fresh, error)) &&
           store_open(store, fresh, there ? STORE_EXTEND : STORE_CREATE, 0, error);
}

// Replaces maps.h5 by the edited copy, or removes the copy if `keep` is false.
static bool end_edit(Store *store, const char *folder, bool keep, Error *error) {
    OWNED char *path = rundir_path(folder, "maps.h5"), *fresh = rundir_path(folder, "maps.new.h5");
    bool ok = store_close(store, keep ? error : NULL) && keep;
    int written =
        ok ? open(fresh, O_RDONLY) : -1; // reaches the disk before it replaces the old file
    if (ok && (written < 0 || fsync(written) != 0 || rename(fresh, path) != 0))
        ok = fail(error, "%s: cannot be replaced: %s", path, strerror(errno));
    if (written >= 0)
        close(written);
    if (!ok)
        remove(fresh);
    return ok;
}

static bool write_maps(const Results *results, const char *group, Store *store, Error *error) {
    if (store_has(store, group) && !store_remove(store, group, error))
        return false;
    for (size_t i = 0; i < results->maps; i++) {
        const ResultMap *map = &results->map[i];
        size_t shape[3] = {map->planes, map->height, map->width};
        OWNED char *name = format_text("%s/%s", group, map->name);
        if (!store_write(store, name, 3, shape, map->values, error) ||
            !store_note(store, name, "unit", map->unit, error) ||
            !store_note(store, name, "protocol", map->protocol, error))
            return false;
    }
    return true;
}

bool record_maps_write(const Measurement *measurement, MapDevelopment *development, Error *error) {
    const Results *results = measurement->results;
    OWNED char *group = earlier_group(results->measure, measurement->iteration);
    Store store;
    bool ok = begin_edit(&store, measurement->folder, error) &&
              write_maps(results, group, &store, error) &&
              map_development_compare(development, measurement, &store, error);
    return end_edit(&store, measurement->folder, ok, error);
}

// Removes the groups of iterations after the given one.
static bool drop_maps(Store *store, int64_t iteration, Error *error) {
    char **measures = store_names(store, "/", error);
    bool ok = measures != NULL;
    for (size_t i = 0; ok && measures[i]; i++) {
        char **iterations = store_names(store, measures[i], error);
        ok = iterations != NULL;
        for (size_t k = 0; ok && iterations[k]; k++) {
            OWNED char *group = format_text("/%s/%s", measures[i], iterations[k]);
            if (atoll(iterations[k]) > iteration)
                ok = store_remove(store, group, error);
        }
        store_names_free(iterations);
    }
    store_names_free(measures);
    return ok;
}

typedef struct {
    const char *folder, *path; // of maps.h5
    int64_t iteration;         // the last that is kept
} Rewinding;

static bool check(void *context, Error *error) {
    const Rewinding *rewinding = context;
    return store_check(rewinding->path, error);
}

static bool check_and_drop(void *context, Error *error) {
    const Rewinding *rewinding = context;
    Store store;
    if (!check(context, error))
        return false;
    bool ok = begin_edit(&store, rewinding->folder, error) &&
              drop_maps(&store, rewinding->iteration, error);
    return end_edit(&store, rewinding->folder, ok, error);
}

// The file may come from elsewhere, and damage must not end the program.
static bool guarded(const char *folder, int64_t iteration, const GuardedWork *work, Error *error) {
    OWNED char *path = rundir_path(folder, "maps.h5");
    Rewinding rewinding = {folder, path, iteration};
    return ordinary_file_is_absent(path) ||
           guarded_run(work, &rewinding, path, STORE_LIBRARY, error);
}

bool record_maps_check(const char *folder, Error *error) {
    static const GuardedWork work = {check, NULL, NULL};
    return guarded(folder, 0, &work, error);
}

bool record_maps_rewind(const char *folder, int64_t iteration, Error *error) {
    static const GuardedWork work = {check_and_drop, NULL, NULL};
    return guarded(folder, iteration, &work, error);
}
