// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures made smaller: means of pixels, sharp edges, the map cut out.
#include "helpers/file_fixture.h"
#include "helpers/png_reading.h"
#include "pictures/canvas.h"
#include "report/thumbnail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum { SIDE = 60, FEWER_BITS = 7 }; // a channel of 5 bits is up to so much away

// Numbers from 0 to 255, as different as can be.
static uint8_t any_byte(size_t k) {
    return (uint8_t)((k * 2654435761u) >> 24);
}

// A canvas of random greys.
static PictureFile noise(const char *path, uint8_t *grey) {
    Canvas *canvas = canvas_new(CANVAS_PNG, SIDE, SIDE, 1.0);
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

// Two thirds of the width: pixels are halved across and down.
static void pixels_are_means_of_those_they_cover(void **state) {
    (void)state;
    uint8_t grey[SIDE * SIDE];
    PictureFile picture = noise(fixture_path("noise.png"), grey), thumbnail;
    assert_true(thumbnail_make(&thumbnail, &picture, SIDE * 2 / 3, NULL));
    assert_int_equal(thumbnail.width, SIDE / 2);
    assert_int_equal(thumbnail.height, SIDE / 2);
    PngRead *back = read_back(&thumbnail);
    for (int y = 0; y < SIDE / 2; y++)
        for (int x = 0; x < SIDE / 2; x++) {
            const uint8_t *above = &grey[2 * y * SIDE + 2 * x], *below = above + SIDE;
            uint8_t want = (uint8_t)((above[0] + above[1] + below[0] + below[1]) / 4);
            assert_true(colours_near(png_pixel(back, x, y), (Rgb){want, want, want}, FEWER_BITS));
        }
    png_forget(back);
    picture_file_free(&thumbnail);
    picture_file_free(&picture);
}

// Black and white squares of six pixels, cut out and made smaller: no grey between them.
static void edges_between_samples_stay_sharp(void **state) {
    (void)state;
    enum { ZOOM = 6 };
    Canvas *canvas = canvas_new(CANVAS_PNG, SIDE, SIDE, 1.0);
    for (int k = 0; k < 64; k++)
        if ((k / 8 + k) % 2 == 0)
            canvas_rectangle(canvas, 3 + k % 8 * ZOOM, 5 + k / 8 * ZOOM, ZOOM, ZOOM, (Rgb){0});
    Error error = {0};
    PictureFile picture, thumbnail;
    const char *path = fixture_path("squares.png");
    assert_true(canvas_write(canvas, path, NULL, 0, &error));
    canvas_free(canvas);
    assert_true(picture_file_read(&picture, path, &error));
    assert_true(thumbnail_make(&thumbnail, &picture, 20, &(PictureMap){3, 5, ZOOM, 8, 8, true}));
    assert_int_equal(thumbnail.width, 16);
    PngRead *back = read_back(&thumbnail);
    assert_int_equal(png_count(back, (Rgb){0}) + png_count(back, (Rgb){255, 255, 255}), 16 * 16);
    assert_int_equal(png_count(back, (Rgb){0}), 16 * 16 / 2);
    png_forget(back);
    picture_file_free(&thumbnail);
    picture_file_free(&picture);
}

static void the_map_alone_is_its_rectangle(void **state) {
    (void)state;
    uint8_t grey[SIDE * SIDE];
    PictureFile picture = noise(fixture_path("map.png"), grey), thumbnail;
    assert_true(thumbnail_make(&thumbnail, &picture, 1000, &(PictureMap){5, 7, 4, 6, 9, true}));
    assert_int_equal(thumbnail.width, 36);
    assert_int_equal(thumbnail.height, 24);
    PngRead *back = read_back(&thumbnail);
    for (int y = 0; y < 24; y++)
        for (int x = 0; x < 36; x++) {
            uint8_t want = grey[(7 + y) * SIDE + 5 + x];
            assert_true(colours_near(png_pixel(back, x, y), (Rgb){want, want, want}, FEWER_BITS));
        }
    png_forget(back);
    picture_file_free(&thumbnail);
    picture_file_free(&picture);
}

static void a_map_outside_the_picture_is_passed_over(void **state) {
    (void)state;
    static const PictureMap maps[] = {{5, 7, 4, 6, 14, false}, {5, 7, 4, 14, 6, false},
                                      {61, 0, 1, 1, 1, false}, {0, 0, 0, 5, 5, false},
                                      {0, 0, 1, 5, 0, false},  {0}};
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
        cmocka_unit_test(pixels_are_means_of_those_they_cover),
        cmocka_unit_test(edges_between_samples_stay_sharp),
        cmocka_unit_test(the_map_alone_is_its_rectangle),
        cmocka_unit_test(a_map_outside_the_picture_is_passed_over),
        cmocka_unit_test(damaged_pixels_make_no_thumbnail),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
