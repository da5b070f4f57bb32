// SPDX-License-Identifier: GPL-3.0-or-later
// Shares in equal steps of a quantity, as bars from 0 up.
#include "pictures/plot_page.h"
#include "pictures/ticks.h"

#include <math.h>

enum { WIDTH = 640, GAP = 2 };

static const Rgb BAR = {92, 132, 178}, EXPECTED = {196, 64, 44};
static const double DASH = 9.0, THICKNESS = 2.5;

// From 0 to the tick above the highest.
static double highest(const PictureHistogram *histogram) {
    double high = histogram->expected;
    for (size_t i = 0; i < histogram->n; i++)
        if (isfinite(histogram->share[i]))
            high = fmax(high, histogram->share[i]);
    if (!(high > 0.0))
        return 1.0;
    double step = ticks_between(0.0, high, 5).step;
    return step * ceil(1.02 * high / step);
}

static void draw_bars(Canvas *canvas, const Axes *axes, const PictureHistogram *histogram) {
    double step = (histogram->x_high - histogram->x_low) / (double)histogram->n;
    for (size_t i = 0; i < histogram->n; i++) {
        if (!isfinite(histogram->share[i]))
            continue;
        Point from = axes_point(axes, histogram->x_low + step * (double)i, histogram->share[i]);
        Point to = axes_point(axes, histogram->x_low + step * (double)(i + 1), 0.0);
        int left = (int)lround(from.x) + GAP, top = (int)lround(from.y);
        canvas_rectangle(canvas, left, top, (int)lround(to.x) - GAP - left, (int)lround(to.y) - top,
                         BAR);
    }
}

bool picture_histogram(const PictureFrame *frame, const PictureHistogram *histogram,
                       const char *path, Error *error) {
    const KeyEntry key = {.sign = KEY_LINE,
                          .name = histogram->expected > 0.0 ? histogram->expected_name : NULL,
                          .colour = EXPECTED,
                          .thickness = THICKNESS,
                          .dash = DASH};
    double low = 0.0, high = highest(histogram);
    if (!form_draws(frame->form, frame->picture, &low, &high))
        return true;
    Axes axes = {
        .x_low = histogram->x_low, .x_high = histogram->x_high, .y_low = low, .y_high = high};
    Page page = plot_page_new(frame, &axes, WIDTH, 0.625, &key, 1);
    axes_draw(page.canvas, &axes, histogram->x_name, histogram->y_name);
    draw_bars(page.canvas, &axes, histogram);
    if (histogram->expected > 0.0) {
        const double x[] = {histogram->x_low, histogram->x_high},
                     y[] = {histogram->expected, histogram->expected};
        axes_curve(page.canvas, &axes, x, y, 2, THICKNESS, DASH, EXPECTED);
    }
    return page_write(&page, path, error);
}
