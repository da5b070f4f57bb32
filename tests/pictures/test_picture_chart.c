// SPDX-License-Identifier: GPL-3.0-or-later
// Charts as SVG: places of points, gaps, intervals, the two kinds of x axis, the names of ticks.
#include "base/memory.h"
#include "pictures/picture.h"
#include "pictures/ticks.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

enum { LINES_MOST = 40, POINTS_MOST = 20 };

// The stroked paths of an SVG file, in the order in which they were drawn.
typedef struct {
    char *text;
    size_t count;
    struct {
        size_t points, starts; // starts: pieces of the line
        Point point[POINTS_MOST];
    } line[LINES_MOST];
} Svg;

static size_t occurrences(const char *text, const char *what) {
    size_t n = 0;
    for (; (text = strstr(text, what)); text++)
        n++;
    return n;
}

static void read_line(Svg *svg, const char *at) {
    size_t k = svg->count++;
    assert_in_range(k, 0, LINES_MOST - 1);
    while (*at != '"') {
        char *end;
        svg->line[k].starts += *at == 'M';
        Point point = {strtod(at + 1, &end), 0};
        point.y = strtod(end, &end);
        assert_in_range(svg->line[k].points, 0, POINTS_MOST - 1);
        svg->line[k].point[svg->line[k].points++] = point;
        at = end + strspn(end, " ");
    }
}

static Svg draw(const PictureChart *chart) {
    Svg svg = {0};
    PictureMemory memory = {0};
    const PictureForm form = {
        .format = CANVAS_SVG, .width = 800, .untitled = true, .keyless = true, .memory = &memory};
    assert_true(picture_chart(&(PictureFrame){.title = "", .form = &form}, chart, NULL, NULL));
    svg.text = format_text("%.*s", (int)memory.picture[0].size, memory.picture[0].bytes);
    picture_memory_free(&memory);
    for (const char *at = svg.text; (at = strstr(at, "<path")); at++) {
        const char *end = strchr(at, '>'), *stroke = strstr(at, "stroke-width"),
                   *path = strstr(at, " d=\"");
        if (stroke && stroke < end && path < end)
            read_line(&svg, path + 4);
    }
    return svg;
}

static void assert_at(double value, double want) {
    assert_true(fabs(value - want) < 0.02);
}

static void points_are_in_proportion_and_gaps_break_the_line(void **state) {
    (void)state;
    const double x[] = {0, 250, 500, 750, 1000}, y[] = {0, 2, (double)NAN, 4, 1};
    const PictureCurve curve = {"", x, y, NULL, NULL, 5};
    Svg svg = draw(&(PictureChart){.curves = &curve, .count = 1, .x_name = "iteration"});
    assert_int_equal(svg.count, 1);
    assert_int_equal(svg.line[0].points, 4);
    assert_int_equal(svg.line[0].starts, 2);
    const Point *point = svg.line[0].point;
    double width = point[3].x - point[0].x, height = point[0].y - point[2].y;
    assert_true(width > 500.0 && height > 250.0);
    assert_at(point[1].x, point[0].x + 0.25 * width);
    assert_at(point[2].x, point[0].x + 0.75 * width);
    assert_at(point[1].y, point[0].y - 0.5 * height);
    assert_at(point[3].y, point[0].y - 0.25 * height);
    free(svg.text);
}

// The second curve is a line without discs, though the points of the first stand apart.
static void the_last_curves_may_be_lines(void **state) {
    (void)state;
    const double x[] = {0, 1, 2.3}, y[] = {1, 3.1, 2}, box_x[] = {0.5, 1.5, 1.5, 0.5, 0.5},
                 box_y[] = {1.2, 1.2, 2.7, 2.7, 1.2};
    const PictureCurve curve[] = {{"a", x, y, NULL, NULL, 3}, {"box", box_x, box_y, NULL, NULL, 5}};
    const PictureChart chart = {
        .curves = curve, .count = 2, .lines = 1, .apart = true, .dots_most = 40, .x_name = "x"};
    Svg svg = draw(&chart);
    assert_int_equal(svg.count, 1);
    assert_int_equal(svg.line[0].points, 5);
    free(svg.text);
}

// The corners of the next area at or after a place in the file; NULL: there is none.
static const char *next_area(const char *at, size_t *corners) {
    for (*corners = 0; (at = strstr(at, "fill-opacity")); at++)
        if (strncmp(at + strlen("fill-opacity") + 1 + (at[12] == '='), "0.22", 4) == 0)
            break;
    const char *path = at ? strstr(at, " d=\"") + 4 : NULL;
    for (; path && *path != '"'; path++)
        *corners += *path == 'L';
    return path;
}

// A stretch of an area ends where a limit is missing; each has two points, hence four corners.
static void intervals_are_areas(void **state) {
    (void)state;
    const double x[] = {0, 1, 2, 3, 4}, y[] = {1, 1, 1, 1, 1}, low[] = {0, 0, (double)NAN, 0, 0},
                 high[] = {2, 3, 2, 3, 2};
    const PictureCurve curve = {"", x, y, low, high, 5};
    Svg svg = draw(&(PictureChart){.curves = &curve, .count = 1, .x_name = "x"});
    const char *at = svg.text;
    for (int k = 0; k < 2; k++) {
        size_t corners;
        at = next_area(at, &corners);
        assert_non_null(at);
        assert_int_equal(corners, 3); // lines to them from the first one
    }
    assert_null(next_area(at, &(size_t){0}));
    assert_int_equal(svg.count, 1);
    free(svg.text);
}

// Equal ratios are equal distances; each curve has a line and its bars, aside from the other's.
static void bars_stand_on_a_logarithmic_axis(void **state) {
    (void)state;
    const double x[] = {0.1, 1, 10}, y[] = {1, 2, 1}, low[] = {0, (double)NAN, 1},
                 high[] = {2, (double)NAN, 4};
    const PictureCurve curve[] = {{"a", x, y, low, high, 3}, {"b", x, y, NULL, NULL, 3}};
    const char *const names[] = {"0.1", "1", "10"};
    Svg svg = draw(&(PictureChart){.curves = curve,
                                   .count = 2,
                                   .x_name = "x",
                                   .logarithmic = true,
                                   .ticks = {3, x, names, false},
                                   .bars = true});
    assert_int_equal(svg.count, 4); // line, two bars, line
    const Point *line = svg.line[0].point, *first = svg.line[1].point, *last = svg.line[2].point;
    assert_at(line[1].x - line[0].x, line[2].x - line[1].x);
    assert_at(first[0].x, line[0].x);
    assert_at(first[1].x, line[0].x);
    assert_at(last[0].x, line[2].x);
    assert_at(first[1].y, line[1].y); // the first bar ends at 2
    assert_at(last[0].y, line[0].y);  // the last one begins at 1
    assert_at(svg.line[3].point[0].x, line[0].x + 6.0);
    free(svg.text);
}

static void axes_reach_to_marks(void **state) {
    (void)state;
    const double x[] = {3, 11}, y[] = {0.3, 0.7};
    const PictureCurve curve = {"a", x, y, NULL, NULL, 2};
    char name[] = "lesion";
    const PictureMark marks[] = {{-2.5, name}};
    const PictureChart chart = {
        .curves = &curve, .count = 1, .x_name = "x", .marks = marks, .marks_count = 1};
    PictureLimits limits = picture_chart_limits(&chart);
    assert_float_equal(limits.x_low, -2.5, 0);
    assert_float_equal(limits.x_high, 11, 0);
}

static void equal_values_lie_within_the_axis(void **state) {
    (void)state;
    const double x[] = {3, 4}, value[] = {-0.25, 0.0, 0.0123, 4e5};
    for (size_t k = 0; k < 4; k++) {
        const double y[] = {value[k], value[k]};
        const PictureCurve curve = {"", x, y, NULL, NULL, 2};
        Svg svg = draw(&(PictureChart){.curves = &curve, .count = 1, .x_name = "x"});
        assert_in_range((int)svg.line[0].point[0].y, 50, 290);
        free(svg.text);
    }
}

// Names have room for about eleven letters each. A name that is not cut is left out, as it would
// reach over the one before.
static void points_that_stand_apart_have_shortened_names(void **state) {
    (void)state;
    const double x[] = {0, 1, 2, 3}, y[] = {5, (double)NAN, 6, 7};
    const char *const names[] = {"a", "b",
                                 "longer_than_the_room_that_is_left_for_a_name_\u00e9\u00e9", "b"};
    const PictureCurve curve = {"", x, y, NULL, NULL, 4};
    PictureChart chart = {
        .curves = &curve, .count = 1, .x_name = "x", .ticks = {4, x, names, true}, .apart = true};
    Svg cut = draw(&chart);
    assert_int_equal(cut.count, 0);
    chart.ticks.shortened = false;
    Svg whole = draw(&chart);
    const char *name = strstr(cut.text, ">longer_");
    assert_non_null(name);
    assert_in_range(strcspn(name + 1, "\u2026"), 7, 15);
    assert_null(strstr(whole.text, ">longer_"));
    free(cut.text);
    free(whole.text);
}

// A round shape is of curves.
static void curves_of_few_points_have_discs(void **state) {
    (void)state;
    const double x[] = {0, 1, 2, 3}, y[] = {5, (double)NAN, 6, 7};
    const PictureCurve curve = {"", x, y, NULL, NULL, 4};
    size_t curved[3];
    for (size_t most = 3; most < 6; most++) {
        Svg svg = draw(&(PictureChart){
            .curves = &curve, .count = 1, .x_name = "x", .y_high = 8, .dots_most = most});
        curved[most - 3] = occurrences(svg.text, " C ");
        free(svg.text);
    }
    assert_true(curved[1] >= curved[0] + 3 * 2); // at least two to a disc
    assert_int_equal(curved[2], curved[1]);
}

static void logarithmic_ticks_are_round(void **state) {
    (void)state;
    Ticks ticks = ticks_logarithmic(0.02, 1.0);
    static const double few[] = {0.02, 0.05, 0.1, 0.2, 0.5, 1.0};
    assert_int_equal(ticks.count, 6);
    for (int i = 0; i < 6; i++)
        assert_true(fabs(ticks.at[i] / few[i] - 1.0) < 1e-12);
    ticks = ticks_logarithmic(3.0, 20000.0);
    assert_int_equal(ticks.count, 4);
    assert_true(fabs(ticks.at[0] - 10.0) < 1e-12 && fabs(ticks.at[3] - 10000.0) < 1e-8);
    ticks = ticks_logarithmic(1e-9, 1e9);
    assert_in_range(ticks.count, 6, 7);
    assert_true(ticks.at[ticks.count - 1] >= 1e8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_are_in_proportion_and_gaps_break_the_line),
        cmocka_unit_test(the_last_curves_may_be_lines),
        cmocka_unit_test(intervals_are_areas),
        cmocka_unit_test(bars_stand_on_a_logarithmic_axis),
        cmocka_unit_test(axes_reach_to_marks),
        cmocka_unit_test(equal_values_lie_within_the_axis),
        cmocka_unit_test(points_that_stand_apart_have_shortened_names),
        cmocka_unit_test(curves_of_few_points_have_discs),
        cmocka_unit_test(logarithmic_ticks_are_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
