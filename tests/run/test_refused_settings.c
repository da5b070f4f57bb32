// SPDX-License-Identifier: GPL-3.0-or-later
// Every number, choice and kind that a config may set, whatever the tables hold: a value beyond
// its range, or a word that there is not, is refused with its path and what is allowed.
#include "run/experiment.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char text[] =
    "iterations = 1;\n"
    "eyes = { left = {}; right = {}; };\n"
    "sheets = { a = { density = 9.0; half_width = 0.5; stimulus = \"s\"; per_eye = true; };\n"
    "           b = { density = 9.0; half_width = 0.5; }; };\n"
    "projections = { p = { from = \"a\"; to = \"b\"; radius = 0.2; weights = \"uniform\"; }; };\n"
    "stimuli = { s = { kind = \"noise\"; }; };\n"
    "courses = { c = { setting = \"projections.p.strength\"; value = 1.0;\n"
    "                  schedule = \"constant\"; }; };\n"
    "measures = { m = { kind = \"activity\"; sheets = (\"b\"); }; };\n"
    "events = { e = { kind = \"save\"; at = 1; }; };\n";

// The settings, and how many values were refused.
typedef struct {
    Experiment *experiment;
    size_t refused;
} Walk;

static void refuse(Walk *walk, const char *path, const char *value, const char *reason,
                   const Setting *row) {
    OWNED_BY(error_clear) Error error = {0};
    OWNED char *assignment = format_text("%s=%s", path, value), *allowed = setting_allowed(row),
               *begin = format_text("here: %s: ", path), *end = format_text("allowed: %s", allowed);
    if (settings_assign(&experiment_settings, walk->experiment, assignment, false, "here", &error))
        fail_msg("%s is accepted", assignment);
    if (strncmp(error.text, begin, strlen(begin)) != 0 || !strstr(error.text, reason) ||
        !strstr(error.text, end))
        fail_msg("%s: %s", assignment, error.text);
    walk->refused++;
}

static void choose(Walk *walk, const char *path, const char *kind) {
    OWNED_BY(error_clear) Error error = {0};
    OWNED char *assignment = format_text("%s=%s", path, kind);
    if (!settings_assign(&experiment_settings, walk->experiment, assignment, false, "here", &error))
        fail_msg("%s", error.text);
}

static void walk_block(Walk *walk, const Block *block, const char *path);

// Chooses each kind, at a path that may have a suffix, and refuses what it has.
static void walk_kinds(Walk *walk, const Setting *row, const char *path, const char *suffix) {
    OWNED char *chooser = format_text("%s%s", path, suffix);
    for (size_t k = 0; row->kinds[k]; k++) {
        if (row->kinds[k]->name[0])
            choose(walk, chooser, row->kinds[k]->name);
        walk_block(walk, &row->kinds[k]->block, path);
    }
}

static void walk_collection(Walk *walk, const Setting *row, const char *path) {
    const Collection *collection = setting_value(row, walk->experiment);
    for (size_t i = 0; i < collection->count; i++) {
        OWNED char *item = format_text("%s.%s", path, collection->items[i].name);
        walk_kinds(walk, row, item, ".kind");
    }
}

static void walk_row(Walk *walk, const Setting *row, const char *path) {
    bool integer = row->type == SETTING_INTEGER;
    switch (row->type) {
    case SETTING_INTEGER:
    case SETTING_REAL: {
        double beyond = 2 * fmax(fabs(row->least), fabs(row->most)) + 1;
        OWNED char *above = format_text(integer ? "%.0f" : "%.17g", beyond),
                   *below = format_text("-%s", above);
        refuse(walk, path, above, " is out of range; ", row);
        refuse(walk, path, below, " is out of range; ", row);
        refuse(walk, path, "plenty", " is not a ", row);
        break;
    }
    case SETTING_BOOLEAN:
    case SETTING_CHOICE:
        refuse(walk, path, "perhaps", " is not known; ", row);
        break;
    case SETTING_BLOCK:
        walk_block(walk, row->block, path);
        break;
    case SETTING_VARIANT:
        refuse(walk, path, "perhaps", " is not known; ", row);
        walk_kinds(walk, row, path, "");
        break;
    case SETTING_COLLECTION:
        walk_collection(walk, row, path);
        break;
    default: // any text will do
        break;
    }
}

static void walk_block(Walk *walk, const Block *block, const char *path) {
    const Setting *row;
    for (size_t k = 0; (row = block_setting(block, k)); k++) {
        OWNED char *own = format_text("%s%s%s", path, path[0] ? "." : "", row->name);
        walk_row(walk, row, own);
    }
}

static void what_is_out_of_range_is_refused(void **state) {
    (void)state;
    OWNED_BY(experiment_free) Experiment experiment;
    Error error = {0};
    if (!experiment_load_text(&experiment, "here.cfg", text, NULL, 0, &error))
        fail_msg("%s", error.text);
    Walk walk = {.experiment = &experiment};
    walk_block(&walk, &experiment_settings, "");
    print_message("%zu values refused\n", walk.refused);
    assert_in_range(walk.refused, 1000, 100000);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_out_of_range_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
