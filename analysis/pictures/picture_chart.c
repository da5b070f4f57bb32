// SPDX-License-Identifier: GPL-3.0-or-later
// Several curves over one axis, as measures over the course of development.
#include "base/memory.h"
#include "pictures/plot_page.h"
#include "pictures/ticks.h"

#include <math.h>

enum { MARK_ROW = 24 };

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
    for (size_t i = 0; i < chart->marks_count; i++)
        include(chart->marks[i].x, &limits.x_low, &limits.x_high);
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
    Axes axes = {.x_low = limits.x_low,
                 .x_high = limits.x_high,
                 .y_low = limits.y_low,
                 .y_high = limits.y_high,
                 .logarithmic = chart->logarithmic,
                 .whole = chart->whole,
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

// Is a curve drawn as a line, and with dots?
static bool is_line(const PictureChart *chart, size_t curve) {
    return !chart->apart || curve + chart->lines >= chart->count;
}

static bool has_dots(const PictureChart *chart, size_t curve) {
    size_t n = chart->curves[curve].n;
    return curve + chart->lines < chart->count && (chart->apart || n == 1 || n <= chart->dots_most);
}

static void draw_points(Canvas *canvas, const Axes *axes, const PictureChart *chart, size_t c,
                        Rgb colour) {
    const PictureCurve *curve = &chart->curves[c];
    bool dots = has_dots(chart, c);
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

// Bars of several curves at the same x stand side by side.
static Axes moved_aside(const Axes *axes, const PictureChart *chart, size_t curve) {
    enum { ASIDE = 6 }; // pixels between two of them
    Axes aside = *axes;
    aside.left += chart->bars ? ASIDE / 2 * (2 * (int)curve + 1 - (int)chart->count) : 0;
    return aside;
}

static void draw_chart(Canvas *canvas, const Axes *axes, const PictureChart *chart) {
    axes_draw(canvas, axes, chart->x_name, chart->y_name ? chart->y_name : "");
    for (size_t c = 0; c < chart->count; c++) {
        const PictureCurve *curve = &chart->curves[c];
        Axes aside = moved_aside(axes, chart, c);
        if (!chart->apart && curve->low && curve->high)
            axes_band(canvas, &aside, curve->x, curve->low, curve->high, curve->n,
                      picture_stroke(c).colour);
    }
    for (size_t c = 0; c < chart->count; c++) {
        const PictureCurve *curve = &chart->curves[c];
        PictureStroke stroke = picture_stroke(c);
        Axes aside = moved_aside(axes, chart, c);
        if (is_line(chart, c))
            axes_curve(canvas, &aside, curve->x, curve->y, curve->n, THICKNESS, stroke.dash,
                       stroke.colour);
        draw_points(canvas, &aside, chart, c, stroke.colour);
    }
}

// Dashed lines down the plot, with their names at their tops.
static void draw_marks(Canvas *canvas, const Axes *axes, const PictureChart *chart) {
    double top = axes->top;
    for (size_t i = 0; i < chart->marks_count; i++) {
        const PictureMark *mark = &chart->marks[i];
        axes_curve(canvas, axes, (double[]){mark->x, mark->x},
                   (double[]){axes->y_low, axes->y_high}, 2, 2.0, 6.0, STYLE_FAINT);
        if (mark->name == NULL)
            continue;
        double x = axes_point(axes, mark->x, 0.0).x, end = axes->left + axes->width;
        bool before = x + font_text_width(STYLE_SMALL, mark->name) + 8.0 > end;
        top += MARK_ROW;
        canvas_text(canvas, x + (before ? -6.0 : 6.0), top, before ? ALIGN_RIGHT : ALIGN_LEFT,
                    STYLE_SMALL, STYLE_FAINT, mark->name);
    }
}

// Widens the shorter range, so that a unit is as long on both axes of a plot of this shape.
static void make_equal(Axes *axes, double shape) {
    double across = axes->x_high - axes->x_low, up = axes->y_high - axes->y_low,
           more_up = fmax(0.0, shape * across - up), more_across = fmax(0.0, up / shape - across);
    axes->y_low -= 0.5 * more_up;
    axes->y_high += 0.5 * more_up;
    axes->x_low -= 0.5 * more_across;
    axes->x_high += 0.5 * more_across;
}

bool picture_chart(const PictureFrame *frame, const PictureChart *chart, const char *path,
                   Error *error) {
    static const double SHAPE = 0.51, SQUARE = 0.9;
    enum { WIDTH = 860, SQUARE_WIDTH = 560 };
    Axes axes = find_axes(chart);
    if (!form_draws(frame->form, frame->picture, &axes.y_low, &axes.y_high))
        return true;
    if (chart->equal)
        make_equal(&axes, SQUARE);
    OWNED KeyEntry *key = allocate(chart->count, sizeof *key);
    for (size_t c = 0; c < chart->count; c++) {
        PictureStroke stroke = picture_stroke(c);
        key[c] = (KeyEntry){.sign = KEY_LINE,
                            .name = chart->curves[c].name[0] ? chart->curves[c].name : NULL,
                            .colour = stroke.colour,
                            .thickness = THICKNESS,
                            .dash = stroke.dash};
    }
    Page page = plot_page_new(frame, &axes, chart->equal ? SQUARE_WIDTH : WIDTH,
                              chart->equal ? SQUARE : SHAPE, key, chart->count);
    draw_chart(page.canvas, &axes, chart);
    draw_marks(page.canvas, &axes, chart);
    return page_write(&page, path, error);
}
