// SPDX-License-Identifier: GPL-3.0-or-later
// One drawing code as PNG, SVG and PDF: the same pixels of maps, text as text, widths that hold,
// parts that can be left out, limits that are shared.
#define _GNU_SOURCE // memmem
#include "base/memory.h"
#include "base/random.h"
#include "helpers/png_reading.h"
#include "pictures/picture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 17, COLS = 23 };
static char folder[64], path[128];
static double values[ROWS * COLS];
static const PngText SEED = {"Seed", "a -- b"};

static int make_folder(void **state) {
    (void)state;
    strcpy(folder, "/tmp/pinwheel-form-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/picture.png", folder);
    RandomDraws draws = random_draws(random_stream(5, "test/form"), 0);
    for (size_t i = 0; i < ROWS * COLS; i++)
        values[i] = random_between(&draws, -0.731, 2.385);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    return rmdir(folder);
}

static PictureFrame frame_of(const PictureForm *form) {
    return (PictureFrame){.title = "Selectivity & more",
                          .subtitle = "n = 391 <units>",
                          .picture = "map",
                          .form = form,
                          .notes = &SEED,
                          .notes_count = 1,
                          .samples_per_unit = 10,
                          .scale_length = 0.25,
                          .scale_label = "0.25 sheet units",
                          .density = 10,
                          .analysed = 12};
}

static const PictureScalar MAP = {
    .values = values, .rows = ROWS, .cols = COLS, .ramp = RAMP_BLUE_YELLOW, .name = "selectivity"};

static void draw(const PictureForm *form) {
    Error error = {0};
    const PictureFrame frame = frame_of(form);
    if (!picture_scalar(&frame, &MAP, path, &error))
        fail_msg("%s", error.text);
}

static PngRead *draw_png(const PictureForm *form) {
    draw(form);
    PngRead *png = png_read(path);
    remove(path);
    return png;
}

// As a text, to be released.
static char *draw_text(PictureForm form) {
    OWNED_BY(picture_memory_free) PictureMemory memory = {0};
    form.memory = &memory;
    draw(&form);
    assert_int_equal(memory.count, 1);
    assert_string_equal(memory.picture[0].name, "map");
    return format_text("%.*s", (int)memory.picture[0].size, memory.picture[0].bytes);
}

// The k-th image of an SVG.
static PngRead *image_of(const char *svg, int k) {
    static const char start[] = "data:image/png;base64,";
    for (; k >= 0; k--) {
        svg = strstr(svg, start);
        assert_non_null(svg);
        svg += strlen(start);
    }
    OWNED char *code = format_text("%.*s", (int)strcspn(svg, "\""), svg);
    gsize size;
    guchar *bytes = g_base64_decode(code, &size);
    FILE *file = fopen(path, "wb");
    fwrite(bytes, 1, size, file);
    fclose(file);
    g_free(bytes);
    PngRead *png = png_read(path);
    remove(path);
    return png;
}

typedef struct {
    int left, top, zoom, rows, cols;
} Place;

static Place place_of(const PngRead *png) {
    Place place;
    assert_int_equal(sscanf(png_note(png, "Map"), "%d %d %d %d %d", &place.left, &place.top,
                            &place.zoom, &place.rows, &place.cols),
                     5);
    return place;
}

static void pixels_of_the_svg_are_those_of_the_png(void **state) {
    (void)state;
    OWNED char *svg = draw_text((PictureForm){.format = CANVAS_SVG});
    PngRead *image = image_of(svg, 0), *png = draw_png(NULL);
    Place place = place_of(png);
    assert_int_equal(image->width, COLS);
    assert_int_equal(image->height, ROWS);
    for (int i = 0; i < ROWS * COLS; i++)
        assert_true(colours_near(png_pixel(image, i % COLS, i / COLS),
                                 png_pixel(png, place.left + i % COLS * place.zoom + place.zoom / 2,
                                           place.top + i / COLS * place.zoom + place.zoom / 2),
                                 0));
    png_forget(image);
    png_forget(png);
}

static void text_stays_text(void **state) {
    (void)state;
    OWNED char *svg = draw_text((PictureForm){.format = CANVAS_SVG});
    static const char *const texts[] = {">Selectivity &amp; more</text>",
                                        ">n = 391 &lt;units&gt;</text>",
                                        ">selectivity</text>",
                                        ">0.25 sheet units</text>",
                                        "rotate(-90 ",
                                        "Seed: a -- b",
                                        "DejaVu Sans"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_non_null(strstr(svg, texts[i]));
    assert_null(strstr(svg, "glyph"));
}

// The letters are those of the named font, and neither date nor counter makes two files differ.
static void files_are_the_same_each_time(void **state) {
    (void)state;
    for (int format = CANVAS_SVG; format <= CANVAS_PDF; format++) {
        OWNED_BY(picture_memory_free) PictureMemory memory = {0};
        const PictureForm form = {.format = (CanvasFormat)format, .memory = &memory};
        draw(&form);
        draw(&form);
        const PictureBytes *file = memory.picture;
        assert_int_equal(memory.count, 2);
        assert_int_equal(file[0].size, file[1].size);
        assert_memory_equal(file[0].bytes, file[1].bytes, file[0].size);
        assert_null(memmem(file[0].bytes, file[0].size, "CreationDate", 12));
        if (format == CANVAS_PDF)
            assert_non_null(memmem(file[0].bytes, file[0].size, "+DejaVuSans", 11));
    }
}

// 663 units of 8 / 22 points are 85 mm; the picture fills them, and its samples are whole pixels.
static void width_is_what_the_form_says(void **state) {
    (void)state;
    PictureForm form = {.format = CANVAS_SVG, .scale = 8.0 / 22.0, .width = 663};
    OWNED char *svg = draw_text(form);
    double points = strtod(strstr(svg, "width=\"") + strlen("width=\""), NULL);
    assert_true(fabs(points - 663 * 8.0 / 22.0) < 1e-3);
    form.format = CANVAS_PNG;
    form.scale *= 300.0 / 72.0;
    PngRead *png = draw_png(&form);
    Place place = place_of(png);
    assert_in_range(png->width, (int)(663 * form.scale), (int)(663 * form.scale * 1.2));
    int right = png->width - 1, inked = 0;
    for (; right > 0 && !inked; right--)
        for (int y = 0; y < png->height; y++)
            inked += !colours_near(png_pixel(png, right, y), (Rgb){255, 255, 255}, 0);
    assert_in_range(png->width - right, 4, 40);
    Rgb first = png_pixel(png, place.left, place.top),
        last = png_pixel(png, place.left + place.zoom - 1, place.top + place.zoom - 1),
        next = png_pixel(png, place.left + place.zoom, place.top);
    assert_true(colours_near(first, last, 0) && !colours_near(first, next, 0));
    png_forget(png);
}

static void parts_can_be_left_out(void **state) {
    (void)state;
    OWNED char *bare =
        draw_text((PictureForm){.format = CANVAS_SVG, .untitled = true, .keyless = true});
    assert_null(strstr(bare, "Selectivity &amp; more</text>"));
    assert_null(strstr(bare, ">selectivity<"));
    assert_non_null(strstr(bare, ">0.25 sheet units<"));
    OWNED char *whole = draw_text((PictureForm){.format = CANVAS_SVG});
    assert_non_null(strstr(whole, ">analysed square<"));
}

// The central square has 12 samples a side, from row 2 of 17 and column 5 of 23 on.
// The other region is 0.3 to 0.8 to the right of the middle and -0.4 to 0.2 above it.
static void regions_are_where_they_say(void **state) {
    (void)state;
    static const struct {
        PictureForm form;
        int row, col, rows, cols;
    } cases[] = {{{.format = CANVAS_SVG, .central = true}, 2, 5, 12, 12},
                 {{.format = CANVAS_SVG, .region = {0.3, -0.4, 0.8, 0.2}}, 7, 15, 6, 5}};
    OWNED char *svg = draw_text((PictureForm){.format = CANVAS_SVG});
    PngRead *whole = image_of(svg, 0);
    for (int k = 0; k < 2; k++) {
        OWNED char *text = draw_text(cases[k].form);
        PngRead *part = image_of(text, 0);
        assert_int_equal(part->height, cases[k].rows);
        assert_int_equal(part->width, cases[k].cols);
        for (int i = 0; i < part->height * part->width; i++) {
            int row = i / part->width, col = i % part->width;
            assert_true(colours_near(png_pixel(part, col, row),
                                     png_pixel(whole, cases[k].col + col, cases[k].row + row), 0));
        }
        png_forget(part);
    }
    png_forget(whole);
}

static void limits_are_shared_or_given(void **state) {
    (void)state;
    double low = 0.25, high = 0.5, low_2 = -1, high_2 = 0.4;
    PictureScales scales = {.gathering = true};
    PictureForm form = {.scales = &scales};
    assert_false(form_draws(&form, "map", &low, &high));
    assert_false(form_draws(&form, "map", &low_2, &high_2));
    assert_false(form_draws(&form, "other", &(double){-9}, &(double){9}));
    scales.gathering = false;
    assert_true(form_draws(&form, "map", &low, &high));
    assert_true(low == -1 && high == 0.5);
    form.only = "other";
    assert_false(form_draws(&form, "map", NULL, NULL));
    picture_scales_free(&scales);
    form = (PictureForm){.format = CANVAS_SVG, .low = -4, .high = 4};
    OWNED char *svg = draw_text(form);
    assert_non_null(strstr(svg, ">\u22124</text>"));
    PngRead *image = image_of(svg, 0);
    assert_true(colours_near(png_pixel(image, 2, 0),
                             colour_ramp(RAMP_BLUE_YELLOW, (values[2] + 4) / 8), 0));
    png_forget(image);
}

// As part of a figure: only measured, then drawn in its place.
static void host_takes_the_picture(void **state) {
    (void)state;
    PictureHost host = {0};
    const PictureForm form = {.width = 500, .host = &host};
    draw(&form);
    assert_int_equal(host.width, 500);
    assert_in_range(host.height, 300, 500);
    host.canvas = canvas_new(CANVAS_PNG, 1000, 700, 1.0);
    host.left = 490;
    host.top = 60;
    draw(&form);
    bool left = false, right = false;
    for (int i = 0; i < 700 * 1000; i++) {
        bool ink =
            !colours_near(canvas_pixel(host.canvas, i % 1000, i / 1000), (Rgb){255, 255, 255}, 0);
        left = left || (ink && (i % 1000 < 490 || i / 1000 < 60));
        right = right || (ink && i % 1000 >= 490);
    }
    assert_true(right && !left);
    canvas_rectangle(host.canvas, 0, 0, 1, 1, (Rgb){0}); // the canvas stands where it did
    assert_true(colours_near(canvas_pixel(host.canvas, 0, 0), (Rgb){0}, 0));
    canvas_free(host.canvas);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pixels_of_the_svg_are_those_of_the_png),
        cmocka_unit_test(text_stays_text),
        cmocka_unit_test(files_are_the_same_each_time),
        cmocka_unit_test(width_is_what_the_form_says),
        cmocka_unit_test(parts_can_be_left_out),
        cmocka_unit_test(regions_are_where_they_say),
        cmocka_unit_test(limits_are_shared_or_given),
        cmocka_unit_test(host_takes_the_picture),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
