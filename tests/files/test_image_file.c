// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "files/image_file.h"
#include "helpers/file_fixture.h"

#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const double tolerance = 1e-12;

static void reads(const FixturePng *png, const double *expected) {
    const char *path = fixture_path("image.png");
    fixture_png(path, png);
    Error error = {0};
    Image image;
    if (!image_read(path, IMAGE_GREY, &image, &error))
        fail_msg("%s", error.text);
    assert_int_equal(image.height, png->height);
    assert_int_equal(image.width, png->width);
    for (size_t k = 0; k < image.height * image.width; k++)
        if (!(fabs(image.values[k] - expected[k]) <= tolerance))
            fail_msg("pixel %zu is %.17g, not %.17g", k, image.values[k], expected[k]);
    image_free(&image);
}

static double luma(double red, double green, double blue) {
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255.0;
}

static void every_type_is_read(void **state) {
    (void)state;
    const unsigned char grey[] = {0, 38, 255, 171, 90, 5};
    reads(&(FixturePng){3, 2, 8, PNG_COLOR_TYPE_GRAY, grey, 3, NULL, 0, false},
          (double[]){0, 38 / 255.0, 1, 171 / 255.0, 90 / 255.0, 5 / 255.0});
    const unsigned char deep[] = {0x12, 0x34, 0xff, 0xff, 0x00, 0x07};
    reads(&(FixturePng){3, 1, 16, PNG_COLOR_TYPE_GRAY, deep, 6, NULL, 0, false},
          (double[]){0x1234 / 65535.0, 1, 7 / 65535.0});
    const unsigned char one[] = {0xa0, 0x60}; // 101, 011
    reads(&(FixturePng){3, 2, 1, PNG_COLOR_TYPE_GRAY, one, 1, NULL, 0, false},
          (double[]){1, 0, 1, 0, 1, 1});
    const unsigned char two[] = {0x1b}; // 0 1 2 3
    reads(&(FixturePng){4, 1, 2, PNG_COLOR_TYPE_GRAY, two, 1, NULL, 0, false},
          (double[]){0, 1 / 3.0, 2 / 3.0, 1});
    const unsigned char colour[] = {255, 0, 0, 17, 90, 203};
    reads(&(FixturePng){2, 1, 8, PNG_COLOR_TYPE_RGB, colour, 6, NULL, 0, false},
          (double[]){luma(255, 0, 0), luma(17, 90, 203)});
    const unsigned char glassy[] = {17, 90, 203, 255};
    reads(&(FixturePng){1, 1, 8, PNG_COLOR_TYPE_RGB_ALPHA, glassy, 4, NULL, 0, false},
          (double[]){luma(17, 90, 203)});
    const unsigned char pale[] = {77, 255, 130, 255};
    reads(&(FixturePng){2, 1, 8, PNG_COLOR_TYPE_GRAY_ALPHA, pale, 4, NULL, 0, false},
          (double[]){77 / 255.0, 130 / 255.0});
    const unsigned char numbers[] = {0x21}, palette[] = {9, 9, 9, 17, 90, 203, 240, 3, 66};
    reads(&(FixturePng){2, 1, 4, PNG_COLOR_TYPE_PALETTE, numbers, 1, palette, 3, false},
          (double[]){luma(240, 3, 66), luma(17, 90, 203)});
    const unsigned char rich[] = {0x12, 0x34, 0x80, 0x01, 0xfe, 0xdc};
    reads(&(FixturePng){1, 1, 16, PNG_COLOR_TYPE_RGB, rich, 6, NULL, 0, false},
          (double[]){(0.299 * 0x1234 + 0.587 * 0x8001 + 0.114 * 0xfedc) / 65535.0});
}

// Rows are made up in seven passes over the whole.
static void interlaced_rows_are_put_together(void **state) {
    (void)state;
    enum { HEIGHT = 11, WIDTH = 13 };
    unsigned char bytes[HEIGHT * WIDTH];
    double grey[HEIGHT * WIDTH];
    for (size_t k = 0; k < sizeof bytes; k++)
        grey[k] = (bytes[k] = (unsigned char)(k * k * 31 + k * 7)) / 255.0;
    FixturePng png = {.width = WIDTH,
                      .height = HEIGHT,
                      .depth = 8,
                      .colour = PNG_COLOR_TYPE_GRAY,
                      .bytes = bytes,
                      .stride = WIDTH,
                      .interlaced = true};
    reads(&png, grey);
}

static void colours_are_told_from_greys(void **state) {
    (void)state;
    const unsigned char grey[] = {90, 90, 90, 17, 17, 17}, colour[] = {90, 90, 90, 17, 17, 18};
    const char *path = fixture_path("rgb.png");
    for (size_t k = 0; k < 2; k++) {
        Error error = {0};
        Image image;
        fixture_png(
            path, &(FixturePng){2, 1, 8, PNG_COLOR_TYPE_RGB, k ? colour : grey, 6, NULL, 0, false});
        assert_true(image_read(path, IMAGE_GREY, &image, &error));
        assert_int_equal(image.coloured, k == 1);
        image_free(&image);
    }
}

static void refused(const char *path, const char *cause) {
    Error error = {0};
    Image image;
    assert_false(image_read(path, IMAGE_GREY, &image, &error));
    if (!strstr(error.text, path) || !strstr(error.text, cause))
        fail_msg("\"%s\" lacks \"%s\" or the path", error.text, cause);
    assert_null(image.values);
    error_clear(&error);
}

static void wrong_files_are_refused(void **state) {
    (void)state;
    refused(fixture_path("none.png"), "no such file");
    fixture_bytes(fixture_path("text.png"), "not an image", 12);
    refused(fixture_path("text.png"), "is not a PNG file");
    refused(fixture_path("."), "is not an ordinary file: it is a folder, not a PNG file");

    unsigned char noise[64 * 64];
    for (size_t k = 0; k < sizeof noise; k++)
        noise[k] = (unsigned char)(k * k * 31 + k * 7);
    const char *path = fixture_path("cut.png");
    fixture_grey(path, 64, 64, noise);
    long size = fixture_size(path);
    fixture_cut(path, size - 12 - 200);
    refused(path, "the file ends too early");
    fixture_cut(path, 40);
    refused(path, "the file ends too early");

    const char *wide = fixture_path("wide.png");
    static unsigned char row[20000];
    fixture_grey(wide, 1, 20000, row);
    refused(wide, "it has 20000 x 1 pixels; at most 16384 a side");
}

// A file of 57 bytes says that it has 16384 x 16384 pixels: no room is made for them. One of zeros,
// packed as tightly as can be, is read.
static void pixels_that_the_file_cannot_hold_are_refused(void **state) {
    (void)state;
    static const unsigned char bytes[57] = {
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44,
        0x52, 0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x40, 0x00, 0x10, 0x06, 0x00, 0x00, 0x00, 0xf9,
        0x58, 0xcc, 0xc7, 0x00, 0x00, 0x00, 0x00, 0x49, 0x44, 0x41, 0x54, 0x35, 0xaf, 0x06, 0x1e,
        0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
    fixture_bytes(fixture_path("hollow.png"), bytes, sizeof bytes);
    size_t before = peak_memory();
    refused(fixture_path("hollow.png"), "the file ends too early");
    assert_in_range(peak_memory() - before, 0, 10 << 20);

    enum { SIDE = 2000 };
    unsigned char *black = allocate(SIDE * SIDE, 1);
    fixture_grey(fixture_path("black.png"), SIDE, SIDE, black);
    Error error = {0};
    Image image;
    assert_true(image_read(fixture_path("black.png"), IMAGE_GREY, &image, &error));
    image_free(&image);
    release(black);
}

static void transparency_is_refused(void **state) {
    (void)state;
    const unsigned char glassy[] = {17, 90, 203, 255, 17, 90, 203, 254},
                        pale[] = {77, 255, 130, 12};
    const char *path = fixture_path("alpha.png");
    fixture_png(path, &(FixturePng){2, 1, 8, PNG_COLOR_TYPE_RGB_ALPHA, glassy, 8, NULL, 0, false});
    refused(path, "transparent pixels; save it without transparency");
    fixture_png(path, &(FixturePng){2, 1, 8, PNG_COLOR_TYPE_GRAY_ALPHA, pale, 4, NULL, 0, false});
    refused(path, "transparent pixels");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_is_read),
        cmocka_unit_test(colours_are_told_from_greys),
        cmocka_unit_test(transparency_is_refused),
        cmocka_unit_test(interlaced_rows_are_put_together),
        cmocka_unit_test(wrong_files_are_refused),
        cmocka_unit_test(pixels_that_the_file_cannot_hold_are_refused),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
