// SPDX-License-Identifier: GPL-3.0-or-later
// Outlines of receptive fields before and now, side by side.
#include "pictures/page.h"
#include "pictures/axes.h"
#include "base/memory.h"

#include <math.h>

enum { SIDE = 560, GAP = 36, OUTLINES = 14, HEAD = 36, STRIP = 56, POINTS = 60 };

static const Rgb ELSEWHERE = {120, 126, 140};
static const Rgb WITHIN = {24, 106, 180};
static const Rgb SCOTOMA = {196, 64, 44};

static size_t outline_step(size_t n) {
    return (size_t)fmax(1.0, round((double)n / OUTLINES));
}

static void draw_circle(Canvas *canvas, const Axes *axes, const PictureDisc *disc, double thickness,
                        double dash, Rgb colour) {
    double x[POINTS + 1], y[POINTS + 1];
    for (size_t k = 0; k <= POINTS; k++) {
        double angle = 2 * M_PI * (double)k / POINTS;
        x[k] = disc->x + disc->radius * cos(angle);
        y[k] = disc->y + disc->radius * sin(angle);
    }
    axes_curve(canvas, axes, x, y, POINTS + 1, thickness, dash, colour);
}

static bool was_within(const PictureDisplacement *map, size_t unit) {
    return hypot(map->before.x[unit] - map->scotoma.x, map->before.y[unit] - map->scotoma.y) <
           map->scotoma.radius;
}

// Those of other units first, so that none hides what is looked at.
static void draw_fields(Canvas *canvas, const Axes *axes, const PictureDisplacement *map,
                        const PictureFieldMap *fields) {
    size_t down = outline_step(map->rows), across = outline_step(map->cols);
    for (int within = 0; within < 2; within++)
        for (size_t i = down / 2; i < map->rows; i += down)
            for (size_t j = across / 2; j < map->cols; j += across) {
                size_t unit = i * map->cols + j;
                if (!isfinite(fields->x[unit]) || was_within(map, unit) != (within == 1))
                    continue;
                PictureDisc disc = {fields->x[unit], fields->y[unit],
                                    sqrt(fmax(0, fields->area[unit]) / M_PI)};
                draw_circle(canvas, axes, &disc, within ? 2.2 : 1.4, 0,
                            within ? WITHIN : ELSEWHERE);
            }
    if (map->scotoma.radius > 0)
        draw_circle(canvas, axes, &map->scotoma, 2.5, 9.0, SCOTOMA);
}

static int draw_entry(Page *page, int x, int y, double dash, Rgb colour, const char *name) {
    canvas_line(page->canvas, (Point[]){{x, y}, {x + 40.0, y}}, 2, 2.4, dash, colour);
    canvas_text(page->canvas, x + 50, y + font_capital_height(STYLE_SMALL) / 2, ALIGN_LEFT,
                STYLE_SMALL, STYLE_TEXT, name);
    return x + 50 + font_text_width(STYLE_SMALL, name) + 30;
}

static void draw_key(Page *page, int x, int y, bool scotoma) {
    if (scotoma)
        x = draw_entry(page, x, y, 0, WITHIN, "centre in the scotoma before");
    x = draw_entry(page, x, y, 0, ELSEWHERE, scotoma ? "centre elsewhere" : "receptive field");
    if (scotoma)
        draw_entry(page, x, y, 9.0, SCOTOMA, "scotoma");
}

bool picture_outlines(const PictureFrame *frame, const PictureDisplacement *map, const char *path,
                      Error *error) {
    static const char *const names[] = {"before", "now"};
    const PictureFieldMap *const fields[] = {&map->before, &map->now};
    double reach = 1.06 * map->half_width;
    Axes axes = {0, 0, SIDE, SIDE, -reach, reach, -reach, reach};
    int left = axes_left_margin(&axes);
    Page page =
        page_new(frame, 2 * (left + SIDE) + GAP + 20, HEAD + SIDE + axes_bottom_margin() + STRIP);
    char *x_name = format_text("x (%s)", map->unit), *y_name = format_text("y (%s)", map->unit);
    for (int k = 0; k < 2; k++) {
        axes.left = page.left + left + k * (left + SIDE + GAP);
        axes.top = page.top + HEAD;
        canvas_text(page.canvas, axes.left + SIDE / 2, axes.top - 12, ALIGN_CENTRE, STYLE_FONT,
                    STYLE_TEXT, names[k]);
        axes_draw(page.canvas, &axes, x_name, y_name);
        draw_fields(page.canvas, &axes, map, fields[k]);
    }
    release(x_name);
    release(y_name);
    draw_key(&page, page.left + left, page.top + page.height - 24, map->scotoma.radius > 0);
    return page_write(&page, path, error);
}
