// SPDX-License-Identifier: GPL-3.0-or-later
// Outlines of receptive fields before and now, side by side.
#include "pictures/visual_space.h"

#include <math.h>

enum { SIDE = 560, GAP = 36, OUTLINES = 14, HEAD = 36, STRIP = 56 };

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

static void draw_key(Page *page, int x, int y, bool scotoma) {
    enum { LENGTH = 40, SPACE = 30 };
    static const double THICKNESS = 2.4;
    if (scotoma)
        x = SPACE + page_key(page, x, y, LENGTH, THICKNESS, 0, WITHIN, STYLE_SMALL,
                             "centre in the scotoma before");
    x = SPACE + page_key(page, x, y, LENGTH, THICKNESS, 0, ELSEWHERE, STYLE_SMALL,
                         scotoma ? "centre elsewhere" : "receptive field");
    if (scotoma)
        page_key(page, x, y, LENGTH, THICKNESS, 9.0, SCOTOMA, STYLE_SMALL, "scotoma");
}

bool picture_outlines(const PictureFrame *frame, const PictureDisplacement *map, const char *path,
                      Error *error) {
    static const char *const names[] = {"before", "now"};
    const PictureFieldMap *const fields[] = {&map->before, &map->now};
    Axes axes = visual_space_axes(map->half_width, SIDE);
    int left = axes_left_margin(&axes);
    Page page =
        page_new(frame, 2 * (left + SIDE) + GAP + 20, HEAD + SIDE + axes_bottom_margin() + STRIP);
    for (int k = 0; k < 2; k++) {
        axes.left = page.left + left + k * (left + SIDE + GAP);
        axes.top = page.top + HEAD;
        canvas_text(page.canvas, axes.left + SIDE / 2, axes.top - 12, ALIGN_CENTRE, STYLE_FONT,
                    STYLE_TEXT, names[k]);
        visual_space_draw(page.canvas, &axes, map->unit);
        draw_fields(page.canvas, &axes, map, fields[k]);
    }
    draw_key(&page, page.left + left, page.top + page.height - 24, map->scotoma.radius > 0);
    return page_write(&page, path, error);
}
