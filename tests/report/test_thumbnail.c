// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures made smaller: colours that stand for many, means of pixels, the map cut out.
#include "base/memory.h"
#include "helpers/file_fixture.h"
#include "helpers/png_reading.h"
#include "pictures/canvas.h"
#include "report/colour_table.h"
#include "report/thumbnail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum { SIDE = 60 };

// Numbers from 0 to 255, as different as can be.
static uint8_t any_byte(size_t k) {
    return (uint8_t)((k * 2654435761u) >> 24);
}

static void few_colours_stay_as_they_are(void **state) {
    (void)state;
    enum { COLOURS = 200, PIXELS = 5000 };
    Rgb colour[COLOURS], pixels[PIXELS];
    uint8_t index[PIXELS];
    for (size_t k = 0; k < COLOURS; k++) // two channels tell them apart in their upper six bits
        colour[k] = (Rgb){(uint8_t)(4 * (k % 20)), (uint8_t)(255 - 4 * (k / 20)), any_byte(k)};
    for (size_t i = 0; i < PIXELS; i++)
        pixels[i] = colour[(i * 7) % COLOURS];
    ColourTable table = colour_table_make(pixels, PIXELS, index);
    assert_int_equal(table.count, COLOURS);
    for (size_t i = 0; i < PIXELS; i++)
        assert_memory_equal(&table.colour[index[i]], &pixels[i], sizeof(Rgb));
}

// A square of all reds and greens: 256 boxes of equal size have sides of 16, so that no colour is
// more than 8 from the mean of its box, and those of boxes cut otherwise at most twice as far.
static void many_colours_are_near_those_that_stand_for_them(void **state) {
    (void)state;
    enum { PIXELS = 256 * 256 };
    Rgb *pixels = allocate(PIXELS, sizeof *pixels);
    uint8_t *index = allocate(PIXELS, 1);
    for (size_t i = 0; i < PIXELS; i++)
        pixels[i] = (Rgb){(uint8_t)(i % 256), (uint8_t)(i / 256), 77};
    ColourTable table = colour_table_make(pixels, PIXELS, index);
    assert_int_equal(table.count, COLOUR_TABLE_MOST);
    for (size_t i = 0; i < PIXELS; i++)
        assert_true(colours_near(table.colour[index[i]], pixels[i], 16));
    release(index);
    release(pixels);
}

// A canvas of random greys.
static PictureFile noise(const char *path, uint8_t *grey) {
    Canvas *canvas = canvas_new(SIDE, SIDE);
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        grey[i] = any_byte(i);
        canvas_rectangle(canvas, (int)i % SIDE, (int)i / SIDE, 1, 1,
                         (Rgb){grey[i], grey[i], grey[i]});
    }
    Error error = {0};
    PictureFile picture;
    assert_true(canvas_write(canvas, path, NULL, 0, &error));
    assert_true(picture_file_read(&picture, path, &error));
    canvas_free(canvas);
    return picture;
}

static PngRead *read_back(const PictureFile *picture) {
    const char *path = fixture_path("back.png");
    fixture_bytes(path, picture->bytes, picture->size);
    return png_read(path);
}

// Three pixels to two: each is one and a half, so that the middle one counts for both.
static void pixels_are_means_of_those_they_cover(void **state) {
    (void)state;
    uint8_t grey[SIDE * SIDE];
    PictureFile picture = noise(fixture_path("noise.png"), grey), thumbnail;
    assert_true(thumbnail_make(&thumbnail, &picture, SIDE * 2 / 3, NULL));
    assert_int_equal(thumbnail.width, SIDE * 2 / 3);
    assert_int_equal(thumbnail.height, SIDE * 2 / 3);
    PngRead *back = read_back(&thumbnail);
    static const double share[2][3] = {{2 / 3.0, 1 / 3.0, 0}, {0, 1 / 3.0, 2 / 3.0}};
    for (int y = 0; y < SIDE * 2 / 3; y++)
        for (int x = 0; x < SIDE * 2 / 3; x++) {
            double mean = 0;
            for (int i = 0; i < 3; i++)
                for (int j = 0; j < 3; j++)
                    mean += share[y % 2][i] * share[x % 2][j] *
                            grey[(y / 2 * 3 + i) * SIDE + x / 2 * 3 + j];
            uint8_t want = (uint8_t)(mean + 0.5);
            // greys within one cell of the table, of four values, share its mean
            assert_true(colours_near(png_pixel(back, x, y), (Rgb){want, want, want}, 3));
        }
    png_forget(back);
    picture_file_free(&thumbnail);
    picture_file_free(&picture);
}

static void the_map_alone_is_its_rectangle(void **state) {
    (void)state;
    uint8_t grey[SIDE * SIDE];
    PictureFile picture = noise(fixture_path("map.png"), grey), thumbnail;
    assert_true(thumbnail_make(&thumbnail, &picture, 1000, &(PictureMap){5, 7, 4, 6, 9}));
    assert_int_equal(thumbnail.width, 36);
    assert_int_equal(thumbnail.height, 24);
    PngRead *back = read_back(&thumbnail);
    for (int y = 0; y < 24; y++)
        for (int x = 0; x < 36; x++) {
            uint8_t want = grey[(7 + y) * SIDE + 5 + x];
            assert_true(colours_near(png_pixel(back, x, y), (Rgb){want, want, want}, 3));
        }
    png_forget(back);
    picture_file_free(&thumbnail);
    picture_file_free(&picture);
}

static void a_map_outside_the_picture_is_passed_over(void **state) {
    (void)state;
    static const PictureMap maps[] = {{5, 7, 4, 6, 14}, {5, 7, 4, 14, 6}, {61, 0, 1, 1, 1},
                                      {0, 0, 0, 5, 5},  {0, 0, 1, 5, 0},  {0}};
    uint8_t grey[SIDE * SIDE];
    for (size_t k = 0; k < sizeof maps / sizeof *maps; k++) {
        PictureFile picture = noise(fixture_path("odd.png"), grey), thumbnail;
        assert_true(thumbnail_make(&thumbnail, &picture, 30, &maps[k]));
        assert_int_equal(thumbnail.width, 30);
        assert_int_equal(thumbnail.height, 30);
        picture_file_free(&thumbnail);
        picture_file_free(&picture);
    }
}

// The chunks are whole, but one byte of the compressed pixels is another.
static void damaged_pixels_make_no_thumbnail(void **state) {
    (void)state;
    uint8_t grey[SIDE * SIDE];
    PictureFile picture = noise(fixture_path("damaged.png"), grey), thumbnail;
    picture.bytes[picture.size / 2] ^= 0x55;
    assert_false(thumbnail_make(&thumbnail, &picture, 30, NULL));
    assert_null(thumbnail.bytes);
    picture_file_free(&thumbnail);
    picture_file_free(&picture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_colours_stay_as_they_are),
        cmocka_unit_test(many_colours_are_near_those_that_stand_for_them),
        cmocka_unit_test(pixels_are_means_of_those_they_cover),
        cmocka_unit_test(the_map_alone_is_its_rectangle),
        cmocka_unit_test(a_map_outside_the_picture_is_passed_over),
        cmocka_unit_test(damaged_pixels_make_no_thumbnail),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
