// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "pictures/axes.h"
#include "pictures/style.h"
#include "pictures/ticks.h"

#include <math.h>

enum { X_TICKS = 6, Y_TICKS = 6, TICK = 7, GAP = 8 };

Point axes_point(const Axes *axes, double x, double y) {
    return (Point){axes->left + axes->width * (x - axes->x_low) / (axes->x_high - axes->x_low),
                   axes->top + axes->height * (axes->y_high - y) / (axes->y_high - axes->y_low)};
}

int axes_left_margin(const Axes *axes) {
    int widest = 0;
    const Ticks y_ticks = ticks_between(axes->y_low, axes->y_high, Y_TICKS);
    for (int i = 0; i < y_ticks.count; i++) {
        OWNED char *text = number_text(y_ticks.at[i], y_ticks.step);
        int width = font_text_width(STYLE_SMALL, text);
        widest = width > widest ? width : widest;
    }
    return widest + TICK + 2 * GAP + font_line_height(STYLE_FONT);
}

int axes_bottom_margin(void) {
    return TICK + GAP + font_line_height(STYLE_SMALL) + font_line_height(STYLE_FONT);
}

void axes_draw(Canvas *canvas, const Axes *axes, const char *x_name, const char *y_name) {
    const Rgb grid = {228, 228, 232};
    int capital = font_capital_height(STYLE_SMALL);
    int right = axes->left + axes->width, bottom = axes->top + axes->height;
    const Ticks x_ticks = ticks_between(axes->x_low, axes->x_high, X_TICKS);
    for (int i = 0; i < x_ticks.count; i++) {
        int x = (int)lround(axes_point(axes, x_ticks.at[i], 0.0).x);
        OWNED char *text = number_text(x_ticks.at[i], x_ticks.step);
        canvas_rectangle(canvas, x, axes->top, 1, axes->height, grid);
        canvas_rectangle(canvas, x - 1, bottom, 2, TICK, STYLE_TEXT);
        canvas_text(canvas, x, bottom + TICK + GAP + capital, ALIGN_CENTRE, STYLE_SMALL, STYLE_TEXT,
                    text);
    }
    const Ticks y_ticks = ticks_between(axes->y_low, axes->y_high, Y_TICKS);
    for (int i = 0; i < y_ticks.count; i++) {
        int y = (int)lround(axes_point(axes, 0.0, y_ticks.at[i]).y);
        OWNED char *text = number_text(y_ticks.at[i], y_ticks.step);
        canvas_rectangle(canvas, axes->left, y, axes->width, 1, grid);
        canvas_rectangle(canvas, axes->left - TICK, y - 1, TICK, 2, STYLE_TEXT);
        canvas_text(canvas, axes->left - TICK - GAP / 2, y + capital / 2, ALIGN_RIGHT, STYLE_SMALL,
                    STYLE_TEXT, text);
    }
    canvas_frame(canvas, axes->left, axes->top, axes->width, axes->height, 1, STYLE_TEXT);
    canvas_text(canvas, (axes->left + right) / 2,
                bottom + axes_bottom_margin() - font_line_height(STYLE_FONT) / 5, ALIGN_CENTRE,
                STYLE_FONT, STYLE_TEXT, x_name);
    canvas_text_up(canvas, axes->left - axes_left_margin(axes) + font_capital_height(STYLE_FONT),
                   axes->top + axes->height / 2, STYLE_FONT, STYLE_TEXT, y_name);
}

void axes_clip(Canvas *canvas, const Axes *axes, double thickness) {
    int outside = (int)ceil(0.5 * thickness);
    canvas_clip(canvas, axes->left - outside, axes->top - outside, axes->width + 2 * outside,
                axes->height + 2 * outside);
}

// Points far outside come nearer, as Cairo cannot take them (canvas_line).
static double drawable(double pixels) {
    return isfinite(pixels) ? fmin(fmax(pixels, -1e6), 1e6) : pixels;
}

void axes_curve(Canvas *canvas, const Axes *axes, const double *x, const double *y, size_t n,
                double thickness, double dash, Rgb colour) {
    OWNED Point *points = allocate(n, sizeof *points);
    for (size_t i = 0; i < n; i++) {
        Point at = axes_point(axes, x[i], y[i]);
        points[i] = (Point){drawable(at.x), drawable(at.y)};
    }
    axes_clip(canvas, axes, thickness);
    canvas_line(canvas, points, n, thickness, dash, colour);
    canvas_unclip(canvas);
}

void axes_band(Canvas *canvas, const Axes *axes, const double *x, const double *low,
               const double *high, size_t n, Rgb colour) {
    static const double TINT = 0.22;
    for (int column = 0; column < axes->width; column++) {
        double at = axes->x_low + (column + 0.5) / axes->width * (axes->x_high - axes->x_low);
        size_t i = 1;
        while (i < n && !(x[i - 1] <= at && at <= x[i]))
            i++;
        if (i >= n)
            continue;
        double t = x[i] > x[i - 1] ? (at - x[i - 1]) / (x[i] - x[i - 1]) : 0.0;
        double top = axes_point(axes, at, high[i - 1] + t * (high[i] - high[i - 1])).y;
        double bottom = axes_point(axes, at, low[i - 1] + t * (low[i] - low[i - 1])).y;
        if (!isfinite(top) || !isfinite(bottom))
            continue;
        int first = (int)lround(fmax(top, axes->top));
        int last = (int)lround(fmin(bottom, axes->top + axes->height));
        canvas_tint(canvas, axes->left + column, first, 1, last - first, colour, TINT);
    }
}
