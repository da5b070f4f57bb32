// SPDX-License-Identifier: GPL-3.0-or-later
// Axes: a rectangle of the canvas with round ticks, into which curves are drawn in their own units.
#pragma once

#include "pictures/canvas.h"

typedef struct {
    int left, top, width, height;        // the plotting area, pixels
    double x_low, x_high, y_low, y_high; // the values at its edges
} Axes;

// Multiples of a step, 1, 2, 2.5 or 5 times a power of ten, between low and high (low < high), at
// most `most` steps.
enum { TICKS_MOST = 8 };
typedef struct {
    double step;
    int count;
    double at[TICKS_MOST + 1];
} Ticks;
Ticks ticks_between(double low, double high, int most);

// A number as text, with the decimals that multiples of `step` need, commas at thousands and a true
// minus sign; very large and very small steps as 3 × 10⁻⁵. To be released.
char *number_text(double value, double step);

Point axes_point(const Axes *axes, double x, double y);

// Pixels that the numbers of the y axis take to the left of the area, and those of the x axis below
// it, with the names of the axes.
int axes_left_margin(const Axes *axes);
int axes_bottom_margin(void);

// Draws faint grid lines, the edge, ticks, numbers and the axes' names.
void axes_draw(Canvas *canvas, const Axes *axes, const char *x_name, const char *y_name);

// Draws a curve of n points inside the area, cut at its edges; with dash 0 whole.
void axes_curve(Canvas *canvas, const Axes *axes, const double *x, const double *y, size_t n,
                double thickness, double dash, Rgb colour);

// Tints what lies between low[i] and high[i] over x.
void axes_band(Canvas *canvas, const Axes *axes, const double *x, const double *low,
               const double *high, size_t n, Rgb colour);
