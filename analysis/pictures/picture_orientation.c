// SPDX-License-Identifier: GPL-3.0-or-later
// Orientation preference.
#include "base/memory.h"
#include "pictures/map_page.h"
#include "statistics/finite.h"

#include <math.h>

enum { KEYS = 8, KEY_ROW = 40, KEY_WIDTH = 140, POLAR_HEIGHT = 110, POLAR_HEAD = 50 };

static const Rgb BLACK = {0, 0, 0};

// Black bars stand for orientation where there is no colour.
static Rgb colour_of(const PictureOrientation *map, double turns, double brightness) {
    if (map->palette == PALETTE_LINES) {
        Rgb grey = colour_ramp(RAMP_GREY, map->selectivity ? 0.45 + 0.55 * brightness : 1.0);
        return grey;
    }
    return colour_wheel(map->palette, turns, brightness);
}

static void draw_key(Canvas *canvas, const PictureOrientation *map, int left, int top) {
    static const double HALF_BAR = 15.0, THICKNESS = 10.0;
    for (int k = 0; k < KEYS; k++) {
        double angle = M_PI * k / KEYS;
        double x = left + 22.0, y = top + KEY_ROW * (k + 0.5);
        double dx = HALF_BAR * cos(angle), dy = -HALF_BAR * sin(angle);
        bool lines = map->palette == PALETTE_LINES;
        canvas_line(canvas, (Point[]){{x - dx, y - dy}, {x + dx, y + dy}}, 2,
                    lines ? 0.4 * THICKNESS : THICKNESS, 0.0,
                    lines ? BLACK : colour_wheel(map->palette, (double)k / KEYS, 1.0));
        OWNED char *label = format_text("%g°", angle * 180.0 / M_PI);
        canvas_label(canvas, left + 54, y, STYLE_SMALL, STYLE_TEXT, label);
    }
}

// How brightness stands for selectivity.
static void draw_polar_key(Canvas *canvas, const PictureOrientation *map, int left, int top,
                           double limit) {
    enum { HUES = 4, WIDTH = 9 };
    Rgb colours[POLAR_HEIGHT * HUES];
    for (int i = 0; i < POLAR_HEIGHT * HUES; i++)
        colours[i] =
            colour_of(map, (double)(i % HUES) / HUES, 1.0 - (i / HUES + 0.5) / POLAR_HEIGHT);
    canvas_array(canvas, left + 4, top, HUES * WIDTH, POLAR_HEIGHT, colours, NULL, POLAR_HEIGHT,
                 HUES);
    OWNED char *label = format_text("%.3g", limit);
    int capital = font_capital_height(STYLE_SMALL);
    canvas_text(canvas, left + 54, top + capital, ALIGN_LEFT, STYLE_SMALL, STYLE_TEXT, label);
    canvas_text(canvas, left + 54, top + POLAR_HEIGHT, ALIGN_LEFT, STYLE_SMALL, STYLE_TEXT, "0");
    canvas_text(canvas, left, top - 12, ALIGN_LEFT, STYLE_SMALL, STYLE_TEXT, "selectivity");
}

static void colour_units(const PictureOrientation *map, double limit, Rgb *colours,
                         bool *undefined) {
    for (size_t i = 0; i < map->rows * map->cols; i++) {
        double selectivity = map->selectivity ? map->selectivity[i] : limit;
        undefined[i] = !isfinite(map->preference[i]) || !isfinite(selectivity);
        if (undefined[i])
            continue;
        double brightness =
            map->selectivity && limit > 0.0 ? fmin(fmax(selectivity / limit, 0.0), 1.0) : 1.0;
        colours[i] = colour_of(map, map->preference[i] / M_PI, brightness);
    }
}

bool picture_orientation(const PictureFrame *frame, const PictureOrientation *map, const char *path,
                         Error *error) {
    size_t n = map->rows * map->cols;
    double low = 0.0, limit = map->selectivity ? finite_largest_size(map->selectivity, n) : 0.0;
    if (!form_draws(frame->form, frame->picture, map->selectivity ? &low : NULL, &limit))
        return true;
    OWNED Rgb *colours = allocate(n, sizeof *colours);
    OWNED bool *undefined = allocate(n, sizeof *undefined);
    colour_units(map, limit, colours, undefined);
    bool key = page_has_key(frame);
    int polar = map->selectivity ? POLAR_HEAD + POLAR_HEIGHT : 0;
    const MapLayers layers = {.colours = colours,
                              .undefined = undefined,
                              .rows = map->rows,
                              .cols = map->cols,
                              .lines = map->lines,
                              .line_colour = BLACK,
                              .pinwheels = map->pinwheels,
                              .pinwheels_count = map->pinwheels_count,
                              .preference = map->palette == PALETTE_LINES ? map->preference : NULL,
                              .column_width = page_has_key_room(frame) ? KEY_WIDTH : 0,
                              .column_height = key ? KEYS * KEY_ROW + polar : 0};
    int left, height;
    Page page = map_page_new(frame, &layers, &left, &height);
    if (key)
        draw_key(page.canvas, map, left, page.top);
    if (key && map->selectivity)
        draw_polar_key(page.canvas, map, left, page.top + KEYS * KEY_ROW + POLAR_HEAD, limit);
    return page_write(&page, path, error);
}
