// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/record.h"

#include "measure/measure.h"
#include "base/memory.h"
#include "files/provenance.h"
#include "files/rundir.h"
#include "files/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Copies maps.h5, so that a kill while it is being written leaves the old one whole.
static bool copy_file(const char *from, const char *to, Error *error) {
    FILE *source = fopen(from, "rb"), *target = source ? fopen(to, "wb") : NULL;
    char chunk[65536];
    bool ok = source && target;
    for (size_t n; ok && (n = fread(chunk, 1, sizeof chunk, source)) > 0;)
        ok = fwrite(chunk, 1, n, target) == n;
    ok = ok && !ferror(source);
    if (source)
        fclose(source);
    if (target)
        ok = fclose(target) == 0 && ok;
    return ok || fail(error, "%s: cannot be copied to %s: %s", from, to, strerror(errno));
}

// Opens a copy of maps.h5 to be edited (a new file if there is none), and puts it in the place of
// the old one.
static bool begin_maps(Store *store, const char *folder, Error *error) {
    char *path = rundir_path(folder, "maps.h5"), *fresh = rundir_path(folder, "maps.new.h5");
    bool there = access(path, F_OK) == 0;
    *store = (Store){.file = -1};
    bool ok = (!there || copy_file(path, fresh, error)) &&
              store_open(store, fresh, there ? STORE_EXTEND : STORE_CREATE, 0, error);
    release(fresh);
    release(path);
    return ok;
}

// With `keep` false, what was edited is dropped.
static bool end_maps(Store *store, const char *folder, bool keep, Error *error) {
    char *path = rundir_path(folder, "maps.h5"), *fresh = rundir_path(folder, "maps.new.h5");
    Error closing = {0};
    bool ok = store_close(store, keep ? error : &closing) && keep;
    error_clear(&closing);
    int written =
        ok ? open(fresh, O_RDONLY) : -1; // on the disk before it takes the old one's place
    if (ok && (written < 0 || fsync(written) != 0 || rename(fresh, path) != 0))
        ok = fail(error, "%s: cannot be replaced: %s", path, strerror(errno));
    if (written >= 0)
        close(written);
    if (!ok)
        remove(fresh);
    release(fresh);
    release(path);
    return ok;
}

static bool write_maps(const Results *results, const char *group, Store *store, Error *error) {
    if (store_has(store, group) && !store_remove(store, group, error))
        return false;
    bool ok = true;
    for (size_t i = 0; i < results->maps && ok; i++) {
        const ResultMap *map = &results->map[i];
        size_t shape[3] = {map->planes, map->height, map->width};
        char *name = format_text("%s/%s", group, map->name);
        ok = store_write(store, name, 3, shape, map->values, error) &&
             store_note(store, name, "unit", map->unit, error) &&
             store_note(store, name, "protocol", map->protocol, error);
        release(name);
    }
    return ok;
}

// How alike the new map is to those of earlier and later iterations: {"2000": 0.41, ...}; NULL
// where they cannot be listed.
static json_t *compare(const MeasureKind *kind, const Results *results, Store *store,
                       Error *error) {
    const ResultMap *map = kind->similarity ? results_map(results, kind->compared) : NULL;
    json_t *table = json_object();
    if (map == NULL)
        return table;
    char *group = format_text("/%s", results->measure);
    char **iterations = store_names(store, group, error);
    size_t n = map->planes * map->height * map->width;
    ResultMap other = *map;
    other.values = allocate(n, sizeof *other.values);
    for (size_t i = 0; iterations && iterations[i]; i++) {
        Error ignored = {0}; // a map of another size has nothing to be compared with
        char *name = format_text("%s/%s/%s", group, iterations[i], kind->compared);
        if (store_read(store, name, n, other.values, &ignored)) {
            char *key = format_text("%lld", atoll(iterations[i]));
            double value = kind->similarity->of(map, &other);
            json_object_set_new(table, key, isfinite(value) ? json_real(value) : json_null());
            release(key);
        }
        error_clear(&ignored);
        release(name);
    }
    release(other.values);
    release(group);
    if (iterations == NULL) {
        json_decref(table);
        return NULL;
    }
    store_names_free(iterations);
    return table;
}

static json_t *number_json(const ResultNumber *number) {
    json_t *value = isfinite(number->value) ? json_real(number->value) : json_null();
    json_t *entry = json_pack("{s:o, s:s, s:s}", "value", value, "unit", number->unit, "definition",
                              number->definition);
    if (number->note[0])
        json_object_set_new(entry, isfinite(number->value) ? "warning" : "undefined",
                            json_string(number->note));
    return entry;
}

// Puts this measurement into measures.json: {measure: {"kind", "series": {iteration: {"numbers",
// "similarity", "warnings" if there are any}}}}.
static bool write_numbers(const MeasureKind *kind, const Results *results, int64_t iteration,
                          json_t *similarity, const char *folder, Error *error) {
    char *path = rundir_path(folder, "measures.json"),
         *key = format_text("%lld", (long long)iteration);
    json_t *all = rundir_read_json(path, true, error), *numbers = json_object();
    for (size_t i = 0; i < results->numbers; i++)
        json_object_set_new(numbers, results->number[i].name, number_json(&results->number[i]));
    json_t *entry = json_pack("{s:o, s:o}", "numbers", numbers, "similarity", similarity);
    for (size_t i = 0; i < results->warnings; i++) {
        if (i == 0)
            json_object_set_new(entry, "warnings", json_array());
        json_array_append_new(json_object_get(entry, "warnings"), json_string(results->warning[i]));
    }
    bool ok = all != NULL;
    if (ok) {
        json_t *measure = json_object_get(all, results->measure);
        if (measure == NULL) {
            measure = json_pack("{s:s, s:{}}", "kind", kind->observable.kind.name, "series");
            json_object_set_new(all, results->measure, measure);
        }
        json_object_set(json_object_get(measure, "series"), key, entry);
        ok = rundir_replace_json(path, all, error);
    }
    json_decref(entry);
    json_decref(all);
    release(key);
    release(path);
    return ok;
}

// The curves of the map's strength and of similarity to the newest map over the iterations measured
// so far.
static bool draw_development(const MeasureKind *kind, const Results *results,
                             const MeasurePage *page, Error *error) {
    if (kind->similarity == NULL)
        return true;
    char *folder = format_text("%s/..", page->folder), *path = rundir_path(folder, "measures.json");
    json_t *all = rundir_read_json(path, true, error);
    json_t *series = json_object_get(json_object_get(all, results->measure), "series");
    char *newest = format_text("%lld", (long long)page->iteration);
    json_t *similarity = json_object_get(json_object_get(series, newest), "similarity"), *entry;
    size_t n = json_object_size(series), k = 0;
    double *x = allocate(n + 1, sizeof *x), *strength = allocate(n + 1, sizeof *x),
           *alike = allocate(n + 1, sizeof *x);
    const char *key;
    json_object_foreach(series, key, entry) {
        json_t *strong = json_object_get(json_object_get(entry, "numbers"), kind->strength);
        json_t *stable = json_object_get(similarity, key);
        size_t at = k++;
        while (at > 0 && x[at - 1] > atof(key)) {
            x[at] = x[at - 1];
            strength[at] = strength[at - 1];
            alike[at] = alike[at - 1];
            at--;
        }
        x[at] = atof(key);
        strength[at] = json_is_number(json_object_get(strong, "value"))
                           ? json_number_value(json_object_get(strong, "value"))
                           : (double)NAN;
        alike[at] = json_is_number(stable) ? json_number_value(stable) : (double)NAN;
    }
    bool ok = all != NULL;
    for (size_t i = 0; i < n; i++)
        strength[i] /= strength[n - 1]; // of the newest, so that both curves end at 1
    if (ok && n > 1 && x[n - 1] == (double)page->iteration) {
        char *growth = format_text("%s, of its last value", kind->strength_name),
             *stability = format_text("%s against the last map", kind->similarity->name);
        PictureCurve curves[] = {{growth, x, strength, NULL, NULL, n},
                                 {stability, x, alike, NULL, NULL, n}};
        PictureChart chart = {curves, 2, "iteration", "", 0, 0};
        MeasurePage undated = *page;
        undated.suffix = "";
        MeasureFrame frame =
            measure_frame(&undated, results->measure, "development", "Development");
        ok = picture_chart(&frame.frame, &chart, frame.path, error);
        release(stability);
        release(growth);
        measure_frame_finish(&frame);
    }
    release(x);
    release(strength);
    release(alike);
    release(newest);
    json_decref(all);
    release(path);
    release(folder);
    return ok;
}

static bool draw(const Experiment *experiment, const MeasureKind *kind, const Item *item,
                 const Results *results, int64_t iteration, const char *folder, Error *error) {
    char *maps = rundir_path(folder, "maps"),
         *suffix = format_text("-%06lld", (long long)iteration);
    char *seed = format_text("%lld", (long long)experiment->network.seed);
    PngText notes[] = {{"Software", "pinwheel " PINWHEEL_VERSION},
                       {"Commit", provenance_commit()},
                       {"Seed", seed},
                       {"Source", experiment->source}};
    MeasurePage page = {maps,
                        experiment->title,
                        &experiment->network,
                        experiment->scale_mm,
                        suffix,
                        iteration,
                        experiment->output.palette == 0 ? PALETTE_OKLCH : PALETTE_HSV,
                        notes,
                        sizeof notes / sizeof *notes};
    bool ok = rundir_make_folder(maps, error) &&
              (!kind->draw || kind->draw(item->variant.settings, results, &page, error)) &&
              draw_development(kind, results, &page, error);
    release(seed);
    release(suffix);
    release(maps);
    return ok;
}

// Takes a measure, giving it what was found before where it wants that.
static Results *find(const MeasureKind *kind, const Item *item, Network *network,
                     const char *folder, Error *error) {
    if (kind->take_after == NULL)
        return kind->take(item->variant.settings, item->name, network);
    char *path = rundir_path(folder, "maps.h5");
    Store maps = {.file = -1};
    Results *results = NULL;
    bool there = access(path, F_OK) == 0;
    if (!there || store_open(&maps, path, STORE_READ, 0, error))
        results = kind->take_after(item->variant.settings, item->name, network,
                                   there ? &maps : NULL, error);
    Error closing = {0}; // nothing was written
    if (there)
        store_close(&maps, &closing);
    error_clear(&closing);
    release(path);
    return results;
}

bool record_measure(const Experiment *experiment, Network *network, const char *measure,
                    const char *folder, double *selectivity, Error *error) {
    const Item *item = collection_find(&experiment->measures, measure);
    const MeasureKind *kind = (const MeasureKind *)item->variant.kind;
    int64_t iteration = network->presentation;
    Results *results = find(kind, item, network, folder, error);
    if (results == NULL)
        return false;
    if (isfinite(experiment->scale_mm))
        results_add_millimetres(results, experiment->scale_mm);
    const ResultNumber *mean = results_number(results, "selectivity.mean");
    if (selectivity && mean)
        *selectivity = mean->value;

    char *group = earlier_group(measure, iteration);
    Store store;
    json_t *similarity = NULL;
    bool ok = begin_maps(&store, folder, error) && write_maps(results, group, &store, error) &&
              (similarity = compare(kind, results, &store, error)) != NULL;
    ok = end_maps(&store, folder, ok, error);
    if (ok)
        ok = write_numbers(kind, results, iteration, json_incref(similarity), folder, error) &&
             draw(experiment, kind, item, results, iteration, folder, error);
    json_decref(similarity);
    release(group);
    results_free(results);
    return ok;
}

// Drops the groups of iterations after the given one.
static bool drop_maps(Store *store, int64_t iteration, Error *error) {
    char **measures = store_names(store, "/", error);
    bool ok = measures != NULL;
    for (size_t i = 0; ok && measures[i]; i++) {
        char **iterations = store_names(store, measures[i], error);
        ok = iterations != NULL;
        for (size_t k = 0; ok && iterations[k]; k++) {
            char *group = format_text("/%s/%s", measures[i], iterations[k]);
            if (atoll(iterations[k]) > iteration)
                ok = store_remove(store, group, error);
            release(group);
        }
        store_names_free(iterations);
    }
    store_names_free(measures);
    return ok;
}

bool record_rewind(const char *folder, int64_t iteration, Error *error) {
    char *path = rundir_path(folder, "measures.json"), *maps = rundir_path(folder, "maps.h5");
    json_t *all = rundir_read_json(path, true, error), *measure;
    const char *name, *key;
    void *next;
    size_t dropped = 0;
    json_object_foreach(all, name, measure) {
        json_t *series = json_object_get(measure, "series"), *entry;
        json_object_foreach_safe(series, next, key, entry) {
            if (atoll(key) > iteration && json_object_del(series, key) == 0)
                dropped++;
        }
    }
    bool ok = all && (dropped == 0 || rundir_replace_json(path, all, error));
    // maps.h5 is written before measures.json, and so may be ahead of it.
    if (ok && access(maps, F_OK) == 0) {
        Store store;
        ok = begin_maps(&store, folder, error);
        ok = end_maps(&store, folder, ok && drop_maps(&store, iteration, error), error);
    }
    json_decref(all);
    release(maps);
    release(path);
    return ok;
}

const Observer record_observer = {record_measure, record_rewind};
