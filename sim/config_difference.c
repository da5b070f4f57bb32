// SPDX-License-Identifier: GPL-3.0-or-later
#include "config_difference.h"

#include "memory.h"

#include <stdbool.h>
#include <string.h>

// A value of an echoed config, and its path.
typedef struct {
    char *path, *value; // owned
} Line;

typedef struct {
    size_t count;
    Line *lines; // owned
} Lines;

// A value without the "; # default ..." that follows it; owned by the caller.
static char *value_of(const char *text) {
    const char *comment = strstr(text, ";  # default");
    size_t length = comment ? (size_t)(comment - text) : strlen(text);
    if (length > 0 && text[length - 1] == ';')
        length--;
    return format_text("%.*s", (int)length, text);
}

static void add(Lines *lines, const char *group, const char *name, size_t length,
                const char *value) {
    lines->lines = allocate_one_more(lines->lines, lines->count, sizeof *lines->lines);
    lines->lines[lines->count++] =
        (Line){format_text("%s%.*s", group, (int)length, name), value_of(value)};
}

static void free_lines(Lines *lines) {
    for (size_t i = 0; i < lines->count; i++) {
        release(lines->lines[i].path);
        release(lines->lines[i].value);
    }
    release(lines->lines);
}

// The path of the group that a path ends in, "a.b." of "a.b.c.", cut off in place.
static void leave_group(char *group) {
    size_t length = strlen(group);
    length -= length > 0;
    while (length > 0 && group[length - 1] != '.')
        length--;
    group[length] = '\0';
}

static Lines parse(const char *text) {
    Lines lines = {0};
    char *group = copy_text("");
    while (*text) {
        text += strspn(text, " \n");
        size_t length = strcspn(text, "\n");
        char *line = format_text("%.*s", (int)length, text), *equals = strstr(line, " = ");
        if (strcmp(line, "};") == 0) {
            leave_group(group);
        } else if (line[0] != '#' && equals && strcmp(equals, " = {") == 0) {
            char *deeper = format_text("%s%.*s.", group, (int)(equals - line), line);
            release(group);
            group = deeper;
        } else if (line[0] != '#' && equals) {
            add(&lines, group, line, (size_t)(equals - line), equals + 3);
        }
        release(line);
        text += length;
    }
    release(group);
    return lines;
}

static const char *value_at(const Lines *lines, const char *path) {
    for (size_t i = 0; i < lines->count; i++)
        if (strcmp(lines->lines[i].path, path) == 0)
            return lines->lines[i].value;
    return "nothing";
}

typedef struct {
    char *text; // owned; NULL while nothing differs
    size_t count;
} Report;

static void tell(Report *report, const char *path, const char *a, const char *b) {
    enum { MOST = 5 };
    bool own = strcmp(path, "seed") == 0 || strcmp(path, "from") == 0; // of each run
    if (own || strcmp(a, b) == 0 || report->count > MOST)
        return;
    char *longer = report->count == MOST
                       ? format_text("%s and more", report->text)
                       : format_text("%s%s%s (%s, %s)", report->count ? report->text : "",
                                     report->count ? ", " : "", path, a, b);
    release(report->text);
    report->text = longer;
    report->count++;
}

char *config_difference(const char *a, const char *b) {
    Lines first = parse(a), second = parse(b);
    Report report = {0};
    for (size_t i = 0; i < first.count; i++)
        tell(&report, first.lines[i].path, first.lines[i].value,
             value_at(&second, first.lines[i].path));
    for (size_t i = 0; i < second.count; i++) // what only the second has
        if (strcmp(value_at(&first, second.lines[i].path), "nothing") == 0)
            tell(&report, second.lines[i].path, "nothing", second.lines[i].value);
    free_lines(&first);
    free_lines(&second);
    return report.text;
}
