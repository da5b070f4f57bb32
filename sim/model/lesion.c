// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lesion.h"

#include "base/memory.h"

static bool is_input(const NetworkSettings *settings, const char *name) {
    const SheetSettings *sheet = collection_find(&settings->sheets, name)->variant.settings;
    return sheet->stimulus[0] != '\0';
}

// Does an input sheet drive a sheet, and does the sheet project to another one?
static bool is_between(const NetworkSettings *settings, const char *sheet) {
    bool driven = false, projects = false;
    for (size_t k = 0; k < settings->projections.count; k++) {
        const ProjectionSettings *projection = settings->projections.items[k].variant.settings;
        driven =
            driven || (strcmp(projection->to, sheet) == 0 && is_input(settings, projection->from));
        projects = projects ||
                   (strcmp(projection->from, sheet) == 0 && strcmp(projection->to, sheet) != 0);
    }
    return driven && projects;
}

static bool is_one_of(const char *word, const char *a, const char *b) {
    return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

// Is a sheet of the config, or its copy for an eye (NULL: it has no copies), a target?
static bool is_target(const Lesion *lesion, const NetworkSettings *settings, const char *item,
                      const char *eye) {
    const char *target = lesion->target;
    if (lesion->eye[0] && (eye == NULL || strcmp(lesion->eye, eye) != 0))
        return false;
    bool input = is_input(settings, item), between = !input && is_between(settings, item);
    if (is_one_of(target, "retina", "rgc") && input)
        return true;
    if (is_one_of(target, "lgn", "rgc") && between)
        return true;
    if (strcmp(target, "cortex") == 0 && !input && !between)
        return true;
    OWNED char *name = eye ? eye_copy_name(item, eye) : copy_text(item);
    return network_is_called(name, item, target);
}

// The number of units of a sheet of the config in the region; 0 with a message if the region cannot
// be drawn.
static size_t units_in(const Lesion *lesion, const SheetSettings *sheet, Error *error) {
    Geometry geometry =
        geometry_of(sheet->density, sheet->half_width, sheet->boundary == BOUNDARY_PERIODIC);
    OWNED unsigned char *lost = allocate(geometry.n * geometry.n, 1);
    region_draw(lesion->region, &geometry, lost, error);
    size_t n = 0;
    for (size_t i = 0; i < geometry.n * geometry.n; i++)
        n += lost[i];
    return n;
}

bool lesion_check(const Lesion *lesion, const NetworkSettings *settings, const char *place,
                  Error *error) {
    size_t sheets = 0, units = 0;
    OWNED_BY(error_clear) Error found = {0}, misfit = {0};
    if (!block_check_given(&network_settings, settings, "", &misfit) ||
        !network_check(settings, &misfit))
        return true;
    if (lesion->eye[0] && !collection_find(&settings->eyes, lesion->eye))
        return fail(error, "%s.eye: there is no eye '%s'", place, lesion->eye);
    for (size_t i = 0; i < settings->sheets.count; i++) {
        const Item *item = &settings->sheets.items[i];
        bool per_eye = network_is_per_eye(settings, item->name);
        for (size_t copy = 0; copy < network_copies(settings, per_eye); copy++) {
            const char *eye = per_eye ? settings->eyes.items[copy].name : NULL;
            if (!is_target(lesion, settings, item->name, eye))
                continue;
            sheets++;
            units += units_in(lesion, item->variant.settings, &found);
            if (found.count)
                return fail(error, "%s.region: %s", place, found.text);
        }
    }
    if (sheets == 0)
        return fail(error,
                    "%s.target: '%s' is neither retina, lgn, rgc or cortex, with such sheets "
                    "there, nor the name of a sheet%s%s",
                    place, lesion->target, lesion->eye[0] ? " of eye " : "", lesion->eye);
    return units > 0 || fail(error, "%s.region: no unit of %s lies in it; for a control %s", place,
                             lesion->target,
                             lesion->sham ? "take the region of the lesion that it goes with"
                                          : "say sham = true");
}

bool lesion_make(const Lesion *lesion, Network *network, Error *error) {
    const NetworkSettings *settings = network->settings;
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *sheet = &network->sheet[i];
        const char *eye = sheet->eye == NO_EYE ? NULL : network->eye[sheet->eye].name;
        sheet->lesion_threshold = sheet_mean_threshold(sheet);
        if (lesion->sham || !is_target(lesion, settings, sheet->item, eye))
            continue;
        OWNED unsigned char *lost = allocate(sheet->units, 1);
        if (!region_draw(lesion->region, &sheet->geometry, lost, error))
            return false;
        sheet_add_lesion(sheet, lesion->name, lost);
    }
    return true;
}

void lesion_make_of_units(const char *name, Sheet *sheet, const unsigned char *lost,
                          Network *network) {
    for (size_t i = 0; i < network->sheets; i++)
        network->sheet[i].lesion_threshold = sheet_mean_threshold(&network->sheet[i]);
    sheet_add_lesion(sheet, name, lost);
}

void lesion_undo(const char *name, Network *network) {
    for (size_t i = 0; i < network->sheets; i++)
        sheet_remove_lesion(&network->sheet[i], name);
}
