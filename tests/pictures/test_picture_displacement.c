// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of displaced fields: that ink is where it belongs.
#include "base/memory.h"
#include "helpers/png_reading.h"
#include "pictures/picture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { SIDE = 24, UNITS = SIDE * SIDE };

static const Rgb ARROW = {30, 64, 118}, LOST = {150, 150, 158}, WITHIN = {24, 106, 180},
                 SCOTOMA = {196, 64, 44};
static char path[64];

static PngRead *finish(bool written, Error *error) {
    if (!written)
        fail_msg("%s", error->text);
    PngRead *png = png_read(path);
    remove(path);
    return png;
}

// Ink of a colour above the key: how much there is, its mean place and its extent to both sides.
typedef struct {
    double count, x, y, left, right;
} Ink;

static Ink ink_of(const PngRead *png, Rgb colour, int from, int to) {
    Ink ink = {0, 0, 0, 1e9, 0};
    for (int y = 120; y < png->height - 60; y++)
        for (int x = from; x < to; x++)
            if (colours_near(png_pixel(png, x, y), colour, 0)) {
                ink.count++;
                ink.x += x;
                ink.y += y;
                ink.left = fmin(ink.left, x);
                ink.right = fmax(ink.right, x);
            }
    ink.x /= ink.count;
    ink.y /= ink.count;
    return ink;
}

typedef struct {
    double x[UNITS], y[UNITS], area[UNITS], now_x[UNITS], now_y[UNITS], now_area[UNITS];
} Fields;

static PictureDisplacement picture_of(const Fields *fields) {
    return (PictureDisplacement){.before = {fields->x, fields->y, fields->area},
                                 .now = {fields->now_x, fields->now_y, fields->now_area},
                                 .rows = SIDE,
                                 .cols = SIDE,
                                 .half_width = 0.5,
                                 .unit = "sheet units",
                                 .scotoma = {0.1, -0.15, 0.2}};
}

static Fields *fields_new(void) {
    Fields *fields = allocate(1, sizeof *fields);
    for (size_t unit = 0; unit < UNITS; unit++) {
        fields->x[unit] = fields->now_x[unit] = ((double)(unit % SIDE) - 11.5) / SIDE;
        fields->y[unit] = fields->now_y[unit] = (11.5 - (double)(unit / SIDE)) / SIDE;
        fields->area[unit] = fields->now_area[unit] = 0.011;
    }
    return fields;
}

// Without a displacement there are dots; with one, more ink, and rings where nothing is left.
static void arrows_lead_from_before_to_now(void **state) {
    (void)state;
    const PictureFrame frame = {.title = "Displacement", .subtitle = "iteration 1"};
    Fields *fields = fields_new();
    PictureDisplacement picture = picture_of(fields);
    Error error = {0};
    PngRead *still = finish(picture_displacement(&frame, &picture, path, &error), &error);
    Ink dots = ink_of(still, ARROW, 0, still->width);
    Ink rim = ink_of(still, SCOTOMA, 0, still->width);
    assert_near(ink_of(still, LOST, 0, still->width).count, 0, 0);
    for (size_t unit = 0; unit < UNITS; unit++) { // to the top right quarter
        fields->now_x[unit] = fields->x[unit] + 0.03;
        fields->now_y[unit] = fields->y[unit] + 0.02;
        if (unit % SIDE < 12 && unit / SIDE < 12)
            fields->now_x[unit] = fields->now_y[unit] = (double)NAN;
    }
    PngRead *moved = finish(picture_displacement(&frame, &picture, path, &error), &error);
    Ink arrows = ink_of(moved, ARROW, 0, moved->width),
        rings = ink_of(moved, LOST, 0, moved->width);
    assert_true(dots.count > 4 * UNITS && arrows.count > 2 * dots.count);
    // 1.06 units across are 640 pixels; the rings' quarter lies up and left of the middle by a
    // quarter of the sheet, and the scotoma by 0.1 right and 0.15 below.
    double scale = 640 / 1.06;
    assert_near(rings.x - dots.x, -0.25 * scale, 3);
    assert_near(rings.y - dots.y, -0.25 * scale, 3);
    assert_near(rim.x - dots.x, 0.1 * scale, 3);
    assert_near(rim.y - dots.y, 0.15 * scale, 3);
    assert_near(rim.right - rim.left, 0.4 * scale, 4);
    png_forget(moved);
    png_forget(still);
    release(fields);
}

// The circles of the scotoma's fields move right by 0.2 and grow fourfold in area.
static void outlines_have_the_fields_areas(void **state) {
    (void)state;
    const PictureFrame frame = {.title = "Outlines", .subtitle = "iteration 1"};
    Fields *fields = fields_new();
    PictureDisplacement picture = picture_of(fields);
    for (size_t unit = 0; unit < UNITS; unit++)
        if (hypot(fields->x[unit] - 0.1, fields->y[unit] + 0.15) < 0.2) {
            fields->now_x[unit] += 0.1;
            fields->now_area[unit] *= 4;
        }
    Error error = {0};
    PngRead *png = finish(picture_outlines(&frame, &picture, path, &error), &error);
    int middle = png->width / 2;
    Ink before = ink_of(png, WITHIN, 0, middle), now = ink_of(png, WITHIN, middle, png->width);
    double scale = 560 / 1.06, radius = sqrt(0.011 / M_PI);
    // Those panels lie apart by what the discs of the scotoma do.
    double apart = ink_of(png, SCOTOMA, middle, png->width).x - ink_of(png, SCOTOMA, 0, middle).x;
    assert_near(now.x - before.x - apart, 0.1 * scale, 4);
    // Both extents hold the same centres, and a radius at each end.
    assert_near((now.right - now.left) - (before.right - before.left), 2 * radius * scale, 4);
    assert_true(before.count > 1000);
    png_forget(png);
    release(fields);
}

static void unwritable_paths_are_refused(void **state) {
    (void)state;
    const PictureFrame frame = {.title = "Outlines"};
    Fields *fields = fields_new();
    PictureDisplacement picture = picture_of(fields);
    Error error = {0};
    assert_false(picture_outlines(&frame, &picture, "/nowhere/outlines.png", &error));
    assert_false(picture_displacement(&frame, &picture, "/nowhere/arrows.png", &error));
    assert_non_null(strstr(error.text, "/nowhere/outlines.png"));
    assert_non_null(strstr(error.text, "/nowhere/arrows.png"));
    error_clear(&error);
    release(fields);
}

static int name_file(void **state) {
    (void)state;
    strcpy(path, "/tmp/pinwheel-displacement-XXXXXX");
    int file = mkstemp(path);
    return file < 0 ? -1 : close(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(arrows_lead_from_before_to_now),
                                       cmocka_unit_test(outlines_have_the_fields_areas),
                                       cmocka_unit_test(unwritable_paths_are_refused)};
    return cmocka_run_group_tests(tests, name_file, NULL);
}
