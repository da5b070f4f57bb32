// SPDX-License-Identifier: GPL-3.0-or-later
#include "config_purpose.h"

#include "config_text.h"
#include "memory.h"

#include <libconfig.h>
#include <stddef.h>

// The settings that only files of one purpose have.
static const struct {
    const char *noun, *verb;
    const char *const names[3];
} purposes[] = {
    [PURPOSE_NETWORK] = {"a network's config", "run", {"sheets", "projections", "iterations"}},
    [PURPOSE_CIRCUIT] = {"a circuit's config", "circuit", {"circuit", "studies"}},
    [PURPOSE_SWEEP] = {"a sweep", "sweep", {"config", "grid", "conditions"}},
    [PURPOSE_REPLICATION] = {"a replication", "replicate", {"claims", "experiments"}},
};
enum { PURPOSES = sizeof purposes / sizeof *purposes };

static const char *first_name(const config_setting_t *root, size_t purpose) {
    for (size_t i = 0; i < 3 && purposes[purpose].names[i]; i++)
        if (config_setting_get_member(root, purposes[purpose].names[i]))
            return purposes[purpose].names[i];
    return NULL;
}

// Which purposes a file has names of; all NULL where it cannot be read.
static void find_names(const char *path, const char *name[PURPOSES]) {
    Error unreadable = {0};
    config_t config;
    config_init(&config);
    char *folder = config_text_folder(path);
    config_set_include_dir(&config, folder);
    release(folder);
    bool read = config_text_check(path, NULL, &unreadable) &&
                config_read_file(&config, path) == CONFIG_TRUE;
    for (size_t p = 0; p < PURPOSES; p++)
        name[p] = read ? first_name(config_root_setting(&config), p) : NULL;
    config_destroy(&config);
    error_clear(&unreadable);
}

ConfigPurpose config_purpose(const char *path) {
    const char *name[PURPOSES];
    find_names(path, name);
    for (size_t p = 0; p < PURPOSES; p++)
        if (name[p])
            return (ConfigPurpose)p;
    return PURPOSE_NETWORK;
}

bool config_purpose_check(const char *path, ConfigPurpose purpose, Error *error) {
    const char *name[PURPOSES];
    find_names(path, name);
    for (size_t p = 0; p < PURPOSES && name[purpose] == NULL; p++)
        if (name[p])
            return fail(error, "%s: is %s, as it has `%s`, and not %s; take: pinwheel %s %s", path,
                        purposes[p].noun, name[p], purposes[purpose].noun, purposes[p].verb, path);
    return true;
}
