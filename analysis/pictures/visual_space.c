// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/visual_space.h"

#include "base/memory.h"

#include <math.h>

Axes visual_space_axes(double reach, int side) {
    reach *= 1.06;
    return (Axes){0, 0, side, side, -reach, reach, -reach, reach};
}

void visual_space_draw(Canvas *canvas, const Axes *axes, const char *unit) {
    OWNED char *x_name = format_text("x (%s)", unit), *y_name = format_text("y (%s)", unit);
    axes_draw(canvas, axes, x_name, y_name);
}

size_t visual_space_step(size_t n, int most) {
    return (size_t)fmax(1.0, round((double)n / most));
}

void visual_space_circle(Canvas *canvas, const Axes *axes, const PictureDisc *disc, size_t points,
                         double thickness, double dash, Rgb colour) {
    OWNED double *x = allocate(points + 1, sizeof *x), *y = allocate(points + 1, sizeof *y);
    for (size_t k = 0; k <= points; k++) {
        double angle = 2 * M_PI * (double)k / (double)points;
        x[k] = disc->x + disc->radius * cos(angle);
        y[k] = disc->y + disc->radius * sin(angle);
    }
    axes_curve(canvas, axes, x, y, points + 1, thickness, dash, colour);
}

int visual_space_key(Page *page, int x, double y, int length, double thickness, double dash,
                     Rgb colour, const char *name) {
    int baseline = (int)ceil(y) + font_capital_height(STYLE_SMALL) / 2, text = x + length + 10;
    canvas_line(page->canvas, (Point[]){{x, y}, {x + length, y}}, 2, thickness, dash, colour);
    canvas_text(page->canvas, text, baseline, ALIGN_LEFT, STYLE_SMALL, STYLE_TEXT, name);
    return text + font_text_width(STYLE_SMALL, name);
}
