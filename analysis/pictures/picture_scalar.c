// SPDX-License-Identifier: GPL-3.0-or-later
// Maps of one number per unit: selectivity, ocular dominance, activity, thresholds.
#include "base/memory.h"
#include "pictures/colour_bar.h"
#include "pictures/map_page.h"

#include <math.h>

static const Rgb BORDER = {224, 84, 36};

// False where limits are only gathered.
static bool find_limits(const PictureFrame *frame, const PictureScalar *map, double *low,
                        double *high) {
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
    if (!form_draws(frame->form, frame->picture, low, high))
        return false;
    if (*low > *high)
        *low = *high = 0.0;
    if (*low == *high)
        *high = *low + fmax(1.0, fabs(*low));
    return true;
}

bool picture_scalar(const PictureFrame *frame, const PictureScalar *map, const char *path,
                    Error *error) {
    double low, high;
    if (!find_limits(frame, map, &low, &high))
        return true;
    size_t n = map->rows * map->cols;
    OWNED Rgb *colours = allocate(n, sizeof *colours);
    OWNED bool *undefined = allocate(n, sizeof *undefined);
    for (size_t i = 0; i < n; i++) {
        undefined[i] = !isfinite(map->values[i]);
        if (!undefined[i])
            colours[i] = colour_ramp(map->ramp, (map->values[i] - low) / (high - low));
    }
    const ColourBar bar = {map->ramp, low, high, map->low_word, map->high_word, map->name};
    const MapLayers layers = {.colours = colours,
                              .undefined = undefined,
                              .rows = map->rows,
                              .cols = map->cols,
                              .lines = map->lines,
                              .line_colour = BORDER,
                              .column_width =
                                  page_has_key_room(frame) ? colour_bar_width(&bar) : 0};
    int left, height;
    Page page = map_page_new(frame, &layers, &left, &height);
    if (page_has_key(frame))
        colour_bar_draw(page.canvas, &bar, left, page.top, height);
    return page_write(&page, path, error);
}
