// SPDX-License-Identifier: GPL-3.0-or-later
// Several curves over one axis, as measures over the course of development.
#include "base/memory.h"
#include "pictures/axes.h"
#include "pictures/page.h"
#include "pictures/ticks.h"

#include <math.h>

enum {
    WIDTH = 860,
    HEIGHT = 440,
    RIGHT = 30,
    LEGEND_ROW = 34,
    SAMPLE = 46,
    SAMPLE_GAP = 10,
    ENTRY_GAP = 30
};

// They differ in hue, in lightness and in dashes, so that they survive a grey printer.
static const struct {
    double lightness, chroma, hue, dash;
} STYLES[PICTURE_CURVES] = {
    {0.45, 0.13, 258.0, 0.0}, {0.64, 0.17, 45.0, 9.0},   {0.60, 0.12, 160.0, 12.0},
    {0.50, 0.18, 345.0, 6.0}, {0.72, 0.12, 225.0, 18.0}, {0.40, 0.09, 140.0, 3.5},
    {0.74, 0.13, 85.0, 12.0}, {0.30, 0.0, 0.0, 6.0},
};

static const double THICKNESS = 3.0, RADIUS = 5.0;

PictureStroke picture_stroke(size_t k) {
    k %= PICTURE_CURVES;
    PictureStroke stroke = {.dash = STYLES[k].dash};
    colour_from_oklch(STYLES[k].lightness, STYLES[k].chroma, STYLES[k].hue, &stroke.colour);
    return stroke;
}

static void include(double value, double *low, double *high) {
    if (isfinite(value)) {
        *low = fmin(*low, value);
        *high = fmax(*high, value);
    }
}

PictureLimits picture_chart_limits(const PictureChart *chart) {
    PictureLimits limits = {HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL};
    for (size_t i = 0; i < chart->ticks.count; i++)
        include(chart->ticks.at[i], &limits.x_low, &limits.x_high);
    for (size_t c = 0; c < chart->count; c++) {
        const PictureCurve *curve = &chart->curves[c];
        for (size_t i = 0; i < curve->n; i++) {
            include(curve->x[i], &limits.x_low, &limits.x_high);
            include(curve->y[i], &limits.y_low, &limits.y_high);
            if (curve->low && curve->high) {
                include(curve->low[i], &limits.y_low, &limits.y_high);
                include(curve->high[i], &limits.y_low, &limits.y_high);
            }
        }
    }
    return limits;
}

// Bars at the ends of the axis need room.
static void widen(Axes *axes) {
    static const double SHARE = 0.05;
    double ratio = pow(axes->x_high / axes->x_low, SHARE),
           room = SHARE * (axes->x_high - axes->x_low);
    axes->x_low = axes->logarithmic ? axes->x_low / ratio : axes->x_low - room;
    axes->x_high = axes->logarithmic ? axes->x_high * ratio : axes->x_high + room;
}

static Axes find_axes(const PictureChart *chart) {
    PictureLimits limits = picture_chart_limits(chart);
    Axes axes = {.width = WIDTH,
                 .height = HEIGHT,
                 .x_low = limits.x_low,
                 .x_high = limits.x_high,
                 .y_low = limits.y_low,
                 .y_high = limits.y_high,
                 .logarithmic = chart->logarithmic,
                 .ticks = chart->ticks};
    if (!(axes.x_low < axes.x_high)) {
        axes.x_low = isfinite(axes.x_low) ? axes.x_low : 0.0;
        axes.x_high = axes.x_low + 1.0;
    }
    if (chart->bars)
        widen(&axes);
    if (chart->y_low != 0.0 || chart->y_high != 0.0) {
        axes.y_low = chart->y_low;
        axes.y_high = chart->y_high;
        return axes;
    }
    if (!isfinite(axes.y_low))
        axes.y_low = axes.y_high = 0.0;
    if (!(axes.y_high - axes.y_low > 1e-9 * fabs(axes.y_high))) { // all the same
        double half = axes.y_high != 0.0 ? 0.5 * fabs(axes.y_high) : 0.5;
        axes.y_low -= half;
        axes.y_high += half;
    }
    // From zero where the data come near it, and up to the next tick.
    if (axes.y_low > 0.0 && axes.y_low < 0.5 * axes.y_high)
        axes.y_low = 0.0;
    ticks_round_out(&axes.y_low, &axes.y_high, 5);
    return axes;
}

// Draws the legend, or without a canvas only counts its rows.
static int draw_legend(Canvas *canvas, const PictureChart *chart, int left, int top, int width) {
    int x = 0, row = 0;
    for (size_t c = 0; c < chart->count; c++) {
        PictureStroke stroke = picture_stroke(c);
        int entry = SAMPLE + SAMPLE_GAP + font_text_width(STYLE_FONT, chart->curves[c].name);
        if (x > 0 && x + entry > width) {
            x = 0;
            row++;
        }
        if (canvas) {
            double y = top + row * LEGEND_ROW + LEGEND_ROW / 2 - 8;
            canvas_line(canvas, (Point[]){{left + x + 2.0, y}, {left + x + SAMPLE - 2.0, y}}, 2,
                        THICKNESS, stroke.dash, stroke.colour);
            canvas_label(canvas, left + x + SAMPLE + SAMPLE_GAP, (int)y, STYLE_FONT, STYLE_TEXT,
                         chart->curves[c].name);
        }
        x += entry + ENTRY_GAP;
    }
    return row + 1;
}

static void draw_points(Canvas *canvas, const Axes *axes, const PictureChart *chart,
                        const PictureCurve *curve, Rgb colour) {
    bool dots = chart->apart || curve->n == 1 || curve->n <= chart->dots_most;
    for (size_t i = 0; i < curve->n; i++) {
        if (!isfinite(curve->y[i]))
            continue;
        Point at = axes_point(axes, curve->x[i], curve->y[i]);
        if (dots)
            canvas_disc(canvas, at.x, at.y, RADIUS, colour);
        if (chart->bars && curve->low)
            axes_curve(canvas, axes, (double[]){curve->x[i], curve->x[i]},
                       (double[]){curve->low[i], curve->high[i]}, 2, 0.7 * THICKNESS, 0.0, colour);
    }
}

static void draw_chart(Canvas *canvas, const Axes *axes, const PictureChart *chart) {
    enum { ASIDE = 6 }; // pixels between the bars of two curves at the same x
    axes_draw(canvas, axes, chart->x_name, chart->y_name ? chart->y_name : "");
    for (size_t c = 0; c < chart->count; c++) {
        const PictureCurve *curve = &chart->curves[c];
        if (!chart->bars && curve->low && curve->high)
            axes_band(canvas, axes, curve->x, curve->low, curve->high, curve->n,
                      picture_stroke(c).colour);
    }
    for (size_t c = 0; c < chart->count; c++) {
        const PictureCurve *curve = &chart->curves[c];
        PictureStroke stroke = picture_stroke(c);
        Axes aside = *axes;
        aside.left += chart->bars ? ASIDE / 2 * (2 * (int)c + 1 - (int)chart->count) : 0;
        if (!chart->apart)
            axes_curve(canvas, &aside, curve->x, curve->y, curve->n, THICKNESS, stroke.dash,
                       stroke.colour);
        draw_points(canvas, &aside, chart, curve, stroke.colour);
    }
}

bool picture_chart(const PictureFrame *frame, const PictureChart *chart, const char *path,
                   Error *error) {
    Axes axes = find_axes(chart);
    int legend = LEGEND_ROW * draw_legend(NULL, chart, 0, 0, WIDTH) + 12;
    int left = axes_left_margin(&axes);
    Page page = page_new(frame, left + WIDTH + RIGHT, legend + HEIGHT + axes_bottom_margin());
    axes.left = page.left + left;
    axes.top = page.top + legend;
    draw_legend(page.canvas, chart, axes.left, page.top, WIDTH);
    draw_chart(page.canvas, &axes, chart);
    return page_write(&page, path, error);
}

void picture_chart_svg(const PictureChart *chart, int width, int height, FILE *file) {
    enum { TOP = 12 };
    Canvas *canvas = canvas_new_svg(width, height, file);
    Axes axes = find_axes(chart);
    axes.left = axes_left_margin(&axes) - (chart->y_name ? 0 : font_line_height(STYLE_FONT));
    axes.top = TOP;
    axes.width = width - axes.left - RIGHT;
    axes.height = height - TOP - axes_bottom_margin() - 2;
    draw_chart(canvas, &axes, chart);
    canvas_free(canvas);
}
