// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/setting_inputs.h"

#include "base/memory.h"
#include "settings/config_text.h"

#include <stdlib.h>

static void visit_block(const Block *block, void *values, const char *path, InputVisit *visit,
                        void *context);

static void visit_input(char **text, const char *path, InputVisit *visit, void *context) {
    if (*text && **text)
        visit(context, path, text);
}

static void visit_variant(const Variant *variant, const char *path, InputVisit *visit,
                          void *context) {
    if (variant->kind)
        visit_block(&variant->kind->block, variant->settings, path, visit, context);
}

static void visit_block(const Block *block, void *values, const char *path, InputVisit *visit,
                        void *context) {
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(block, i)); i++) {
        void *value = setting_value(setting, values);
        if (!setting->input && !setting_holds_others(setting))
            continue;
        OWNED char *below = format_text("%s%s%s", path, path[0] ? "." : "", setting->name);
        if (setting->type == SETTING_BLOCK)
            visit_block(setting->block, value, below, visit, context);
        else if (setting->type == SETTING_VARIANT)
            visit_variant(value, below, visit, context);
        const Collection *collection = setting->type == SETTING_COLLECTION ? value : NULL;
        for (size_t k = 0; collection && k < collection->count; k++) {
            OWNED char *item = format_text("%s.%s", below, collection->items[k].name);
            visit_variant(&collection->items[k].variant, item, visit, context);
        }
        if (setting->input && setting->type == SETTING_TEXT)
            visit_input(value, below, visit, context);
        const TextList *list = setting->input && setting->type == SETTING_LIST ? value : NULL;
        for (size_t k = 0; list && k < list->count; k++) {
            OWNED char *item = format_text("%s.%zu", below, k);
            visit_input(&list->items[k], item, visit, context);
        }
    }
}

void inputs_visit(const Block *block, void *values, InputVisit *visit, void *context) {
    visit_block(block, values, "", visit, context);
}

bool input_locate(char **value, const char *file, const char *config) {
    const char *const files[] = {file, config, ""};
    char *found = **value == '/' ? realpath(*value, NULL) : NULL;
    for (size_t i = 0; i < 3 && found == NULL && **value != '/'; i++) {
        OWNED char *beside = config_text_included(files[i], *value);
        found = realpath(beside, NULL);
    }
    if (found == NULL)
        return false;
    release(*value);
    *value = copy_text(found);
    free(found);
    return true;
}

typedef struct {
    const ConfigPlaces *places;
    const char *config;
} Locating;

static void locate(void *context, const char *path, char **value) {
    const Locating *locating = context;
    const char *place = config_place(locating->places, path);
    input_locate(value, place ? place : locating->config, locating->config);
}

void inputs_locate(const Block *block, void *values, const ConfigPlaces *places,
                   const char *config) {
    Locating locating = {places, config};
    inputs_visit(block, values, locate, &locating);
}
