// SPDX-License-Identifier: GPL-3.0-or-later
// Axes: a rectangle of the canvas with round ticks, into which curves are drawn in their own units.
#pragma once

#include "pictures/canvas.h"

// Named places of the x axis.
typedef struct {
    size_t count;            // 0: the ticks are at round numbers instead
    const double *at;        // [count] rising; borrowed, as the names
    const char *const *name; // [count]
    bool shortened;          // where room is short, names are shortened; otherwise left out
} NamedTicks;

typedef struct {
    int left, top, width, height;        // the plotting area, pixels
    double x_low, x_high, y_low, y_high; // the values at its edges
    bool logarithmic;                    // the x axis; x_low is then above 0
    bool whole;                          // the x axis: ticks at whole numbers alone
    NamedTicks ticks;
} Axes;

Point axes_point(const Axes *axes, double x, double y);

// Pixels that the numbers of the y axis take to the left of the area, and those of the x axis below
// it, with the names of the axes.
int axes_left_margin(const Axes *axes);
int axes_bottom_margin(void);

// Draws faint grid lines, the edge, ticks, numbers and the axes' names.
void axes_draw(Canvas *canvas, const Axes *axes, const char *x_name, const char *y_name);

// Cuts what is drawn, until canvas_unclip, half the thickness of a line outside the area, so that
// a line along its edge stays whole.
void axes_clip(Canvas *canvas, const Axes *axes, double thickness);

// Draws a curve of n points, cut so; with dash 0 whole.
void axes_curve(Canvas *canvas, const Axes *axes, const double *x, const double *y, size_t n,
                double thickness, double dash, Rgb colour);

// Tints the area between low[i] and high[i] over x.
void axes_band(Canvas *canvas, const Axes *axes, const double *x, const double *low,
               const double *high, size_t n, Rgb colour);
