// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/config_difference.h"

#include "base/memory.h"
#include "settings/echoed_config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect(const char *a, const char *b, const char *difference) {
    char *found = config_difference(a, b, settings_of_each_run);
    if (difference == NULL)
        assert_null(found);
    else
        assert_string_equal(found, difference);
    release(found);
}

static const char whole[] =
    "# a comment = {\n\nseed = 4;\nfrom = \"a-4\";\ntitle = \"a { b }; = {\";\nsheets = {\n"
    "  v1 = {\n    density = 98.0;  # default: 49.0\n    mask = {\n"
    "      kind = \"disc\";\n      radius = 0.5;  # default\n    };\n"
    "    settle = 16;\n  };\n  lgn = {\n    density = 24.0;\n  };\n};\n"
    "iterations = 100;\n";

// `whole` with one piece of it replaced.
static char *changed(const char *piece, const char *other) {
    const char *at = strstr(whole, piece);
    assert_non_null(at);
    return format_text("%.*s%s%s", (int)(at - whole), whole, other, at + strlen(piece));
}

static void expect_change(const char *piece, const char *other, const char *difference) {
    char *text = changed(piece, other);
    expect(whole, text, difference);
    release(text);
}

static void settings_are_named_by_their_paths(void **state) {
    (void)state;
    expect(whole, whole, NULL);
    expect_change("seed = 4", "seed = 5", NULL);
    expect_change("from = \"a-4\"", "from = \"a-5\"", NULL);
    expect_change("a comment", "another", NULL);
    expect_change("radius = 0.5;  # default", "radius = 0.7;  # default: 0.5",
                  "sheets.v1.mask.radius (0.5, 0.7)");
    expect_change("settle = 16", "settle = 9", "sheets.v1.settle (16, 9)");
    expect_change("density = 24.0", "density = 12.0", "sheets.lgn.density (24.0, 12.0)");
    expect_change("iterations = 100", "iterations = 200", "iterations (100, 200)");
    expect_change("a { b", "a } b", "title (\"a { b }; = {\", \"a } b }; = {\")");
    expect_change("lgn = {", "l = {",
                  "sheets.lgn.density (24.0, nothing), sheets.l.density (nothing, 24.0)");
}

// A config that was written before a setting was known leaves it at its default.
static void defaults_unknown_to_one_do_not_differ(void **state) {
    (void)state;
    static const char radius[] = "radius = 0.5;  # default";
    char *without = changed(radius, ""), *other = changed(radius, "radius = 0.7;  # default: 0.5");
    expect(whole, without, NULL);
    expect(without, whole, NULL);
    expect(other, without, "sheets.v1.mask.radius (0.7, nothing)");
    expect(without, other, "sheets.v1.mask.radius (nothing, 0.7)");
    release(other);
    release(without);
    expect_change("settle = 16;", "", "sheets.v1.settle (16, nothing)");
}

static void a_setting_that_moved_is_the_same(void **state) {
    (void)state;
    static const char former[] =
        "output = {\n  history_every = 50;  # default: 100\n  palette = \"hsv\";  # default: "
        "\"oklch\"\n};\n";
    expect(former,
           "output = {\n  history_every = 50;  # default: 100\n};\nfigures = {\n  palette = "
           "\"hsv\";  # default: \"oklch\"\n};\n",
           NULL);
    expect(former,
           "output = {\n  history_every = 50;  # default: 100\n};\nfigures = {\n  palette = "
           "\"lines\";  # default: \"oklch\"\n};\n",
           "figures.palette (\"hsv\", \"lines\")");
}

// Sums go over sheets and projections in the order of the config.
static void order_counts(void **state) {
    (void)state;
    static const char
        one[] = "p = {\n  a = {\n    x = 1;\n    y = 2;\n  };\n  b = {\n    x = 1;\n  };\n};\n",
        other[] = "p = {\n  b = {\n    x = 1;\n  };\n  a = {\n    x = 1;\n    y = 2;\n  };\n};\n",
        rows[] = "p = {\n  a = {\n    y = 2;\n    x = 1;\n  };\n  b = {\n    x = 1;\n  };\n};\n";
    expect(one, other, "the order of sheets, projections or others (one, another)");
    expect(one, rows, NULL);
}

static void what_is_passed_over_may_differ(void **state) {
    (void)state;
    static const char *const iterations[] = {"iterations", NULL};
    char *longer = changed("iterations = 100", "iterations = 200"),
         *other = changed("seed = 4", "seed = 5"), *found;
    assert_null(config_difference(whole, longer, iterations));
    found = config_difference(whole, other, iterations);
    assert_string_equal(found, "seed (4, 5)");
    release(found);
    release(other);
    release(longer);
}

static void many_differences_are_cut_short(void **state) {
    (void)state;
    expect("a = 1;\nb = 1;\nc = 1;\nd = 1;\ne = 1;\nf = 1;\ng = 1;\n", "a = 2;\n",
           "a (1, 2), b (1, nothing), c (1, nothing), d (1, nothing), e (1, nothing) and more");
    expect("", "", NULL);
}

// Paths of groups in groups without end would take memory without end.
static void groups_too_deep_are_not_read(void **state) {
    (void)state;
    char text[64 * 16] = "";
    for (int i = 0; i < 64; i++)
        strcat(text, "a = {\nb = 1;\n");
    EchoedConfig config = echoed_config_parse(text);
    assert_int_equal(config.count, 32);
    echoed_config_free(&config);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(settings_are_named_by_their_paths),
                                       cmocka_unit_test(defaults_unknown_to_one_do_not_differ),
                                       cmocka_unit_test(a_setting_that_moved_is_the_same),
                                       cmocka_unit_test(order_counts),
                                       cmocka_unit_test(what_is_passed_over_may_differ),
                                       cmocka_unit_test(many_differences_are_cut_short),
                                       cmocka_unit_test(groups_too_deep_are_not_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
