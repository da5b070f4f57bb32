// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of a network's settings, and the memory that it takes.
#include "model/network.h"

#include "base/memory.h"

#include <string.h>
#include <unistd.h>

static const SheetSettings *sheet_settings(const NetworkSettings *settings, const char *name) {
    const Item *item = collection_find(&settings->sheets, name);
    return item ? item->variant.settings : NULL;
}

static bool check_name(const Collection *collection, const char *what, const char *place,
                       const char *word, Error *error) {
    return collection_find(collection, word) ||
           collection_refuse(collection, what, word, place, error);
}

bool network_is_per_eye(const NetworkSettings *settings, const char *sheet) {
    const SheetSettings *found = sheet_settings(settings, sheet);
    return found && found->per_eye;
}

size_t network_copies(const NetworkSettings *settings, bool per_eye) {
    return per_eye ? settings->eyes.count : 1;
}

// The item of a collection that has this name itself or as that of an eye's copy.
static const Item *item_called(const NetworkSettings *settings, const Collection *collection,
                               const char *name,
                               bool (*is_per_eye)(const NetworkSettings *, const Item *)) {
    const Item *found = collection_find(collection, name);
    for (size_t i = 0; i < collection->count && !found; i++)
        for (size_t e = 0; e < settings->eyes.count; e++) {
            const Item *item = &collection->items[i];
            OWNED char *copy = eye_copy_name(item->name, settings->eyes.items[e].name);
            if (strcmp(copy, name) == 0 && is_per_eye(settings, item))
                return item;
        }
    return found;
}

static bool sheet_item_is_per_eye(const NetworkSettings *settings, const Item *item) {
    return network_is_per_eye(settings, item->name);
}

bool network_projection_is_per_eye(const NetworkSettings *settings, const Item *item) {
    const ProjectionSettings *projection = item->variant.settings;
    return network_is_per_eye(settings, projection->from) ||
           network_is_per_eye(settings, projection->to);
}

const Item *network_sheet_item(const NetworkSettings *settings, const char *name) {
    return item_called(settings, &settings->sheets, name, sheet_item_is_per_eye);
}

const Item *network_projection_item(const NetworkSettings *settings, const char *name) {
    return item_called(settings, &settings->projections, name, network_projection_is_per_eye);
}

// Are there the sheets that a projection names?
static bool names_sheets(const NetworkSettings *settings, const Item *item) {
    const ProjectionSettings *projection = item->variant.settings;
    return collection_find(&settings->sheets, projection->from) &&
           collection_find(&settings->sheets, projection->to);
}

static bool check_projection(const NetworkSettings *settings, const Item *item, Error *error) {
    const ProjectionSettings *projection = item->variant.settings;
    OWNED char *place = format_text("projections.%s", item->name);
    OWNED char *from = format_text("%s.from", place), *to = format_text("%s.to", place);
    bool ok = check_name(&settings->sheets, "sheet", from, projection->from, error);
    ok = check_name(&settings->sheets, "sheet", to, projection->to, error) && ok;
    if (ok && sheet_settings(settings, projection->to)->stimulus[0])
        ok = fail(error, "%s.to: sheet '%s' shows a stimulus, so nothing can project to it", place,
                  projection->to);
    bool shared = projection->shared, arbor = arbor_settings_of(&projection->arbor) != NULL;
    const char *normalise = projection->normalise;
    const struct {
        bool broken;
        const char *setting, *message;
    } rules[] = {
        {shared && projection->weights_scatter > 0, "shared",
         "the weights of a shared field cannot be scattered; set weights_scatter = 0"},
        {shared && arbor, "shared", "a shared field cannot learn; set arbor = \"none\""},
        {!projection->weights.kind, "weights", "must be given"},
        {shared && projection->learning_rate > 0, "shared",
         "a shared field cannot learn; set learning_rate = 0"},
        {shared && projection->weights.kind && strcmp(projection->weights.kind->name, "file") == 0,
         "shared", "a file holds a field for each unit; a shared field has one for all"},
        {shared && response_kind(&projection->response)->add, "response",
         "a shared field has the dot product alone; set response = \"dot_product\""},
        {shared && projection->scatter > 0, "shared",
         "a shared field cannot be scattered; set scatter = 0"},
        {shared && projection->probability < 1, "shared",
         "connections of a shared field cannot be left out by chance; set probability = 1"},
        {!shared && strcmp(normalise, "whole") == 0, "normalise",
         "'whole' is for shared fields; set shared = true, or use own"}};
    if (ok && arbor && !shared)
        ok = projection_check_arbor(projection, sheet_settings(settings, projection->from), place,
                                    error);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].broken)
            ok = fail(error, "%s.%s: %s", place, rules[i].setting, rules[i].message);
    if (ok && projection->effect != EFFECT_ADD &&
        sheet_settings(settings, projection->to)->gain_control.enabled)
        ok = fail(error,
                  "%s.effect: sheet %s has gain control already, which divides its input; set "
                  "sheets.%s.gain_control.enabled = false",
                  place, projection->to, projection->to);
    if (shared && strcmp(normalise, "own") != 0 && strcmp(normalise, "whole") != 0 &&
        strcmp(normalise, "none") != 0)
        ok = fail(error, "%s.normalise: a shared field cannot join the group '%s'", place,
                  normalise);
    for (const Item *other = settings->projections.items; other < item; other++)
        ok = projection_check_group(projection, item->name, other->variant.settings, other->name,
                                    error) &&
             ok;
    return projection_check_learning(projection, place, error) && ok;
}

SheetReach network_reach(const NetworkSettings *settings, const Item *item) {
    const SheetSettings *sheet = item->variant.settings;
    double density = geometry_of(sheet->density, sheet->half_width, false).density;
    const GainControl *pool = &sheet->gain_control;
    SheetReach reach = {pool->enabled ? (size_t)field_radius(pool->radius, density) : 1, 0, 1};
    for (size_t j = 0; j < settings->projections.count; j++) {
        const ProjectionSettings *projection = settings->projections.items[j].variant.settings;
        if (strcmp(projection->from, item->name) != 0)
            continue;
        size_t radius = (size_t)projection_radii(projection, density).most,
               delay = (size_t)projection->delay, back = (size_t)projection->step_delay;
        reach.radius = radius > reach.radius ? radius : reach.radius;
        reach.delay = delay > reach.delay ? delay : reach.delay;
        reach.back = back > reach.back ? back : reach.back;
    }
    return reach;
}

// Places in a sheet's tiles are counted in 32 bits, margins included.
enum { LARGEST_SIDE = 30000 };

// Names the projection whose fields reach farthest; without one it is the pool of gain control.
static bool refuse_reach(const NetworkSettings *settings, const Item *sheet, double most,
                         Error *error) {
    const Item *farthest = NULL;
    for (size_t j = 0; j < settings->projections.count; j++) {
        const Item *item = &settings->projections.items[j];
        const ProjectionSettings *projection = item->variant.settings,
                                 *before = farthest ? farthest->variant.settings : NULL;
        if (strcmp(projection->from, sheet->name) == 0 &&
            (before == NULL || projection->radius > before->radius))
            farthest = item;
    }
    const ProjectionSettings *projection = farthest ? farthest->variant.settings : NULL;
    const GainControl *pool = &((const SheetSettings *)sheet->variant.settings)->gain_control;
    bool of_pool = projection == NULL || (pool->enabled && pool->radius > projection->radius);
    return fail(error,
                "%s.%s%s.radius: %.4g reaches more than %.0f units beyond the edges of sheet %s; "
                "lower it",
                of_pool ? "sheets" : "projections", of_pool ? sheet->name : farthest->name,
                of_pool ? ".gain_control" : "", of_pool ? pool->radius : projection->radius, most,
                sheet->name);
}

static bool check_sheets(const NetworkSettings *settings, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < settings->sheets.count; i++) {
        const Item *item = &settings->sheets.items[i];
        const SheetSettings *sheet = item->variant.settings;
        double side = sheet->density * 2 * sheet->half_width;
        if (side > LARGEST_SIDE)
            ok = fail(error,
                      "sheets.%s: %.0f units a side are more than %d; lower density or half_width",
                      item->name, side, LARGEST_SIDE);
        else if (side + 2 * (double)network_reach(settings, item).radius > LARGEST_SIDE)
            ok = refuse_reach(settings, item, (LARGEST_SIDE - side) / 2, error);
        if (sheet->carry > 0 && (sheet->stimulus[0] || sheet->gain_control.enabled))
            ok = fail(error, "sheets.%s.carry: %g, but the sheet %s; make it 0", item->name,
                      sheet->carry,
                      sheet->stimulus[0] ? "shows a stimulus, which is drawn anew"
                                         : "has gain control, which starts from the drive alone");
        if (sheet->stimulus[0] && competition_is_on(&sheet->competition))
            ok = fail(error,
                      "sheets.%s.competition: the units of an input sheet do not compete, as they "
                      "show a stimulus; set competition = \"none\"",
                      item->name);
        if (sheet->stimulus[0]) {
            OWNED char *place = format_text("sheets.%s.stimulus", item->name);
            ok = check_name(&settings->stimuli, "stimulus", place, sheet->stimulus, error) && ok;
            continue;
        }
        bool driven = false;
        for (size_t j = 0; j < settings->projections.count; j++) {
            const ProjectionSettings *projection = settings->projections.items[j].variant.settings;
            driven = driven ||
                     (projection->effect == EFFECT_ADD && strcmp(projection->to, item->name) == 0 &&
                      strcmp(projection->from, item->name) != 0);
        }
        if (!driven)
            ok = fail(error,
                      "sheets.%s: nothing drives it: give it a stimulus or a projection from "
                      "another sheet with effect = \"add\"",
                      item->name);
    }
    return ok;
}

static double sheets_memory(const NetworkSettings *settings) {
    double bytes = 0;
    for (size_t i = 0; i < settings->sheets.count; i++) {
        const Item *item = &settings->sheets.items[i];
        const SheetSettings *sheet = item->variant.settings;
        bytes += (double)network_copies(settings, sheet->per_eye) *
                 sheet_memory(sheet, network_reach(settings, item));
    }
    return bytes;
}

double network_projection_memory(const NetworkSettings *settings, const Item *item) {
    const ProjectionSettings *projection = item->variant.settings;
    const SheetSettings *from = sheet_settings(settings, projection->from),
                        *to = sheet_settings(settings, projection->to);
    return from && to ? (double)network_copies(settings, from->per_eye || to->per_eye) *
                            projection_memory(projection, from, to)
                      : 0;
}

double network_memory(const NetworkSettings *settings) {
    double bytes = sheets_memory(settings);
    for (size_t i = 0; i < settings->projections.count; i++)
        bytes += network_projection_memory(settings, &settings->projections.items[i]);
    return bytes;
}

// Checks the eyes, and that no copy has the name of another sheet or projection.
static bool check_eyes(const NetworkSettings *settings, Error *error) {
    bool ok = true, per_eye = false;
    for (size_t i = 0; i < settings->sheets.count; i++) {
        const Item *item = &settings->sheets.items[i];
        if (!network_is_per_eye(settings, item->name))
            continue;
        per_eye = true;
        if (settings->eyes.count != MOST_EYES)
            ok = fail(error,
                      "sheets.%s.per_eye: needs two eyes, as in: eyes = { left = {}; right = {}; }",
                      item->name);
    }
    if (!per_eye && settings->eyes.count)
        ok = fail(error, "eyes: no sheet says per_eye = true, so they would see nothing");
    for (size_t e = 0; e < settings->eyes.count; e++) {
        const Collection *collections[] = {&settings->sheets, &settings->projections};
        for (size_t c = 0; c < 2; c++)
            for (size_t i = 0; i < collections[c]->count; i++) {
                const char *name = collections[c]->items[i].name;
                OWNED char *copy = eye_copy_name(name, settings->eyes.items[e].name);
                if (collection_find(collections[c], copy))
                    ok = fail(error,
                              "%s.%s: is also the name of an eye's copy of '%s'; call it otherwise",
                              c ? "projections" : "sheets", copy, name);
            }
    }
    return ok;
}

// The projection that takes most; NULL: the sheets take more.
static const Item *largest_projection(const NetworkSettings *settings, double *bytes) {
    const Item *largest = NULL;
    *bytes = sheets_memory(settings);
    for (size_t i = 0; i < settings->projections.count; i++) {
        double taken = network_projection_memory(settings, &settings->projections.items[i]);
        if (taken > *bytes) {
            *bytes = taken;
            largest = &settings->projections.items[i];
        }
    }
    return largest;
}

static bool check_memory(const NetworkSettings *settings, Error *error) {
    double needed = network_memory(settings), most;
    double there = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    if (needed <= there)
        return true;
    const Item *largest = largest_projection(settings, &most);
    if (largest == NULL)
        return fail(error,
                    "sheets: this network needs about %.*f GB of memory and the machine has %.1f; "
                    "lower a density or a half_width",
                    needed < 1e11, needed / 1e9, there / 1e9);
    const ProjectionSettings *projection = largest->variant.settings;
    return fail(error,
                "projections.%s.radius: %.4g makes fields that need about %.*f GB of memory, of "
                "%.*f GB for the network, and the machine has %.1f; lower it, or the density or "
                "half_width of a sheet, %s above all",
                largest->name, projection->radius, most < 1e11, most / 1e9, needed < 1e11,
                needed / 1e9, there / 1e9, projection->from);
}

bool network_check(const NetworkSettings *settings, Error *error) {
    bool ok = true, named = true;
    for (size_t i = 0; i < settings->projections.count; i++) {
        ok = check_projection(settings, &settings->projections.items[i], error) && ok;
        named = named && names_sheets(settings, &settings->projections.items[i]);
    }
    ok = (!named || sheet_groups_check(settings, error)) && ok;
    ok = check_eyes(settings, error) && ok;
    return check_sheets(settings, error) && ok && check_memory(settings, error);
}
