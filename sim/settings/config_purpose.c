// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/config_purpose.h"

#include "base/memory.h"
#include "settings/config_text.h"

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
    [PURPOSE_FIT] = {"a fit", "fit", {"model", "targets"}},
    [PURPOSE_PANELS] = {"a figure of panels", "panels", {"panels"}},
};
enum { PURPOSES = sizeof purposes / sizeof *purposes };

// The first of a purpose's settings that a parsed file has; NULL: it has none.
static config_setting_t *sign_of(size_t purpose, const config_t *config) {
    config_setting_t *sign = NULL, *root = config_root_setting(config);
    for (size_t i = 0; !sign && i < 3 && purposes[purpose].names[i]; i++)
        sign = config_setting_get_member(root, purposes[purpose].names[i]);
    return sign;
}

ConfigPurpose config_purpose(const char *path) {
    OWNED_BY(error_clear) Error unreadable = {0};
    OWNED_BY(config_destroy) config_t config;
    if (!config_text_parse(&config, path, NULL, &unreadable))
        return PURPOSE_UNKNOWN;
    ConfigPurpose purpose = PURPOSE_UNKNOWN;
    size_t signs = 0;
    for (size_t p = 0; p < PURPOSES; p++)
        if (sign_of(p, &config)) {
            purpose = (ConfigPurpose)p;
            signs++;
        }
    return signs == 1 ? purpose : PURPOSE_UNKNOWN;
}

bool config_purpose_check(const char *path, ConfigPurpose purpose, Error *error) {
    OWNED_BY(error_clear) Error unreadable = {0};
    OWNED_BY(config_destroy) config_t config;
    if (!config_text_parse(&config, path, NULL, &unreadable) || sign_of(purpose, &config))
        return true;
    for (size_t p = 0; p < PURPOSES; p++) {
        const config_setting_t *sign = sign_of(p, &config);
        if (sign == NULL)
            continue;
        OWNED char *place = config_text_place_of(path, sign);
        return fail(error, "%s: is %s, as it has `%s`, and not %s; take: pinwheel %s %s", place,
                    purposes[p].noun, config_setting_name(sign), purposes[purpose].noun,
                    purposes[p].verb, path);
    }
    return true;
}
