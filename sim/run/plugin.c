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

// All that is loaded, and the chains of those that are used together. Both lists only grow; an
// entry never changes.
typedef struct Loaded {
    char *path;
    uint64_t hash;    // of the file
    AddedKind *kinds; // ended by one without a table
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

static _Thread_local const AddedKinds *of_command;
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

static void tell(const Loaded *plugin) {
    OWNED char *text = NULL;
    for (const AddedKind *added = plugin->kinds; added->table; added++)
        text_append(&text, "%s %s %s", text ? "," : "", table_name(added), added->kind->name);
    talk("loaded code from %s:%s", plugin->path, text ? text : " no kinds");
}

// Loads the code of a file that is not loaded.
static Loaded *load(const char *path, uint64_t hash, Error *error) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        fail(error, "%s: cannot be loaded: %s", path, dlerror());
        return NULL;
    }
    const Plugin *plugin = dlsym(library, "pinwheel_plugin");
    OWNED AddedKind *kinds = NULL;
    bool ok = plugin || fail(error, "%s: is no plug-in: it defines no pinwheel_plugin", path);
    bool agrees =
        ok && plugin->interface == PLUGIN_INTERFACE && plugin->shared == sizeof(PluginShared);
    ok = ok && (agrees || fail(error,
                               "%s: was compiled for another version; compile it again with the "
                               "headers of pinwheel %s",
                               path, PINWHEEL_VERSION));
    kinds = ok ? kinds_of(plugin) : NULL;
    if (!ok || !check_names(kinds, path, error)) {
        dlclose(library);
        return NULL;
    }
    Loaded *one = allocate(1, sizeof *one);
    *one = (Loaded){copy_text(path), hash, kinds, loaded};
    kinds = NULL;
    loaded = one;
    tell(one);
    return one;
}

// Finds a plug-in by its whole path, or loads it where that is allowed; the lock is held.
static const Loaded *find(const char *path, bool may_load, Error *error) {
    uint64_t hash = HASH_START;
    const Loaded *one = loaded;
    while (one && strcmp(one->path, path) != 0)
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
    of_command = kinds_used();
    return ok;
}

void plugins_begin(void) {
    kinds_use(of_command);
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

static void add_chain(TextList *list, const AddedKinds *added) {
    if (added == NULL)
        return;
    add_chain(list, added->before);
    text_list_add(list, ((const Chain *)added)->last->path);
}

TextList plugins_used(void) {
    TextList list = {0};
    add_chain(&list, kinds_used());
    return list;
}

TextList plugins_commanded(void) {
    TextList list = {0};
    add_chain(&list, of_command);
    return list;
}

TextList plugins_loaded(void) {
    TextList list = {0};
    pthread_mutex_lock(&lock);
    for (const Loaded *one = loaded; one; one = one->next)
        text_list_add(&list, one->path);
    pthread_mutex_unlock(&lock);
    return list;
}
