// SPDX-License-Identifier: GPL-3.0-or-later
// ColourBar: a vertical bar from `low` (bottom) to `high`, low < high, with their numbers and round
// ones between.
#pragma once

#include "pictures/canvas.h"

typedef struct {
    Ramp ramp;
    double low, high;
    const char *low_word, *high_word; // what the ends mean; NULL for none
    const char *name;                 // of the quantity, reading upwards; NULL for none
} ColourBar;

int colour_bar_width(const ColourBar *bar);
void colour_bar_draw(Canvas *canvas, const ColourBar *bar, int x, int y, int height);

// The ramp alone, lying, from left to right.
void colour_bar_lying(Canvas *canvas, Ramp ramp, double x, double y, double width, double height);
