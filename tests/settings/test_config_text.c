// SPDX-License-Identifier: GPL-3.0-or-later
// The limits of a config's text, within which libconfig takes no long time.
#include "settings/config_text.h"

#include "base/memory.h"
#include "helpers/file_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *write_text(const char *name, const char *text) {
    const char *path = fixture_path(name);
    fixture_bytes(path, text, strlen(text));
    return path;
}

// Parses a text; NULL for `cause`: it is accepted.
static void expect(const char *text, const char *cause) {
    Error error = {0};
    config_t config;
    bool ok = config_text_parse(&config, write_text("text.cfg", text), NULL, &error);
    if (cause == NULL && !ok)
        fail_msg("%s", error.text);
    if (cause && (ok || strstr(error.text, cause) == NULL))
        fail_msg("%s", ok ? "accepted" : error.text);
    error_clear(&error);
    config_destroy(&config);
}

// n times the same, with the number of each where it holds %d.
static char *repeated(int n, const char *before, const char *letter, const char *after) {
    char *text = allocate((size_t)n * 16 + strlen(before) + strlen(after) + 1, 1), *at = text;
    at += sprintf(at, "%s", before);
    for (int i = 0; i < n; i++)
        at += sprintf(at, "%s%d=1;\n", letter, i);
    sprintf(at, "%s", after);
    return text;
}

static void a_group_has_a_thousand_settings(void **state) {
    (void)state;
    OWNED char *most = repeated(1000, "", "x", ""), *more = repeated(1001, "", "x", ""),
               *inside = repeated(1001, "a=1;\nb={", "x", "};"),
               *beside = repeated(998, "a={b=1;};", "x", "c=\"====\"; # == \n");
    expect(most, NULL);
    expect(beside, NULL);
    expect(more, "text.cfg:1001: a group may have 1000 settings");
    expect(inside, "text.cfg:1002: a group may have 1000 settings");
}

static void groups_are_thirty_two_deep(void **state) {
    (void)state;
    char text[512] = "x = ";
    for (int i = 0; i < 32; i++)
        strcat(text, "(");
    for (int i = 0; i < 32; i++)
        strcat(text, ")");
    strcat(text, ";");
    expect(text, NULL);
    memcpy(text, "x=((", 4);
    expect(text, "text.cfg:1: groups and lists may be 32 deep");
}

static void a_megabyte_is_read(void **state) {
    (void)state;
    enum { MOST = 1000000 };
    OWNED char *text = allocate(MOST + 3, 1);
    memset(text, 'a', MOST);
    memcpy(text, "x=\"", 3);
    memcpy(text + MOST - 2, "\";", 2);
    expect(text, NULL);
    memcpy(text + MOST - 2, "a\";", 3);
    expect(text, "text.cfg: a config may have 1000000 bytes, with all that it includes");
}

// A few lines can include what would take years to read.
static void what_is_included_counts_each_time(void **state) {
    (void)state;
    char lines[8 * 32] = "";
    for (int i = 0; i < 8; i++)
        strcat(lines, "@include \"text.cfg\"\n");
    expect(lines, "files include each other more than 8 deep");
    OWNED char *many = repeated(600, "", "y", "");
    write_text("many.cfg", many);
    expect("@include \"many.cfg\"\n", NULL);
    expect("a = {\n@include \"many.cfg\"\n};\n@include \"many.cfg\"\n", NULL);
    expect("@include \"many.cfg\"\n@include \"many.cfg\"\n", "many.cfg:401: a group may have");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_group_has_a_thousand_settings),
                                       cmocka_unit_test(groups_are_thirty_two_deep),
                                       cmocka_unit_test(a_megabyte_is_read),
                                       cmocka_unit_test(what_is_included_counts_each_time)};
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
