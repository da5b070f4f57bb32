// SPDX-License-Identifier: GPL-3.0-or-later
// Maps of one number per unit: selectivity, ocular dominance, activity, thresholds.
#include "base/memory.h"
#include "pictures/page.h"

#include <math.h>

enum { BAR_GAP = 28, STRIP = 44 };

static const Rgb BORDER = {224, 84, 36};

static void find_limits(const PictureScalar *map, double *low, double *high) {
    *low = map->low;
    *high = map->high;
    if (*low == 0.0 && *high == 0.0) {
        *low = HUGE_VAL;
        *high = -HUGE_VAL;
        for (size_t i = 0; i < map->rows * map->cols; i++)
            if (isfinite(map->values[i])) {
                *low = fmin(*low, map->values[i]);
                *high = fmax(*high, map->values[i]);
            }
    }
    if (*low > *high)
        *low = *high = 0.0;
    if (*low == *high)
        *high = *low + fmax(1.0, fabs(*low));
}

bool picture_scalar(const PictureFrame *frame, const PictureScalar *map, const char *path,
                    Error *error) {
    double low, high;
    find_limits(map, &low, &high);
    size_t n = map->rows * map->cols;
    OWNED Rgb *colours = allocate(n, sizeof *colours);
    OWNED bool *undefined = allocate(n, sizeof *undefined);
    bool any_undefined = false;
    for (size_t i = 0; i < n; i++) {
        undefined[i] = !isfinite(map->values[i]);
        any_undefined = any_undefined || undefined[i];
        if (!undefined[i])
            colours[i] = colour_ramp(map->ramp, (map->values[i] - low) / (high - low));
    }

    PageFit fit = page_fit(map->rows, map->cols);
    OWNED char *subtitle = page_fit_subtitle(frame, &fit);
    PictureFrame fitted = *frame;
    fitted.subtitle = subtitle;
    page_fit_reduce(&fit, colours, sizeof *colours, map->rows, map->cols);
    page_fit_reduce(&fit, undefined, sizeof *undefined, map->rows, map->cols);
    int width = (int)fit.cols * fit.zoom, height = (int)fit.rows * fit.zoom;
    // The number at the bar's foot stands half below it.
    bool below = frame->scale_length > 0.0 || any_undefined;
    int strip =
        (below ? STRIP : font_capital_height(STYLE_SMALL)) + (map->lines.count > 0 ? STRIP : 0);
    const ColourBar bar = {map->ramp, low, high, map->low_word, map->high_word, map->name};
    Page page = page_new(&fitted, width + BAR_GAP + page_colour_bar_width(&bar), height + strip);
    page_map(&page, colours, undefined, fit.rows, fit.cols, fit.zoom);
    page_lines(&page, &map->lines, fit.pitch, BORDER);
    if (map->lines.count > 0)
        page_lines_key(&page, &map->lines, page.left, page.top + height + strip - 16, BORDER);
    page_colour_bar(&page, &bar, page.left + width + BAR_GAP, page.top, height);
    int y = page.top + height + STRIP - 16;
    int end = page_scale_bar(&page, page.left, y, fit.pitch);
    if (any_undefined) {
        int left = end > page.left ? end + 30 : page.left;
        canvas_hatch(page.canvas, left, y - 11, 28, 22);
        canvas_label(page.canvas, left + 36, y, STYLE_FONT, STYLE_TEXT, "no value");
    }
    return page_write(&page, path, error);
}
