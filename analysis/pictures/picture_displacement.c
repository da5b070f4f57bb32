// SPDX-License-Identifier: GPL-3.0-or-later
// Displacement of receptive fields: arrows from where they were to where they are.
#include "pictures/visual_space.h"

#include <math.h>

enum { SIDE = 640, ARROWS = 34, STRIP = 56 };

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

static void draw_key(Page *page, int x, int y, bool scotoma) {
    const char *moved = "from before to now", *lost = "no response now";
    canvas_disc(page->canvas, x + 2, y, 1.8, ARROW);
    int end = page_key(page, x + 2, y, 34, THICKNESS, 0, ARROW, STYLE_SMALL, moved);
    canvas_line(page->canvas, (Point[]){{x + 29.0, y - 3.5}, {x + 36.0, y}, {x + 29.0, y + 3.5}}, 3,
                THICKNESS, 0, ARROW);
    x = end + 30;
    canvas_ring(page->canvas, x + 4, y, 3.5, 1.4, 0, LOST);
    x = 30 + canvas_label(page->canvas, x + 16, y, STYLE_SMALL, STYLE_TEXT, lost);
    if (scotoma)
        page_key(page, x, y, 40, 2.5, 9.0, SCOTOMA, STYLE_SMALL, "scotoma");
}

bool picture_displacement(const PictureFrame *frame, const PictureDisplacement *map,
                          const char *path, Error *error) {
    Axes axes = visual_space_axes(map->half_width, SIDE);
    int left = axes_left_margin(&axes);
    Page page = page_new(frame, left + SIDE + 20, SIDE + axes_bottom_margin() + STRIP);
    axes.left = page.left + left;
    axes.top = page.top;
    visual_space_draw(page.canvas, &axes, map->unit);
    draw_units(page.canvas, &axes, map);
    if (map->scotoma.radius > 0)
        visual_space_circle(page.canvas, &axes, &map->scotoma, 2.5, 9.0, SCOTOMA);
    draw_key(&page, axes.left, page.top + page.height - 24, map->scotoma.radius > 0);
    return page_write(&page, path, error);
}
