// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/colour.h"

#include <assert.h>
#include <math.h>

static const double WHEEL_LIGHTNESS = 0.75;
static const double WHEEL_CHROMA = 0.12;
static const double WHEEL_START = 29.0; // OKLCH hue of sRGB red, degrees

typedef struct {
    double lightness, a, b;
} Oklab;

static Oklab oklab_polar(double lightness, double chroma, double hue) {
    double angle = hue * M_PI / 180.0;
    return (Oklab){lightness, chroma * cos(angle), chroma * sin(angle)};
}

// The sRGB transfer function (IEC 61966-2-1).
static double srgb_encode(double linear) {
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1.0 / 2.4) - 0.055;
}

static uint8_t channel(double linear, bool *inside) {
    double value = 255.0 * srgb_encode(linear);
    if (value < -0.5 || value >= 255.5)
        *inside = false;
    return (uint8_t)lround(fmin(fmax(value, 0.0), 255.0));
}

static bool oklab_to_rgb(Oklab c, Rgb *rgb) {
    double l = pow(c.lightness + 0.3963377774 * c.a + 0.2158037573 * c.b, 3);
    double m = pow(c.lightness - 0.1055613458 * c.a - 0.0638541728 * c.b, 3);
    double s = pow(c.lightness - 0.0894841775 * c.a - 1.2914855480 * c.b, 3);
    bool inside = true;
    rgb->red = channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, &inside);
    rgb->green = channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s, &inside);
    rgb->blue = channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s, &inside);
    return inside;
}

bool colour_from_oklch(double lightness, double chroma, double hue, Rgb *rgb) {
    return oklab_to_rgb(oklab_polar(lightness, chroma, hue), rgb);
}

// Full saturation; turns in [0, 1).
static Rgb hsv_wheel(double turns, double value) {
    double channels[3];
    for (int i = 0; i < 3; i++) {
        // Red peaks at 0, green at 1/3, blue at 2/3 of a turn; each is full within 1/6 of its peak.
        double distance = fabs(turns - i / 3.0);
        distance = fmin(distance, 1.0 - distance);
        channels[i] = 255.0 * value * fmin(fmax(2.0 - 6.0 * distance, 0.0), 1.0);
    }
    return (Rgb){(uint8_t)lround(channels[0]), (uint8_t)lround(channels[1]),
                 (uint8_t)lround(channels[2])};
}

// A circle of lightness and one pair of opponent colours, which are those that remain to a reader
// who lacks the other pair.
static Rgb opponent_wheel(double turns, double brightness, bool red_cyan) {
    static const double MIDDLE = 0.66, LIGHTNESS = 0.2, CHROMA = 0.105;
    double angle = 2.0 * M_PI * turns, chroma = brightness * CHROMA * sin(angle);
    Rgb rgb;
    oklab_to_rgb((Oklab){brightness * (MIDDLE + LIGHTNESS * cos(angle)), red_cyan ? chroma : 0.0,
                         red_cyan ? 0.0 : chroma},
                 &rgb);
    return rgb;
}

Rgb colour_wheel(Palette palette, double turns, double brightness) {
    assert(isfinite(turns) && brightness >= 0.0 && brightness <= 1.0);
    // Rounding to 2^-30 of a turn gives angles that differ by whole turns the same colour, to the
    // bit.
    turns = ldexp(round(ldexp(turns - floor(turns), 30)), -30);
    turns -= floor(turns);
    if (palette == PALETTE_HSV)
        return hsv_wheel(turns, brightness);
    if (palette == PALETTE_BLUE_YELLOW || palette == PALETTE_RED_CYAN)
        return opponent_wheel(turns, brightness, palette == PALETTE_RED_CYAN);
    Rgb rgb;
    colour_from_oklch(WHEEL_LIGHTNESS * brightness, WHEEL_CHROMA * brightness,
                      WHEEL_START + 360.0 * turns, &rgb);
    return rgb;
}

static Rgb oklab_line(Oklab from, Oklab to, double t) {
    Rgb rgb;
    oklab_to_rgb((Oklab){from.lightness + t * (to.lightness - from.lightness),
                         from.a + t * (to.a - from.a), from.b + t * (to.b - from.b)},
                 &rgb);
    return rgb;
}

Rgb colour_ramp(Ramp ramp, double t) {
    assert(!isnan(t));
    t = fmin(fmax(t, 0.0), 1.0);
    uint8_t grey = (uint8_t)lround(255.0 * t);
    switch (ramp) {
    case RAMP_GREY:
        return (Rgb){grey, grey, grey};
    case RAMP_INK:
        grey = (uint8_t)(255 - grey);
        return (Rgb){grey, grey, grey};
    case RAMP_BLUE_YELLOW:
        return oklab_line(oklab_polar(0.26, 0.09, 262.0), oklab_polar(0.92, 0.15, 99.0), t);
    case RAMP_DIVERGING: {
        const Oklab white = {1.0, 0.0, 0.0};
        if (t < 0.5)
            return oklab_line(white, oklab_polar(0.42, 0.14, 260.0), 1.0 - 2.0 * t);
        return oklab_line(white, oklab_polar(0.45, 0.16, 25.0), 2.0 * t - 1.0);
    }
    }
    assert(false && "unknown ramp");
    return (Rgb){0, 0, 0};
}
