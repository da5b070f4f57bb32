// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/about.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "pictures/colour.h"
#include "watch/retinotopic_grid.h"

#include <stdio.h>

static json_t *sheets_json(const Network *network) {
    json_t *sheets = json_array();
    for (size_t i = 0; i < network->sheets; i++) {
        const Sheet *sheet = &network->sheet[i];
        json_array_append_new(
            sheets, json_pack("{s:s, s:i, s:f, s:b, s:b, s:b}", "name", sheet->name, "n",
                              (int)sheet->geometry.n, "half_width", sheet->geometry.half_width,
                              "input", sheet_is_input(sheet), "periodic", sheet->geometry.periodic,
                              "retinotopy", retinotopic_grid_exists(network, sheet)));
    }
    return sheets;
}

static json_t *measures_json(const Collection *measures) {
    json_t *all = json_array();
    for (size_t i = 0; i < measures->count; i++) {
        const Variant *measure = &measures->items[i].variant;
        const Setting *sheet = block_find(&measure->kind->block, "sheet");
        json_array_append_new(
            all, json_pack("{s:s, s:s?}", "name", measures->items[i].name, "sheet",
                           sheet ? *(char *const *)setting_value_const(sheet, measure->settings)
                                 : NULL));
    }
    return all;
}

static json_t *texts_json(const TextList *list) {
    json_t *texts = json_array();
    for (size_t i = 0; i < list->count; i++)
        json_array_append_new(texts, json_string(list->items[i]));
    return texts;
}

// The measures that add and subtract fields, as ON minus OFF.
static json_t *fields_json(const Collection *measures) {
    json_t *fields = json_array();
    for (size_t i = 0; i < measures->count; i++) {
        const Variant *measure = &measures->items[i].variant;
        const Setting *add = block_find(&measure->kind->block, "add"),
                      *subtract = block_find(&measure->kind->block, "subtract");
        if (add && subtract)
            json_array_append_new(
                fields,
                json_pack("{s:s, s:o, s:o}", "name", measures->items[i].name, "add",
                          texts_json(setting_value_const(add, measure->settings)), "subtract",
                          texts_json(setting_value_const(subtract, measure->settings))));
    }
    return fields;
}

// 256 colours, "rrggbb" each.
static json_t *ramp_json(Ramp ramp) {
    enum { STEPS = 256, DIGITS = 6 };
    char text[STEPS * DIGITS + 1];
    for (int k = 0; k < STEPS; k++) {
        Rgb rgb = colour_ramp(ramp, k / (STEPS - 1.0));
        snprintf(text + k * DIGITS, DIGITS + 1, "%02x%02x%02x", rgb.red, rgb.green, rgb.blue);
    }
    return json_string(text);
}

void answer_about(Question *question, const Experiment *experiment, const Network *network,
                  const char *folder) {
    answer_json(question,
                json_pack("{s:o, s:o, s:b, s:o, s:o, s:o, s:{s:o, s:o, s:o}}", "title",
                          json_of_text(experiment->title), "folder", json_of_text(folder), "live",
                          1, "sheets", sheets_json(network), "measures",
                          measures_json(&experiment->measures), "fields",
                          fields_json(&experiment->measures), "ramps", "grey", ramp_json(RAMP_GREY),
                          "blue_yellow", ramp_json(RAMP_BLUE_YELLOW), "diverging",
                          ramp_json(RAMP_DIVERGING)));
}

static bool add_setting(const Setting *setting, void *value, const char *path, void *context,
                        Error *error) {
    (void)error;
    if (!setting->live || setting_holds_others(setting))
        return true;
    OWNED char *text = setting_format(setting, value), *allowed = setting_allowed(setting);
    json_array_append_new(context,
                          json_pack("{s:s, s:o, s:s, s:s}", "path", path, "value",
                                    json_of_text(text), "allowed", allowed, "help", setting->help));
    return true;
}

void answer_settings(Question *question, Experiment *experiment) {
    static const char *const depths[] = {"*.*", "*.*.*", "*.*.*.*", "*.*.*.*.*", "*.*.*.*.*.*"};
    json_t *settings = json_array();
    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++)
        settings_visit(&experiment_settings, experiment, depths[i], add_setting, settings,
                       "settings", NULL);
    answer_json(question, json_pack("{s:o}", "settings", settings));
}
