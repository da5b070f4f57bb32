// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of large maps.
#include "base/memory.h"
#include "base/random.h"
#include "helpers/picture_fixture.h"
#include "pictures/picture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const Rgb WHITE = {255, 255, 255};
static const PictureFrame FRAME = {.title = "Orientation preference",
                                   .subtitle = "iteration 10,000"};

static PngRead *draw_orientation(const PictureOrientation *map, const PictureFrame *frame) {
    Error error = {0};
    if (!picture_orientation(frame, map, picture_fixture_path(), &error))
        fail_msg("%s", error.text);
    PngRead *png = png_read(picture_fixture_path());
    remove(picture_fixture_path());
    return png;
}

// A map of 999 x 999 units is drawn with every other row and column, and says so.
static void large_maps_are_reduced(void **state) {
    (void)state;
    enum { SIDE = 999 };
    double *preference = picture_fixture_values(SIDE * SIDE, 0.0, M_PI, 17);
    const Pinwheel pinwheels[] = {{400.5, 200.25, 1}};
    const PictureOrientation map = {.preference = preference,
                                    .rows = SIDE,
                                    .cols = SIDE,
                                    .pinwheels = pinwheels,
                                    .pinwheels_count = 1};
    PngRead *png = draw_orientation(&map, &FRAME);
    assert_true(png->width < 2000 && png->height < 2000);
    Place place = picture_fixture_place(png);
    assert_int_equal(place.rows, 500);
    assert_int_equal(place.cols, 500);
    for (size_t i = 7; i < 250000; i += 251) {
        size_t row = i / 500, column = i % 500;
        bool under_dot = fabs((double)row - 100.4) < 9 && fabs((double)column - 200.5) < 9;
        double shown =
            row < 499 && column < 499 ? preference[(2 * row + 1) * SIDE + 2 * column + 1] : 0;
        if (!under_dot && row < 499 && column < 499)
            assert_true(colours_near(png_pixel(png, place.left + (int)column * place.zoom,
                                               place.top + (int)row * place.zoom),
                                     colour_wheel(PALETTE_OKLCH, shown / M_PI, 1.0), 0));
    }
    assert_true(colours_near(png_pixel(png, place.left + (int)(401.0 * 0.5 * place.zoom),
                                       place.top + (int)(200.75 * 0.5 * place.zoom)),
                             WHITE, 0));
    assert_string_equal(png_note(png, "Description"),
                        "iteration 10,000; reduced: 1 of 2 x 2 units is shown");
    png_forget(png);
    release(preference);
}

// Dots of very many pinwheels shrink, so that the map shows; where even small ones would hide it,
// none is drawn.
static void many_pinwheels_do_not_hide_the_map(void **state) {
    (void)state;
    enum { SIDE = 120, MANY = 900, TOO_MANY = 9000 };
    double *preference = picture_fixture_values(SIDE * SIDE, 0.0, M_PI, 18);
    double *place_of = picture_fixture_values(2 * TOO_MANY, 0.0, SIDE - 1, 19);
    Pinwheel *pinwheels = allocate(TOO_MANY, sizeof *pinwheels);
    for (size_t k = 0; k < TOO_MANY; k++)
        pinwheels[k] = (Pinwheel){place_of[2 * k], place_of[2 * k + 1], k % 2 ? 1 : -1};
    static const size_t counts[] = {MANY, TOO_MANY};
    for (int c = 0; c < 2; c++) {
        const PictureOrientation map = {.preference = preference,
                                        .rows = SIDE,
                                        .cols = SIDE,
                                        .pinwheels = pinwheels,
                                        .pinwheels_count = counts[c]};
        PngRead *png = draw_orientation(&map, &FRAME);
        Place place = picture_fixture_place(png);
        size_t covered = 0;
        for (size_t i = 0; i < SIDE * SIDE; i++) {
            int x = place.left + (int)(i % SIDE) * place.zoom + place.zoom / 2,
                y = place.top + (int)(i / SIDE) * place.zoom + place.zoom / 2;
            covered += !colours_near(png_pixel(png, x, y),
                                     colour_wheel(PALETTE_OKLCH, preference[i] / M_PI, 1.0), 3);
        }
        if (c == 0)
            assert_in_range(covered, SIDE * SIDE / 50, SIDE * SIDE / 5);
        else
            assert_int_equal(covered, 0);
        png_forget(png);
    }
    release(pinwheels);
    release(place_of);
    release(preference);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(large_maps_are_reduced),
                                       cmocka_unit_test(many_pinwheels_do_not_hide_the_map)};
    return cmocka_run_group_tests(tests, picture_fixture_make, picture_fixture_remove);
}
