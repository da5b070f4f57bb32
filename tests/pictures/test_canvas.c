// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "base/random.h"
#include "helpers/png_reading.h"
#include "pictures/canvas.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static const Rgb BLACK = {0, 0, 0}, WHITE = {255, 255, 255}, BLUE = {28, 71, 153};
static char folder[64];

static int make_folder(void **state) {
    (void)state;
    strcpy(folder, "/tmp/pinwheel-canvas-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    return rmdir(folder);
}

static char *in_folder(const char *name) {
    return format_text("%s/%s", folder, name);
}

static Canvas *noise_canvas(int width, int height, uint64_t seed) {
    Canvas *canvas = canvas_new(CANVAS_PNG, width, height, 1.0);
    RandomDraws draws = random_draws(random_stream(seed, "test/canvas"), 0);
    for (int i = 0; i < width * height; i++)
        canvas_rectangle(canvas, i % width, i / width, 1, 1,
                         (Rgb){(uint8_t)random_integer(&draws, 256),
                               (uint8_t)random_integer(&draws, 256),
                               (uint8_t)random_integer(&draws, 256)});
    return canvas;
}

static int canvas_width(const Canvas *canvas) {
    return cairo_image_surface_get_width(canvas->surface);
}

static int canvas_height(const Canvas *canvas) {
    return cairo_image_surface_get_height(canvas->surface);
}

static bool same_pixels(const Canvas *a, const Canvas *b) {
    for (int y = 0; y < canvas_height(a); y++)
        for (int x = 0; x < canvas_width(a); x++)
            if (!colours_near(canvas_pixel(a, x, y), canvas_pixel(b, x, y), 0))
                return false;
    return true;
}

static void assert_read(const PngRead *png, const Canvas *canvas) {
    assert_int_equal(png->width, canvas_width(canvas));
    assert_int_equal(png->height, canvas_height(canvas));
    for (int y = 0; y < png->height; y++)
        for (int x = 0; x < png->width; x++)
            assert_true(colours_near(png_pixel(png, x, y), canvas_pixel(canvas, x, y), 0));
}

static void picture_comes_back_whole(void **state) {
    (void)state;
    Canvas *canvas = noise_canvas(53, 37, 7);
    char *path = in_folder("noise.png");
    const PngText notes[] = {{"Command", "pinwheel run gcal.cfg"},
                             {"Description", "λ = 0.74 mm, 22.5°"}};
    Error error = {0};
    assert_true(canvas_write(canvas, path, notes, 2, &error));
    PngRead *png = png_read(path);
    assert_int_equal(png->width, 53);
    assert_int_equal(png->height, 37);
    assert_read(png, canvas);
    assert_int_equal(png->image.notes, 2);
    assert_string_equal(png_note(png, "Command"), notes[0].text);
    assert_string_equal(png_note(png, "Description"), notes[1].text);
    png_forget(png);
    char *temporary = format_text("%s.tmp", path);
    assert_int_equal(access(temporary, F_OK), -1);
    release(temporary);
    remove(path);
    release(path);
    canvas_free(canvas);
}

static size_t file_bytes(const char *path, unsigned char *bytes, size_t room) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t n = fread(bytes, 1, room, file);
    fclose(file);
    return n;
}

static void bytes_depend_on_the_picture_alone(void **state) {
    (void)state;
    static unsigned char bytes[2][20000];
    size_t n[2];
    char *path = in_folder("same.png");
    for (int i = 0; i < 2; i++) {
        Canvas *canvas = noise_canvas(41, 29, 11);
        Error error = {0};
        assert_true(canvas_write(canvas, path, &(PngText){"Title", "once more"}, 1, &error));
        canvas_free(canvas);
        n[i] = file_bytes(path, bytes[i], sizeof bytes[i]);
        remove(path);
    }
    assert_in_range(n[0], 41 * 29 * 3, sizeof bytes[0] - 1);
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(bytes[0], bytes[1], n[0]);
    release(path);
}

static void assert_refused(const char *path, const char *cause) {
    Canvas *canvas = noise_canvas(230, 170, 3);
    Error error = {0};
    assert_false(canvas_write(canvas, path, NULL, 0, &error));
    assert_non_null(strstr(error.text, path));
    assert_non_null(strstr(error.text, cause));
    error_clear(&error);
    canvas_free(canvas);
}

static void missing_folder_is_refused(void **state) {
    (void)state;
    char *path = in_folder("nowhere/map.png");
    assert_refused(path, "No such file or directory");
    release(path);
}

// Files may have so many bytes; writing more fails, as on a full disk.
static void limit_files(rlim_t bytes) {
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void full_disk_is_refused_and_the_old_picture_stays(void **state) {
    (void)state;
    char *path = in_folder("full.png"), *fresh = in_folder("full.png.new");
    Canvas *canvas = noise_canvas(23, 19, 5);
    Error error = {0};
    assert_true(canvas_write(canvas, path, NULL, 0, &error));
    limit_files(10000);
    assert_refused(path, "File too large");
    limit_files(RLIM_INFINITY);
    assert_int_equal(access(fresh, F_OK), -1);
    PngRead *png = png_read(path);
    assert_read(png, canvas);
    png_forget(png);
    canvas_free(canvas);
    remove(path);
    release(path);
    release(fresh);
}

// A small picture stays in the stream's buffer until it is closed: that failure counts as well.
static void full_disk_is_noticed_at_the_end(void **state) {
    (void)state;
    char *path = in_folder("late.png");
    Canvas *canvas = canvas_new(CANVAS_PNG, 3, 2, 1.0);
    Error error = {0};
    limit_files(10);
    assert_false(canvas_write(canvas, path, NULL, 0, &error));
    limit_files(RLIM_INFINITY);
    assert_non_null(strstr(error.text, "File too large"));
    assert_int_equal(access(path, F_OK), -1);
    error_clear(&error);
    canvas_free(canvas);
    release(path);
}

static void folder_in_the_way_is_refused(void **state) {
    (void)state;
    char *path = in_folder("taken.png");
    assert_int_equal(mkdir(path, 0700), 0);
    assert_refused(path, "is a folder");
    rmdir(path);
    release(path);
}

static void bad_note_is_refused_by_libpng(void **state) {
    (void)state;
    char *path = in_folder("note.png");
    Canvas *canvas = noise_canvas(9, 9, 2);
    Error error = {0};
    const PngText note = {"", "a note without a key"};
    assert_false(canvas_write(canvas, path, &note, 1, &error));
    assert_non_null(strstr(error.text, path));
    error_clear(&error);
    canvas_free(canvas);
    release(path);
}

// The columns and rows that are not white.
static void find_ink(const Canvas *canvas, int *left, int *right, int *top, int *bottom) {
    *left = canvas_width(canvas);
    *top = canvas_height(canvas);
    *right = *bottom = -1;
    for (int y = 0; y < canvas_height(canvas); y++)
        for (int x = 0; x < canvas_width(canvas); x++)
            if (!colours_near(canvas_pixel(canvas, x, y), WHITE, 0)) {
                *left = x < *left ? x : *left;
                *right = x > *right ? x : *right;
                *top = y < *top ? y : *top;
                *bottom = y > *bottom ? y : *bottom;
            }
}

static void text_is_as_wide_as_it_says(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"Orientation preference",
                                        "W",
                                        "ill",
                                        "0.25 sheet units",
                                        "3.14 \u00B1 0.08 /\u039B\u00B2",
                                        "\u03BB = 740 \u00B5m, 22.5\u00B0",
                                        "jQ&@"};
    static const Font FONTS[] = {{16.0, false}, {22.0, false}, {27.0, true}, {41.5, true}};
    for (size_t t = 0; t < sizeof TEXTS / sizeof *TEXTS; t++)
        for (size_t f = 0; f < sizeof FONTS / sizeof *FONTS; f++) {
            int width = font_text_width(FONTS[f], TEXTS[t]);
            int slack = (int)ceil(0.13 * FONTS[f].size);
            int overhang = (int)ceil(0.07 * FONTS[f].size); // of the foot of a `j`
            for (int align = ALIGN_LEFT; align <= ALIGN_RIGHT; align++) {
                Canvas *canvas = canvas_new(CANVAS_PNG, 1200, 100, 1.0);
                canvas_text(canvas, 600, 60, (Align)align, FONTS[f], BLACK, TEXTS[t]);
                int left, right, top, bottom;
                find_ink(canvas, &left, &right, &top, &bottom);
                int start = align == ALIGN_LEFT    ? 600
                            : align == ALIGN_RIGHT ? 600 - width
                                                   : 600 - width / 2;
                assert_in_range(left, start - overhang, start + slack);
                assert_in_range(right, start + width - 1 - slack, start + width);
                canvas_free(canvas);
            }
        }
}

// Cairo covers a pixel in more steps across than down.
static void upward_text_is_text_turned(void **state) {
    (void)state;
    const Font font = {22.0, false};
    const char *text = "power, 4.5 cycles";
    Canvas *across = canvas_new(CANVAS_PNG, 400, 400, 1.0),
           *up = canvas_new(CANVAS_PNG, 400, 400, 1.0);
    canvas_text(across, 200 - font_text_width(font, text) / 2, 200, ALIGN_LEFT, font, BLACK, text);
    canvas_text_up(up, 200, 200, font, BLACK, text);
    for (int y = 0; y < 400; y++)
        for (int x = 0; x < 400; x++)
            assert_true(colours_near(canvas_pixel(across, x, y), canvas_pixel(up, y, 399 - x), 30));
    canvas_free(across);
    canvas_free(up);
}

static Canvas *letter(const char *text) {
    Canvas *canvas = canvas_new(CANVAS_PNG, 40, 40, 1.0);
    canvas_text(canvas, 8, 28, ALIGN_LEFT, (Font){24.0, false}, BLACK, text);
    return canvas;
}

// Whether the ink is higher than a dash and has ink all around its edge, as the box has that
// stands for a character that no font holds.
static bool is_box(const Canvas *canvas) {
    int left, right, top, bottom;
    find_ink(canvas, &left, &right, &top, &bottom);
    bool whole = bottom - top > 8 && right - left > 4;
    for (int y = top; y <= bottom; y++)
        for (int x = left; x <= right; x++)
            if (x == left || x == right || y == top || y == bottom)
                whole = whole && !colours_near(canvas_pixel(canvas, x, y), WHITE, 0);
    return whole;
}

static void every_letter_has_its_own_shape(void **state) {
    (void)state;
    static const char *const SIGNS[] = {"°", "±", "²", "³", "¹", "µ", "×", "Λ", "θ",
                                        "λ", "π", "σ", "–", "…", "⁰", "⁴", "⁵", "⁶",
                                        "⁷", "⁸", "⁹", "⁻", "−", "≤", "≥"};
    enum { ASCII = 95, LETTERS = ASCII + sizeof SIGNS / sizeof *SIGNS };
    Canvas *canvas[LETTERS];
    for (int i = 0; i < LETTERS; i++) {
        canvas[i] = letter(i < ASCII ? (const char[]){(char)(' ' + i), '\0'} : SIGNS[i - ASCII]);
        assert_false(is_box(canvas[i]));
        for (int j = 0; j < i; j++)
            assert_false(same_pixels(canvas[i], canvas[j]));
    }
    for (int i = 0; i < LETTERS; i++)
        canvas_free(canvas[i]);
}

static void what_is_no_letter_is_a_box_and_does_no_harm(void **state) {
    (void)state;
    Canvas *box = letter("\U0010FFFD");
    assert_true(is_box(box));
    canvas_free(box);
    static const char *const TEXTS[] = {"\xFF\x80", "\xE2\x88", "a\nb"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        Canvas *canvas = letter(TEXTS[i]), *empty = canvas_new(CANVAS_PNG, 40, 40, 1.0);
        assert_false(same_pixels(canvas, empty));
        canvas_free(canvas);
        canvas_free(empty);
    }
}

static void shapes_cover_what_they_should(void **state) {
    (void)state;
    Canvas *canvas = canvas_new(CANVAS_PNG, 100, 80, 1.0);
    canvas_disc(canvas, 41.5, 33.5, 12.0, BLUE);
    assert_true(colours_near(canvas_pixel(canvas, 41, 33), BLUE, 0));
    assert_true(colours_near(canvas_pixel(canvas, 41 + 11, 33), BLUE, 0));
    assert_true(colours_near(canvas_pixel(canvas, 41 + 13, 33), WHITE, 0));
    double area = 0.0;
    for (int i = 0; i < 8000; i++)
        area += (255.0 - canvas_pixel(canvas, i % 100, i / 100).red) / (255.0 - BLUE.red);
    assert_true(fabs(area - M_PI * 144.0) < 4.0);
    canvas_free(canvas);

    canvas = canvas_new(CANVAS_PNG, 100, 80, 1.0);
    canvas_line(
        canvas,
        (Point[]){
            {10.0, 20.5}, {70.0, 20.5}, {(double)NAN, (double)NAN}, {10.0, 60.5}, {70.0, 60.5}},
        5, 3.0, 0.0, BLACK);
    assert_true(colours_near(canvas_pixel(canvas, 40, 19), BLACK, 0));
    assert_true(colours_near(canvas_pixel(canvas, 40, 21), BLACK, 0));
    assert_true(colours_near(canvas_pixel(canvas, 40, 22), WHITE, 0));
    assert_true(colours_near(canvas_pixel(canvas, 40, 40), WHITE, 0));
    assert_true(colours_near(canvas_pixel(canvas, 40, 60), BLACK, 0));
    canvas_free(canvas);
}

static void shapes_are_cut_at_the_edge(void **state) {
    (void)state;
    Canvas *canvas = canvas_new(CANVAS_PNG, 20, 10, 1.0);
    canvas_rectangle(canvas, -5, -5, 12, 8, BLUE);
    canvas_rectangle(canvas, 400, 3, 5, 5, BLUE);
    canvas_disc(canvas, 1e7, -4.0, 3.0, BLACK);
    canvas_line(canvas, (Point[]){{-1e6, 8.5}, {1e6, 8.5}}, 2, 1.0, 0.0, BLACK);
    canvas_text(canvas, 12, 2, ALIGN_LEFT, (Font){30.0, true}, BLACK, "gone");
    assert_true(colours_near(canvas_pixel(canvas, 6, 2), BLUE, 0));
    assert_true(colours_near(canvas_pixel(canvas, 7, 2), WHITE, 0));
    assert_true(colours_near(canvas_pixel(canvas, 0, 8), BLACK, 0));
    assert_true(colours_near(canvas_pixel(canvas, 0, 5), WHITE, 0));
    canvas_free(canvas);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(picture_comes_back_whole),
        cmocka_unit_test(bytes_depend_on_the_picture_alone),
        cmocka_unit_test(missing_folder_is_refused),
        cmocka_unit_test(full_disk_is_refused_and_the_old_picture_stays),
        cmocka_unit_test(full_disk_is_noticed_at_the_end),
        cmocka_unit_test(folder_in_the_way_is_refused),
        cmocka_unit_test(bad_note_is_refused_by_libpng),
        cmocka_unit_test(text_is_as_wide_as_it_says),
        cmocka_unit_test(upward_text_is_text_turned),
        cmocka_unit_test(every_letter_has_its_own_shape),
        cmocka_unit_test(what_is_no_letter_is_a_box_and_does_no_harm),
        cmocka_unit_test(shapes_cover_what_they_should),
        cmocka_unit_test(shapes_are_cut_at_the_edge),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
