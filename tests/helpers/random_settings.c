// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/random_settings.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void changes_cut(Changes *changes, size_t count) {
    while (changes->count > count)
        release(changes->items[--changes->count]);
}

void changes_free(Changes *changes) {
    changes_cut(changes, 0);
    release(changes->items);
    *changes = (Changes){0};
}

static void add(Changes *changes, char *text) {
    changes->items = allocate_one_more(changes->items, changes->count, sizeof *changes->items);
    changes->items[changes->count++] = text;
}

static bool happens(const RandomChoice *choice, double chance) {
    return random_uniform(choice->draws) < chance;
}

static bool listed(const char *const *names, const char *name) {
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static size_t count_of(const Kind *const *kinds) {
    size_t count = 0;
    while (kinds[count])
        count++;
    return count;
}

bool kind_is_drawable(const Kind *kind) {
    const Setting *row;
    for (size_t k = 0; (row = block_setting(&kind->block, k)); k++)
        if (row->fallback == NULL && (row->type == SETTING_TEXT || row->type == SETTING_LIST ||
                                      row->type == SETTING_COLLECTION))
            return false;
    return true;
}

static const Kind *draw_kind(const RandomChoice *choice, const Kind *const *kinds) {
    const Kind *kind;
    do
        kind = kinds[random_integer(choice->draws, (uint32_t)count_of(kinds))];
    while (!kind_is_drawable(kind));
    return kind;
}

// A number of the same order as the default, or a small one.
static double draw_real(const RandomChoice *choice, const Setting *row) {
    double usual = row->fallback ? strtod(row->fallback, NULL) : 0;
    double value = usual == 0 ? random_between(choice->draws, 0.02, 0.4)
                              : usual * exp2(random_between(choice->draws, -1, 1));
    return fmin(fmax(value, row->least), row->most);
}

// A value of the row as it is typed; NULL: its type has none to draw.
static char *draw_value(const RandomChoice *choice, const Setting *row) {
    RandomDraws *draws = choice->draws;
    size_t choices = 0;
    if (row->word && happens(choice, 0.3))
        return copy_text(row->word);
    switch (row->type) {
    case SETTING_BOOLEAN:
        return copy_text(happens(choice, 0.5) ? "true" : "false");
    case SETTING_INTEGER:
        return format_text("%g", fmin(row->least + random_integer(draws, 5), row->most));
    case SETTING_REAL:
        return format_real(draw_real(choice, row));
    case SETTING_CHOICE:
        while (row->choices[choices])
            choices++;
        return copy_text(row->choices[random_integer(draws, (uint32_t)choices)]);
    default:
        return NULL;
    }
}

static void add_row(const RandomChoice *choice, const Setting *row, const char *path,
                    Changes *changes);

// Adds a kind of a variant with what it needs and a half of what it may have.
static void add_kind(const RandomChoice *choice, const Kind *kind, const char *path,
                     const char *suffix, Changes *changes) {
    const Setting *row;
    add(changes, format_text("%s%s=%s", path, suffix, kind->name));
    for (size_t k = 0; (row = block_setting(&kind->block, k)); k++)
        if (!listed(choice->fixed, row->name) && (row->fallback == NULL || happens(choice, 0.5)))
            add_row(choice, row, path, changes);
}

static void add_row(const RandomChoice *choice, const Setting *row, const char *path,
                    Changes *changes) {
    OWNED char *own = format_text("%s.%s", path, row->name), *value = draw_value(choice, row);
    if (value)
        add(changes, format_text("%s=%s", own, value));
    else if (row->type == SETTING_VARIANT)
        add_kind(choice, draw_kind(choice, row->kinds), own, "", changes);
}

static void keep_if_accepted(const RandomChoice *choice, size_t before, Changes *changes) {
    if (changes->count > before && !choice->accepted(choice->context, changes))
        changes_cut(changes, before);
}

void draw_changes(const RandomChoice *choice, const Block *block, const char *path,
                  Changes *changes) {
    const Setting *row;
    for (size_t k = 0; (row = block_setting(block, k)); k++) {
        size_t before = changes->count;
        OWNED char *own = format_text("%s.%s", path, row->name);
        if (listed(choice->fixed, row->name))
            continue;
        if (row->type == SETTING_BLOCK)
            draw_changes(choice, row->block, own, changes);
        else if (happens(choice, row->type == SETTING_VARIANT ? 2 * choice->share : choice->share))
            add_row(choice, row, path, changes);
        keep_if_accepted(choice, before, changes);
    }
}

void draw_item_kind(const RandomChoice *choice, const Kind *const *kinds, const char *path,
                    Changes *changes) {
    size_t before = changes->count;
    add_kind(choice, draw_kind(choice, kinds), path, ".kind", changes);
    keep_if_accepted(choice, before, changes);
}

void draw_item_changes(const RandomChoice *choice, const Collection *collection, const char *path,
                       Changes *changes) {
    for (size_t i = 0; i < collection->count; i++) {
        const Item *item = &collection->items[i];
        bool all = happens(choice, 0.25);
        OWNED char *own = format_text("%s.%s", path, all ? "*" : item->name);
        draw_changes(choice, &item->variant.kind->block, own, changes);
    }
}
