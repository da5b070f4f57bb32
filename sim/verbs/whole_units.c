// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/whole_units.h"

#include "base/memory.h"
#include "measure/analysed_part.h"

#include <math.h>
#include <string.h>

static const double MOST_OFF = 0.005; // of a sheet's density
static const double SHORT_BY = 1e-4;  // units of a region's side
static const double DIGITS = 1e6;     // of a number in a config

// The least decimal of six digits behind the point that is not below a number.
static double rounded_up(double number) {
    return ceil(number * DIGITS * (1 - 1e-12)) / DIGITS;
}

static void report_sheet(const Item *item, Error *warnings) {
    const SheetSettings *sheet = item->variant.settings;
    Geometry geometry = geometry_of(sheet->density, sheet->half_width, false);
    if (fabs(geometry.density / sheet->density - 1) <= MOST_OFF)
        return;
    double side = fmax(round(2 * sheet->half_width * sheet->density), 1),
           half_width = rounded_up(side / (2 * sheet->density));
    fail(warnings,
         "sheet %s: density %g becomes %.4g: a side of %.7g sheet units has %zu whole "
         "units; half_width %.7g has %g and density %.4g",
         item->name, sheet->density, geometry.density, 2 * sheet->half_width, geometry.n,
         half_width, side, geometry_of(sheet->density, half_width, false).density);
}

// The sheet and the region of a measure; false: it has none.
static bool find_region(const Item *item, const char **sheet, double *region) {
    const Block *block = &item->variant.kind->block;
    const Setting *named = block_find(block, "sheet"), *side = block_find(block, "region");
    if (!named || named->type != SETTING_TEXT || !side || side->type != SETTING_REAL)
        return false;
    *sheet = *(char *const *)setting_value_const(named, item->variant.settings);
    *region = *(const double *)setting_value_const(side, item->variant.settings);
    return true;
}

// The names of the measures from the k-th on with a region of that sheet and size; NULL where an
// earlier one has it. To be released.
static char *measures_alike(const Collection *measures, size_t k, const char *sheet,
                            double region) {
    char *names = NULL;
    for (size_t i = 0; i < measures->count; i++) {
        const char *other;
        double size;
        if (!find_region(&measures->items[i], &other, &size) || strcmp(other, sheet) != 0 ||
            size != region)
            continue;
        if (i < k)
            return NULL;
        text_append(&names, "%s%s", names ? ", " : "", measures->items[i].name);
    }
    return names;
}

static void report_region(const Experiment *experiment, size_t k, Error *warnings) {
    const char *name;
    double region;
    if (!find_region(&experiment->measures.items[k], &name, &region))
        return;
    const Item *item = collection_find(&experiment->network.sheets, name);
    OWNED char *measures = measures_alike(&experiment->measures, k, name, region);
    if (!item || !measures)
        return;
    const SheetSettings *sheet = item->variant.settings;
    Geometry geometry = geometry_of(sheet->density, sheet->half_width, false);
    AnalysedPart part = analysed_part(&geometry, region);
    double wanted = region * geometry.density, whole = round(wanted);
    if (part.side == geometry.n || (double)part.side >= whole || whole - wanted > SHORT_BY)
        return;
    fail(warnings,
         "region %g of %s takes %zu units a side and not %g, as sheet %s has %.8g units per sheet "
         "unit%s; region %.7g takes %g",
         region, measures, part.side, whole, name, geometry.density,
         (geometry.n - part.side) % 2 ? ", and lies half a unit off its middle" : "",
         rounded_up(whole / geometry.density), whole);
}

void whole_units_warnings(const Experiment *experiment, Error *warnings) {
    for (size_t i = 0; i < experiment->network.sheets.count; i++)
        report_sheet(&experiment->network.sheets.items[i], warnings);
    for (size_t k = 0; k < experiment->measures.count; k++)
        report_region(experiment, k, warnings);
}
