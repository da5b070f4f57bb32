// SPDX-License-Identifier: GPL-3.0-or-later
// Colours of maps: cyclic wheels for angles, ramps for scalars.
//
// The default wheel has constant lightness and chroma in OKLCH (Ottosson 2020, "A perceptual color
// space for image processing"), so that no orientation looks brighter than another; every hue of it
// lies inside sRGB. All ramps are straight lines in OKLab, hence perceptually even.
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    uint8_t red, green, blue; // sRGB
} Rgb;

typedef enum {
    PALETTE_OKLCH,       // lightness 0.75, chroma 0.12
    PALETTE_HSV,         // the classic wheel: red, yellow, green, cyan, blue, magenta
    PALETTE_BLUE_YELLOW, // light, yellow, dark, blue: for readers who confuse red with green
    PALETTE_RED_CYAN,    // light, red, dark, cyan: for readers who confuse blue with yellow
    PALETTE_LINES,       // no colours: bars of the orientation itself
} Palette;

typedef enum {
    RAMP_GREY,        // black to white
    RAMP_INK,         // white to black
    RAMP_BLUE_YELLOW, // dark blue over grey to yellow, as cividis: read alike with and without
                      // colour vision
    RAMP_DIVERGING,   // blue, white at the middle, red
} Ramp;

// Sets *rgb to the nearest sRGB colour of an OKLCH colour (hue in degrees); false if that lies
// outside sRGB, and *rgb is then clipped channel by channel.
bool colour_from_oklch(double lightness, double chroma, double hue, Rgb *rgb);

// The wheel's colour at a fraction of a turn (any real number; 0 is red). Brightness in [0, 1]
// darkens it towards black: 1 leaves it whole. PALETTE_LINES has the colours of PALETTE_OKLCH.
Rgb colour_wheel(Palette palette, double turns, double brightness);

// A ramp's colour at t, clipped to [0, 1].
Rgb colour_ramp(Ramp ramp, double t);
