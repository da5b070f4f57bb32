// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/figure_form.h"

#include "pictures/style.h"

#include <math.h>
#include <string.h>

static const double POINTS_PER_INCH = 72.0, MM_PER_INCH = 25.4;

PictureForm figure_form(const FigureSettings *settings, CanvasFormat format, bool sized) {
    PictureForm form = {.format = format,
                        .untitled = settings->title == 1,
                        .keyless = settings->key == 1,
                        .central = strcmp(settings->region, "numbers") == 0};
    double limits[2];
    if (!figure_settings_numbers(settings->region, 4, form.region))
        memset(form.region, 0, sizeof form.region);
    if (figure_settings_numbers(settings->limits, 2, limits)) {
        form.low = limits[0];
        form.high = limits[1];
    }
    if (!sized)
        return form;
    form.points = settings->font / STYLE_FONT.size;
    form.scale = form.points * (format == CANVAS_PNG ? settings->dpi / POINTS_PER_INCH : 1.0);
    if (isfinite(settings->width))
        form.width = (int)lround(settings->width / MM_PER_INCH * POINTS_PER_INCH / form.points);
    return form;
}
