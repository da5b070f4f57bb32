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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
