// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/plot_page.h"

#include <math.h>

Page plot_page_new(const PictureFrame *frame, Axes *axes, int usual_width, double shape,
                   const KeyEntry *key, size_t entries) {
    enum { RIGHT = 24, GAP = 10, LEAST = 120 };
    int left = axes_left_margin(axes), room = page_room(frame, left + usual_width + RIGHT),
        width = room - left - RIGHT;
    axes->width = width > LEAST ? width : LEAST;
    axes->height = (int)fmax(LEAST, round(shape * axes->width));
    int above = key_height(key, page_has_key(frame) ? entries : 0, axes->width);
    above += above > 0 ? GAP : 0;
    Page page = page_new(frame, room, above + axes->height + axes_bottom_margin(), 0.0);
    axes->left = page.left + left;
    axes->top = page.top + above;
    if (above > 0)
        key_draw(page.canvas, key, entries, axes->left, page.top, axes->width);
    return page;
}
