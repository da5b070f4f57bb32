// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/visual_space.h"

#include "base/memory.h"

#include <math.h>

Axes visual_space_axes(double reach, int side) {
    reach *= 1.06;
    return (Axes){.width = side,
                  .height = side,
                  .x_low = -reach,
                  .x_high = reach,
                  .y_low = -reach,
                  .y_high = reach};
}

void visual_space_draw(Canvas *canvas, const Axes *axes, const char *unit) {
    OWNED char *x_name = format_text("x (%s)", unit), *y_name = format_text("y (%s)", unit);
    axes_draw(canvas, axes, x_name, y_name);
}

size_t visual_space_step(size_t n, int most) {
    return (size_t)fmax(1.0, round((double)n / most));
}

void visual_space_circle(Canvas *canvas, const Axes *axes, const PictureDisc *disc,
                         double thickness, double dash, Rgb colour) {
    Point centre = axes_point(axes, disc->x, disc->y);
    double pixels = axes->width / (axes->x_high - axes->x_low); // of a unit of length
    axes_clip(canvas, axes, thickness);
    canvas_ring(canvas, centre.x, centre.y, pixels * disc->radius, thickness, dash, colour);
    canvas_unclip(canvas);
}
