// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/plugin.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/shell_word.h"
#include "base/talk.h"
#include "files/file_hash.h"
#include "files/provenance.h"
#include "run/observable.h"
#include "settings/setting_inputs.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

// The tables that grow.
#define TABLE(what)                                                                                \
    { #what, what##_kinds, offsetof(Plugin, what##_kinds) }
static const struct {
    const char *what;
    const Kind *const *kinds;
    size_t offset; // of the list in Plugin
} tables[] = {TABLE(arbor),    TABLE(competition), TABLE(learning), TABLE(measure),
              TABLE(noise),    TABLE(region),      TABLE(response), TABLE(schedule),
              TABLE(stimulus), TABLE(transfer),    TABLE(weights)};
enum { TABLES = sizeof tables / sizeof *tables };

// All plug-ins that were loaded or handed in, and the chains of those that are used together. Both
// lists only grow; an entry never changes.
typedef struct Loaded {
    char *path;         // of the file, or words for messages
    uint64_t hash;      // of the file
    AddedKind *kinds;   // ended by one without a table
    const Plugin *host; // what a program handed in; NULL: loaded from a file
    struct Loaded *next;
} Loaded;
typedef struct Chain {
    AddedKinds added;
    const Loaded *last; // its kinds are those of `added`
    struct Chain *next;
} Chain;
static Loaded *loaded;
static Chain *chains;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

// Of the command or of the host: all configs that the thread reads use them.
static _Thread_local const AddedKinds *common;
static _Thread_local bool is_trusted, is_barred;

static const char *table_name(const AddedKind *added) {
    size_t t = 0;
    while (tables[t].kinds != added->table)
        t++;
    return tables[t].what;
}

// The kinds of a plug-in, ended by one without a table; owned by the caller.
static AddedKind *kinds_of(const Plugin *plugin) {
    AddedKind *kinds = NULL;
    size_t n = 0;
    for (size_t t = 0; t < TABLES; t++) {
        const Kind *const *list;
        memcpy(&list, (const char *)plugin + tables[t].offset, sizeof list);
        for (; list && *list; list++) {
            kinds = allocate_one_more(kinds, n, sizeof *kinds);
            kinds[n++] = (AddedKind){tables[t].kinds, *list};
        }
    }
    kinds = allocate_one_more(kinds, n, sizeof *kinds);
    kinds[n] = (AddedKind){0};
    return kinds;
}

static bool check_names(const AddedKind *kinds, const char *path, Error *error) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
    for (; kinds->table; kinds++) {
        const char *name = kinds->kind->name;
        if (name[0] == '\0' || name[strspn(name, letters)])
            return fail(error,
                        "%s: '%s' cannot be the name of a kind; allowed: small letters, digits "
                        "and _",
                        path, name);
    }
    return true;
}

static bool sizes_agree(const size_t *a, const size_t *b) {
    for (; *a && *a == *b; a++)
        b++;
    return *a == *b;
}

// Was it compiled with the program's own headers?
static bool check_version(const Plugin *plugin, const char *path, Error *error) {
    bool agrees = plugin->interface == PLUGIN_INTERFACE && sizes_agree(plugin->sizes, PLUGIN_SIZES);
    if (agrees && plugin->measure_kinds && plugin->measure_sizes == NULL)
        return fail(error, "%s: lists its measures without MEASURES (measure/measure.h)", path);
    if (agrees && plugin->measure_kinds)
        agrees = sizes_agree(plugin->measure_sizes, measure_sizes);
    return agrees || fail(error,
                          "%s: was compiled for another version; compile it again with the headers "
                          "of pinwheel %s",
                          path, PINWHEEL_VERSION);
}

// "learning two_thresholds", ...
static void list_kinds(TextList *list, const Loaded *plugin) {
    for (const AddedKind *added = plugin->kinds; added->table; added++) {
        OWNED char *name = format_text("%s %s", table_name(added), added->kind->name);
        text_list_add(list, name);
    }
}

static void tell(const Loaded *plugin) {
    OWNED_BY(text_list_finish) TextList kinds = {0};
    OWNED char *text = NULL;
    list_kinds(&kinds, plugin);
    for (size_t i = 0; i < kinds.count; i++)
        text_append(&text, "%s %s", text ? "," : "", kinds.items[i]);
    talk("loaded code from %s:%s", plugin->path, text ? text : " no kinds");
}

// Adds a plug-in to the list, if its kinds can be used; the lock is held.
static Loaded *add(const Plugin *plugin, const char *path, uint64_t hash, const Plugin *host,
                   Error *error) {
    if (!check_version(plugin, path, error))
        return NULL;
    OWNED AddedKind *kinds = kinds_of(plugin);
    if (!check_names(kinds, path, error))
        return NULL;
    Loaded *one = allocate(1, sizeof *one);
    *one = (Loaded){copy_text(path), hash, kinds, host, loaded};
    kinds = NULL;
    return loaded = one;
}

// Loads the code of a file that is not loaded.
static Loaded *load(const char *path, uint64_t hash, Error *error) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        fail(error, "%s: cannot be loaded: %s", path, dlerror());
        return NULL;
    }
    const Plugin *plugin = dlsym(library, "pinwheel_plugin");
    if (plugin == NULL)
        fail(error, "%s: is no plug-in: it defines no pinwheel_plugin", path);
    Loaded *one = plugin ? add(plugin, path, hash, NULL, error) : NULL;
    if (one)
        tell(one);
    else
        dlclose(library);
    return one;
}

// Finds a plug-in by its whole path, or loads it where that is allowed; the lock is held.
static const Loaded *find(const char *path, bool may_load, Error *error) {
    uint64_t hash = HASH_START;
    const Loaded *one = loaded;
    while (one && (one->host || strcmp(one->path, path) != 0))
        one = one->next;
    OWNED char *word = shell_word(path);
    if (one == NULL && !may_load)
        fail_in_command(error,
                        "%s is code, which no file of a run loads by itself; if you trust it, name "
                        "it, as with --plugin %s",
                        path, word);
    else if (file_hash_at(path, "a plug-in", &hash, error)) {
        if (one == NULL)
            return load(path, hash, error);
        if (one->hash == hash)
            return one;
        fail(error, "%s: has changed since it was loaded; start the program again", path);
    }
    return NULL;
}

// Lets this thread use a plug-in beside those that it uses; the lock is held.
static bool use(const Loaded *plugin, Error *error) {
    const AddedKinds *before = kinds_used();
    for (const AddedKinds *one = before; one; one = one->before)
        if (one->kinds == plugin->kinds)
            return true;
    for (const AddedKind *added = plugin->kinds; added->table; added++)
        if (kind_find(added->table, added->kind->name))
            return fail(error, "%s: there is a %s '%s' already", plugin->path, table_name(added),
                        added->kind->name);
    Chain *chain = chains;
    while (chain && (chain->last != plugin || chain->added.before != before))
        chain = chain->next;
    if (chain == NULL) {
        chain = allocate(1, sizeof *chain);
        *chain = (Chain){{plugin->kinds, before}, plugin, chains};
        chains = chain;
    }
    kinds_use(&chain->added);
    return true;
}

// Makes the path of a plug-in whole, finds or loads it, and uses it if that is asked for.
static bool take(char **path, const char *file, bool may_load, bool used, Error *error) {
    input_locate(path, file, file);
    pthread_mutex_lock(&lock);
    const Loaded *plugin = find(*path, may_load, error);
    bool ok = plugin && (!used || use(plugin, error));
    pthread_mutex_unlock(&lock);
    return ok;
}

// The same for all of a list; `where` begins the messages.
static bool take_all(TextList *paths, const char *file, const char *where, bool may_load,
                     Error *error) {
    for (size_t i = 0; i < paths->count; i++) {
        OWNED_BY(error_clear) Error found = {0};
        if (!take(&paths->items[i], file, may_load, true, &found))
            return (found.in_command ? fail_in_command : fail)(error, "%s: %s", where, found.text);
    }
    return true;
}

bool plugin_load(const char *path, Error *error) {
    OWNED char *whole = copy_text(path);
    return take(&whole, "", true, false, error);
}

bool plugins_of_command(TextList *paths, Error *error) {
    bool ok = take_all(paths, "", "--plugin", true, error);
    common = kinds_used();
    return ok;
}

bool plugins_of_host(const Plugin *plugin, Error *error) {
    pthread_mutex_lock(&lock);
    const Loaded *one = loaded;
    while (one && one->host != plugin)
        one = one->next;
    if (one == NULL)
        one = add(plugin, "the kinds of this program", 0, plugin, error);
    bool ok = one && use(one, error);
    pthread_mutex_unlock(&lock);
    common = kinds_used();
    return ok;
}

PluginsInUse plugins_swap(PluginsInUse plugins) {
    PluginsInUse before = {kinds_use(plugins.used), common};
    common = plugins.common;
    return before;
}

PluginsInUse plugins_in_use(void) {
    return (PluginsInUse){kinds_used(), common};
}

void plugins_begin(void) {
    kinds_use(common);
}

void plugins_trust(bool trusted) {
    is_trusted = trusted;
}

void plugins_bar(bool barred) {
    is_barred = barred;
}

bool plugins_take(TextList *paths, const char *file, const char *where, Error *error) {
    return take_all(paths, file, where, is_trusted && !is_barred, error);
}

static const Loaded *last_of(const AddedKinds *added) {
    return ((const Chain *)added)->last;
}

static void add_paths(TextList *list, const AddedKinds *added) {
    if (added == NULL)
        return;
    add_paths(list, added->before);
    if (last_of(added)->host == NULL)
        text_list_add(list, last_of(added)->path);
}

TextList plugins_used(void) {
    TextList list = {0};
    add_paths(&list, kinds_used());
    return list;
}

TextList plugins_commanded(void) {
    TextList list = {0};
    add_paths(&list, common);
    return list;
}

TextList plugins_loaded(void) {
    TextList list = {0};
    pthread_mutex_lock(&lock);
    for (const Loaded *one = loaded; one; one = one->next)
        if (one->host == NULL)
            text_list_add(&list, one->path);
    pthread_mutex_unlock(&lock);
    return list;
}

TextList plugins_host_kinds(void) {
    TextList list = {0};
    for (const AddedKinds *added = kinds_used(); added; added = added->before)
        if (last_of(added)->host)
            list_kinds(&list, last_of(added));
    return list;
}
