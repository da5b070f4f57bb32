// SPDX-License-Identifier: GPL-3.0-or-later
// Pages of HTML: base64, escaping, charts; the pictures that go into them; settings read back.
#include "base/memory.h"
#include "helpers/file_fixture.h"
#include "pictures/canvas.h"
#include "report/html_chart.h"
#include "report/picture_file.h"
#include "settings/echoed_config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

// What was written to a stream in memory.
typedef struct {
    char *text;
    size_t length;
    Html html;
} Page;

static void begin(Page *page) {
    *page = (Page){0};
    page->html.file = open_memstream(&page->text, &page->length);
}

static const char *written(Page *page) {
    fflush(page->html.file);
    return page->text;
}

static void end(Page *page) {
    fclose(page->html.file);
    free(page->text);
}

static void text_and_attributes_are_escaped(void **state) {
    (void)state;
    Page page;
    begin(&page);
    html_open(&page.html, "p", "title", "a \"b\" <c> & d", "id", "x", NULL);
    html_text(&page.html, "%s", "1 < 2 && \xcf\x80 > 3 \x01\xff.");
    html_lone(&page.html, "wbr", NULL);
    html_close(&page.html, "p");
    assert_string_equal(written(&page),
                        "<p title=\"a &quot;b&quot; &lt;c&gt; &amp; d\" id=\"x\">"
                        "1 &lt; 2 &amp;&amp; \xcf\x80 &gt; 3 \xef\xbf\xbd\xef\xbf\xbd.<wbr></p>\n");
    assert_int_equal(page.html.depth, 0);
    end(&page);
}

static void names_may_be_broken_after_their_parts(void **state) {
    (void)state;
    Page page;
    begin(&page);
    html_name(&page.html, "a.bc_d");
    assert_string_equal(written(&page), "a.<wbr>bc_<wbr>d");
    end(&page);
}

static size_t occurrences(const char *text, const char *piece) {
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, piece)); at++)
        n++;
    return n;
}

// Least and largest value lie on the axis' limits, so that their places are known: the field of the
// curves goes from 52 to 348 across and from 160 up to 8.
static void a_chart_places_points_and_breaks_at_gaps(void **state) {
    (void)state;
    const double x[] = {0, 250, 500, 750, 1000}, y[] = {0, 2, (double)NAN, 4, 1};
    const HtmlCurve curve = {.name = "one & only", .x = x, .y = y, .n = 5};
    Page page;
    begin(&page);
    html_chart(&page.html,
               &(HtmlChart){.title = "t", .x_name = "iteration", .curve = &curve, .count = 1});
    const char *text = written(&page);
    assert_non_null(strstr(text, "d=\"M52.0 160.0L126.0 84.0M274.0 8.0L348.0 122.0\""));
    assert_int_equal(occurrences(text, "<circle"), 4);
    assert_non_null(strstr(text, "<title>one &amp; only: 2 at 250</title>"));
    assert_non_null(strstr(text, "aria-label=\"t, from 0 to 4, over iteration 0 to 1000\""));
    assert_int_equal(page.html.depth, 0);
    end(&page);
}

static void a_chart_of_nothing_is_left_out(void **state) {
    (void)state;
    const double x[] = {0, 1}, y[] = {(double)NAN, (double)INFINITY};
    const HtmlCurve curve = {.name = "", .x = x, .y = y, .n = 2};
    Page page;
    begin(&page);
    html_chart(&page.html, &(HtmlChart){.title = "t", .x_name = "x", .curve = &curve, .count = 1});
    assert_string_equal(written(&page), "");
    end(&page);
}

// Equal values have no extent; they lie half way up.
static void a_chart_of_equal_values_has_limits_about_them(void **state) {
    (void)state;
    const double x[] = {3, 4}, y[] = {-0.25, -0.25};
    const HtmlCurve curve = {.name = "", .x = x, .y = y, .n = 2};
    Page page;
    begin(&page);
    html_chart(&page.html, &(HtmlChart){.title = "t", .x_name = "x", .curve = &curve, .count = 1});
    assert_null(strstr(written(&page), "nan"));
    assert_null(strstr(page.text, "inf"));
    end(&page);
}

// With error bars the ends of the axis lie 14 within the field: 66 and 334 across. On a logarithmic
// axis equal ratios are equal distances. The bars reach from 160 (0) to 8 (4) up.
static void error_bars_stand_on_a_logarithmic_axis(void **state) {
    (void)state;
    const double x[] = {0.1, 1, 10}, y[] = {1, 2, 3}, low[] = {0, (double)NAN, 2},
                 high[] = {2, (double)NAN, 4};
    const char *const names[] = {"0.1", "1", "10"};
    const HtmlCurve curve = {"", x, y, 3, low, high};
    Page page;
    begin(&page);
    html_chart(&page.html, &(HtmlChart){"t", "x", &curve, 1, true, false, x, names, 3});
    const char *text = written(&page);
    assert_non_null(strstr(text, "<path d=\"M66.0 122.0L200.0 84.0L334.0 46.0\"/>"));
    assert_non_null(strstr(text, "<path class=\"bar\" d=\"M66.0 160.0V84.0\"/>"));
    assert_non_null(strstr(text, "<path class=\"bar\" d=\"M334.0 84.0V8.0\"/>"));
    assert_int_equal(occurrences(text, "class=\"bar\""), 2);
    assert_non_null(strstr(text, "<title>3 (2 to 4) at 10</title>"));
    assert_non_null(strstr(text, "<title>2 at 1</title>"));
    assert_non_null(strstr(text, "<text x=\"200.0\" y=\"176\" class=\"middle\">1</text>"));
    end(&page);
}

// Names are cut to a share of the axis each, and there is no line from one to the next.
static void points_that_stand_apart_have_names_and_no_line(void **state) {
    (void)state;
    const double x[] = {0, 1, 2, 3}, y[] = {5, (double)NAN, 6, 7};
    const char *const names[] = {"a", "b", "as_long_as_can_be", "d"};
    const HtmlCurve curve = {.name = "", .x = x, .y = y, .n = 4};
    Page page;
    begin(&page);
    html_chart(&page.html, &(HtmlChart){"t", "x", &curve, 1, false, true, x, names, 4});
    const char *text = written(&page);
    assert_null(strstr(text, "<path d=\"M"));
    assert_int_equal(occurrences(text, "<circle"), 3);
    assert_non_null(strstr(text, ">as_long_as_\xe2\x80\xa6</text>"));
    assert_non_null(strstr(text, "<title>6 at as_long_as_can_be</title>"));
    end(&page);
}

static const char *write_picture(void) {
    const PngText notes[] = {{"Seed", "4"}, {"Title", "Map of \xce\xbb"}};
    const char *path = fixture_path("picture.png");
    Canvas *canvas = canvas_new(37, 23);
    Error error = {0};
    assert_true(canvas_write(canvas, path, notes, 2, &error));
    canvas_free(canvas);
    return path;
}

static void a_picture_tells_its_size(void **state) {
    (void)state;
    const char *path = write_picture();
    PictureFile picture;
    Error error = {0};
    assert_true(picture_file_read(&picture, path, &error));
    assert_int_equal(picture.width, 37);
    assert_int_equal(picture.height, 23);
    assert_int_equal(picture.size, fixture_size(path));
    picture_file_free(&picture);
}

// However much of its end is missing.
static void a_picture_that_is_not_whole_is_refused(void **state) {
    (void)state;
    const char *path = write_picture();
    for (long n = fixture_size(path) - 1; n >= 0; n = n > 40 ? n - 17 : n - 1) {
        PictureFile picture;
        Error error = {0};
        fixture_cut(path, n);
        assert_false(picture_file_read(&picture, path, &error));
        assert_non_null(strstr(error.text, path));
        error_clear(&error);
        picture_file_free(&picture);
    }
}

static void settings_are_read_back_with_their_defaults(void **state) {
    (void)state;
    EchoedConfig config = echoed_config_parse(
        "# note = {\n\nseed = 4;  # default: 1\ntitle = \"a;  # default: b\";  # default: \"\"\n"
        "sheets = {\n  v1 = {\n    density = 98.0;\n    settle = 1;  # default\n  };\n};\n");
    static const char *const rows[][3] = {{"seed", "4", "1"},
                                          {"title", "\"a;  # default: b\"", "\"\""},
                                          {"sheets.v1.density", "98.0", NULL},
                                          {"sheets.v1.settle", "1", NULL}};
    assert_int_equal(config.count, 4);
    for (size_t i = 0; i < 4; i++) {
        const EchoedSetting *setting = echoed_config_find(&config, rows[i][0]);
        assert_non_null(setting);
        assert_string_equal(setting->value, rows[i][1]);
        if (rows[i][2])
            assert_string_equal(setting->fallback, rows[i][2]);
        else
            assert_null(setting->fallback);
    }
    echoed_config_free(&config);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_and_attributes_are_escaped),
        cmocka_unit_test(names_may_be_broken_after_their_parts),
        cmocka_unit_test(a_chart_places_points_and_breaks_at_gaps),
        cmocka_unit_test(a_chart_of_nothing_is_left_out),
        cmocka_unit_test(a_chart_of_equal_values_has_limits_about_them),
        cmocka_unit_test(error_bars_stand_on_a_logarithmic_axis),
        cmocka_unit_test(points_that_stand_apart_have_names_and_no_line),
        cmocka_unit_test(a_picture_tells_its_size),
        cmocka_unit_test(a_picture_that_is_not_whole_is_refused),
        cmocka_unit_test(settings_are_read_back_with_their_defaults),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
