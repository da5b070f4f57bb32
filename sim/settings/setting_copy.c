// SPDX-License-Identifier: GPL-3.0-or-later
// Copying structs of settings: the third part of setting.h.
#include "settings/setting.h"

#include "base/memory.h"

#include <string.h>

static void copy_list(TextList *to, const TextList *from) {
    *to = (TextList){from->count, allocate(from->count + 1, sizeof *to->items)};
    for (size_t i = 0; i < from->count; i++)
        to->items[i] = copy_text(from->items[i]);
}

static void copy_variant(Variant *to, const Variant *from) {
    *to = (Variant){0};
    if (from->kind == NULL)
        return;
    *to = (Variant){from->kind, allocate(1, from->kind->block.size)};
    block_copy(&from->kind->block, to->settings, from->settings);
}

static void copy_collection(Collection *to, const Collection *from) {
    *to = (Collection){0};
    for (; to->count < from->count; to->count++) {
        const Item *item = &from->items[to->count];
        to->items = allocate_one_more(to->items, to->count, sizeof *to->items);
        to->items[to->count].name = copy_text(item->name);
        copy_variant(&to->items[to->count].variant, &item->variant);
    }
}

void block_copy(const Block *block, void *to, const void *from) {
    memcpy(to, from, block->size);
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(block, i)); i++) {
        void *copy = setting_value(setting, to);
        const void *value = setting_value_const(setting, from);
        if (setting->type == SETTING_TEXT)
            *(char **)copy = copy_text(*(char *const *)value);
        else if (setting->type == SETTING_LIST)
            copy_list(copy, value);
        else if (setting->type == SETTING_BLOCK)
            block_copy(setting->block, copy, value);
        else if (setting->type == SETTING_VARIANT)
            copy_variant(copy, value);
        else if (setting->type == SETTING_COLLECTION)
            copy_collection(copy, value);
    }
}
