// SPDX-License-Identifier: GPL-3.0-or-later
// Retinotopy: neighbouring units' receptive-field centres joined by lines, in visual space.
#include "pictures/visual_space.h"

#include "base/memory.h"

#include <math.h>

enum { SIDE = 600, LINES = 28 };

static const Rgb GRID_LINE = {30, 64, 118};
static const Rgb NOMINAL = {196, 64, 44};
static const Rgb FOLDED = {232, 150, 20};

// Steps between lines are even, as uneven ones would look like a distorted map; both ends share the
// remainder of n.
static size_t first_line(size_t n) {
    return (n - 1) % visual_space_step(n, LINES) / 2;
}

static void draw_grid(Canvas *canvas, const Axes *axes, const PictureRetinotopy *map) {
    static const double THICKNESS = 1.6;
    size_t longest = map->rows > map->cols ? map->rows : map->cols,
           down = visual_space_step(map->rows, LINES), across = visual_space_step(map->cols, LINES);
    OWNED double *x = allocate(longest, sizeof *x), *y = allocate(longest, sizeof *y);
    for (size_t i = first_line(map->rows); i < map->rows; i += down)
        axes_curve(canvas, axes, map->x + i * map->cols, map->y + i * map->cols, map->cols,
                   THICKNESS, 0.0, GRID_LINE);
    for (size_t j = first_line(map->cols); j < map->cols; j += across) {
        for (size_t i = 0; i < map->rows; i++) {
            x[i] = map->x[i * map->cols + j];
            y[i] = map->y[i * map->cols + j];
        }
        axes_curve(canvas, axes, x, y, map->rows, THICKNESS, 0.0, GRID_LINE);
    }
}

// The outlines of marked cells.
static void draw_folded(Canvas *canvas, const Axes *axes, const PictureRetinotopy *map) {
    static const double THICKNESS = 2.5;
    for (size_t i = 0; map->folded && i < (map->rows - 1) * (map->cols - 1); i++) {
        if (!map->folded[i])
            continue;
        size_t a = i / (map->cols - 1) * map->cols + i % (map->cols - 1), b = a + map->cols;
        const double x[] = {map->x[a], map->x[a + 1], map->x[b + 1], map->x[b], map->x[a]},
                     y[] = {map->y[a], map->y[a + 1], map->y[b + 1], map->y[b], map->y[a]};
        axes_curve(canvas, axes, x, y, 5, THICKNESS, 0.0, FOLDED);
    }
}

bool picture_retinotopy(const PictureFrame *frame, const PictureRetinotopy *map, const char *path,
                        Error *error) {
    if (!form_draws(frame->form, frame->picture, NULL, NULL))
        return true;
    double reach = map->half_width;
    bool any_folded = false;
    for (size_t i = 0; i < map->rows * map->cols; i++)
        if (isfinite(map->x[i]) && isfinite(map->y[i]))
            reach = fmax(reach, fmax(fabs(map->x[i]), fabs(map->y[i])));
    for (size_t i = 0; map->folded && i < (map->rows - 1) * (map->cols - 1); i++)
        any_folded = any_folded || map->folded[i];
    const KeyEntry key[] = {{.sign = KEY_LINE,
                             .name = "receptive-field centres",
                             .colour = GRID_LINE,
                             .thickness = 2.0},
                            {.sign = KEY_LINE,
                             .name = map->half_width > 0 ? "nominal extent" : NULL,
                             .colour = NOMINAL,
                             .thickness = 2.5,
                             .dash = 9.0},
                            {.sign = KEY_LINE,
                             .name = any_folded ? "folded cells" : NULL,
                             .colour = FOLDED,
                             .thickness = 2.5}};
    VisualSpace space = visual_space_new(frame, reach, 1, SIDE, 0, map->unit, key, 3);
    const Axes *axes = &space.axes[0];
    const double r = map->half_width;
    if (r > 0)
        axes_curve(space.page.canvas, axes, (double[]){-r, r, r, -r, -r},
                   (double[]){-r, -r, r, r, -r}, 5, 2.5, 9.0, NOMINAL);
    draw_grid(space.page.canvas, axes, map);
    draw_folded(space.page.canvas, axes, map);
    return page_write(&space.page, path, error);
}
