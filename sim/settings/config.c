// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/config.h"

#include "base/memory.h"
#include "settings/config_read.h"
#include "settings/config_text.h"

#include <fnmatch.h>
#include <string.h>
#include <sys/stat.h>

enum { DEEPEST_BASE = 16 };

typedef struct {
    const Block *block;
    void *values;
    ConfigPlaces *places;
    Error *error;
    bool whole; // was every file read to its end?
} Loading;

typedef struct Layer {
    const char *path;
    const char *text;          // in place of the file's; NULL: the file is read
    const struct Layer *above; // the file whose base this one is; NULL: the user named it
} Layer;

// The settings about files.
static const char *const file_settings[] = {"base", "changes"};

static bool read_layer(Loading *loading, const Layer *layer, const char *by);

static bool same_file(const char *a, const char *b) {
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

static bool check_chain(const Layer *layer, const char *by, Error *error) {
    int depth = 0;
    for (const Layer *above = layer->above; above; above = above->above) {
        if (same_file(layer->path, above->path))
            return fail(error, "%s: %s: is based on itself", by, layer->path);
        if (++depth > DEEPEST_BASE)
            return fail(error, "%s: %s: more than %d files are each other's base", by, layer->path,
                        DEEPEST_BASE);
    }
    return true;
}

// Reads the base that a file names, if it names one.
static bool read_base(Loading *loading, const Layer *layer, const ConfigReader *reader,
                      const config_setting_t *root) {
    const config_setting_t *node = config_setting_get_member(root, "base");
    const char *name = node ? config_setting_get_string(node) : NULL;
    if (name == NULL || name[0] == '\0' || block_find(loading->block, "base") == NULL)
        return true;
    OWNED char *file = config_text_file_of(reader->file, node),
               *place = config_text_place_of(reader->file, node),
               *path = name[0] == '/' ? copy_text(name) : config_text_included(file, name),
               *by = format_text("%s: base", place);
    const Layer base = {path, NULL, layer};
    return check_chain(&base, by, loading->error) && read_layer(loading, &base, by);
}

bool config_change(const Block *block, void *values, const char *const *changes, size_t n,
                   const char *where, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < n; i++) {
        const char *refused = NULL;
        OWNED char *path = format_text("%.*s", (int)strcspn(changes[i], " ="), changes[i]);
        for (size_t k = 0; k < 2; k++)
            if (fnmatch(path, file_settings[k], 0) == 0)
                refused = file_settings[k];
        ok = (refused ? fail(error, "%s: '%s' cannot be changed; name the settings themselves",
                             where, refused)
                      : settings_assign(block, values, changes[i], false, where, error)) &&
             ok;
    }
    return ok;
}

// Makes the changes that were read from a file.
static bool make_changes(const Loading *loading, const ConfigReader *reader,
                         const config_setting_t *root) {
    const config_setting_t *node = config_setting_get_member(root, "changes");
    const Setting *setting = block_find(loading->block, "changes");
    if (node == NULL || setting == NULL)
        return true;
    OWNED char *place = config_text_place_of(reader->file, node),
               *where = format_text("%s: changes", place);
    const TextList *list = setting_value(setting, loading->values);
    return config_change(loading->block, loading->values, (const char *const *)list->items,
                         list->count, where, loading->error);
}

static void forget_files(const Loading *loading) {
    for (size_t k = 0; k < 2; k++) {
        const Setting *setting = block_find(loading->block, file_settings[k]);
        if (setting)
            setting_parse(setting, setting_value(setting, loading->values), "", setting->name,
                          NULL);
    }
}

static bool read_parsed(Loading *loading, const Layer *layer, const config_setting_t *root) {
    ConfigReader reader = {layer->path, loading->places, loading->error, loading->block,
                           loading->values};
    if (!read_base(loading, layer, &reader, root))
        return false;
    if (!config_read_settings(&reader, root))
        return false;
    loading->whole = layer->above == NULL;
    bool ok = loading->error->count == 0 && make_changes(loading, &reader, root);
    forget_files(loading);
    return ok;
}

static bool read_layer(Loading *loading, const Layer *layer, const char *by) {
    OWNED_BY(config_destroy) config_t config;
    return (layer->text ? config_text_parse_given(&config, layer->path, layer->text, loading->error)
                        : config_text_parse(&config, layer->path, by, loading->error)) &&
           read_parsed(loading, layer, config_root_setting(&config));
}

static bool load(const char *path, const char *text, const Block *block, void *values,
                 ConfigPlaces *places, Error *error) {
    OWNED_BY(config_places_free) ConfigPlaces own = {0};
    Error found = {0}, missing = {0};
    Loading loading = {block, values, places ? places : &own, &found, false};
    const Layer layer = {path, text, NULL};
    bool ok = read_layer(&loading, &layer, NULL);
    if (loading.whole)
        block_check_given(block, values, "", &missing);
    if (!ok)
        config_drop_read(loading.places, &missing); // given, but refused
    ok = ok && missing.count == 0;
    config_locate(loading.places, path, &missing);
    error_move(error, &found);
    error_move(error, &missing);
    return ok;
}

bool config_load(const char *path, const Block *block, void *values, ConfigPlaces *places,
                 Error *error) {
    return load(path, NULL, block, values, places, error);
}

bool config_load_text(const char *path, const char *text, const Block *block, void *values,
                      ConfigPlaces *places, Error *error) {
    return load(path, text, block, values, places, error);
}
