// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/axes.h"
#include "base/memory.h"
#include "pictures/style.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { X_TICKS = 6, Y_TICKS = 6, TICK = 7, GAP = 8 };

static double round_step(double least) {
    static const double ROUND[] = {1.0, 2.0, 2.5, 5.0};
    double power = pow(10.0, floor(log10(least)));
    for (size_t i = 0; i < sizeof ROUND / sizeof *ROUND; i++)
        if (ROUND[i] * power >= least * (1.0 - 1e-9))
            return ROUND[i] * power;
    return 10.0 * power;
}

Ticks ticks_between(double low, double high, int most) {
    assert(high > low && most >= 1 && most <= TICKS_MOST);
    Ticks ticks = {.step = round_step((high - low) / most)};
    double first = ceil(low / ticks.step - 1e-9);
    for (int i = 0; i <= most; i++) {
        double at = (first + i) * ticks.step;
        if (at <= high + 1e-9 * ticks.step)
            ticks.at[ticks.count++] = at;
    }
    return ticks;
}

// Commas between thousands of a number that printf wrote, and the sign as U+2212.
static char *with_commas(const char *digits) {
    bool negative = digits[0] == '-';
    digits += negative;
    size_t whole = strcspn(digits, ".");
    char *text = allocate(2 * strlen(digits) + 8, 1);
    char *end = text;
    if (negative)
        end = stpcpy(end, "\u2212");
    for (size_t i = 0; digits[i]; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            *end++ = ',';
        *end++ = digits[i];
    }
    *end = '\0';
    return text;
}

static char *power_text(double value) {
    static const char *const RAISED[] = {"\u2070", "\u00B9", "\u00B2", "\u00B3", "\u2074",
                                         "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
    int exponent = (int)floor(log10(fabs(value)));
    char mantissa[32], digits[16];
    snprintf(mantissa, sizeof mantissa, "%.3g", value / pow(10.0, exponent));
    snprintf(digits, sizeof digits, "%d", abs(exponent));
    char raised[64] = "";
    for (const char *digit = digits; *digit; digit++)
        strcat(raised, RAISED[*digit - '0']);
    bool negative = mantissa[0] == '-';
    return format_text("%s%s × 10%s%s", negative ? "\u2212" : "", mantissa + negative,
                       exponent < 0 ? "\u207B" : "", raised);
}

char *number_text(double value, double step) {
    if (fabs(value) < 1e-9 * step)
        return copy_text("0");
    if (step < 1e-5 || fabs(value) >= 1e9)
        return power_text(value);
    int decimals = 0;
    for (double rest = step; decimals < 6 && fabs(rest - round(rest)) > 1e-6 * rest; rest *= 10.0)
        decimals++;
    char digits[340];
    snprintf(digits, sizeof digits, "%.*f", decimals, value);
    return with_commas(digits);
}

Point axes_point(const Axes *axes, double x, double y) {
    return (Point){axes->left + axes->width * (x - axes->x_low) / (axes->x_high - axes->x_low),
                   axes->top + axes->height * (axes->y_high - y) / (axes->y_high - axes->y_low)};
}

int axes_left_margin(const Axes *axes) {
    int widest = 0;
    const Ticks y_ticks = ticks_between(axes->y_low, axes->y_high, Y_TICKS);
    for (int i = 0; i < y_ticks.count; i++) {
        char *text = number_text(y_ticks.at[i], y_ticks.step);
        int width = font_text_width(STYLE_SMALL, text);
        widest = width > widest ? width : widest;
        release(text);
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
        char *text = number_text(x_ticks.at[i], x_ticks.step);
        canvas_rectangle(canvas, x, axes->top, 1, axes->height, grid);
        canvas_rectangle(canvas, x - 1, bottom, 2, TICK, STYLE_TEXT);
        canvas_text(canvas, x, bottom + TICK + GAP + capital, ALIGN_CENTRE, STYLE_SMALL, STYLE_TEXT,
                    text);
        release(text);
    }
    const Ticks y_ticks = ticks_between(axes->y_low, axes->y_high, Y_TICKS);
    for (int i = 0; i < y_ticks.count; i++) {
        int y = (int)lround(axes_point(axes, 0.0, y_ticks.at[i]).y);
        char *text = number_text(y_ticks.at[i], y_ticks.step);
        canvas_rectangle(canvas, axes->left, y, axes->width, 1, grid);
        canvas_rectangle(canvas, axes->left - TICK, y - 1, TICK, 2, STYLE_TEXT);
        canvas_text(canvas, axes->left - TICK - GAP / 2, y + capital / 2, ALIGN_RIGHT, STYLE_SMALL,
                    STYLE_TEXT, text);
        release(text);
    }
    canvas_frame(canvas, axes->left, axes->top, axes->width, axes->height, 1, STYLE_TEXT);
    canvas_text(canvas, (axes->left + right) / 2,
                bottom + axes_bottom_margin() - font_line_height(STYLE_FONT) / 5, ALIGN_CENTRE,
                STYLE_FONT, STYLE_TEXT, x_name);
    canvas_text_up(canvas, axes->left - axes_left_margin(axes) + font_capital_height(STYLE_FONT),
                   axes->top + axes->height / 2, STYLE_FONT, STYLE_TEXT, y_name);
}

// The part of a piece from a to b that lies between two values of x and of y, if any (Liang &
// Barsky 1984).
static bool piece_clip(Point *a, Point *b, const Axes *axes) {
    double dx = b->x - a->x, dy = b->y - a->y;
    double p[] = {-dx, dx, -dy, dy};
    double q[] = {a->x - axes->x_low, axes->x_high - a->x, a->y - axes->y_low, axes->y_high - a->y};
    double enter = 0.0, leave = 1.0;
    for (int i = 0; i < 4; i++) {
        if (p[i] == 0.0 && q[i] < 0.0)
            return false;
        if (p[i] < 0.0)
            enter = fmax(enter, q[i] / p[i]);
        else if (p[i] > 0.0)
            leave = fmin(leave, q[i] / p[i]);
    }
    if (enter > leave)
        return false;
    *b = (Point){a->x + leave * dx, a->y + leave * dy};
    *a = (Point){a->x + enter * dx, a->y + enter * dy};
    return true;
}

void axes_curve(Canvas *canvas, const Axes *axes, const double *x, const double *y, size_t n,
                double thickness, double dash, Rgb colour) {
    Point *points = allocate(3 * n, sizeof *points);
    size_t count = 0;
    for (size_t i = 1; i < n; i++) {
        Point a = {x[i - 1], y[i - 1]}, b = {x[i], y[i]};
        if (!isfinite(a.x) || !isfinite(a.y) || !isfinite(b.x) || !isfinite(b.y) ||
            !piece_clip(&a, &b, axes))
            continue;
        a = axes_point(axes, a.x, a.y);
        b = axes_point(axes, b.x, b.y);
        bool joined = count > 0 && points[count - 1].x == a.x && points[count - 1].y == a.y;
        if (!joined) {
            points[count++] = (Point){(double)NAN, (double)NAN};
            points[count++] = a;
        }
        points[count++] = b;
    }
    canvas_line(canvas, points, count, thickness, dash, colour);
    release(points);
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
        for (int row = first; row < last; row++) {
            Rgb *target =
                &canvas
                     ->pixels[(size_t)row * (size_t)canvas->width + (size_t)(axes->left + column)];
            *target = colour_mix(*target, colour, TINT);
        }
    }
}
