// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/export.h"

#include "base/memory.h"
#include "base/whole_number.h"
#include "files/array_file.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "files/text_table.h"
#include "kernels/geometry.h"
#include "records/measured_run.h"
#include "records/record_maps.h"
#include "settings/echoed_config.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

// One map of maps.h5.
typedef struct {
    const char *measure, *iteration, *name; // the iteration is its group's name in maps.h5
    size_t planes, height, width;
    const double *values;  // [planes][height][width]
    const Geometry *sheet; // the sheet that the map covers; NULL: none
} ExportedMap;

typedef struct {
    MeasuredRun run;       // owned
    EchoedConfig config;   // owned
    Store store;           // maps.h5
    const char *target;    // folder; borrowed
    int64_t at;            // iteration; -1: all
    const char *maps_path; // of maps.h5; borrowed
    TextTable *maps;       // the rows of maps.csv
} Export;

static void export_finish(Export *export) {
    echoed_config_free(&export->config);
    measured_run_free(&export->run);
}

static void write_table(FILE *file, const void *table) {
    text_table_print(file, table, TABLE_CSV);
}

static bool write_numbers(const Export *export, Error *error) {
    static const char *const columns[] = {"measure", "iteration",  "number", "value",
                                          "unit",    "definition", "note",   NULL};
    TextTable *table = text_table_of(columns);
    for (size_t i = 0; i < export->run.numbers; i++) {
        const MeasuredNumber *number = &export->run.number[i];
        text_table_cell(table, "%s", number->measure);
        text_table_cell(table, "%lld", (long long)number->iteration);
        text_table_cell(table, "%s", number->number);
        text_table_number(table, number->value);
        text_table_cell(table, "%s", number->unit);
        text_table_cell(table, "%s", number->definition);
        text_table_cell(table, "%s", number->note);
    }
    bool ok = rundir_replace(export->target, "numbers.csv", write_table, table, error);
    text_table_free(table);
    return ok;
}

static void write_map(FILE *file, const void *what) {
    const ExportedMap *map = what;
    fputs(map->sheet ? "row,column,x,y" : "row,column", file);
    for (size_t p = 0; p < map->planes; p++)
        if (map->planes == 1)
            fputs(",value", file);
        else
            fprintf(file, ",value%zu", p + 1);
    for (size_t i = 0; i < map->height * map->width; i++) {
        size_t row = i / map->width, column = i % map->width;
        fprintf(file, "\n%zu,%zu", row, column);
        if (map->sheet)
            fprintf(file, ",%.9g,%.9g", geometry_x(map->sheet, column),
                    geometry_y(map->sheet, row));
        for (size_t p = 0; p < map->planes; p++) {
            double value = map->values[p * map->height * map->width + i];
            fputc(',', file);
            if (isfinite(value))
                fprintf(file, "%.12g", value);
        }
    }
    fputc('\n', file);
}

static double setting_of(const EchoedConfig *config, const char *sheet, const char *name) {
    OWNED char *path = format_text("sheets.%s.%s", sheet, name);
    const EchoedSetting *setting = echoed_config_find(config, path);
    return setting ? strtod(setting->value, NULL) : 0;
}

// The density that the map's measure records for it: its number "density.MAP", or "density" for all
// its maps; 0: none.
static double density_of(const Export *export, const ExportedMap *map) {
    OWNED char *of_map = format_text("%s/density.%s", map->measure, map->name),
               *of_all = format_text("%s/density", map->measure);
    int64_t iteration = atoll(map->iteration);
    const MeasuredNumber *number = measured_run_find(&export->run, of_map, iteration);
    if (number == NULL)
        number = measured_run_find(&export->run, of_all, iteration);
    return number ? number->value : 0;
}

// Finds a sheet of the config with the map's side and density. Sheets are squares centred on the
// origin, so every sheet with this side and density has its units at the same places.
static bool find_sheet(const Export *export, const ExportedMap *map, Geometry *geometry) {
    static const char prefix[] = "sheets.";
    double density = density_of(export, map);
    for (size_t i = 0; map->height == map->width && density > 0 && i < export->config.count; i++) {
        const char *path = export->config.setting[i].path, *name = path + strlen(prefix);
        if (fnmatch("sheets.*.density", path, 0) != 0)
            continue;
        OWNED char *sheet = format_text("%.*s", (int)strcspn(name, "."), name);
        *geometry = geometry_of(setting_of(&export->config, sheet, "density"),
                                setting_of(&export->config, sheet, "half_width"), false);
        if (geometry->n == map->height && fabs(geometry->density - density) < 1e-6 * density)
            return true;
    }
    return false;
}

static bool list_map(Export *export, const ExportedMap *map, const char *file, const char *path,
                     Error *error) {
    OWNED char *unit = store_read_note(&export->store, path, "unit", error),
               *protocol = unit ? store_read_note(&export->store, path, "protocol", error) : NULL;
    if (protocol == NULL)
        return false;
    text_table_cell(export->maps, "%s", file);
    text_table_cell(export->maps, "%s", map->measure);
    text_table_cell(export->maps, "%lld", atoll(map->iteration));
    text_table_cell(export->maps, "%s", map->name);
    text_table_cell(export->maps, "%zu", map->planes);
    text_table_cell(export->maps, "%zu", map->height);
    text_table_cell(export->maps, "%zu", map->width);
    text_table_cell(export->maps, "%s", unit);
    text_table_cell(export->maps, "%s", protocol);
    return true;
}

// Reads a map's values. A course (recovery.h) that has no rows yet has none.
static double *read_values(Export *export, const char *path, size_t shape[STORE_RANK_MOST],
                           Error *error) {
    int rank;
    size_t n;
    if (!store_shape(&export->store, path, &rank, shape, &n, error))
        return NULL;
    if (rank != 3 || n > ARRAY_VALUES_MOST || (n == 0 && shape[0] != 1)) {
        fail(error, "%s: %s is not a map of planes, rows and columns, of at most %d values",
             export->store.path, path, ARRAY_VALUES_MOST);
        return NULL;
    }
    double *values = allocate(n, sizeof *values);
    guarded_expect(4 * n * sizeof *values); // and for writing them
    if (store_read(&export->store, path, n, values, error))
        return values;
    release(values);
    return NULL;
}

static bool write_one(Export *export, const char *measure, const char *iteration, const char *name,
                      Error *error) {
    OWNED char *path = format_text("/%s/%s/%s", measure, iteration, name),
               *file = format_text("%s-%s-%06lld.csv", measure, name, atoll(iteration));
    size_t shape[STORE_RANK_MOST] = {0};
    OWNED double *values = read_values(export, path, shape, error);
    ExportedMap map = {measure, iteration, name, shape[0], shape[1], shape[2], values, NULL};
    Geometry geometry;
    if (values && find_sheet(export, &map, &geometry))
        map.sheet = &geometry;
    return values && rundir_replace(export->target, file, write_map, &map, error) &&
           list_map(export, &map, file, path, error);
}

static bool write_iterations(Export *export, const char *measure, Error *error) {
    char **iterations = store_names(&export->store, measure, error);
    bool ok = iterations != NULL;
    for (size_t i = 0; ok && iterations[i]; i++) {
        int64_t iteration;
        ok = whole_number(iterations[i], &iteration) ||
             fail(error, "%s: is damaged: /%s has '%s', which is no iteration", export->maps_path,
                  measure, iterations[i]);
        if (!ok || (export->at >= 0 && iteration != export->at))
            continue;
        OWNED char *group = format_text("/%s/%s", measure, iterations[i]);
        char **names = store_names(&export->store, group, error);
        ok = names != NULL;
        for (size_t k = 0; ok && names[k]; k++)
            ok = write_one(export, measure, iterations[i], names[k], error);
        store_names_free(names);
    }
    store_names_free(iterations);
    return ok;
}

// Guarded, since maps.h5 may come from elsewhere.
static bool write_maps(void *context, Error *error) {
    Export *export = context;
    static const char *const columns[] = {"file",   "measure", "iteration", "map",      "planes",
                                          "height", "width",   "unit",      "protocol", NULL};
    if (!store_open(&export->store, export->maps_path, STORE_READ, 0, error))
        return false;
    export->maps = text_table_of(columns);
    char **measures = store_names(&export->store, "/", error);
    bool ok = measures != NULL;
    for (size_t i = 0; ok && measures[i]; i++)
        ok = write_iterations(export, measures[i], error);
    ok = ok && rundir_replace(export->target, "maps.csv", write_table, export->maps, error);
    store_names_free(measures);
    text_table_free(export->maps);
    return store_close(&export->store, error) && ok;
}

bool export_run(const char *folder, const char *target, int64_t at, Error *error) {
    static const GuardedWork work = {write_maps, NULL, NULL};
    OWNED char *path = rundir_path(folder, "maps.h5");
    OWNED_BY(export_finish) Export export = {.target = target, .at = at, .maps_path = path};
    const Choice choice = {.at = at < 0 ? 0 : at, .series = at < 0};
    if (!measured_run_read(&export.run, folder, &choice, error) ||
        !record_maps_check(folder, error))
        return false;
    if (at >= 0 && export.run.numbers == 0)
        return fail(error, "%s: nothing was measured at iteration %lld", folder, (long long)at);
    export.config = echoed_config_parse(export.run.config);
    return rundir_make_folder(target, error) && write_numbers(&export, error) &&
           (ordinary_file_is_absent(path) || // nothing was measured
            guarded_run(&work, &export, path, STORE_LIBRARY, error));
}
