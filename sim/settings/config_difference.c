// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/config_difference.h"

#include "base/memory.h"
#include "settings/echoed_config.h"

#include <stdbool.h>
#include <string.h>

const char *const settings_of_each_run[] = {"seed", "from", NULL};

typedef struct {
    const char *const *passed_over;
    char *text; // owned; NULL while nothing differs
    size_t count;
} Report;

static void report_setting(Report *report, const char *path, const char *a, const char *b) {
    enum { MOST = 5 };
    for (const char *const *name = report->passed_over; *name; name++)
        if (strcmp(path, *name) == 0)
            return;
    if (strcmp(a, b) == 0 || report->count > MOST)
        return;
    if (report->count == MOST)
        text_append(&report->text, " and more");
    else
        text_append(&report->text, "%s%s (%s, %s)", report->count ? ", " : "", path, a, b);
    report->count++;
}

// Settings that only one of the two configs has; one at its default changes nothing.
static void report_alone(Report *report, const EchoedConfig *config, const EchoedConfig *other,
                         bool first) {
    for (size_t i = 0; i < config->count; i++) {
        const EchoedSetting *setting = &config->setting[i];
        if (!setting->is_default && echoed_config_find(other, setting->path) == NULL)
            report_setting(report, setting->path, first ? setting->value : "nothing",
                           first ? "nothing" : setting->value);
    }
}

// The length of "sheets.v1" in the path of a setting inside a named group; 0: there is no group.
static size_t item_length(const char *path) {
    const char *group = strchr(path, '.'), *item = group ? strchr(group + 1, '.') : NULL;
    return item ? (size_t)(item - path) : 0;
}

// Do the named groups that both have stand in another order?
static bool are_moved(const EchoedConfig *first, const EchoedConfig *second) {
    const EchoedSetting *last = NULL;
    const char *item = "";
    bool moved = false;
    for (size_t i = 0; i < first->count; i++) {
        const char *path = first->setting[i].path;
        size_t length = item_length(path);
        const EchoedSetting *other = length ? echoed_config_find(second, path) : NULL;
        if (other == NULL || strncmp(path, item, length + 1) == 0)
            continue;
        moved = moved || (last && other < last);
        last = other;
        item = path;
    }
    return moved;
}

char *config_difference(const char *a, const char *b, const char *const *passed_over) {
    OWNED_BY(echoed_config_free)
    EchoedConfig first = echoed_config_parse(a), second = echoed_config_parse(b);
    Report report = {.passed_over = passed_over};
    for (size_t i = 0; i < first.count; i++) {
        const EchoedSetting *other = echoed_config_find(&second, first.setting[i].path);
        if (other)
            report_setting(&report, first.setting[i].path, first.setting[i].value, other->value);
    }
    report_alone(&report, &first, &second, true);
    report_alone(&report, &second, &first, false);
    if (are_moved(&first, &second))
        report_setting(&report, "the order of sheets, projections or others", "one", "another");
    return report.text;
}
