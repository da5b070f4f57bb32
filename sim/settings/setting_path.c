// SPDX-License-Identifier: GPL-3.0-or-later
// Finding settings by path, and the nearest known name: the second half of setting.h.
#include "settings/setting.h"

#include "base/memory.h"
#include "base/names.h"
#include "base/suggestion.h"
#include "settings/foreign_word.h"
#include "settings/moved_setting.h"

#include <fnmatch.h>
#include <string.h>

Suggestion collection_suggestion(const Collection *collection, const char *prefix,
                                 const char *name) {
    OWNED const char **names = NULL;
    size_t n = 0;
    for (size_t i = 0; i < collection->count; i++)
        names_add(&names, &n, collection->items[i].name);
    return suggestion(prefix, name, names, n);
}

bool collection_refuse(const Collection *collection, const char *what, const char *name,
                       const char *place, Error *error) {
    enum { FEW = 12 };
    Suggestion nearest = collection_suggestion(collection, "", name);
    OWNED char *all = copy_text("");
    for (size_t i = 0; i < collection->count && collection->count <= FEW; i++)
        text_append(&all, "%s%s", i > 0 ? ", " : "; there is ", collection->items[i].name);
    return fail(error, "%s: there is no %s '%s'%s", place, what, name,
                nearest.name ? nearest.text : all);
}

Suggestion block_suggestion(const Block *block, const char *prefix, const char *name) {
    OWNED const char **names = NULL;
    size_t n = 0;
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(block, i)); i++)
        names_add(&names, &n, setting->name);
    return name_suggestion(prefix, name, names, n);
}

typedef struct {
    SettingVisit *visit;
    void *context;
    Error *error;
    size_t found;
    Suggestion nearest; // from the deepest level that failed
} Search;

static void search_block(const Block *block, void *values, const char *done, const char *rest,
                         Search *search);

// Remembers the nearest known name, for the message when nothing matches.
static void remember_nearest(Search *search, Suggestion nearest) {
    if (nearest.text[0])
        search->nearest = nearest;
}

// The kind of an item is set as that of a variant.
static void found_kind(const Setting *collection, Item *item, const char *path, Search *search) {
    const Setting setting = {.name = "kind",
                             .type = SETTING_VARIANT,
                             .kinds = collection->kinds,
                             .help = collection->help};
    OWNED char *below = format_text("%s.kind", path);
    search->found++;
    search->visit(&setting, &item->variant, below, search->context, search->error);
}

static void found_setting(const Setting *setting, void *value, const char *path, const char *rest,
                          Search *search) {
    if (setting->type == SETTING_BLOCK) {
        if (*rest)
            search_block(setting->block, value, path, rest, search);
    } else if (setting->type == SETTING_VARIANT && *rest && strcmp(rest, "kind") != 0) {
        const Variant *variant = value;
        if (variant->kind)
            search_block(&variant->kind->block, variant->settings, path, rest, search);
    } else if (setting->type == SETTING_COLLECTION && *rest) {
        const Collection *collection = value;
        size_t length = strcspn(rest, ".");
        OWNED char *part = format_text("%.*s", (int)length, rest),
                   *group = format_text("%s.", path);
        bool matched = false;
        for (size_t i = 0; i < collection->count; i++) {
            Item *item = &collection->items[i];
            if (fnmatch(part, item->name, 0) != 0)
                continue;
            matched = true;
            OWNED char *below = format_text("%s.%s", path, item->name);
            if (strcmp(rest + length, ".kind") == 0 && setting->kinds[0]->name[0])
                found_kind(setting, item, below, search);
            else if (rest[length] == '.')
                search_block(&item->variant.kind->block, item->variant.settings, below,
                             rest + length + 1, search);
        }
        if (!matched)
            remember_nearest(search, collection_suggestion(collection, group, part));
    } else if (!*rest || setting->type == SETTING_VARIANT) {
        search->found++;
        search->visit(setting, value, path, search->context, search->error);
    }
}

static void search_block(const Block *block, void *values, const char *done, const char *rest,
                         Search *search) {
    size_t length = strcspn(rest, ".");
    OWNED char *part = format_text("%.*s", (int)length, rest);
    OWNED char *group = format_text("%s%s", done, done[0] ? "." : "");
    bool matched = false;
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(block, i)); i++) {
        if (fnmatch(part, setting->name, 0) != 0)
            continue;
        matched = true;
        OWNED char *below = format_text("%s%s", group, setting->name);
        found_setting(setting, setting_value(setting, values), below,
                      rest[length] ? rest + length + 1 : "", search);
    }
    if (!matched)
        remember_nearest(search, block_suggestion(block, group, part));
}

size_t settings_visit(const Block *block, void *values, const char *path, SettingVisit *visit,
                      void *context, const char *where, Error *error) {
    Search search = {.visit = visit, .context = context, .error = error};
    search_block(block, values, "", path, &search);
    if (search.found == 0)
        fail(error, "%s: unknown setting '%s'%s", where, path, search.nearest.text);
    return search.found;
}

typedef struct {
    const char *text, *where;
    bool live, ok;
} Assignment;

static bool assign(const Setting *setting, void *value, const char *path, void *context,
                   Error *error) {
    Assignment *assignment = context;
    OWNED char *where = format_text("%s: %s", assignment->where, path);
    bool ok = assignment->live && !setting->live
                  ? fail(error, "%s: cannot change while a run goes on", where)
                  : setting_parse(setting, value, assignment->text, where, error) &&
                        (setting->early == NULL || setting->early(value, "", where, error));
    assignment->ok = assignment->ok && ok;
    return ok;
}

bool settings_assign(const Block *block, void *values, const char *text, bool live,
                     const char *where, Error *error) {
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text)
        return fail(error, "%s: '%s' is not of the form path=value", where, text);
    size_t length = (size_t)(equals - text);
    while (length > 0 && text[length - 1] == ' ')
        length--;
    OWNED char *path = format_text("%.*s", (int)length, text);
    const char *present = moved_setting(path);
    Assignment assignment = {.text = equals + 1, .where = where, .live = live, .ok = true};
    size_t found =
        settings_visit(block, values, present ? present : path, assign, &assignment, where, error);
    return found > 0 && assignment.ok;
}
