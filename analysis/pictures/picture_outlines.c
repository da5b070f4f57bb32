// SPDX-License-Identifier: GPL-3.0-or-later
// Outlines of receptive fields before and now, side by side.
#include "pictures/visual_space.h"

#include <math.h>

enum { SIDE = 560, OUTLINES = 14, HEAD = 36 };

static const Rgb ELSEWHERE = {120, 126, 140};
static const Rgb WITHIN = {24, 106, 180};
static const Rgb SCOTOMA = {196, 64, 44};

static bool was_within(const PictureDisplacement *map, size_t unit) {
    return hypot(map->before.x[unit] - map->scotoma.x, map->before.y[unit] - map->scotoma.y) <
           map->scotoma.radius;
}

// Those of other units first, so that none hides what is looked at.
static void draw_fields(Canvas *canvas, const Axes *axes, const PictureDisplacement *map,
                        const PictureFieldMap *fields) {
    size_t down = visual_space_step(map->rows, OUTLINES),
           across = visual_space_step(map->cols, OUTLINES);
    for (int within = 0; within < 2; within++)
        for (size_t i = down / 2; i < map->rows; i += down)
            for (size_t j = across / 2; j < map->cols; j += across) {
                size_t unit = i * map->cols + j;
                if (!isfinite(fields->x[unit]) || was_within(map, unit) != (within == 1))
                    continue;
                PictureDisc disc = {fields->x[unit], fields->y[unit],
                                    sqrt(fmax(0, fields->area[unit]) / M_PI)};
                visual_space_circle(canvas, axes, &disc, within ? 2.2 : 1.4, 0,
                                    within ? WITHIN : ELSEWHERE);
            }
    if (map->scotoma.radius > 0)
        visual_space_circle(canvas, axes, &map->scotoma, 2.5, 9.0, SCOTOMA);
}

bool picture_outlines(const PictureFrame *frame, const PictureDisplacement *map, const char *path,
                      Error *error) {
    if (!form_draws(frame->form, frame->picture, NULL, NULL))
        return true;
    static const char *const names[] = {"before", "now"};
    static const double THICKNESS = 2.4;
    const PictureFieldMap *const fields[] = {&map->before, &map->now};
    bool scotoma = map->scotoma.radius > 0;
    const KeyEntry key[] = {{.sign = KEY_LINE,
                             .name = scotoma ? "centre in the scotoma before" : NULL,
                             .colour = WITHIN,
                             .thickness = THICKNESS},
                            {.sign = KEY_LINE,
                             .name = scotoma ? "centre elsewhere" : "receptive field",
                             .colour = ELSEWHERE,
                             .thickness = THICKNESS},
                            {.sign = KEY_LINE,
                             .name = scotoma ? "scotoma" : NULL,
                             .colour = SCOTOMA,
                             .thickness = THICKNESS,
                             .dash = 9.0}};
    VisualSpace space = visual_space_new(frame, map->half_width, 2, SIDE, HEAD, map->unit, key, 3);
    for (int k = 0; k < 2; k++) {
        const Axes *axes = &space.axes[k];
        canvas_text(space.page.canvas, axes->left + axes->width / 2, axes->top - 12, ALIGN_CENTRE,
                    STYLE_FONT, STYLE_TEXT, names[k]);
        draw_fields(space.page.canvas, axes, map, fields[k]);
    }
    return page_write(&space.page, path, error);
}
