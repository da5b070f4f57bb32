// SPDX-License-Identifier: GPL-3.0-or-later
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

static const Rgb BLACK = {0, 0, 0}, WHITE = {255, 255, 255};
static const Rgb RING = {224, 84, 36};      // of the spectrum's fit
static const Rgb GRID_LINE = {30, 64, 118}; // of retinotopy
static const PictureFrame FRAME = {.title = "Orientation preference",
                                   .subtitle = "iteration 10,000"};

static Place map_place(const PngRead *png) {
    Place place = picture_fixture_place(png);
    assert_true((int)place.rows * place.zoom >= 400 && (int)place.cols * place.zoom >= 400);
    return place;
}

// All four corners of a sample's square have its colour, so that the enlargement is whole.
static void assert_sample(const PngRead *png, Place place, size_t row, size_t col, Rgb colour) {
    int x = place.left + (int)col * place.zoom, y = place.top + (int)row * place.zoom,
        last = place.zoom - 1;
    for (int k = 0; k < 4; k++) {
        Rgb found = png_pixel(png, x + (k & 1 ? last : 0), y + (k & 2 ? last : 0));
        if (!colours_near(found, colour, 0))
            fail_msg("sample %zu %zu is (%d %d %d), not (%d %d %d)", row, col, found.red,
                     found.green, found.blue, colour.red, colour.green, colour.blue);
    }
}

static PngRead *finish(bool written, Error *error) {
    if (!written)
        fail_msg("%s", error->text);
    PngRead *png = png_read(picture_fixture_path());
    remove(picture_fixture_path());
    assert_true(png->width >= 400 && png->height >= 400);
    return png;
}

static PngRead *draw_orientation(const PictureOrientation *map, const PictureFrame *frame) {
    Error error = {0};
    return finish(picture_orientation(frame, map, picture_fixture_path(), &error), &error);
}

static void orientation_colours_are_the_wheel(void **state) {
    (void)state;
    enum { ROWS = 13, COLS = 21 };
    double *preference = picture_fixture_values(ROWS * COLS, -2.385, 7.61, 3);
    for (int palette = PALETTE_OKLCH; palette <= PALETTE_HSV; palette++) {
        const PictureOrientation map = {
            .preference = preference, .rows = ROWS, .cols = COLS, .palette = (Palette)palette};
        PngRead *png = draw_orientation(&map, &FRAME);
        Place place = map_place(png);
        assert_int_equal(place.rows, ROWS);
        assert_int_equal(place.cols, COLS);
        for (size_t i = 0; i < ROWS * COLS; i++)
            assert_sample(png, place, i / COLS, i % COLS,
                          colour_wheel((Palette)palette, preference[i] / M_PI, 1.0));
        png_forget(png);
    }
    release(preference);
}

// The mean direction from the middle of all pixels right of the map that have the colour, doubled:
// 2 theta.
static double bar_angle(const PngRead *png, int left, Rgb colour, size_t *count) {
    double n = 0.0, x = 0.0, y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;
    for (int i = 0; i < png->height; i++)
        for (int j = left; j < png->width; j++)
            if (colours_near(png_pixel(png, j, i), colour, 0)) {
                n++;
                x += j;
                y -= i;
                xx += (double)j * j;
                yy += (double)i * i;
                xy -= (double)i * j;
            }
    *count = (size_t)n;
    return atan2(2.0 * (xy - x * y / n), xx - x * x / n - (yy - y * y / n));
}

static void key_has_a_bar_of_each_colour_and_slope(void **state) {
    (void)state;
    double *preference = picture_fixture_values(64, 0.0, M_PI, 5);
    const PictureOrientation map = {.preference = preference, .rows = 8, .cols = 8};
    PngRead *png = draw_orientation(&map, &FRAME);
    Place place = map_place(png);
    for (int k = 0; k < 8; k++) {
        double angle = M_PI * k / 8.0;
        size_t count;
        double twice = bar_angle(png, place.left + 8 * place.zoom + 2,
                                 colour_wheel(PALETTE_OKLCH, angle / M_PI, 1.0), &count);
        assert_true(count > 150);
        // Counter-clockwise on the page.
        assert_true(cos(twice - 2.0 * angle) > 0.99);
    }
    png_forget(png);
    release(preference);
}

// Without colours a black bar shows the orientation itself, counter-clockwise from the right.
static void lines_have_the_slope_of_the_orientation(void **state) {
    (void)state;
    static const PictureForm form = {.keyless = true};
    PictureFrame frame = FRAME;
    frame.form = &form;
    for (int k = 0; k < 5; k++) {
        double angle = 0.13 + 0.61 * k;
        const PictureOrientation map = {
            .preference = &angle, .rows = 1, .cols = 1, .palette = PALETTE_LINES};
        PngRead *png = draw_orientation(&map, &frame);
        size_t count;
        double twice = bar_angle(png, map_place(png).left, BLACK, &count);
        assert_true(count > 1000);
        assert_true(cos(twice - 2.0 * angle) > 0.999);
        png_forget(png);
    }
}

static void selectivity_is_brightness(void **state) {
    (void)state;
    double *preference = picture_fixture_values(120, 0.0, M_PI, 7),
           *selectivity = picture_fixture_values(120, 0.1, 0.58, 8);
    selectivity[17] = 0.9;
    PictureOrientation map = {
        .preference = preference, .selectivity = selectivity, .rows = 12, .cols = 10};
    PngRead *png = draw_orientation(&map, &FRAME);
    Place place = map_place(png);
    for (size_t i = 0; i < 120; i++)
        assert_sample(png, place, i / 10, i % 10,
                      colour_wheel(PALETTE_OKLCH, preference[i] / M_PI, selectivity[i] / 0.9));
    png_forget(png);
    release(preference);
    release(selectivity);
}

static bool is_grey(Rgb colour) {
    return colour.red == colour.green && colour.green == colour.blue;
}

static void undefined_units_are_hatched(void **state) {
    (void)state;
    double *preference = picture_fixture_values(144, 0.0, M_PI, 9);
    preference[5 * 12 + 3] = (double)NAN;
    const PictureOrientation map = {.preference = preference, .rows = 12, .cols = 12};
    PngRead *png = draw_orientation(&map, &FRAME);
    Place place = map_place(png);
    bool dark = false, light = false;
    for (int y = 0; y < place.zoom; y++)
        for (int x = 0; x < place.zoom; x++) {
            Rgb colour =
                png_pixel(png, place.left + 3 * place.zoom + x, place.top + 5 * place.zoom + y);
            assert_true(is_grey(colour));
            dark = dark || colour.red < 190;
            light = light || colour.red > 220;
        }
    assert_true(dark && light);
    assert_sample(png, place, 5, 4, colour_wheel(PALETTE_OKLCH, preference[64] / M_PI, 1.0));
    png_forget(png);
    release(preference);
}

static void pinwheels_are_dots_in_their_place(void **state) {
    (void)state;
    double *preference = picture_fixture_values(400, 0.0, M_PI, 11);
    const Pinwheel pinwheels[] = {{4.5, 2.25, 1}, {13.7, 16.385, -1}};
    const PictureOrientation map = {.preference = preference,
                                    .rows = 20,
                                    .cols = 20,
                                    .pinwheels = pinwheels,
                                    .pinwheels_count = 2};
    PngRead *png = draw_orientation(&map, &FRAME);
    Place place = map_place(png);
    for (int i = 0; i < 2; i++) {
        int x = place.left + (int)floor((pinwheels[i].column + 0.5) * place.zoom);
        int y = place.top + (int)floor((pinwheels[i].row + 0.5) * place.zoom);
        Rgb inside = i == 0 ? WHITE : BLACK, around = i == 0 ? BLACK : WHITE;
        assert_true(colours_near(png_pixel(png, x, y), inside, 0));
        // Going up, the dot gives way to a ring of the other colour, and that to the map.
        int up = 0;
        while (colours_near(png_pixel(png, x, y - up), inside, 60))
            up++;
        assert_in_range(up, 4, 9);
        bool ring = false;
        for (int k = up; k < up + 3; k++)
            ring = ring || colours_near(png_pixel(png, x, y - k), around, 60);
        assert_true(ring);
        assert_false(is_grey(png_pixel(png, x, y - up - 4)));
    }
    png_forget(png);
    release(preference);
}

static void scalar_rows_run_down_and_columns_right(void **state) {
    (void)state;
    double *values = picture_fixture_values(90, -0.83, 0.91, 13);
    const PictureScalar map = {.values = values,
                               .rows = 9,
                               .cols = 10,
                               .low = -1.0,
                               .high = 1.0,
                               .ramp = RAMP_GREY,
                               .name = "ocular dominance",
                               .low_word = "left",
                               .high_word = "right"};
    Error error = {0};
    PngRead *png = finish(picture_scalar(&FRAME, &map, picture_fixture_path(), &error), &error);
    Place place = map_place(png);
    for (size_t i = 0; i < 90; i++)
        assert_sample(png, place, i / 10, i % 10, colour_ramp(RAMP_GREY, 0.5 + 0.5 * values[i]));
    png_forget(png);
    release(values);
}

static void scalar_limits_are_the_extremes(void **state) {
    (void)state;
    double *values = picture_fixture_values(100, 0.2385, 0.7, 14);
    values[42] = 0.11;
    values[77] = 1.83;
    values[3] = (double)NAN;
    const PictureScalar map = {.values = values, .rows = 10, .cols = 10, .ramp = RAMP_BLUE_YELLOW};
    Error error = {0};
    PngRead *png = finish(picture_scalar(&FRAME, &map, picture_fixture_path(), &error), &error);
    assert_sample(png, map_place(png), 4, 2, colour_ramp(RAMP_BLUE_YELLOW, 0.0));
    assert_sample(png, map_place(png), 7, 7, colour_ramp(RAMP_BLUE_YELLOW, 1.0));
    assert_sample(png, map_place(png), 0, 0,
                  colour_ramp(RAMP_BLUE_YELLOW, (values[0] - 0.11) / 1.72));
    assert_true(
        is_grey(png_pixel(png, map_place(png).left + 3 * map_place(png).zoom, map_place(png).top)));
    png_forget(png);
    // Values that differ in the last bit, one value everywhere, or none at all, are no reason to
    // fail.
    for (int i = 0; i < 100; i++)
        values[i] = i == 50 ? nextafter(0.385, 1.0) : 0.385;
    png_forget(finish(picture_scalar(&FRAME, &map, picture_fixture_path(), &error), &error));
    for (int i = 0; i < 100; i++)
        values[i] = 0.385;
    png_forget(finish(picture_scalar(&FRAME, &map, picture_fixture_path(), &error), &error));
    for (int i = 0; i < 100; i++)
        values[i] = (double)NAN;
    png_forget(finish(picture_scalar(&FRAME, &map, picture_fixture_path(), &error), &error));
    release(values);
}

static void scale_bar_has_its_length(void **state) {
    (void)state;
    double *values = picture_fixture_values(48 * 48, 0.0, 1.0, 15);
    PictureFrame frame = FRAME;
    frame.samples_per_unit = 48.0;
    frame.scale_length = 0.25;
    frame.scale_label = "0.25 sheet units";
    const PictureScalar map = {
        .values = values, .rows = 48, .cols = 48, .low = 0.0, .high = 1.0, .ramp = RAMP_GREY};
    Error error = {0};
    PngRead *png = finish(picture_scalar(&frame, &map, picture_fixture_path(), &error), &error);
    Place place = map_place(png);
    const Rgb ink = {28, 28, 32};
    int longest = 0;
    for (int y = place.top + 48 * place.zoom + 4; y < png->height; y++)
        for (int x = place.left, run = 0; x < png->width; x++) {
            run = colours_near(png_pixel(png, x, y), ink, 0) ? run + 1 : 0;
            longest = run > longest ? run : longest;
        }
    assert_int_equal(longest, 12 * place.zoom);
    png_forget(png);
    release(values);
}

static bool margins_are_white(const PngRead *png) {
    enum { LEAST = 12 };
    for (int y = 0; y < png->height; y++)
        for (int x = 0; x < png->width; x++)
            if ((x < LEAST || y < LEAST || x >= png->width - LEAST || y >= png->height - LEAST) &&
                !colours_near(png_pixel(png, x, y), WHITE, 0))
                return false;
    return true;
}

static void titles_wrap_instead_of_being_cut(void **state) {
    (void)state;
    double *values = picture_fixture_values(64, -4e-7, 9e-7, 16);
    PictureFrame frame = FRAME;
    const PictureScalar map = {
        .values = values, .rows = 8, .cols = 8, .ramp = RAMP_INK, .name = "threshold"};
    Error error = {0};
    PngRead *plain = finish(picture_scalar(&frame, &map, picture_fixture_path(), &error), &error);
    frame.title = "Threshold of every unit after monocular deprivation from iteration 4,000 to "
                  "6,000, a lesion of the left "
                  "retina, and Antidisestablishmentarianistically-recovering-afterwards-for-long, "
                  "in one sheet";
    frame.notes = &(PngText){"Command", "pinwheel measure outputs/gcal-001"};
    frame.notes_count = 1;
    PngRead *wrapped = finish(picture_scalar(&frame, &map, picture_fixture_path(), &error), &error);
    assert_int_equal(wrapped->width, plain->width);
    assert_true(wrapped->height > plain->height + 60);
    assert_true(margins_are_white(plain));
    assert_true(margins_are_white(wrapped));
    assert_string_equal(png_note(wrapped, "Title"), frame.title);
    assert_string_equal(png_note(wrapped, "Description"), "iteration 10,000");
    assert_string_equal(png_note(wrapped, "Command"), frame.notes[0].text);
    png_forget(plain);
    png_forget(wrapped);
    release(values);
}

static void retinotopy_draws_the_grid_with_y_up(void **state) {
    (void)state;
    // The top right quarter only: ink must be there and nowhere else.
    enum { N = 30 };
    double *x = picture_fixture_values(N * N, 0.0, 0.005, 17),
           *y = picture_fixture_values(N * N, 0.0, 0.005, 18);
    for (size_t i = 0; i < N * N; i++) {
        x[i] += 0.5 * (double)(i % N) / N;
        y[i] += 0.5 - 0.5 * (double)(i / N) / N;
    }
    x[37] = (double)NAN;
    const PictureRetinotopy map = {x, y, N, N, 0.53, "sheet units", NULL};
    Error error = {0};
    PngRead *png = finish(picture_retinotopy(&FRAME, &map, picture_fixture_path(), &error), &error);
    size_t upper = 0, lower = 0;
    for (int i = 0; i < png->height - 90; i++)
        for (int j = 0; j < png->width; j++)
            if (colours_near(png_pixel(png, j, i), GRID_LINE, 8))
                *(i < png->height / 2 && j > png->width / 2 ? &upper : &lower) += 1;
    assert_true(upper > 3000);
    assert_true(lower < upper / 20);
    assert_true(margins_are_white(png));
    png_forget(png);
    release(x);
    release(y);
}

static void spectrum_has_its_ring_and_curves(void **state) {
    (void)state;
    enum { N = 41, BINS = 20 };
    double *power = picture_fixture_values(N * N, 0.1, 4.7, 19),
           *profile = picture_fixture_values(BINS, 0.1, 3.1, 20);
    double frequency[BINS], fit[BINS];
    for (int i = 0; i < BINS; i++) {
        frequency[i] = 0.385 + i;
        fit[i] = 2.9 * exp(-0.21 * (frequency[i] - 6.2) * (frequency[i] - 6.2));
    }
    PictureSpectrum spectrum = {power, N,    N,    1.0, frequency, profile,
                                BINS,  NULL, NULL, 0,   0.0,       "sheet unit"};
    Error error = {0};
    PngRead *plain =
        finish(picture_spectrum(&FRAME, &spectrum, picture_fixture_path(), &error), &error);
    assert_int_equal(png_count(plain, RING), 0);
    spectrum.wavenumber = 6.2;
    spectrum.fit_frequency = frequency;
    spectrum.fit = fit;
    spectrum.fit_n = BINS;
    PngRead *fitted =
        finish(picture_spectrum(&FRAME, &spectrum, picture_fixture_path(), &error), &error);
    Place place = map_place(fitted);
    assert_true(png_count(fitted, RING) > 600);
    // Rightwards from the image's centre the ring stands at its radius.
    int x = place.left + (int)((0.5 * (double)place.cols + 6.2) * place.zoom);
    int y = place.top + (int)place.rows * place.zoom / 2;
    assert_true(colours_near(png_pixel(fitted, x, y), RING, 40) ||
                colours_near(png_pixel(fitted, x - 1, y), RING, 40));
    assert_true(margins_are_white(fitted));
    png_forget(plain);
    png_forget(fitted);
    release(power);
    release(profile);
}

static void fields_have_their_own_scales(void **state) {
    (void)state;
    enum { ROWS = 3, COLS = 4, SIZE = 9, N = SIZE * SIZE };
    double *values = picture_fixture_values(ROWS * COLS * N, -0.4, 0.4, 21);
    for (size_t f = 0; f < ROWS * COLS; f++) {
        values[f * N + 40] = f % 2 ? 1.385 : -1.385; // the centre is the largest
        values[f * N] = (double)NAN;
        for (size_t i = 1; i < N; i++)
            values[f * N + i] *= pow(10.0, (double)f - 5.0);
    }
    const double x[COLS] = {-0.385, -0.1, 0.12, 0.4}, y[ROWS] = {0.3, 0.0, -0.3};
    const PictureFields fields = {values, ROWS, COLS,           SIZE,  x,
                                  y,      true, RAMP_DIVERGING, "OFF", "ON"};
    Error error = {0};
    PngRead *png = finish(picture_fields(&FRAME, &fields, picture_fixture_path(), &error), &error);
    // 640 / 4 pixels a field, less 8 between them, make 17 pixels a sample; each centre is full in
    // its sign's colour.
    size_t square = 17 * 17;
    assert_true(png_count(png, colour_ramp(RAMP_DIVERGING, 1.0)) >= 6 * square);
    assert_true(png_count(png, colour_ramp(RAMP_DIVERGING, 1.0)) < 7 * square);
    assert_true(png_count(png, colour_ramp(RAMP_DIVERGING, 0.0)) >= 6 * square);
    assert_true(png_count(png, colour_ramp(RAMP_DIVERGING, 0.0)) < 7 * square);
    assert_true(png_count(png, (Rgb){240, 240, 243}) >= 12 * square);
    assert_true(margins_are_white(png));
    png_forget(png);

    for (size_t i = 0; i < ROWS * COLS * N; i++)
        values[i] = i % N == 7 ? 0.0 : fabs(values[i]);
    const PictureFields weights = {values, ROWS,  COLS,      SIZE, NULL,
                                   NULL,   false, RAMP_GREY, NULL, NULL};
    png = finish(picture_fields(&FRAME, &weights, picture_fixture_path(), &error), &error);
    assert_true(png_count(png, BLACK) >= 12 * square);
    assert_true(png_count(png, BLACK) < 20 * square);
    png_forget(png);
    release(values);
}

static void chart_draws_curves_where_they_belong(void **state) {
    (void)state;
    enum { N = 24 };
    double *noise = picture_fixture_values(N, -0.01, 0.01, 23);
    double x[N], rising[N], low[N], high[N], short_x[] = {9000.0}, short_y[] = {0.385};
    for (int i = 0; i < N; i++) {
        x[i] = 870.0 * i;
        rising[i] = 0.04 + 0.9 * i / N + noise[i];
        low[i] = rising[i] - 0.03;
        high[i] = rising[i] + 0.05;
    }
    rising[11] = (double)NAN;
    const PictureCurve curves[] = {{"mean selectivity", x, rising, low, high, N},
                                   {"one measurement", short_x, short_y, NULL, NULL, 1}};
    const PictureChart chart = {
        .curves = curves, .count = 2, .x_name = "iteration", .y_name = "index", .y_high = 1.0};
    Error error = {0};
    PngRead *png = finish(picture_chart(&FRAME, &chart, picture_fixture_path(), &error), &error);
    Rgb blue, orange;
    colour_from_oklch(0.45, 0.13, 258.0, &blue);
    colour_from_oklch(0.64, 0.17, 45.0, &orange);
    // It rises: in the left half of the picture it is lower than in the right half.
    double sum[2] = {0.0, 0.0}, count[2] = {0.0, 0.0};
    for (int i = 0; i < png->height; i++)
        for (int j = 0; j < png->width; j++)
            if (i > 200 && colours_near(png_pixel(png, j, i), blue, 0)) {
                sum[j > png->width / 2] += i;
                count[j > png->width / 2] += 1.0;
            }
    assert_true(count[0] > 300.0 && count[1] > 300.0);
    assert_true(sum[0] / count[0] > sum[1] / count[1] + 100.0);
    assert_true(png_count(png, orange) > 60);
    assert_true(margins_are_white(png));
    png_forget(png);

    // A flat curve, and one without any value.
    for (int i = 0; i < N; i++)
        rising[i] = 0.2385;
    const PictureChart flat = {.curves = &(PictureCurve){"flat", x, rising, NULL, NULL, N},
                               .count = 1,
                               .x_name = "iteration",
                               .y_name = "index"};
    png_forget(finish(picture_chart(&FRAME, &flat, picture_fixture_path(), &error), &error));
    for (int i = 0; i < N; i++)
        rising[i] = (double)NAN;
    png_forget(finish(picture_chart(&FRAME, &flat, picture_fixture_path(), &error), &error));
    release(noise);
}

static void unwritable_paths_are_refused(void **state) {
    (void)state;
    const double value = 0.385;
    const PictureScalar scalar = {.values = &value, .rows = 1, .cols = 1, .ramp = RAMP_GREY};
    const PictureOrientation orientation = {.preference = &value, .rows = 1, .cols = 1};
    Error error = {0};
    assert_false(picture_scalar(&FRAME, &scalar, "/nowhere/at/all.png", &error));
    assert_non_null(strstr(error.text, "/nowhere/at/all.png"));
    assert_false(picture_orientation(&FRAME, &orientation, "/nowhere/either.png", &error));
    assert_non_null(strstr(error.text, "/nowhere/either.png"));
    error_clear(&error);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orientation_colours_are_the_wheel),
        cmocka_unit_test(key_has_a_bar_of_each_colour_and_slope),
        cmocka_unit_test(lines_have_the_slope_of_the_orientation),
        cmocka_unit_test(selectivity_is_brightness),
        cmocka_unit_test(undefined_units_are_hatched),
        cmocka_unit_test(pinwheels_are_dots_in_their_place),
        cmocka_unit_test(scalar_rows_run_down_and_columns_right),
        cmocka_unit_test(scalar_limits_are_the_extremes),
        cmocka_unit_test(scale_bar_has_its_length),
        cmocka_unit_test(titles_wrap_instead_of_being_cut),
        cmocka_unit_test(retinotopy_draws_the_grid_with_y_up),
        cmocka_unit_test(spectrum_has_its_ring_and_curves),
        cmocka_unit_test(fields_have_their_own_scales),
        cmocka_unit_test(chart_draws_curves_where_they_belong),
        cmocka_unit_test(unwritable_paths_are_refused),
    };
    return cmocka_run_group_tests(tests, picture_fixture_make, picture_fixture_remove);
}
