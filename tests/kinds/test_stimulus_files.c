// SPDX-License-Identifier: GPL-3.0-or-later
// The stimuli that read files: images and recorded frames.
#include "base/memory.h"
#include "helpers/file_fixture.h"
#include "helpers/shown_stimulus.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { N = SHOWN_SIDE, UNITS = N * N };

// An image of 5 x 3 pixels, none alike; its largest value is 250, and the mean of its edge is not.
enum { WIDTH = 5, HEIGHT = 3 };
static const unsigned char pixels[HEIGHT][WIDTH] = {
    {10, 20, 30, 40, 50}, {60, 250, 80, 90, 100}, {110, 120, 130, 140, 170}};

static char *image_folder(const char *name) {
    const char *path = fixture_path(name);
    mkdir(path, 0700);
    return format_text("folder=%s", path);
}

static void images_are_placed_turned_and_scaled(void **state) {
    (void)state;
    char *folder = image_folder("placed");
    fixture_grey(fixture_path("placed/only.PNG"), HEIGHT, WIDTH, &pixels[0][0]);
    fixture_bytes(fixture_path("placed/notes.txt"), "not an image", 12);
    Geometry geometry = shown_sheet(false);
    static double upright[UNITS], turned[UNITS];
    Shown shown = shown_of("image", SETTINGS(folder, "pixels_per_unit=4.37"));
    shown_draw_at(&shown, 0.213, -0.148, 0, 0, &geometry, upright);
    shown_draw_at(&shown, 0.213, -0.148, 90, 0, &geometry, turned);
    double outside = (10 + 20 + 30 + 40 + 50 + 60 + 100 + 110 + 120 + 130 + 140 + 170) / 12.0 / 250;
    size_t beyond = 0;
    for (size_t k = 0; k < UNITS; k++) {
        double right = (shown_x(&geometry, k) - 0.213) * 4.37,
               up = (shown_y(&geometry, k) + 0.148) * 4.37;
        int column = (int)floor(right + 2.5), row = (int)floor(1.5 - up);
        bool in = column >= 0 && column < WIDTH && row >= 0 && row < HEIGHT;
        beyond += !in;
        assert_near(upright[k], in ? pixels[row][column] / 250.0 : outside, 1e-12);
        // A quarter turn counter-clockwise: what was right is up, what was up is left.
        column = (int)floor(up + 2.5);
        row = (int)floor(1.5 + right);
        in = column >= 0 && column < WIDTH && row >= 0 && row < HEIGHT;
        assert_near(turned[k], in ? pixels[row][column] / 250.0 : outside, 1e-12);
    }
    assert_true(beyond > 0 && beyond < UNITS);
    shown_finish(&shown);
    release(folder);
}

static void images_are_chosen_evenly_by_name(void **state) {
    (void)state;
    char *folder = image_folder("several");
    // Each image is grey with one white pixel in a place of its own.
    static const char *const names[] = {"several/b.png", "several/a.png", "several/c.png"};
    static const size_t order[] = {1, 0, 2};
    for (size_t i = 0; i < 3; i++) {
        unsigned char bytes[9] = {50, 50, 50, 50, 50, 50, 50, 50, 50};
        bytes[3 + order[i]] = 200;
        fixture_grey(fixture_path(names[i]), 3, 3, bytes);
    }
    Geometry geometry = shown_sheet(false);
    static double value[UNITS];
    Shown shown = shown_of("image", SETTINGS(folder, "pixels_per_unit=1.257"));
    int counts[3] = {0};
    for (int64_t p = 0; p < 900; p++) {
        shown_draw_at(&shown, 0, 0, 0, p, &geometry, value);
        RandomDraws draws = random_draws(shown.stimulus.values, (uint64_t)p);
        uint32_t chosen = random_integer(&draws, 3);
        const double *row = value + UNITS / 2 - N / 2;
        assert_near(row[chosen * 19 + 1], 1.0, 1e-12);
        assert_near(row[(chosen + 1) % 3 * 19 + 1], 0.25, 1e-12);
        counts[chosen]++;
    }
    for (int i = 0; i < 3; i++)
        assert_near(counts[i], 300, 60);
    shown_finish(&shown);
    release(folder);
}

static void goggles_blur_along_the_vertical(void **state) {
    (void)state;
    enum { SIDE = 101 };
    char *folder = image_folder("goggles");
    static unsigned char bytes[SIDE * SIDE];
    bytes[SIDE * SIDE / 2] = 255;
    fixture_grey(fixture_path("goggles/point.png"), SIDE, SIDE, bytes);
    Geometry geometry = geometry_of(SIDE / 2.386, 1.193, false);
    double *value = allocate(SIDE * SIDE, sizeof *value);
    char scale[64];
    snprintf(scale, sizeof scale, "pixels_per_unit=%.17g", SIDE / 2.386);
    Shown shown = shown_of("image", SETTINGS(folder, scale, "blur_sigma=2.31", "blur_aspect=6.7"));
    shown_draw_at(&shown, 0, 0, 0, 0, &geometry, value);
    long reach = lround(2 * 2.31 * 6.7);
    for (long i = -50; i <= 50; i++)
        for (long j = -50; j <= 50; j++) {
            double x = (double)j / 2.31, y = (double)i / (2.31 * 6.7);
            bool in = labs(i) <= reach && labs(j) <= reach;
            size_t k = (size_t)((50 + i) * SIDE + 50 + j);
            // Near the border a line's kernel is cut, and its sum is still 1.
            if (labs(i) < 50 - reach && labs(j) < 50 - reach)
                assert_near(value[k], in ? exp(-0.5 * x * x - 0.5 * y * y) : 0, 1e-12);
        }
    shown_finish(&shown);

    // A field all alike stays alike, up to its border.
    memset(bytes, 83, sizeof bytes);
    fixture_grey(fixture_path("goggles/point.png"), SIDE, SIDE, bytes);
    shown = shown_of("image", SETTINGS(folder, scale, "blur_sigma=2.31", "blur_aspect=6.7"));
    shown_draw_at(&shown, 0.2, 0.3, 11, 0, &geometry, value);
    for (size_t k = 0; k < SIDE * SIDE; k++)
        assert_near(value[k], 1.0, 1e-9);
    shown_finish(&shown);
    release(value);
    release(folder);
}

static void folders_without_good_images_are_refused(void **state) {
    (void)state;
    char *folder = image_folder("bad");
    shown_refused("image", SETTINGS(folder), "bad: has no PNG files");
    fixture_grey(fixture_path("bad/a.png"), HEIGHT, WIDTH, &pixels[0][0]);
    fixture_bytes(fixture_path("bad/b.png"), "not an image", 12);
    shown_refused("image", SETTINGS(folder), "bad/b.png: is not a PNG file");
    release(folder);
    shown_refused("image", SETTINGS("folder=/nowhere/to/be/found"),
                  "/nowhere/to/be/found: no such folder");
}

static void recorded_frames_come_in_order(void **state) {
    (void)state;
    static float frames[3][UNITS], shown_frame[UNITS];
    for (size_t k = 0; k < 3 * UNITS; k++)
        (&frames[0][0])[k] = (float)sin(0.317 * (double)k) * 0.731f;
    const char *path = fixture_path("frames.h5");
    fixture_dataset(path, "frames/Retina", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, 3,
                    (hsize_t[]){3, N, N}, frames);
    fixture_dataset(path, "map", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, 2, (hsize_t[]){N, N}, frames);
    char *file = format_text("file=%s", path);
    Geometry geometry = shown_sheet(false), other = geometry_of((N + 1) / 2.386, 1.193, false);
    Shown shown = shown_of("recorded", SETTINGS(file, "dataset=frames/Retina"));
    static const int order[] = {0, 1, 2, 3, 7, 20000};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        shown_present(&shown, order[i], &geometry, shown_frame);
        assert_memory_equal(shown_frame, frames[order[i] % 3], sizeof shown_frame);
    }
    // MATLAB has the frames last, and stores its axes in reverse.
    static float turned[3][UNITS];
    for (size_t i = 0; i < UNITS; i++)
        for (size_t k = 0; k < 3; k++)
            turned[k][i % N * N + i / N] = frames[k][i];
    fixture_dataset(path, "matlab", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, 3, (hsize_t[]){3, N, N},
                    turned);
    fixture_note(path, "matlab", "MATLAB_class", "single");
    Shown of_matlab = shown_of("recorded", SETTINGS(file, "dataset=matlab"));
    shown_present(&of_matlab, 4, &geometry, shown_frame);
    assert_memory_equal(shown_frame, frames[1], sizeof shown_frame);
    shown_finish(&of_matlab);
    Error error = {0};
    assert_true(stimulus_fits(&shown.stimulus, &geometry, &error));
    assert_false(stimulus_fits(&shown.stimulus, &other, &error));
    assert_non_null(strstr(error.text, "frames of 41 x 41, and not of 42 x 42 units"));
    error_clear(&error);
    shown_finish(&shown);
    Shown any = shown_of("noise", SETTINGS("grain=0.1"));
    assert_true(stimulus_fits(&any.stimulus, &other, &error));
    shown_finish(&any);

    shown_refused("recorded", SETTINGS(file, "dataset=map"),
                  "map is 41 x 41; recorded frames must be frames x n x n");
    shown_refused("recorded", SETTINGS(file), "/frames is a group, not a dataset");
    frames[1][17] = (float)NAN;
    fixture_dataset(path, "broken", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, 3, (hsize_t[]){3, N, N},
                    frames);
    shown_refused("recorded", SETTINGS(file, "dataset=broken"),
                  "a value that is not finite in frame 1");
    release(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(images_are_placed_turned_and_scaled),
        cmocka_unit_test(images_are_chosen_evenly_by_name),
        cmocka_unit_test(goggles_blur_along_the_vertical),
        cmocka_unit_test(folders_without_good_images_are_refused),
        cmocka_unit_test(recorded_frames_come_in_order),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
