// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/config_purpose.h"

#include "settings/config_text.h"
#include "base/memory.h"

#include <libconfig.h>
#include <stddef.h>

// The settings that only files of one purpose have.
static const struct {
    const char *noun, *verb;
    const char *const names[3];
} purposes[] = {
    [PURPOSE_NETWORK] = {"a network's config", "run", {"base", "sheets", "projections"}},
    [PURPOSE_CIRCUIT] = {"a circuit's config", "circuit", {"circuit", "studies"}},
    [PURPOSE_SWEEP] = {"a sweep", "sweep", {"config", "grid", "conditions"}},
    [PURPOSE_REPLICATION] = {"a replication", "replicate", {"claims", "experiments"}},
};
enum { PURPOSES = sizeof purposes / sizeof *purposes };

// Which of a purpose's settings a file has, the first of them, and where.
typedef struct {
    const char *name; // NULL: none
    char *place;      // "file:line", owned
} Sign;

static Sign find_sign(const char *path, const config_setting_t *root, size_t purpose) {
    for (size_t i = 0; i < 3 && purposes[purpose].names[i]; i++) {
        const char *name = purposes[purpose].names[i];
        const config_setting_t *node = config_setting_get_member(root, name);
        if (node == NULL)
            continue;
        char *file = config_text_file(path, config_setting_source_file(node)),
             *place = format_text("%s:%u", file, config_setting_source_line(node));
        release(file);
        return (Sign){name, place};
    }
    return (Sign){0};
}

// The signs of each purpose; none where the file cannot be read.
static void find_signs(const char *path, Sign sign[PURPOSES]) {
    OWNED_BY(error_clear) Error unreadable = {0};
    config_t config;
    config_init(&config);
    char *folder = config_text_folder(path);
    config_set_include_dir(&config, folder);
    release(folder);
    bool read = config_text_check(path, NULL, &unreadable) &&
                config_read_file(&config, path) == CONFIG_TRUE;
    for (size_t p = 0; p < PURPOSES; p++)
        sign[p] = read ? find_sign(path, config_root_setting(&config), p) : (Sign){0};
    config_destroy(&config);
}

static void free_signs(Sign sign[PURPOSES]) {
    for (size_t p = 0; p < PURPOSES; p++)
        release(sign[p].place);
}

ConfigPurpose config_purpose(const char *path) {
    Sign sign[PURPOSES];
    size_t purpose = PURPOSE_UNKNOWN, signs = 0;
    find_signs(path, sign);
    for (size_t p = 0; p < PURPOSES; p++)
        if (sign[p].name) {
            purpose = p;
            signs++;
        }
    free_signs(sign);
    return signs == 1 ? (ConfigPurpose)purpose : PURPOSE_UNKNOWN;
}

bool config_purpose_check(const char *path, ConfigPurpose purpose, Error *error) {
    Sign sign[PURPOSES];
    bool ok = true;
    find_signs(path, sign);
    for (size_t p = 0; p < PURPOSES && sign[purpose].name == NULL && ok; p++)
        if (sign[p].name)
            ok = fail(error, "%s: is %s, as it has `%s`, and not %s; take: pinwheel %s %s",
                      sign[p].place, purposes[p].noun, sign[p].name, purposes[purpose].noun,
                      purposes[p].verb, path);
    free_signs(sign);
    return ok;
}
