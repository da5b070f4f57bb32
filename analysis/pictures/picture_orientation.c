// SPDX-License-Identifier: GPL-3.0-or-later
// Orientation preference.
#include "base/memory.h"
#include "pictures/page.h"
#include "statistics/finite.h"

#include <assert.h>
#include <math.h>

enum { KEYS = 8, KEY_ROW = 40, KEY_GAP = 30, KEY_WIDTH = 140, STRIP = 44, POLAR_HEIGHT = 110 };

static const Rgb WHITE = {255, 255, 255}, BLACK = {0, 0, 0};

static void draw_key(Page *page, const PictureOrientation *map, int left, int top) {
    static const double HALF_BAR = 15.0, THICKNESS = 10.0;
    for (int k = 0; k < KEYS; k++) {
        double angle = M_PI * k / KEYS;
        double x = left + 22.0, y = top + KEY_ROW * (k + 0.5);
        double dx = HALF_BAR * cos(angle), dy = -HALF_BAR * sin(angle);
        canvas_line(page->canvas, (Point[]){{x - dx, y - dy}, {x + dx, y + dy}}, 2, THICKNESS, 0.0,
                    colour_wheel(map->palette, (double)k / KEYS, 1.0));
        OWNED char *label = format_text("%g°", angle * 180.0 / M_PI);
        canvas_label(page->canvas, left + 54, (int)y, STYLE_SMALL, STYLE_TEXT, label);
    }
}

// How brightness stands for selectivity.
static void draw_polar_key(Page *page, const PictureOrientation *map, int left, int top,
                           double limit) {
    enum { HUES = 4, WIDTH = 9 };
    for (int i = 0; i < POLAR_HEIGHT; i++)
        for (int k = 0; k < HUES; k++)
            canvas_rectangle(
                page->canvas, left + 4 + k * WIDTH, top + i, WIDTH, 1,
                colour_wheel(map->palette, (double)k / HUES, 1.0 - (i + 0.5) / POLAR_HEIGHT));
    OWNED char *label = format_text("%.3g", limit);
    int capital = font_capital_height(STYLE_SMALL);
    canvas_text(page->canvas, left + 54, top + capital, ALIGN_LEFT, STYLE_SMALL, STYLE_TEXT, label);
    canvas_text(page->canvas, left + 54, top + POLAR_HEIGHT, ALIGN_LEFT, STYLE_SMALL, STYLE_TEXT,
                "0");
    canvas_text(page->canvas, left, top - 12, ALIGN_LEFT, STYLE_SMALL, STYLE_TEXT, "selectivity");
}

// A dot with a ring of the other colour around it, so that it shows on any ground.
static void draw_pinwheel(Canvas *canvas, double x, double y, double radius, int sign) {
    canvas_disc(canvas, x, y, radius + fmin(1.5, 0.5 * radius), sign > 0 ? BLACK : WHITE);
    canvas_disc(canvas, x, y, radius, sign > 0 ? WHITE : BLACK);
}

static void draw_pinwheel_key(Page *page, int left, int y, double radius) {
    enum { RADIUS = 6 };
    static const char *const WORDS[] = {"+ counter-clockwise", "\u2212 clockwise"};
    if (radius == 0.0)
        canvas_label(page->canvas, left, y, STYLE_FONT, STYLE_TEXT,
                     "pinwheels are too near each other to be drawn");
    for (int i = 0; i < 2 && radius > 0.0; i++) {
        draw_pinwheel(page->canvas, left + RADIUS + 2, y, RADIUS, i == 0 ? 1 : -1);
        left = 22 + canvas_label(page->canvas, left + 2 * RADIUS + 12, y, STYLE_FONT, STYLE_TEXT,
                                 WORDS[i]);
    }
}

// The radius of the pinwheels' dots: 5 to 7 pixels, less where they are near each other, and 0
// where they would hide the map.
static double dot_radius(const PictureOrientation *map, const PageFit *fit) {
    static const double SHARE = 0.15, LEAST = 1.0; // of the mean distance; pixels
    double area = (double)(map->rows * map->cols) * fit->pitch * fit->pitch,
           distance = sqrt(area / (double)map->pinwheels_count),
           radius = fmin(fmin(fmax(0.7 * fit->zoom, 5.0), 7.0), SHARE * distance);
    return radius < LEAST ? 0.0 : radius;
}

static void draw_pinwheels(Page *page, const PictureOrientation *map, const PageFit *fit,
                           double radius) {
    for (size_t i = 0; i < map->pinwheels_count && radius > 0.0; i++)
        draw_pinwheel(page->canvas, page->left + (map->pinwheels[i].column + 0.5) * fit->pitch,
                      page->top + (map->pinwheels[i].row + 0.5) * fit->pitch, radius,
                      map->pinwheels[i].sign);
}

// Fills the colours; true if some unit is undefined.
static bool colour_units(const PictureOrientation *map, double limit, Rgb *colours,
                         bool *undefined) {
    bool any = false;
    size_t n = map->rows * map->cols;
#pragma omp parallel for reduction(|| : any) if (n >= FEWEST_SAMPLES_FOR_THREADS)
    for (size_t i = 0; i < n; i++) {
        double selectivity = map->selectivity ? map->selectivity[i] : limit;
        undefined[i] = !isfinite(map->preference[i]) || !isfinite(selectivity);
        any = any || undefined[i];
        if (undefined[i])
            continue;
        double brightness =
            map->selectivity && limit > 0.0 ? fmin(fmax(selectivity / limit, 0.0), 1.0) : 1.0;
        colours[i] = colour_wheel(map->palette, map->preference[i] / M_PI, brightness);
    }
    return any;
}

bool picture_orientation(const PictureFrame *frame, const PictureOrientation *map, const char *path,
                         Error *error) {
    size_t n = map->rows * map->cols;
    OWNED Rgb *colours = allocate(n, sizeof *colours);
    OWNED bool *undefined = allocate(n, sizeof *undefined);
    double limit = map->selectivity ? finite_largest_size(map->selectivity, n) : 0.0;
    bool any_undefined = colour_units(map, limit, colours, undefined);

    PageFit fit = page_fit(map->rows, map->cols);
    OWNED char *subtitle = page_fit_subtitle(frame, &fit);
    PictureFrame fitted = *frame;
    fitted.subtitle = subtitle;
    page_fit_reduce(&fit, colours, sizeof *colours, map->rows, map->cols);
    page_fit_reduce(&fit, undefined, sizeof *undefined, map->rows, map->cols);
    int width = (int)fit.cols * fit.zoom, height = (int)fit.rows * fit.zoom;
    int column =
        KEYS * KEY_ROW + (map->selectivity ? POLAR_HEIGHT + 60 : 0) + (any_undefined ? 50 : 0);
    int upper = height > column ? height : column;
    int strips = (frame->scale_length > 0.0 ? STRIP : 0) + (map->pinwheels_count > 0 ? STRIP : 0) +
                 (map->lines.count > 0 ? STRIP : 0);
    Page page = page_new(&fitted, width + KEY_GAP + KEY_WIDTH, upper + strips);
    page_map(&page, colours, any_undefined ? undefined : NULL, fit.rows, fit.cols, fit.zoom);

    page_lines(&page, &map->lines, fit.pitch, BLACK);
    double radius = dot_radius(map, &fit);
    draw_pinwheels(&page, map, &fit, radius);

    int left = page.left + width + KEY_GAP, top = page.top;
    draw_key(&page, map, left, top);
    top += KEYS * KEY_ROW + 50;
    if (map->selectivity) {
        draw_polar_key(&page, map, left, top, limit);
        top += POLAR_HEIGHT + 20;
    }
    if (any_undefined) {
        canvas_hatch(page.canvas, left + 8, top, 28, 22);
        canvas_text(page.canvas, left + 46, top + 18, ALIGN_LEFT, STYLE_SMALL, STYLE_TEXT,
                    "no value");
    }
    int y = page.top + upper + STRIP - 16;
    page_scale_bar(&page, page.left, y, fit.pitch);
    int last = page.top + upper + strips - 16;
    if (map->lines.count > 0)
        page_lines_key(&page, &map->lines, page.left, last, BLACK);
    if (map->pinwheels_count > 0)
        draw_pinwheel_key(&page, page.left, last - (map->lines.count > 0 ? STRIP : 0), radius);
    return page_write(&page, path, error);
}
