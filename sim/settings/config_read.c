// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/config_read.h"

#include "base/memory.h"
#include "settings/config_text.h"
#include "settings/moved_setting.h"

#include <glib.h>
#include <string.h>

// `kinds`: may the group have a `kind`? It was read before.
static void read_block(ConfigReader *reader, const Block *block, void *values,
                       const config_setting_t *group, const char *path, bool kinds);

// Remembers where the setting of a path stands; "file:line: path", owned by the caller.
static char *remember(ConfigReader *reader, const char *path, const config_setting_t *node) {
    OWNED char *place = config_text_place_of(reader->file, node);
    config_remember(reader->places, path, place);
    return format_text("%s: %s", place, path);
}

static const char *type_name(const config_setting_t *node) {
    switch (config_setting_type(node)) {
    case CONFIG_TYPE_GROUP:
        return "a group";
    case CONFIG_TYPE_INT:
    case CONFIG_TYPE_INT64:
        return "a whole number";
    case CONFIG_TYPE_FLOAT:
        return "a number with a fraction";
    case CONFIG_TYPE_STRING:
        return "a text";
    case CONFIG_TYPE_BOOL:
        return "true or false";
    default:
        return "a list";
    }
}

static void refuse_type(ConfigReader *reader, const Setting *setting, const config_setting_t *node,
                        const char *where) {
    OWNED char *allowed = setting_allowed(setting);
    fail(reader->error, "%s: is %s; allowed: %s", where, type_name(node), allowed);
}

// The text of an element of a list; owned by the caller, NULL where its type is refused.
static char *element_text(const Setting *setting, const config_setting_t *element) {
    int type = config_setting_type(element);
    if (type == CONFIG_TYPE_STRING)
        return copy_text(config_setting_get_string(element));
    if (!setting->loose)
        return NULL;
    if (type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64)
        return format_text("%lld", config_setting_get_int64(element));
    if (type == CONFIG_TYPE_FLOAT)
        return format_real(config_setting_get_float(element));
    if (type == CONFIG_TYPE_BOOL)
        return copy_text(config_setting_get_bool(element) ? "true" : "false");
    return NULL;
}

// A list of texts, or one text alone.
static void read_list(ConfigReader *reader, const Setting *setting, void *value,
                      const config_setting_t *node, const char *where) {
    TextList list = {0};
    bool single = config_setting_type(node) == CONFIG_TYPE_STRING;
    int n = single ? 1 : config_setting_length(node);
    list.items = allocate((size_t)n + 1, sizeof *list.items);
    for (int i = 0; i < n; i++) {
        const config_setting_t *element =
            single ? node : config_setting_get_elem(node, (unsigned)i);
        char *text = element_text(setting, element);
        if (text == NULL) {
            refuse_type(reader, setting, element, where);
            break;
        }
        if (!g_utf8_validate(text, -1, NULL))
            fail(reader->error, "%s: is not a UTF-8 text", where);
        list.items[list.count++] = text;
    }
    text_list_finish(value);
    *(TextList *)value = list;
    setting_check_length(setting, list.count, where, reader->error);
}

static bool wants_text(const Setting *setting) {
    return setting->type == SETTING_TEXT || setting->type == SETTING_CHOICE ||
           setting->type == SETTING_VARIANT ||
           ((setting->type == SETTING_INTEGER || setting->type == SETTING_REAL) && setting->word);
}

static void read_scalar(ConfigReader *reader, const Setting *setting, void *value,
                        const config_setting_t *node, const char *where) {
    int type = config_setting_type(node);
    bool whole = type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64;
    if (type == CONFIG_TYPE_STRING && wants_text(setting)) {
        setting_parse(setting, value, config_setting_get_string(node), where, reader->error);
    } else if (setting->type == SETTING_BOOLEAN && type == CONFIG_TYPE_BOOL) {
        *(bool *)value = config_setting_get_bool(node);
    } else if (setting->type == SETTING_INTEGER && whole) {
        long long number = config_setting_get_int64(node);
        if (setting_check_number(setting, (double)number, where, reader->error))
            *(int64_t *)value = number;
    } else if (setting->type == SETTING_REAL && (whole || type == CONFIG_TYPE_FLOAT)) {
        double number =
            whole ? (double)config_setting_get_int64(node) : config_setting_get_float(node);
        if (setting_check_number(setting, number, where, reader->error))
            *(double *)value = number;
    } else {
        refuse_type(reader, setting, node, where);
    }
}

// The kind that a group names, or the present one where it names none. NULL, with a message, when
// the kind is missing or unknown.
static const Kind *read_kind(ConfigReader *reader, const Setting *setting, const Kind *present,
                             const config_setting_t *group, const char *where) {
    if (setting->kinds[0]->name[0] == '\0')
        return setting->kinds[0];
    const config_setting_t *node = config_setting_get_member(group, "kind");
    if (node == NULL && present)
        return present;
    const Setting variant = {.type = SETTING_VARIANT, .kinds = setting->kinds};
    const char *name = node ? config_setting_get_string(node) : NULL;
    OWNED char *allowed = setting_allowed(&variant), *place = format_text("%s.kind", where);
    const Kind *kind = name ? kind_find(setting->kinds, name) : NULL;
    if (node == NULL)
        fail(reader->error, "%s: must be given: %s", place, allowed);
    else if (name == NULL)
        fail(reader->error, "%s: is %s; allowed: %s", place, type_name(node), allowed);
    else if (kind == NULL)
        setting_refuse_name(&variant, name, place, reader->error);
    return kind;
}

static void read_variant(ConfigReader *reader, const Setting *setting, Variant *variant,
                         const config_setting_t *group, const char *path, const char *where) {
    const Kind *kind = read_kind(reader, setting, variant->kind, group, where);
    if (kind == NULL)
        return;
    if (kind != variant->kind) {
        config_forget(reader->places, path);
        variant_choose(variant, setting->kinds, kind->name);
    }
    read_block(reader, &kind->block, variant->settings, group, path, kind->name[0] != '\0');
}

static void read_item(ConfigReader *reader, const Setting *setting, Collection *collection,
                      const config_setting_t *group, const char *path, const char *where) {
    const char *name = config_setting_name(group);
    Item *item = collection_find(collection, name);
    if (strchr(name, '*')) {
        fail(reader->error, "%s: a name may not hold *, which stands for any name in a path",
             where);
    } else if (config_setting_type(group) != CONFIG_TYPE_GROUP) {
        fail(reader->error, "%s: is %s; allowed: a group { ... }", where, type_name(group));
    } else {
        const Kind *kind = item ? NULL : read_kind(reader, setting, NULL, group, where);
        if (kind)
            item = collection_add(collection, name, kind);
        if (item)
            read_variant(reader, setting, &item->variant, group, path, where);
    }
}

static void read_collection(ConfigReader *reader, const Setting *setting, Collection *collection,
                            const config_setting_t *node, const char *path, const char *where) {
    int n = config_setting_length(node);
    size_t total = collection->count;
    for (int i = 0; i < n; i++)
        total += !collection_find(collection,
                                  config_setting_name(config_setting_get_elem(node, (unsigned)i)));
    if (!setting_check_length(setting, total, where, reader->error))
        return;
    for (int i = 0; i < n; i++) {
        const config_setting_t *group = config_setting_get_elem(node, (unsigned)i);
        OWNED char *below = format_text("%s.%s", path, config_setting_name(group));
        OWNED char *there = remember(reader, below, group);
        read_item(reader, setting, collection, group, below, there);
    }
}

// Does a text name the present kind of a variant?
static bool names_same_kind(const Setting *setting, const void *value,
                            const config_setting_t *node) {
    const char *name = config_setting_get_string(node);
    const Variant *variant = value;
    return setting->type == SETTING_VARIANT && variant->kind && name &&
           strcmp(variant->kind->name, name) == 0;
}

static void read_setting(ConfigReader *reader, const Setting *setting, void *value,
                         const config_setting_t *node, const char *path) {
    OWNED char *where = remember(reader, path, node);
    int type = config_setting_type(node);
    bool group = type == CONFIG_TYPE_GROUP;
    if (setting->type == SETTING_BLOCK && group) {
        read_block(reader, setting->block, value, node, path, false);
    } else if (setting->type == SETTING_COLLECTION && group) {
        read_collection(reader, setting, value, node, path, where);
    } else if (setting->type == SETTING_VARIANT && group) {
        read_variant(reader, setting, value, node, path, where);
    } else if (setting->type == SETTING_LIST &&
               (type == CONFIG_TYPE_LIST || type == CONFIG_TYPE_ARRAY ||
                type == CONFIG_TYPE_STRING)) {
        read_list(reader, setting, value, node, where);
    } else if (!names_same_kind(setting, value, node)) {
        config_forget(reader->places, path);
        read_scalar(reader, setting, value, node, where);
    }
}

static void refuse_unknown(ConfigReader *reader, const Block *block, const config_setting_t *node,
                           const char *path) {
    const char *name = config_setting_name(node);
    OWNED char *place = config_text_place_of(reader->file, node);
    Suggestion nearest = block_suggestion(block, "", name);
    fail(reader->error, "%s: unknown setting '%s'%s%s%s", place, name, path[0] ? " in " : "", path,
         nearest.text);
    if (nearest.name) { // it was meant, so that it is not missing as well
        OWNED char *meant = format_text("%s%s%s", path, path[0] ? "." : "", nearest.name);
        config_remember(reader->places, meant, place);
    }
}

typedef struct {
    ConfigReader *reader;
    const config_setting_t *node;
} MovedNode;

static bool read_there(const Setting *setting, void *value, const char *path, void *context,
                       Error *error) {
    const MovedNode *moved = context;
    (void)error;
    read_setting(moved->reader, setting, value, moved->node, path);
    return true;
}

// Reads a setting that was at this path once; false: none was.
static bool read_moved(ConfigReader *reader, const config_setting_t *node, const char *path) {
    const char *present = moved_setting(path);
    MovedNode moved = {reader, node};
    if (present) {
        OWNED char *place = config_text_place_of(reader->file, node);
        fail(&reader->places->moved, "%s: %s is now %s", place, path, present);
    }
    return present && settings_visit(reader->block, reader->values, present, read_there, &moved,
                                     path, reader->error) > 0;
}

static void read_block(ConfigReader *reader, const Block *block, void *values,
                       const config_setting_t *group, const char *path, bool kinds) {
    int n = config_setting_length(group);
    for (int i = 0; i < n; i++) {
        const config_setting_t *node = config_setting_get_elem(group, (unsigned)i);
        const char *name = config_setting_name(node);
        const Setting *setting = block_find(block, name);
        OWNED char *below = format_text("%s%s%s", path, path[0] ? "." : "", name);
        if (setting && setting->early)
            continue;
        if (setting)
            read_setting(reader, setting, setting_value(setting, values), node, below);
        else if (!(kinds && strcmp(name, "kind") == 0) && !read_moved(reader, node, below))
            refuse_unknown(reader, block, node, path);
    }
}

static bool read_early(ConfigReader *reader, const config_setting_t *root) {
    size_t mistakes = reader->error->count;
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(reader->block, i)); i++) {
        const config_setting_t *node = config_setting_get_member(root, setting->name);
        if (setting->early == NULL || node == NULL)
            continue;
        TextList *list = setting_value(setting, reader->values);
        OWNED char *file = config_text_file_of(reader->file, node),
                   *place = config_text_place_of(reader->file, node),
                   *where = format_text("%s: %s", place, setting->name);
        read_setting(reader, setting, list, node, setting->name);
        if (reader->error->count == mistakes)
            setting->early(list, file, where, reader->error);
    }
    return reader->error->count == mistakes;
}

bool config_read_settings(ConfigReader *reader, const config_setting_t *root) {
    if (!read_early(reader, root))
        return false;
    read_block(reader, reader->block, reader->values, root, "", false);
    return true;
}
