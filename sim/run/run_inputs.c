// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_inputs.h"

#include "base/hash.h"
#include "base/memory.h"
#include "files/file_hash.h"
#include "files/image_folder.h"
#include "files/json_value.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "run/checkpoint.h"
#include "run/saved_run.h"
#include "settings/setting_inputs.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
    json_t *inputs;
    bool ok;
    Error *error;
} Listing;

static bool is_folder(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool hash_folder(const char *folder, uint64_t *hash, Error *error) {
    struct dirent **entries;
    int n = image_folder_list(folder, &entries);
    bool ok = n >= 0 || fail(error, "%s: cannot be listed: %s", folder, strerror(errno));
    for (int i = 0; i < n && ok; i++) {
        const char *name = entries[i]->d_name;
        OWNED char *path = rundir_path(folder, name);
        *hash = hash_bytes(*hash, name, strlen(name) + 1);
        ok = file_hash_at(path, "an input", hash, error);
    }
    image_folder_free(entries, n);
    return ok;
}

static bool hash_input(const char *path, uint64_t *hash, Error *error) {
    if (!is_folder(path))
        return file_hash_at(path, "an input", hash, error);
    if (!rundir_is_run(path))
        return hash_folder(path, hash, error);
    OWNED char *state = saved_run_state(path, error);
    return state && file_hash_at(state, "a saved state", hash, error);
}

static void add(void *context, const char *path, char **value) {
    Listing *listing = context;
    uint64_t hash = HASH_START;
    listing->ok = listing->ok && hash_input(*value, &hash, listing->error);
    OWNED char *text = format_text("%016llx", (unsigned long long)hash);
    json_object_set_new(listing->inputs, path,
                        json_pack("{s:o, s:s}", "path", json_of_text(*value), "hash", text));
}

json_t *run_inputs(const Block *block, void *settings, Error *error) {
    Listing listing = {json_object(), true, error};
    inputs_visit(block, settings, add, &listing);
    if (listing.ok)
        return listing.inputs;
    json_decref(listing.inputs);
    return NULL;
}

bool run_inputs_agree(const json_t *inputs, const json_t *before, Error *error) {
    json_t *input;
    const char *path;
    bool ok = true;
    json_object_foreach((json_t *)(uintptr_t)before, path, input) {
        const json_t *now = json_object_get(inputs, path);
        if (strcmp(json_text(now, "hash"), json_text(input, "hash")) != 0)
            ok = fail(error,
                      "%s: %s holds other data than when this run began; put the former data back, "
                      "or begin a new run",
                      path, json_text(input, "path"));
    }
    return ok;
}

bool run_inputs_check(const json_t *inputs, const char *checkpoint, Error *error) {
    size_t mistakes = error->count;
    OWNED char *text = checkpoint_inputs(checkpoint, error);
    if (text == NULL)
        return error->count == mistakes;
    json_auto_t *before = json_loads(text, 0, NULL);
    if (!json_is_object(before))
        return fail(error, "%s: /inputs is no list of a run's inputs", checkpoint);
    return run_inputs_agree(inputs, before, error);
}
