// SPDX-License-Identifier: GPL-3.0-or-later
#include "config.h"

#include "config_text.h"
#include "memory.h"
#include "utf8.h"

#include <libconfig.h>
#include <stdlib.h>
#include <string.h>

struct ConfigPlace {
    char *path, *file;
    unsigned line;
};

// What one reading carries along.
typedef struct {
    const char *file; // as given by the user
    ConfigPlaces *places;
    Error *error;
} Reader;

// `kinds`: whether the group may say its `kind`, which was read before.
static void read_block(Reader *reader, const Block *block, void *values,
                       const config_setting_t *group, const char *path, bool kinds);

// The path of the file that libconfig calls `name`: the main one by its path, included ones as they
// are written there.
static char *file_path(const char *main, const char *name) {
    return name == NULL || strcmp(name, main) == 0 ? copy_text(main)
                                                   : config_text_included(main, name);
}

static char *place_of(const Reader *reader, const config_setting_t *node) {
    char *file = file_path(reader->file, config_setting_source_file(node));
    char *place = format_text("%s:%u", file, config_setting_source_line(node));
    release(file);
    return place;
}

static void remember(Reader *reader, const char *path, const config_setting_t *node) {
    ConfigPlaces *places = reader->places;
    if (places == NULL)
        return;
    if (places->count == places->room) {
        places->room = places->room ? 2 * places->room : 64;
        struct ConfigPlace *items = allocate(places->room, sizeof *items);
        if (places->count)
            memcpy(items, places->items, places->count * sizeof *items);
        release(places->items);
        places->items = items;
    }
    places->items[places->count++] = (struct ConfigPlace){
        copy_text(path), file_path(reader->file, config_setting_source_file(node)),
        config_setting_source_line(node)};
}

void config_places_free(ConfigPlaces *places) {
    for (size_t i = 0; i < places->count; i++) {
        release(places->items[i].path);
        release(places->items[i].file);
    }
    release(places->items);
    *places = (ConfigPlaces){0};
}

// The deepest remembered setting whose path begins this line; NULL if none does.
static const struct ConfigPlace *place_for(const ConfigPlaces *places, const char *line) {
    const struct ConfigPlace *best = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < places->count; i++) {
        size_t length = strlen(places->items[i].path);
        if (length > longest && strncmp(line, places->items[i].path, length) == 0 &&
            (line[length] == ':' || line[length] == '.')) {
            best = &places->items[i];
            longest = length;
        }
    }
    return best;
}

void config_locate(const ConfigPlaces *places, const char *path, Error *error) {
    Error located = {0};
    for (char *line = error->text; line && *line;) {
        size_t length = strcspn(line, "\n");
        char *text = format_text("%.*s", (int)length, line);
        const struct ConfigPlace *place = place_for(places, text);
        if (place)
            fail(&located, "%s:%u: %s", place->file, place->line, text);
        else
            fail(&located, "%s: %s", path, text);
        release(text);
        line += length + (line[length] ? 1 : 0);
    }
    error_clear(error);
    *error = located;
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

static void refuse_type(Reader *reader, const Setting *setting, const config_setting_t *node,
                        const char *where) {
    char *allowed = setting_allowed(setting);
    fail(reader->error, "%s: is %s; allowed: %s", where, type_name(node), allowed);
    release(allowed);
}

// A list of texts, or one text alone.
static void read_list(Reader *reader, const Setting *setting, void *value,
                      const config_setting_t *node, const char *where) {
    TextList list = {0};
    bool single = config_setting_type(node) == CONFIG_TYPE_STRING;
    int n = single ? 1 : config_setting_length(node);
    list.items = allocate((size_t)n + 1, sizeof *list.items);
    for (int i = 0; i < n; i++) {
        const config_setting_t *element =
            single ? node : config_setting_get_elem(node, (unsigned)i);
        if (config_setting_type(element) != CONFIG_TYPE_STRING) {
            refuse_type(reader, setting, element, where);
            break;
        }
        const char *text = config_setting_get_string(element);
        if (!utf8_is_text(text))
            fail(reader->error, "%s: is not a UTF-8 text", where);
        list.items[list.count++] = copy_text(text);
    }
    TextList *kept = value;
    for (size_t i = 0; i < kept->count; i++)
        release(kept->items[i]);
    release(kept->items);
    *kept = list;
    setting_check_length(setting, list.count, where, reader->error);
}

static bool wants_text(const Setting *setting) {
    return setting->type == SETTING_TEXT || setting->type == SETTING_CHOICE ||
           setting->type == SETTING_VARIANT ||
           ((setting->type == SETTING_INTEGER || setting->type == SETTING_REAL) && setting->word);
}

static void read_scalar(Reader *reader, const Setting *setting, void *value,
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

// Chooses the kind that a group asks for by its `kind`; NULL when it is missing or unknown, which
// is told.
static const Kind *read_kind(Reader *reader, const Setting *setting, const config_setting_t *group,
                             const char *where) {
    if (setting->kinds[0]->name[0] == '\0')
        return setting->kinds[0];
    const char *names[64];
    size_t n = 0;
    for (; setting->kinds[n]; n++)
        names[n] = setting->kinds[n]->name;
    const char *asked = NULL;
    char *allowed = setting_allowed(&(Setting){.type = SETTING_VARIANT, .kinds = setting->kinds});
    const Kind *kind = NULL;
    const config_setting_t *node = config_setting_get_member(group, "kind");
    if (node == NULL) {
        fail(reader->error, "%s.kind: must be given: %s", where, allowed);
    } else if ((asked = config_setting_get_string(node)) == NULL) {
        fail(reader->error, "%s.kind: is %s; allowed: %s", where, type_name(node), allowed);
    } else {
        for (size_t i = 0; i < n && !kind; i++)
            if (strcmp(names[i], asked) == 0)
                kind = setting->kinds[i];
        const char *nearest = nearest_name(asked, names, n);
        if (!kind)
            fail(reader->error, "%s.kind: '%s' is not known%s%s%s; allowed: %s", where, asked,
                 nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "",
                 allowed);
    }
    release(allowed);
    return kind;
}

static void read_collection(Reader *reader, const Setting *setting, Collection *collection,
                            const config_setting_t *node, const char *path, const char *where) {
    int n = config_setting_length(node);
    if ((double)n > setting->most || (double)n < setting->least) {
        setting_check_length(setting, (size_t)n, where, reader->error);
        return;
    }
    for (int i = 0; i < n; i++) {
        const config_setting_t *group = config_setting_get_elem(node, (unsigned)i);
        char *below = format_text("%s.%s", path, config_setting_name(group));
        char *place = place_of(reader, group), *there = format_text("%s: %s", place, below);
        remember(reader, below, group);
        if (strchr(config_setting_name(group), '*')) {
            fail(reader->error, "%s: a name may not hold *, which stands for any name in a path",
                 there);
        } else if (config_setting_type(group) != CONFIG_TYPE_GROUP) {
            fail(reader->error, "%s: is %s; allowed: a group { ... }", there, type_name(group));
        } else {
            const Kind *kind = read_kind(reader, setting, group, there);
            if (kind) {
                Item *item = collection_add(collection, config_setting_name(group), kind);
                read_block(reader, &kind->block, item->variant.settings, group, below,
                           kind->name[0] != '\0');
            }
        }
        release(there);
        release(place);
        release(below);
    }
}

static void read_setting(Reader *reader, const Setting *setting, void *value,
                         const config_setting_t *node, const char *path) {
    char *place = place_of(reader, node), *where = format_text("%s: %s", place, path);
    int type = config_setting_type(node);
    remember(reader, path, node);
    bool group = type == CONFIG_TYPE_GROUP;
    if (setting->type == SETTING_BLOCK && group) {
        read_block(reader, setting->block, value, node, path, false);
    } else if (setting->type == SETTING_COLLECTION && group) {
        read_collection(reader, setting, value, node, path, where);
    } else if (setting->type == SETTING_VARIANT && group) {
        const Kind *kind = read_kind(reader, setting, node, where);
        Variant *variant = value;
        if (kind && variant_choose(variant, setting->kinds, kind->name))
            read_block(reader, &kind->block, variant->settings, node, path, true);
    } else if (setting->type == SETTING_LIST &&
               (type == CONFIG_TYPE_LIST || type == CONFIG_TYPE_ARRAY ||
                type == CONFIG_TYPE_STRING)) {
        read_list(reader, setting, value, node, where);
    } else {
        read_scalar(reader, setting, value, node, where);
    }
    release(where);
    release(place);
}

static void refuse_unknown(Reader *reader, const Block *block, const config_setting_t *node,
                           const char *path) {
    const char *names[128];
    size_t n = 0;
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(block, i)) && n < sizeof names / sizeof *names; i++)
        names[n++] = setting->name;
    const char *nearest = nearest_name(config_setting_name(node), names, n);
    char *place = place_of(reader, node);
    fail(reader->error, "%s: unknown setting '%s'%s%s%s%s%s", place, config_setting_name(node),
         path[0] ? " in " : "", path, nearest ? "; did you mean '" : "", nearest ? nearest : "",
         nearest ? "'?" : "");
    release(place);
}

// A setting that has no default must be in its group.
static void require(Reader *reader, const Block *block, const config_setting_t *group,
                    const char *path) {
    const Setting *setting;
    for (size_t i = 0; (setting = block_setting(block, i)); i++) {
        bool optional = setting->fallback || setting->type == SETTING_BLOCK ||
                        (setting->type == SETTING_COLLECTION && setting->least <= 0);
        if (optional || config_setting_get_member(group, setting->name))
            continue;
        char *place = place_of(reader, group), *allowed = setting_allowed(setting);
        fail(reader->error, "%s: %s%s%s: must be given: %s",
             config_setting_is_root(group) ? reader->file : place, path, path[0] ? "." : "",
             setting->name, allowed);
        release(allowed);
        release(place);
    }
}

static void read_block(Reader *reader, const Block *block, void *values,
                       const config_setting_t *group, const char *path, bool kinds) {
    int n = config_setting_length(group);
    for (int i = 0; i < n; i++) {
        const config_setting_t *node = config_setting_get_elem(group, (unsigned)i);
        const char *name = config_setting_name(node);
        const Setting *setting = block_find(block, name);
        if (setting == NULL) {
            if (strcmp(name, "kind") != 0 || !kinds)
                refuse_unknown(reader, block, node, path);
            continue;
        }
        char *below = format_text("%s%s%s", path, path[0] ? "." : "", name);
        read_setting(reader, setting, setting_value(setting, values), node, below);
        release(below);
    }
    require(reader, block, group, path);
}

bool config_load(const char *path, const Block *block, void *values, ConfigPlaces *places,
                 Error *error) {
    if (!config_text_check(path, error))
        return false;
    config_t config;
    config_init(&config);
    char *folder = config_text_folder(path);
    config_set_include_dir(&config, folder);
    release(folder);
    size_t before = error->count;
    if (config_read_file(&config, path) == CONFIG_FALSE) {
        char *file = file_path(path, config_error_file(&config));
        fail(error, "%s:%d: %s", file, config_error_line(&config), config_error_text(&config));
        release(file);
    } else {
        Reader reader = {path, places, error};
        read_block(&reader, block, values, config_root_setting(&config), "", false);
    }
    config_destroy(&config);
    return error->count == before;
}
