// SPDX-License-Identifier: GPL-3.0-or-later
#include "config_difference.h"

#include "echoed_config.h"
#include "memory.h"

#include <stdbool.h>
#include <string.h>

const char *const settings_of_each_run[] = {"seed", "from", NULL};

typedef struct {
    const char *const *passed_over;
    char *text; // owned; NULL while nothing differs
    size_t count;
} Report;

static void tell(Report *report, const char *path, const char *a, const char *b) {
    enum { MOST = 5 };
    for (const char *const *name = report->passed_over; *name; name++)
        if (strcmp(path, *name) == 0)
            return;
    if (strcmp(a, b) == 0 || report->count > MOST)
        return;
    char *longer = report->count == MOST
                       ? format_text("%s and more", report->text)
                       : format_text("%s%s%s (%s, %s)", report->count ? report->text : "",
                                     report->count ? ", " : "", path, a, b);
    release(report->text);
    report->text = longer;
    report->count++;
}

// What one of two configs knows alone: a default changes nothing.
static void tell_alone(Report *report, const EchoedConfig *config, const EchoedConfig *other,
                       bool first) {
    for (size_t i = 0; i < config->count; i++) {
        const EchoedSetting *setting = &config->setting[i];
        if (!setting->is_default && echoed_config_find(other, setting->path) == NULL)
            tell(report, setting->path, first ? setting->value : "nothing",
                 first ? "nothing" : setting->value);
    }
}

char *config_difference(const char *a, const char *b, const char *const *passed_over) {
    EchoedConfig first = echoed_config_parse(a), second = echoed_config_parse(b);
    Report report = {.passed_over = passed_over};
    const EchoedSetting *last = NULL;
    bool moved = false;
    for (size_t i = 0; i < first.count; i++) {
        const EchoedSetting *other = echoed_config_find(&second, first.setting[i].path);
        if (other == NULL)
            continue;
        tell(&report, first.setting[i].path, first.setting[i].value, other->value);
        moved = moved || (last && other < last);
        last = other;
    }
    tell_alone(&report, &first, &second, true);
    tell_alone(&report, &second, &first, false);
    if (moved)
        tell(&report, "the order of groups", "one", "another");
    echoed_config_free(&first);
    echoed_config_free(&second);
    return report.text;
}
