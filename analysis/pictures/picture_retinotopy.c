// SPDX-License-Identifier: GPL-3.0-or-later
// Retinotopy: neighbouring units' receptive-field centres joined by lines, in visual space.
#include "pictures/page.h"
#include "pictures/axes.h"
#include "base/memory.h"

#include <math.h>

enum { SIDE = 600, LINES = 28, STRIP = 40 };

static const Rgb GRID_LINE = {30, 64, 118};
static const Rgb NOMINAL = {196, 64, 44};
static const Rgb FOLDED = {232, 150, 20};

// Of n rows or columns every so many is drawn: evenly, as uneven ones would look like a distorted
// map. What the division leaves over is shared between both ends.
static size_t line_step(size_t n) {
    return (size_t)fmax(1.0, round((double)n / LINES));
}

static size_t first_line(size_t n) {
    return (n - 1) % line_step(n) / 2;
}

static void draw_grid(Canvas *canvas, const Axes *axes, const PictureRetinotopy *map) {
    static const double THICKNESS = 1.6;
    size_t longest = map->rows > map->cols ? map->rows : map->cols;
    double *x = allocate(longest, sizeof *x), *y = allocate(longest, sizeof *y);
    for (size_t i = first_line(map->rows); i < map->rows; i += line_step(map->rows))
        axes_curve(canvas, axes, map->x + i * map->cols, map->y + i * map->cols, map->cols,
                   THICKNESS, 0.0, GRID_LINE);
    for (size_t j = first_line(map->cols); j < map->cols; j += line_step(map->cols)) {
        for (size_t i = 0; i < map->rows; i++) {
            x[i] = map->x[i * map->cols + j];
            y[i] = map->y[i * map->cols + j];
        }
        axes_curve(canvas, axes, x, y, map->rows, THICKNESS, 0.0, GRID_LINE);
    }
    release(x);
    release(y);
}

// The outlines of marked cells; returns whether there are any.
static bool draw_folded(Canvas *canvas, const Axes *axes, const PictureRetinotopy *map) {
    static const double THICKNESS = 2.5;
    bool any = false;
    for (size_t i = 0; map->folded && i < (map->rows - 1) * (map->cols - 1); i++) {
        if (!map->folded[i])
            continue;
        size_t a = i / (map->cols - 1) * map->cols + i % (map->cols - 1), b = a + map->cols;
        const double x[] = {map->x[a], map->x[a + 1], map->x[b + 1], map->x[b], map->x[a]},
                     y[] = {map->y[a], map->y[a + 1], map->y[b + 1], map->y[b], map->y[a]};
        axes_curve(canvas, axes, x, y, 5, THICKNESS, 0.0, FOLDED);
        any = true;
    }
    return any;
}

bool picture_retinotopy(const PictureFrame *frame, const PictureRetinotopy *map, const char *path,
                        Error *error) {
    double reach = map->half_width;
    for (size_t i = 0; i < map->rows * map->cols; i++)
        if (isfinite(map->x[i]) && isfinite(map->y[i]))
            reach = fmax(reach, fmax(fabs(map->x[i]), fabs(map->y[i])));
    reach *= 1.06;
    Axes axes = {0, 0, SIDE, SIDE, -reach, reach, -reach, reach};
    int left = axes_left_margin(&axes);
    Page page = page_new(frame, left + SIDE + 20, SIDE + axes_bottom_margin() + STRIP);
    axes.left = page.left + left;
    axes.top = page.top;

    char *x_name = format_text("x (%s)", map->unit), *y_name = format_text("y (%s)", map->unit);
    axes_draw(page.canvas, &axes, x_name, y_name);
    release(x_name);
    release(y_name);
    const double r = map->half_width;
    axes_curve(page.canvas, &axes, (double[]){-r, r, r, -r, -r}, (double[]){-r, -r, r, r, -r}, 5,
               2.5, 9.0, NOMINAL);
    draw_grid(page.canvas, &axes, map);
    bool any_folded = draw_folded(page.canvas, &axes, map);

    int y = page.top + page.height - 14, x = axes.left;
    int capital = font_capital_height(STYLE_SMALL);
    canvas_line(page.canvas, (Point[]){{x, y - 0.5}, {x + 36.0, y - 0.5}}, 2, 2.0, 0.0, GRID_LINE);
    canvas_text(page.canvas, x + 46, y + capital / 2, ALIGN_LEFT, STYLE_SMALL, STYLE_TEXT,
                "receptive-field centres");
    x += 46 + font_text_width(STYLE_SMALL, "receptive-field centres") + 36;
    canvas_line(page.canvas, (Point[]){{x, y - 0.5}, {x + 40.0, y - 0.5}}, 2, 2.5, 9.0, NOMINAL);
    canvas_text(page.canvas, x + 50, y + capital / 2, ALIGN_LEFT, STYLE_SMALL, STYLE_TEXT,
                "nominal extent");
    x += 50 + font_text_width(STYLE_SMALL, "nominal extent") + 36;
    if (any_folded) {
        canvas_line(page.canvas, (Point[]){{x, y - 0.5}, {x + 36.0, y - 0.5}}, 2, 2.5, 0.0, FOLDED);
        canvas_text(page.canvas, x + 46, y + capital / 2, ALIGN_LEFT, STYLE_SMALL, STYLE_TEXT,
                    "folded cells");
    }
    return page_write(&page, path, error);
}
