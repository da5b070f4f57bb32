// SPDX-License-Identifier: GPL-3.0-or-later
// Several curves over one axis, as measures over the course of development.
#include "base/memory.h"
#include "pictures/axes.h"
#include "pictures/page.h"
#include "pictures/ticks.h"

#include <assert.h>
#include <math.h>

enum { WIDTH = 860, HEIGHT = 440, LEGEND_ROW = 34, SAMPLE = 46, SAMPLE_GAP = 10, ENTRY_GAP = 30 };

// They differ in hue, in lightness and in dashes, so that they survive a grey printer.
static const struct {
    double lightness, chroma, hue, dash;
} STYLES[PICTURE_CURVES] = {
    {0.45, 0.13, 258.0, 0.0}, {0.64, 0.17, 45.0, 0.0},   {0.60, 0.12, 160.0, 12.0},
    {0.50, 0.18, 345.0, 6.0}, {0.72, 0.12, 225.0, 18.0}, {0.40, 0.09, 140.0, 3.5},
    {0.74, 0.13, 85.0, 12.0}, {0.30, 0.0, 0.0, 6.0},
};

static Rgb style_colour(size_t i) {
    Rgb colour;
    colour_from_oklch(STYLES[i].lightness, STYLES[i].chroma, STYLES[i].hue, &colour);
    return colour;
}

static void include(double value, double *low, double *high) {
    if (isfinite(value)) {
        *low = fmin(*low, value);
        *high = fmax(*high, value);
    }
}

static Axes find_axes(const PictureChart *chart) {
    Axes axes = {0, 0, WIDTH, HEIGHT, HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL};
    for (size_t c = 0; c < chart->count; c++) {
        const PictureCurve *curve = &chart->curves[c];
        for (size_t i = 0; i < curve->n; i++) {
            include(curve->x[i], &axes.x_low, &axes.x_high);
            include(curve->y[i], &axes.y_low, &axes.y_high);
            if (curve->low && curve->high) {
                include(curve->low[i], &axes.y_low, &axes.y_high);
                include(curve->high[i], &axes.y_low, &axes.y_high);
            }
        }
    }
    if (!(axes.x_low < axes.x_high)) {
        axes.x_low = isfinite(axes.x_low) ? axes.x_low : 0.0;
        axes.x_high = axes.x_low + 1.0;
    }
    if (chart->y_low != 0.0 || chart->y_high != 0.0) {
        axes.y_low = chart->y_low;
        axes.y_high = chart->y_high;
        return axes;
    }
    if (!isfinite(axes.y_low))
        axes.y_low = axes.y_high = 0.0;
    if (axes.y_low == axes.y_high)
        axes.y_high += fmax(1.0, fabs(axes.y_high));
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
        int entry = SAMPLE + SAMPLE_GAP + font_text_width(STYLE_FONT, chart->curves[c].name);
        if (x > 0 && x + entry > width) {
            x = 0;
            row++;
        }
        if (canvas) {
            double y = top + row * LEGEND_ROW + LEGEND_ROW / 2 - 8;
            canvas_line(canvas, (Point[]){{left + x + 2.0, y}, {left + x + SAMPLE - 2.0, y}}, 2,
                        3.0, STYLES[c].dash, style_colour(c));
            canvas_label(canvas, left + x + SAMPLE + SAMPLE_GAP, (int)y, STYLE_FONT, STYLE_TEXT,
                         chart->curves[c].name);
        }
        x += entry + ENTRY_GAP;
    }
    return row + 1;
}

bool picture_chart(const PictureFrame *frame, const PictureChart *chart, const char *path,
                   Error *error) {
    assert(chart->count >= 1 && chart->count <= PICTURE_CURVES);
    Axes axes = find_axes(chart);
    int legend = LEGEND_ROW * draw_legend(NULL, chart, 0, 0, WIDTH) + 12;
    int left = axes_left_margin(&axes);
    Page page = page_new(frame, left + WIDTH + 30, legend + HEIGHT + axes_bottom_margin());
    axes.left = page.left + left;
    axes.top = page.top + legend;
    draw_legend(page.canvas, chart, axes.left, page.top, WIDTH);
    axes_draw(page.canvas, &axes, chart->x_name, chart->y_name);
    for (size_t c = 0; c < chart->count; c++) {
        const PictureCurve *curve = &chart->curves[c];
        if (curve->low && curve->high)
            axes_band(page.canvas, &axes, curve->x, curve->low, curve->high, curve->n,
                      style_colour(c));
    }
    for (size_t c = 0; c < chart->count; c++) {
        const PictureCurve *curve = &chart->curves[c];
        axes_curve(page.canvas, &axes, curve->x, curve->y, curve->n, 3.0, STYLES[c].dash,
                   style_colour(c));
        if (curve->n == 1) {
            Point at = axes_point(&axes, curve->x[0], curve->y[0]);
            if (isfinite(at.y))
                canvas_disc(page.canvas, at.x, at.y, 5.0, style_colour(c));
        }
    }
    return page_write(&page, path, error);
}
