// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/record_maps.h"

#include "base/memory.h"
#include "files/guarded.h"
#include "files/ordinary_file.h"
#include "files/replacement.h"
#include "files/rundir.h"
#include "files/store_check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool copy_file(const char *from, int to, Error *error) {
    OWNED_BY(ordinary_file_close) FILE *source = ordinary_file_open(from, "an HDF5 file", error);
    if (source == NULL)
        return false;
    char chunk[65536];
    bool ok = true;
    for (size_t n; ok && (n = fread(chunk, 1, sizeof chunk, source)) > 0;)
        for (size_t done = 0; ok && done < n;) {
            ssize_t written = write(to, chunk + done, n - done);
            ok = written > 0;
            done += ok ? (size_t)written : 0;
        }
    ok = ok && !ferror(source);
    return ok || fail(error, "%s: cannot be copied: %s", from, strerror(errno));
}

// maps.h5 while it is changed: a copy, or a new file if there is none.
typedef struct {
    Store store;
    Replacement replacement;
} MapsEdit;

static bool begin_edit(MapsEdit *edit, const char *folder, Error *error) {
    OWNED char *path = rundir_path(folder, "maps.h5");
    bool there = !ordinary_file_is_absent(path);
    edit->store = (Store){.file = -1};
    return replacement_begin(&edit->replacement, path, error) &&
           (!there || copy_file(path, edit->replacement.opened, error)) &&
           store_open(&edit->store, edit->replacement.fresh, there ? STORE_EXTEND : STORE_CREATE, 0,
                      error);
}

// Replaces maps.h5 by the edited copy, or removes the copy if `keep` is false.
static bool end_edit(MapsEdit *edit, bool keep, Error *error) {
    bool ok = store_close(&edit->store, keep ? error : NULL) && keep;
    return edit->replacement.opened >= 0 && replacement_end(&edit->replacement, ok, error);
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
    MapsEdit edit;
    bool ok = begin_edit(&edit, measurement->folder, error) &&
              write_maps(results, group, &edit.store, error) &&
              map_development_compare(development, measurement, &edit.store, error);
    return end_edit(&edit, ok, error);
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
    MapsEdit edit;
    if (!check(context, error))
        return false;
    bool ok = begin_edit(&edit, rewinding->folder, error) &&
              drop_maps(&edit.store, rewinding->iteration, error);
    return end_edit(&edit, ok, error);
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
