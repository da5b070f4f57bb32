// SPDX-License-Identifier: GPL-3.0-or-later
// Every setting whose unit is a length or a frequency, held against the sheet that it is about.
#include "run/settings_warnings.h"

#include "base/memory.h"

#include <string.h>

// Below this share of the distance between units a shape covers hardly more than one unit.
static const double LEAST_SHARE = 0.25;

// A field whose radius is this many widths of a sheet covers all of it from each of its units, and
// a Gaussian as wide makes its weights nearly even. Both may be meant.
static const double FIELDS_MOST = 1.5;

// Lengths that are often much smaller than the distance between units.
static const char *const often_small[] = {
    "edge",      "scatter",    "weights_scatter", "separation", "step",
    "disparity", "half_range", "least_radius",    "x",          "y",
    NULL};

// Lengths that give fields: the least field is taken where they are shorter.
static const char *const of_fields[] = {"radius", NULL};

typedef struct {
    const char *name;
    double side, spacing; // sheet units
} Ruler;

static bool is_one_of(const char *const *names, const char *name) {
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

static Ruler ruler_of(const Item *item) {
    const SheetSettings *sheet = item->variant.settings;
    Geometry geometry = geometry_of(sheet->density, sheet->half_width, false);
    return (Ruler){item->name, 2 * sheet->half_width, 1 / geometry.density};
}

static void check_length(const Setting *setting, double length, const char *path,
                         const Ruler *ruler, bool fields, Error *warnings) {
    if (length > (fields ? FIELDS_MOST : 1) * ruler->side * (1 + 1e-9))
        fail(warnings, "%s: %.4g sheet units is larger than sheet %s, which is %.4g wide", path,
             length, ruler->name, ruler->side);
    else if (fields && is_one_of(of_fields, setting->name) && length < ruler->spacing * (1 - 1e-9))
        fail(warnings,
             "%s: %.4g is less than the distance between units of sheet %s, %.4g: the smallest "
             "field is taken, 3 x 3 units",
             path, length, ruler->name, ruler->spacing);
    else if (length > 0 && length < LEAST_SHARE * ruler->spacing &&
             !is_one_of(often_small, setting->name))
        fail(warnings,
             "%s: %.4g sheet units is less than a quarter of the distance between units of sheet "
             "%s, %.4g: it covers one unit at most",
             path, length, ruler->name, ruler->spacing);
}

static void check_frequency(double frequency, const char *path, const Ruler *ruler,
                            Error *warnings) {
    double most = 0.5 / ruler->spacing;
    if (frequency > most)
        fail(warnings,
             "%s: %.4g cycles per sheet unit is above %.4g, the highest frequency that the units "
             "of sheet %s can show",
             path, frequency, most, ruler->name);
}

// The lengths of a block; `own` NULL: all are held against `ruler`, otherwise `region` is held
// against it.
static void check_block(const Block *block, const void *values, const char *path,
                        const Ruler *ruler, const Ruler *own, bool fields, Error *warnings) {
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(block, i)); i++) {
        const void *value = setting_value_const(setting, values);
        OWNED char *below = format_text("%s.%s", path, setting->name);
        const char *unit = setting->unit ? setting->unit : "";
        if (setting->type == SETTING_VARIANT && ((const Variant *)value)->kind) {
            const Variant *variant = value;
            check_block(&variant->kind->block, variant->settings, below, ruler, own, fields,
                        warnings);
        } else if (setting->type == SETTING_REAL && strcmp(unit, "sheet units") == 0) {
            bool measured = own && strcmp(setting->name, "region") == 0;
            check_length(setting, *(const double *)value, below, measured ? own : ruler, fields,
                         warnings);
        } else if (setting->type == SETTING_REAL && strcmp(unit, "cycles per sheet unit") == 0) {
            check_frequency(*(const double *)value, below, ruler, warnings);
        }
    }
}

const Item *settings_coarsest_input(const NetworkSettings *network) {
    const Item *coarsest = NULL;
    for (size_t i = 0; i < network->sheets.count; i++) {
        const Item *item = &network->sheets.items[i];
        const SheetSettings *sheet = item->variant.settings;
        const SheetSettings *before = coarsest ? coarsest->variant.settings : NULL;
        if (sheet->stimulus[0] && (before == NULL || sheet->density < before->density))
            coarsest = item;
    }
    return coarsest;
}

static void check_sheets(const NetworkSettings *network, Error *warnings) {
    for (size_t i = 0; i < network->sheets.count; i++) {
        const Item *item = &network->sheets.items[i];
        const SheetSettings *sheet = item->variant.settings;
        const Setting *pool = block_find(&item->variant.kind->block, "gain_control");
        OWNED char *path = format_text("sheets.%s.gain_control", item->name),
                   *competition = format_text("sheets.%s.competition", item->name);
        Ruler ruler = ruler_of(item);
        if (sheet->gain_control.enabled)
            check_block(pool->block, &sheet->gain_control, path, &ruler, NULL, true, warnings);
        check_block(&sheet->competition.kind->block, sheet->competition.settings, competition,
                    &ruler, NULL, false, warnings);
    }
}

static void check_projections(const NetworkSettings *network, Error *warnings) {
    for (size_t k = 0; k < network->projections.count; k++) {
        const Item *item = &network->projections.items[k];
        const ProjectionSettings *projection = item->variant.settings;
        OWNED char *path = format_text("projections.%s", item->name);
        Ruler ruler = ruler_of(collection_find(&network->sheets, projection->from));
        check_block(&item->variant.kind->block, projection, path, &ruler, NULL, true, warnings);
    }
}

// The first sheet that shows a stimulus; NULL: none does now.
static const Item *sheet_that_shows(const NetworkSettings *network, const char *stimulus) {
    for (size_t i = 0; i < network->sheets.count; i++) {
        const SheetSettings *sheet = network->sheets.items[i].variant.settings;
        if (strcmp(sheet->stimulus, stimulus) == 0)
            return &network->sheets.items[i];
    }
    return NULL;
}

static void check_stimuli(const NetworkSettings *network, Error *warnings) {
    for (size_t k = 0; k < network->stimuli.count; k++) {
        const Item *item = &network->stimuli.items[k],
                   *sheet = sheet_that_shows(network, item->name);
        OWNED char *path = format_text("stimuli.%s", item->name);
        if (sheet == NULL)
            continue;
        Ruler ruler = ruler_of(sheet);
        check_block(&item->variant.kind->block, item->variant.settings, path, &ruler, NULL, false,
                    warnings);
    }
}

static void check_measures(const Experiment *experiment, Error *warnings) {
    const Item *input = settings_coarsest_input(&experiment->network);
    for (size_t k = 0; k < experiment->measures.count && input; k++) {
        const Item *item = &experiment->measures.items[k];
        const Block *block = &item->variant.kind->block;
        const Setting *setting = block_find(block, "sheet");
        const char *name =
            setting && setting->type == SETTING_TEXT
                ? *(char *const *)setting_value_const(setting, item->variant.settings)
                : "";
        const Item *sheet = network_sheet_item(&experiment->network, name);
        OWNED char *path = format_text("measures.%s", item->name);
        Ruler shown = ruler_of(input), measured = ruler_of(sheet ? sheet : input);
        check_block(block, item->variant.settings, path, &shown, &measured, false, warnings);
    }
}

void length_warnings(const Experiment *experiment, Error *warnings) {
    check_sheets(&experiment->network, warnings);
    check_projections(&experiment->network, warnings);
    check_stimuli(&experiment->network, warnings);
    check_measures(experiment, warnings);
}
