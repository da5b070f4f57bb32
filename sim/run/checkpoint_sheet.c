// SPDX-License-Identifier: GPL-3.0-or-later
// State of one sheet in a checkpoint.
#include "run/checkpoint_parts.h"

#include "base/memory.h"

enum { SIZES = 3 }; // units a side, half_width, whether periodic

// Writes one array of a sheet's state, or reads it when `reading`.
static bool move_units(Store *store, const Sheet *sheet, const char *what, StoreType type,
                       void *values, bool reading, Error *error) {
    OWNED char *name = format_text("/sheets/%s/%s", sheet->name, what);
    size_t n = sheet->geometry.n;
    return reading ? store_read_numbers(store, name, type, (StorePart){n * n, 0, n * n}, values,
                                        error) &&
                         checkpoint_check_finite(store, name, type, values, n * n, error)
                   : store_write_numbers(store, name, type, 2, (size_t[]){n, n}, values, error);
}

// Each lesion of a sheet: 1 where a unit is lost.
static bool write_lesions(Store *store, const Sheet *sheet, Error *error) {
    OWNED float *values = allocate(sheet->units, sizeof *values);
    for (size_t k = 0; k < sheet->lesions; k++) {
        OWNED char *what = format_text("lesions/%s", sheet->lesion[k].name);
        for (size_t i = 0; i < sheet->units; i++)
            values[i] = sheet->lesion[k].lost[i];
        if (!move_units(store, sheet, what, STORE_FLOATS, values, false, error))
            return false;
    }
    return true;
}

static bool read_lesions(Store *store, Sheet *sheet, Error *error) {
    OWNED float *values = allocate(sheet->units, sizeof *values);
    OWNED unsigned char *lost = allocate(sheet->units, 1);
    OWNED char *group = format_text("/sheets/%s/lesions", sheet->name);
    char **names = store_names(store, group, error);
    bool ok = names != NULL;
    sheet_remove_lesion(sheet, NULL);
    for (size_t k = 0; ok && names[k]; k++) {
        OWNED char *what = format_text("lesions/%s", names[k]);
        ok = move_units(store, sheet, what, STORE_FLOATS, values, true, error);
        for (size_t i = 0; i < sheet->units; i++)
            lost[i] = values[i] != 0;
        if (ok)
            sheet_add_lesion(sheet, names[k], lost);
    }
    store_names_free(names);
    return ok;
}

// Refuses a sheet whose size differs from the saved one.
static bool move_size(Store *store, const Sheet *sheet, bool reading, Error *error) {
    OWNED char *name = format_text("/sheets/%s/size", sheet->name);
    const Geometry *geometry = &sheet->geometry;
    double saved[SIZES] = {(double)geometry->n, geometry->half_width, geometry->periodic ? 1 : 0};
    if (!reading)
        return store_write_list(store, name, SIZES, saved, error);
    if (!store_read(store, name, SIZES, saved, error))
        return false;
    if (saved[0] == (double)geometry->n && saved[1] == geometry->half_width &&
        (saved[2] != 0) == geometry->periodic)
        return true;
    return fail(error,
                "%s: sheet %s has %.0f units a side, half_width %g and is %s, and here %zu, %g and "
                "%s",
                store->path, sheet->name, saved[0], saved[1], saved[2] != 0 ? "periodic" : "open",
                geometry->n, geometry->half_width, geometry->periodic ? "periodic" : "open");
}

static bool move_lesion_threshold(Store *store, Sheet *sheet, bool reading, Error *error) {
    OWNED char *name = format_text("/sheets/%s/lesion_threshold", sheet->name);
    return reading ? store_read(store, name, 1, &sheet->lesion_threshold, error)
                   : store_write_list(store, name, 1, &sheet->lesion_threshold, error);
}

// States of before thresholds could follow their setting do not have it.
static bool move_threshold_setting(Store *store, Sheet *sheet, bool reading, Error *error) {
    OWNED char *name = format_text("/sheets/%s/threshold_setting", sheet->name);
    if (reading)
        return !store_has(store, name) ||
               store_read(store, name, 1, &sheet->threshold_setting, error);
    return store_write_list(store, name, 1, &sheet->threshold_setting, error);
}

bool checkpoint_move_sheet(Store *store, Sheet *sheet, bool reading, Error *error) {
    bool ok =
        move_size(store, sheet, reading, error) &&
        (reading ? read_lesions(store, sheet, error) : write_lesions(store, sheet, error)) &&
        move_lesion_threshold(store, sheet, reading, error) &&
        move_threshold_setting(store, sheet, reading, error) &&
        move_units(store, sheet, "activity", STORE_FLOATS, sheet->activity, reading, error) &&
        move_units(store, sheet, "threshold", STORE_DOUBLES, sheet->threshold, reading, error) &&
        move_units(store, sheet, "gain", STORE_DOUBLES, sheet->gain, reading, error) &&
        move_units(store, sheet, "average", STORE_DOUBLES, sheet->average, reading, error);
    OWNED float *past = allocate(sheet->units, sizeof *past);
    for (size_t d = 1; d <= sheet->delays && ok; d++) {
        OWNED char *what = format_text("past%zu", d);
        activity_read(&sheet->grid, &sheet->shown[d], past);
        ok = move_units(store, sheet, what, STORE_FLOATS, past, reading, error);
        if (reading && ok)
            activity_write(&sheet->grid, past, &sheet->shown[d]);
    }
    if (reading)
        activity_write(&sheet->grid, sheet->activity, &sheet->shown[0]);
    return ok;
}
