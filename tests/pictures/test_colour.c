// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/png_reading.h"
#include "pictures/colour.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void assert_same(Rgb a, Rgb b) {
    if (!colours_near(a, b, 0))
        fail_msg("(%d %d %d) is not (%d %d %d)", a.red, a.green, a.blue, b.red, b.green, b.blue);
}

static void assert_near(double value, double expected, double tolerance) {
    if (!(fabs(value - expected) <= tolerance))
        fail_msg("%g is not %g, within %g", value, expected, tolerance);
}

static double srgb_decode(double encoded) {
    return encoded <= 0.04045 ? encoded / 12.92 : pow((encoded + 0.055) / 1.055, 2.4);
}

// OKLCH lightness of an sRGB colour, in [0, 1].
static double lightness_of(Rgb rgb) {
    double red = srgb_decode(rgb.red / 255.0);
    double green = srgb_decode(rgb.green / 255.0);
    double blue = srgb_decode(rgb.blue / 255.0);
    double l = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
    double m = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
    double s = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
    return 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
}

static void conversion_gives_known_colours(void **state) {
    (void)state;
    // sRGB red, green and blue in OKLCH, from the matrices of Ottosson 2020 (css-color-4 tabulates
    // the same).
    Rgb rgb;
    colour_from_oklch(0.627955, 0.257683, 29.2339, &rgb);
    assert_true(colours_near(rgb, (Rgb){255, 0, 0}, 1));
    colour_from_oklch(0.866440, 0.294827, 142.4953, &rgb);
    assert_true(colours_near(rgb, (Rgb){0, 255, 0}, 1));
    colour_from_oklch(0.452014, 0.313214, 264.0520, &rgb);
    assert_true(colours_near(rgb, (Rgb){0, 0, 255}, 1));
    assert_near(lightness_of((Rgb){255, 0, 0}), 0.627955, 1e-4);
    assert_near(lightness_of((Rgb){255, 255, 255}), 1.0, 1e-4);
}

static void gamut_is_checked(void **state) {
    (void)state;
    Rgb rgb;
    for (int i = 0; i < 720; i++)
        assert_true(colour_from_oklch(0.75, 0.12, i * 0.5, &rgb));
    // More colour than sRGB has at this lightness, at the hue where it has least.
    assert_false(colour_from_oklch(0.75, 0.15, 205.3, &rgb));
    assert_false(colour_from_oklch(1.07, 0.0, 0.0, &rgb));
    assert_same(rgb, (Rgb){255, 255, 255});
}

static void wheel_has_constant_lightness(void **state) {
    (void)state;
    for (int i = 0; i < 997; i++)
        assert_near(lightness_of(colour_wheel(PALETTE_OKLCH, i / 997.0, 1.0)), 0.75, 0.003);
    // The classic wheel does not, which is why it is not the default.
    assert_true(lightness_of(colour_wheel(PALETTE_HSV, 1.0 / 6.0, 1.0)) >
                lightness_of(colour_wheel(PALETTE_HSV, 2.0 / 3.0, 1.0)) + 0.4);
}

static void wheel_is_cyclic_without_repeats(void **state) {
    (void)state;
    for (int palette = PALETTE_OKLCH; palette <= PALETTE_HSV; palette++) {
        for (int i = 0; i < 64; i++) {
            double turns = (i + 0.385) / 64.0;
            Rgb colour = colour_wheel((Palette)palette, turns, 1.0);
            assert_same(colour, colour_wheel((Palette)palette, turns + 1.0, 1.0));
            assert_same(colour, colour_wheel((Palette)palette, turns - 3.0, 1.0));
            for (int j = 0; j < i; j++)
                assert_false(colours_near(
                    colour, colour_wheel((Palette)palette, (j + 0.385) / 64.0, 1.0), 1));
        }
    }
}

static void hsv_wheel_is_the_classic_one(void **state) {
    (void)state;
    assert_same(colour_wheel(PALETTE_HSV, 0.0, 1.0), (Rgb){255, 0, 0});
    assert_same(colour_wheel(PALETTE_HSV, 1.0 / 6.0, 1.0), (Rgb){255, 255, 0});
    assert_same(colour_wheel(PALETTE_HSV, 1.0 / 3.0, 1.0), (Rgb){0, 255, 0});
    assert_same(colour_wheel(PALETTE_HSV, 0.5, 1.0), (Rgb){0, 255, 255});
    assert_same(colour_wheel(PALETTE_HSV, 2.0 / 3.0, 1.0), (Rgb){0, 0, 255});
    assert_same(colour_wheel(PALETTE_HSV, 0.0, 0.4), (Rgb){102, 0, 0});
}

static void brightness_is_lightness(void **state) {
    (void)state;
    for (int i = 1; i <= 10; i++)
        assert_near(lightness_of(colour_wheel(PALETTE_OKLCH, 0.2385, i / 10.0)), 0.075 * i, 0.006);
    assert_same(colour_wheel(PALETTE_OKLCH, 0.613, 0.0), (Rgb){0, 0, 0});
}

static void ramps_run_evenly(void **state) {
    (void)state;
    double before = lightness_of(colour_ramp(RAMP_BLUE_YELLOW, 0.0));
    double whole = lightness_of(colour_ramp(RAMP_BLUE_YELLOW, 1.0)) - before;
    assert_true(whole > 0.6);
    for (int i = 1; i <= 50; i++) {
        double lightness = lightness_of(colour_ramp(RAMP_BLUE_YELLOW, i / 50.0));
        assert_near(lightness - before, whole / 50.0, 0.005);
        before = lightness;
    }
    assert_same(colour_ramp(RAMP_GREY, 0.2), (Rgb){51, 51, 51});
    assert_same(colour_ramp(RAMP_INK, 0.2), (Rgb){204, 204, 204});
    assert_same(colour_ramp(RAMP_GREY, -2.385), (Rgb){0, 0, 0});
    assert_same(colour_ramp(RAMP_GREY, 2.385), (Rgb){255, 255, 255});
}

static void diverging_ramp_is_white_at_the_middle(void **state) {
    (void)state;
    assert_same(colour_ramp(RAMP_DIVERGING, 0.5), (Rgb){255, 255, 255});
    Rgb low = colour_ramp(RAMP_DIVERGING, 0.0), high = colour_ramp(RAMP_DIVERGING, 1.0);
    assert_true(low.blue > low.red + 80);
    assert_true(high.red > high.blue + 80);
    for (int i = 1; i <= 20; i++) {
        double below = lightness_of(colour_ramp(RAMP_DIVERGING, 0.5 - i / 40.0));
        double above = lightness_of(colour_ramp(RAMP_DIVERGING, 0.5 + i / 40.0));
        assert_near(below, above, 0.04);
    }
}

typedef struct {
    double part[3];
} Triple;

static double linear(uint8_t channel) {
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static Triple times(const double matrix[9], Triple vector) {
    Triple product = {{0}};
    for (int i = 0; i < 9; i++)
        product.part[i / 3] += matrix[i] * vector.part[i % 3];
    return product;
}

// A colour as a reader of that kind sees it, in OKLab.
static Triple seen(const double reader[9], Rgb rgb) {
    static const double to_lms[9] = {0.4122214708, 0.5363325363, 0.0514459929,
                                     0.2119034982, 0.6806995451, 0.1073969566,
                                     0.0883024619, 0.2817188376, 0.6299787005},
                        to_lab[9] = {0.2104542553, 0.7936177850,  -0.0040720468,
                                     1.9779984951, -2.4285922050, 0.4505937099,
                                     0.0259040371, 0.7827717662,  -0.8086757660};
    Triple light = times(reader, (Triple){{linear(rgb.red), linear(rgb.green), linear(rgb.blue)}}),
           lms = times(to_lms, light);
    for (int i = 0; i < 3; i++)
        lms.part[i] = cbrt(lms.part[i]);
    return times(to_lab, lms);
}

// The smallest distance of colours that are an eighth of a turn or more apart.
static double nearest(Palette palette, const double reader[9]) {
    enum { STEPS = 48 };
    double least = HUGE_VAL;
    for (int i = 0; i < STEPS; i++)
        for (int j = i + STEPS / 8; j <= i + STEPS - STEPS / 8; j++) {
            Triple a = seen(reader, colour_wheel(palette, (double)i / STEPS, 1.0)),
                   b = seen(reader, colour_wheel(palette, (double)j / STEPS, 1.0));
            least = fmin(least, hypot(hypot(a.part[0] - b.part[0], a.part[1] - b.part[1]),
                                      a.part[2] - b.part[2]));
        }
    return least;
}

// Readers without red, green or blue cones (Machado, Oliveira & Fernandes 2009, IEEE Trans Vis
// Comput Graph 15:1291).
static void two_palettes_are_for_readers_who_confuse_colours(void **state) {
    (void)state;
    static const double protanope[9] = {0.152286, 1.052583,  -0.204868, 0.114503, 0.786281,
                                        0.099216, -0.003882, -0.048116, 1.051998},
                        deuteranope[9] = {0.367322, 0.860646,  -0.227968, 0.280085, 0.672501,
                                          0.047413, -0.011820, 0.042940,  0.968881},
                        tritanope[9] = {1.255528, -0.076749, -0.178779, -0.078411, 0.930809,
                                        0.147602, 0.004733,  0.691367,  0.303900};
    const double clear = 0.05;
    assert_true(nearest(PALETTE_BLUE_YELLOW, protanope) > clear);
    assert_true(nearest(PALETTE_BLUE_YELLOW, deuteranope) > clear);
    assert_true(nearest(PALETTE_RED_CYAN, tritanope) > clear);
    assert_true(nearest(PALETTE_OKLCH, deuteranope) < 0.5 * clear);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conversion_gives_known_colours),
        cmocka_unit_test(gamut_is_checked),
        cmocka_unit_test(wheel_has_constant_lightness),
        cmocka_unit_test(wheel_is_cyclic_without_repeats),
        cmocka_unit_test(hsv_wheel_is_the_classic_one),
        cmocka_unit_test(brightness_is_lightness),
        cmocka_unit_test(ramps_run_evenly),
        cmocka_unit_test(diverging_ramp_is_white_at_the_middle),
        cmocka_unit_test(two_palettes_are_for_readers_who_confuse_colours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
