// SPDX-License-Identifier: GPL-3.0-or-later
// Displacement of receptive fields: arrows from where they were to where they are.
#include "pictures/visual_space.h"

#include <math.h>

enum { SIDE = 640, ARROWS = 34 };

static const Rgb ARROW = {30, 64, 118};
static const Rgb LOST = {150, 150, 158};
static const Rgb SCOTOMA = {196, 64, 44};
static const double THICKNESS = 1.6, HEAD = 7.0;

static bool inside(const Axes *axes, Point at) {
    return at.x > axes->left && at.x < axes->left + axes->width && at.y > axes->top &&
           at.y < axes->top + axes->height;
}

// A dot where the field was, a line to where it is, and a head on lines that have room for one.
static void draw_arrow(Canvas *canvas, const Axes *axes, Point from, Point to) {
    double dx = to.x - from.x, dy = to.y - from.y, length = hypot(dx, dy);
    if (!inside(axes, from) || !inside(axes, to))
        return;
    canvas_disc(canvas, from.x, from.y, 1.8, ARROW);
    if (length < 2)
        return;
    canvas_line(canvas, (Point[]){from, to}, 2, THICKNESS, 0, ARROW);
    double head = fmin(HEAD, 0.6 * length), ux = dx / length, uy = dy / length;
    const Point barbs[] = {{to.x - head * (ux + 0.5 * uy), to.y - head * (uy - 0.5 * ux)},
                           to,
                           {to.x - head * (ux - 0.5 * uy), to.y - head * (uy + 0.5 * ux)}};
    canvas_line(canvas, barbs, 3, THICKNESS, 0, ARROW);
}

static void draw_units(Canvas *canvas, const Axes *axes, const PictureDisplacement *map) {
    size_t down = visual_space_step(map->rows, ARROWS),
           across = visual_space_step(map->cols, ARROWS);
    for (size_t i = down / 2; i < map->rows; i += down)
        for (size_t j = across / 2; j < map->cols; j += across) {
            size_t unit = i * map->cols + j;
            if (!isfinite(map->before.x[unit]) || !isfinite(map->before.y[unit]))
                continue;
            Point from = axes_point(axes, map->before.x[unit], map->before.y[unit]);
            if (isfinite(map->now.x[unit]) && isfinite(map->now.y[unit]))
                draw_arrow(canvas, axes, from,
                           axes_point(axes, map->now.x[unit], map->now.y[unit]));
            else if (inside(axes, from))
                canvas_ring(canvas, from.x, from.y, 3.5, 1.4, 0, LOST);
        }
}

bool picture_displacement(const PictureFrame *frame, const PictureDisplacement *map,
                          const char *path, Error *error) {
    if (!form_draws(frame->form, frame->picture, NULL, NULL))
        return true;
    const KeyEntry key[] = {
        {.sign = KEY_ARROW, .name = "from before to now", .colour = ARROW, .thickness = THICKNESS},
        {.sign = KEY_RING, .name = "no response now", .colour = LOST, .thickness = 1.4},
        {.sign = KEY_LINE,
         .name = map->scotoma.radius > 0 ? "scotoma" : NULL,
         .colour = SCOTOMA,
         .thickness = 2.5,
         .dash = 9.0}};
    VisualSpace space = visual_space_new(frame, map->half_width, 1, SIDE, 0, map->unit, key, 3);
    draw_units(space.page.canvas, &space.axes[0], map);
    if (map->scotoma.radius > 0)
        visual_space_circle(space.page.canvas, &space.axes[0], &map->scotoma, 2.5, 9.0, SCOTOMA);
    return page_write(&space.page, path, error);
}
