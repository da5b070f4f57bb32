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

static void a_chart_is_a_figure_with_its_title_and_a_legend(void **state) {
    (void)state;
    const double x[] = {0, 250, 500, 750, 1000}, y[] = {0, 2, (double)NAN, 4, 1};
    const PictureCurve curves[] = {{"one & only", x, y, NULL, NULL, 5},
                                   {"two", x, y, NULL, NULL, 4}};
    Page page;
    begin(&page);
    html_chart(&page.html, "t",
               &(PictureChart){.curves = curves, .count = 2, .x_name = "iteration"});
    const char *text = written(&page);
    assert_non_null(strstr(text, "alt=\"t, from 0 to 4, over iteration 0 to 1000\""));
    assert_int_equal(occurrences(text, "src=\"data:image/svg+xml;base64,PD94bWwg"), 1); // "<?xml "
    assert_non_null(strstr(text, "<strong>t</strong>"));
    assert_int_equal(occurrences(text, "class=\"key\""), 2);
    assert_non_null(strstr(text, "</svg>one &amp; only</span>"));
    Rgb orange = picture_stroke(1).colour;
    char *stroke = format_text("stroke=\"#%02x%02x%02x\" stroke-dasharray=\"%g\"/></svg>two",
                               orange.red, orange.green, orange.blue, picture_stroke(1).dash);
    assert_non_null(strstr(text, stroke));
    release(stroke);
    assert_int_equal(page.html.depth, 0);
    end(&page);
}

static void a_curve_without_a_name_has_no_legend(void **state) {
    (void)state;
    const double x[] = {3, 4}, y[] = {-0.25, -0.25};
    const PictureCurve curve = {"", x, y, NULL, NULL, 2};
    Page page;
    begin(&page);
    html_chart(&page.html, "t", &(PictureChart){.curves = &curve, .count = 1, .x_name = "x"});
    assert_int_equal(occurrences(written(&page), "<figure"), 1);
    assert_int_equal(occurrences(page.text, "class=\"key\""), 0);
    end(&page);
}

static void a_chart_of_nothing_is_left_out(void **state) {
    (void)state;
    const double x[] = {0, 1}, y[] = {(double)NAN, (double)INFINITY};
    const PictureCurve curve = {"", x, y, NULL, NULL, 2};
    Page page;
    begin(&page);
    html_chart(&page.html, "t", &(PictureChart){.curves = &curve, .count = 1, .x_name = "x"});
    assert_string_equal(written(&page), "");
    end(&page);
}

// 20,000 points would take more than 300,000 bytes.
static void a_long_curve_makes_no_large_page(void **state) {
    (void)state;
    enum { N = 20000 };
    double *x = allocate(2 * N, sizeof *x), *y = x + N;
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)i;
        y[i] = sin(0.01 * x[i]);
    }
    const PictureCurve curve = {"", x, y, NULL, NULL, N};
    Page page;
    begin(&page);
    html_chart(&page.html, "t", &(PictureChart){.curves = &curve, .count = 1, .x_name = "x"});
    written(&page);
    assert_in_range(page.length, 10000, 60000);
    end(&page);
    release(x);
}

static const char *write_picture(void) {
    const PngText notes[] = {{"Seed", "4"}, {"Title", "Map of \xce\xbb"}};
    const char *path = fixture_path("picture.png");
    Canvas *canvas = canvas_new(CANVAS_PNG, 37, 23, 1.0);
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
        cmocka_unit_test(a_chart_is_a_figure_with_its_title_and_a_legend),
        cmocka_unit_test(a_curve_without_a_name_has_no_legend),
        cmocka_unit_test(a_chart_of_nothing_is_left_out),
        cmocka_unit_test(a_long_curve_makes_no_large_page),
        cmocka_unit_test(a_picture_tells_its_size),
        cmocka_unit_test(a_picture_that_is_not_whole_is_refused),
        cmocka_unit_test(settings_are_read_back_with_their_defaults),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
