// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/echoed_config.h"

#include "base/memory.h"
#include "settings/moved_setting.h"

#include <string.h>

// Adds the setting of a line's text "VALUE;  # default", "VALUE;  # default: OTHER" or "VALUE;".
static void add(EchoedConfig *config, char *path, const char *text) {
    static const char mark[] = ";  # default";
    const char *comment = NULL; // the last mark: a text may hold one, too
    for (const char *at = text; (at = strstr(at, mark)); at++)
        comment = at;
    size_t length = comment ? (size_t)(comment - text) : strlen(text);
    length -= comment == NULL && length > 0 && text[length - 1] == ';';
    const char *after = comment ? comment + strlen(mark) : "";
    config->setting = allocate_one_more(config->setting, config->count, sizeof *config->setting);
    config->setting[config->count++] = (EchoedSetting){
        path, format_text("%.*s", (int)length, text),
        strncmp(after, ": ", 2) == 0 ? copy_text(after + 2) : NULL, comment && !*after};
}

// No config has deeper groups: a file that does is damaged, and all its paths would take much
// memory.
enum { DEEPEST_GROUP = 32 };

// Shortens the path of a group in place to that of the group around it: "a.b.c." to "a.b.".
static void leave_group(char *group) {
    size_t length = strlen(group);
    length -= length > 0;
    while (length > 0 && group[length - 1] != '.')
        length--;
    group[length] = '\0';
}

// The present path of the setting or group that a line of a group names up to `end`; owned by the
// caller.
static char *path_in(const char *group, const char *line, const char *end) {
    char *path = format_text("%s%.*s", group, (int)(end - line), line);
    const char *present = moved_setting(path);
    if (present == NULL)
        return path;
    release(path);
    return copy_text(present);
}

EchoedConfig echoed_config_parse(const char *text) {
    EchoedConfig config = {0};
    OWNED char *group = copy_text("");
    size_t depth = 0;
    while (*text && depth <= DEEPEST_GROUP) {
        text += strspn(text, " \n");
        size_t length = strcspn(text, "\n");
        OWNED char *line = format_text("%.*s", (int)length, text);
        const char *equals = strstr(line, " = ");
        if (strcmp(line, "};") == 0) {
            leave_group(group);
            depth -= depth > 0;
        } else if (line[0] != '#' && equals) {
            char *path = path_in(group, line, equals);
            if (strcmp(equals, " = {") == 0) {
                release(group);
                group = format_text("%s.", path);
                depth++;
                release(path);
            } else {
                add(&config, path, equals + 3);
            }
        }
        text += length;
    }
    return config;
}

void echoed_config_free(EchoedConfig *config) {
    for (size_t i = 0; i < config->count; i++) {
        release(config->setting[i].path);
        release(config->setting[i].value);
        release(config->setting[i].fallback);
    }
    release(config->setting);
    *config = (EchoedConfig){0};
}

const EchoedSetting *echoed_config_find(const EchoedConfig *config, const char *path) {
    for (size_t i = 0; i < config->count; i++)
        if (strcmp(config->setting[i].path, path) == 0)
            return &config->setting[i];
    return NULL;
}
