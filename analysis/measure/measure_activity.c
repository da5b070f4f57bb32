// SPDX-License-Identifier: GPL-3.0-or-later
// The state of sheets at the last presentation, as pictures: activity, or adapting thresholds.
#include "measure/measure.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { QUANTITY_ACTIVITY, QUANTITY_THRESHOLD };
static const char *const quantities[] = {"activity", "threshold", NULL};

typedef struct {
    TextList sheets;
    int quantity;
} ActivitySettings;

static bool check(const void *settings_of_kind, const NetworkSettings *network, const char *place,
                  Error *error) {
    const ActivitySettings *settings = settings_of_kind;
    OWNED char *where = format_text("%s.sheets", place);
    bool ok = true;
    for (size_t i = 0; i < settings->sheets.count; i++)
        if (!network_sheet_item(network, settings->sheets.items[i]))
            ok = collection_refuse(&network->sheets, "sheet", settings->sheets.items[i], where,
                                   error);
    return ok;
}

static Results *take(const void *settings_of_kind, const char *name, Network *network) {
    const ActivitySettings *settings = settings_of_kind;
    Results *results = results_new(name);
    for (size_t k = 0; k < network->sheets; k++) {
        const Sheet *sheet = &network->sheet[k];
        bool wanted = false;
        for (size_t i = 0; i < settings->sheets.count; i++)
            wanted =
                wanted || network_is_called(sheet->name, sheet->item, settings->sheets.items[i]);
        if (!wanted)
            continue;
        size_t n = sheet->geometry.n;
        OWNED double *values = allocate(sheet->units, sizeof *values);
        double sum = 0;
        for (size_t unit = 0; unit < sheet->units; unit++) {
            values[unit] = settings->quantity == QUANTITY_ACTIVITY ? (double)sheet->activity[unit]
                                                                   : sheet->threshold[unit];
            sum += values[unit];
        }
        OWNED char *mean = format_text("mean.%s", sheet->name),
                   *scale = format_text("density.%s", sheet->name);
        results_add_map(results, sheet->name, 1, n, n, values, "",
                        "state at the last presentation");
        results_add_number(results, mean, sum / (double)sheet->units, "", "mean over the sheet",
                           "");
        results_add_number(results, scale, sheet->geometry.density, "units per sheet unit",
                           "true density of the sheet", "");
    }
    return results;
}

// The length of a sheet's name without "_EYE" at its end.
static size_t stem_length(const NetworkSettings *network, const char *sheet) {
    for (size_t e = 0; e < network->eyes.count; e++) {
        size_t length = strlen(sheet), eye = strlen(network->eyes.items[e].name);
        if (length > eye + 1 && sheet[length - eye - 1] == '_' &&
            strcmp(sheet + length - eye, network->eyes.items[e].name) == 0)
            return length - eye - 1;
    }
    return strlen(sheet);
}

// The limits of map k and of the same sheet of the other eyes, which are to be compared.
static void find_limits(const Results *results, const NetworkSettings *network, size_t k,
                        double *low, double *high) {
    size_t stem = stem_length(network, results->map[k].name);
    *low = HUGE_VAL;
    *high = -HUGE_VAL;
    for (size_t m = 0; m < results->maps; m++) {
        const ResultMap *map = &results->map[m];
        if (stem_length(network, map->name) != stem ||
            strncmp(map->name, results->map[k].name, stem) != 0)
            continue;
        for (size_t i = 0; i < map->height * map->width; i++)
            if (isfinite(map->values[i])) {
                *low = fmin(*low, map->values[i]);
                *high = fmax(*high, map->values[i]);
            }
    }
    if (!(*low <= *high))
        *low = *high = 0;
}

static bool draw(const void *settings_of_kind, const Results *results, const MeasurePage *page,
                 Error *error) {
    const ActivitySettings *settings = settings_of_kind;
    const char *what = settings->quantity == QUANTITY_ACTIVITY ? "Activity" : "Threshold";
    for (size_t k = 0; k < results->maps; k++) {
        const char *name = results->map[k].name;
        OWNED char *scale = format_text("density.%s", name),
                   *title = format_text("%s of %s", what, name);
        const MeasuredSheet sheet = {name, results_number(results, scale)->value, 0};
        double low, high;
        find_limits(results, &page->experiment->network, k, &low, &high);
        if (!measure_draw_values(page, results, name, title, &sheet, low, high, RAMP_GREY,
                                 quantities[settings->quantity], error))
            return false;
    }
    return true;
}

static const DrawnResult drawn[] = {{"*", "1 m m"}, {"density.*", drawn_length}, {0}};

const MeasureKind measure_activity = {
    .observable.kind = {"activity", "pictures of the state at the last presentation",
                        BLOCK(ActivitySettings, NULL,
                              {SETTING(ActivitySettings, sheets), NULL, 1, 64,
                               .help = "which sheets"},
                              {SETTING(ActivitySettings, quantity), "activity",
                               .choices = quantities, .help = "what of them"})},
    .observable.check = check,
    .take = take,
    .drawn = drawn,
    .draw = draw,
};
