// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/shown_stimulus.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

Geometry shown_sheet(bool periodic) {
    return geometry_of(SHOWN_SIDE / 2.386, 1.193, periodic);
}

static const Kind *kind_named(const char *name) {
    for (size_t i = 0; stimulus_kinds[i]; i++)
        if (strcmp(stimulus_kinds[i]->name, name) == 0)
            return stimulus_kinds[i];
    fail_msg("no kind %s", name);
    return NULL;
}

static bool shown_try(Shown *shown, const char *kind, const char *const *assignments,
                      Error *error) {
    *shown = (Shown){0};
    Item *item = collection_add(&shown->collection, "bars", kind_named(kind));
    for (; *assignments; assignments++)
        if (!settings_assign(&item->variant.kind->block, item->variant.settings, *assignments,
                             false, "test", error))
            fail_msg("%s", error->text);
    return stimulus_open(&shown->stimulus, item, 8191, error);
}

Shown shown_of(const char *kind, const char *const *assignments) {
    Shown shown;
    Error error = {0};
    if (!shown_try(&shown, kind, assignments, &error))
        fail_msg("%s", error.text);
    return shown;
}

void shown_finish(Shown *shown) {
    stimulus_close(&shown->stimulus);
    Item *item = shown->collection.items;
    block_finish(&item->variant.kind->block, item->variant.settings);
    release(item->variant.settings);
    release(item->name);
    release(shown->collection.items);
}

void shown_present(const Shown *shown, int64_t presentation, const Geometry *geometry,
                   float *activity) {
    double *scratch = allocate(geometry->n * geometry->n, sizeof *scratch);
    stimulus_present(&shown->stimulus, NULL, presentation, geometry, scratch, activity);
    release(scratch);
}

void shown_draw_at(const Shown *shown, double x, double y, double degrees, int64_t presentation,
                   const Geometry *geometry, double *value) {
    const Stimulus *stimulus = &shown->stimulus;
    RandomDraws draws = random_draws(stimulus->values, (uint64_t)presentation);
    Pattern pattern = {x, y, degrees * M_PI / 180.0, presentation, &draws};
    stimulus->kind->draw(stimulus->settings, stimulus->state, &pattern, geometry, value);
}

double shown_x(const Geometry *geometry, size_t k) {
    return geometry_x(geometry, k % geometry->n);
}

double shown_y(const Geometry *geometry, size_t k) {
    return geometry_y(geometry, k / geometry->n);
}

void shown_refused(const char *kind, const char *const *assignments, const char *cause) {
    Shown shown;
    Error error = {0};
    assert_false(shown_try(&shown, kind, assignments, &error));
    if (!strstr(error.text, cause))
        fail_msg("\"%s\" lacks \"%s\"", error.text, cause);
    error_clear(&error);
    shown_finish(&shown);
}
