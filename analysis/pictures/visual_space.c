// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/visual_space.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>

VisualSpace visual_space_new(const PictureFrame *frame, double reach, int count, int usual_side,
                             int head, const char *unit, const KeyEntry *key, size_t entries) {
    enum { RIGHT = 20, GAP = 36, LEAST = 60 };
    assert(count >= 1 && count <= VISUAL_SPACES);
    reach *= 1.06;
    Axes axes = {.x_low = -reach, .x_high = reach, .y_low = -reach, .y_high = reach};
    int left = axes_left_margin(&axes), beside = count * left + (count - 1) * GAP + RIGHT,
        room = page_room(frame, count * usual_side + beside), side = (room - beside) / count;
    side = side > LEAST ? side : LEAST;
    axes.width = axes.height = side;
    entries = page_has_key(frame) ? entries : 0;
    VisualSpace space = {
        .page = page_new(frame, room,
                         head + side + axes_bottom_margin() + key_height(key, entries, room), 0.0)};
    OWNED char *x_name = format_text("x (%s)", unit), *y_name = format_text("y (%s)", unit);
    for (int k = 0; k < count; k++) {
        axes.left = space.page.left + left + k * (left + side + GAP);
        axes.top = space.page.top + head;
        axes_draw(space.page.canvas, &axes, x_name, y_name);
        space.axes[k] = axes;
    }
    key_draw(space.page.canvas, key, entries, space.page.left,
             axes.top + side + axes_bottom_margin(), room);
    return space;
}

size_t visual_space_step(size_t n, int most) {
    return (size_t)fmax(1.0, round((double)n / most));
}

void visual_space_circle(Canvas *canvas, const Axes *axes, const PictureDisc *disc,
                         double thickness, double dash, Rgb colour) {
    enum { MOST = 50 }; // widths of the axes
    Point centre = axes_point(axes, disc->x, disc->y);
    double radius = disc->radius * axes->width / (axes->x_high - axes->x_low),
           far = fmax(fabs(centre.x - axes->left), fabs(centre.y - axes->top));
    if (!(fmax(radius, far) < MOST * axes->width))
        return;
    axes_clip(canvas, axes, thickness);
    canvas_ring(canvas, centre.x, centre.y, radius, thickness, dash, colour);
    canvas_unclip(canvas);
}
