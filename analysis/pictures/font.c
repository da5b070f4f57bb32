// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/font.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

// A letter is designed on a grid of 28 units to the size. Its path is a list of commands, y up from
// the baseline:
//   M x y              lift the pen and go there
//   L x y              line
//   C x y x y x y      cubic Bezier curve
//   A x y rx ry s e    arc of an ellipse about (x, y) from s to e degrees, counter-clockwise if e >
//   s,
//                      joined by a line to the pen unless it is lifted
//   D x y              dot
//   U                  lift the pen
enum { UNITS = 28, SMALL_HEIGHT = 14, CAPITAL_HEIGHT = 20 };

typedef struct {
    uint32_t code;      // Unicode
    double width;       // between the centres of the outermost strokes
    double left, right; // space beside them
    const char *path;
} Glyph;

static const Glyph GLYPHS[] = {
    {' ', 0, 4, 4, ""},
    {'!', 0, 3.2, 3.2, "M0 20L0 6.6D0 0.3"},
    {'"', 5, 3, 3, "M0 20L0 14.4M5 20L5 14.4"},
    {'#', 14, 2.2, 2.2, "M4.6 20L2.4 0M11.6 20L9.4 0M0.8 13.6L14 13.6M0 6.6L13.2 6.6"},
    {'$', 12.5, 2.2, 2.2,
     "M12 16.2C11.2 18.8 9 20 6.3 20C3 20 0.6 18.2 0.6 15.2C0.6 12 3.4 11.2 6.3 10.4"
     "C9.5 9.6 12.5 8.6 12.5 5C12.5 1.8 9.6 0 6.3 0C3 0 0.7 1.4 0 4.2M6.3 23L6.3 -3"},
    {'%', 18, 2.2, 2.2, "A4 15.6 4 4.4 0 360UA14 4.4 4 4.4 0 360M14.6 20L3.4 0"},
    {'&', 15.5, 2.2, 1.8,
     "M15.5 0L4.3 13.2C2.2 15.8 3.2 20 6.8 20C10.6 20 11.4 15.6 8.2 13.2L4.2 10.6"
     "C-1.6 6.6 -0.2 0 5.6 0C10 0 13.6 3.4 14.4 8.6"},
    {'\'', 0, 3, 3, "M0 20L0 14.4"},
    {'(', 4.6, 2.8, 1.8, "M4.6 22.5C-1.5 16 -1.5 2.5 4.6 -4"},
    {')', 4.6, 1.8, 2.8, "M0 22.5C6.1 16 6.1 2.5 0 -4"},
    {'*', 8.6, 2, 2, "M4.3 20L4.3 11M0.4 17.8L8.2 13.2M8.2 17.8L0.4 13.2"},
    {'+', 12, 2.2, 2.2, "M0 8.6L12 8.6M6 14.6L6 2.6"},
    {',', 1.6, 2.4, 2.6, "M1.6 0.6L0 -3.8"},
    {'-', 6, 2.2, 2.2, "M0 7.4L6 7.4"},
    {'.', 0, 3, 3, "D0 0.3"},
    {'/', 9, 1.4, 1.4, "M0 -3L9 22"},
    {'0', 11, 2.1, 2.1,
     "M0 10C0 3.6 2 0 5.5 0C9 0 11 3.6 11 10C11 16.4 9 20 5.5 20C2 20 0 16.4 0 10"},
    {'1', 11, 2.1, 2.1, "M2 16.2L6.6 20L6.6 0"},
    {'2', 11, 2.1, 2.1,
     "M0.6 14.9C0.8 18 2.8 20 5.6 20C8.5 20 10.4 18 10.4 15.2C10.4 12.2 8.4 9.6 0.3 0L11 0"},
    {'3', 11, 2.1, 2.1,
     "M0.7 17C1.7 19 3.4 20 5.4 20C8.3 20 10.2 18.2 10.2 15.4C10.2 12.5 8.2 10.7 5 10.7L3.8 10.7"
     "M5 10.7C8.8 10.7 11 8.8 11 5.5C11 2.1 8.7 0 5.4 0C2.8 0 0.9 1.3 0 3.7"},
    {'4', 11, 2.1, 2.1, "M8.6 0L8.6 20L0 5.6L11.3 5.6"},
    {'5', 11, 2.1, 2.1,
     "M10 20L1.9 20L1.1 11.2C2.3 12.2 3.7 12.7 5.4 12.7C8.8 12.7 11 10.2 11 6.4"
     "C11 2.5 8.6 0 5.2 0C2.6 0 0.8 1.3 0 3.4"},
    {'6', 11, 2.1, 2.1, "M8.8 20C4.2 16.8 0.1 11.2 0.1 6.4A5.5 6.3 5.4 6.3 180 540"},
    {'7', 11, 2.1, 2.1, "M0 20L11 20L3.8 0"},
    {'8', 11, 2.1, 2.1, "A5.5 15.3 4.6 4.7 0 360UA5.5 5.3 5.5 5.3 0 360"},
    {'9', 11, 2.1, 2.1, "M2.2 0C6.8 3.2 10.9 8.8 10.9 13.6A5.5 13.7 5.4 6.3 0 360"},
    {':', 0, 3, 3, "D0 0.3D0 12.4"},
    {';', 1.6, 2.4, 2.6, "M1.6 0.6L0 -3.8D1.6 12.4"},
    {'<', 11, 2.2, 2.2, "M11 14.2L0 8.4L11 2.6"},
    {'=', 12, 2.2, 2.2, "M0 11.4L12 11.4M0 5.6L12 5.6"},
    {'>', 11, 2.2, 2.2, "M0 14.2L11 8.4L0 2.6"},
    {'?', 10, 2.2, 2.2,
     "M0 15.6C0.4 18.4 2.2 20 5 20C8 20 10 18.3 10 15.6C10 11.6 5 11.6 5 6.6D5 0.3"},
    {'@', 19, 2.2, 2.2,
     "M13.4 10.8L12.8 6C12.8 2.6 19 2.6 19 9.4C19 15.4 15.2 20 9.6 20C4 20 0 15 0 8.4"
     "C0 1.6 4 -3 9.6 -3C11.6 -3 13.4 -2.5 14.8 -1.6UA9.2 8.6 4.1 5 0 360"},
    {'A', 16, 1.3, 1.3, "M0 0L8 20L16 0M2.6 6.4L13.4 6.4"},
    {'B', 12.5, 2.6, 2,
     "M7 10.4L0 10.4L0 20L7 20A7 15.2 4.7 4.8 90 -90A7.3 5.2 5.2 5.2 90 -90L0 0L0 10.4"},
    {'C', 15, 2.1, 1.6, "A9 10 9 10 47 313"},
    {'D', 14.5, 2.6, 2.1, "M0 0L0 20L6 20A6 10 8.5 10 90 -90L0 0"},
    {'E', 11, 2.6, 1.8, "M11 0L0 0L0 20L11 20M0 10.4L9.6 10.4"},
    {'F', 10.5, 2.6, 1.4, "M0 0L0 20L10.5 20M0 10L9.2 10"},
    {'G', 17, 2.1, 2.2, "A8.8 10 8.8 10 48 360M17.6 10L17.6 9.4L10.4 9.4"},
    {'H', 14, 2.6, 2.6, "M0 0L0 20M14 0L14 20M0 10.4L14 10.4"},
    {'I', 0, 2.8, 2.8, "M0 0L0 20"},
    {'J', 8.5, 1.5, 2.6, "M8.5 20L8.5 5A4.2 5 4.3 5 0 -165"},
    {'K', 13, 2.6, 1.2, "M0 0L0 20M12.4 20L0 7.4M4.7 12.2L13 0"},
    {'L', 10.5, 2.6, 1.2, "M0 20L0 0L10.5 0"},
    {'M', 17, 2.6, 2.6, "M0 0L0 20L8.5 4.5L17 20L17 0"},
    {'N', 14, 2.6, 2.6, "M0 0L0 20L14 0L14 20"},
    {'O', 18, 2.1, 2.1, "A9 10 9 10 0 360"},
    {'P', 12.3, 2.6, 1.6, "M0 0L0 20L7 20A7 14.7 5.3 5.3 90 -90L0 9.4"},
    {'Q', 18, 2.1, 2.1, "A9 10 9 10 0 360M11.4 5.4L17.4 -1.4"},
    {'R', 12.8, 2.6, 1.4, "M0 0L0 20L7 20A7 14.7 5.3 5.3 90 -90L0 9.4M7 9.4L12.8 0"},
    {'S', 12.5, 1.9, 1.9,
     "M12 16.2C11.2 18.8 9 20 6.3 20C3 20 0.6 18.2 0.6 15.2C0.6 12 3.4 11.2 6.3 10.4"
     "C9.5 9.6 12.5 8.6 12.5 5C12.5 1.8 9.6 0 6.3 0C3 0 0.7 1.4 0 4.2"},
    {'T', 14, 1.2, 1.2, "M0 20L14 20M7 20L7 0"},
    {'U', 14, 2.5, 2.5, "M0 20L0 7A7 7 7 7 180 360L14 20"},
    {'V', 16, 1.2, 1.2, "M0 20L8 0L16 20"},
    {'W', 22, 1.3, 1.3, "M0 20L5.6 0L11 19L16.4 0L22 20"},
    {'X', 14, 1.4, 1.4, "M0 20L14 0M14 20L0 0"},
    {'Y', 15, 1.2, 1.2, "M0 20L7.5 9.4L15 20M7.5 9.4L7.5 0"},
    {'Z', 13.5, 1.6, 1.6, "M0.5 20L13 20L0 0L13.5 0"},
    {'[', 4.4, 3, 1.8, "M4.4 22L0 22L0 -3.4L4.4 -3.4"},
    {'\\', 9, 1.4, 1.4, "M0 22L9 -3"},
    {']', 4.4, 1.8, 3, "M0 22L4.4 22L4.4 -3.4L0 -3.4"},
    {'^', 10, 1.8, 1.8, "M0 11.6L5 20L10 11.6"},
    {'_', 14, 0.8, 0.8, "M0 -3.4L14 -3.4"},
    {'`', 3.4, 2.4, 2.4, "M0 21L3.4 17"},
    {'a', 9.8, 1.9, 2.4,
     "M0.9 11.4C1.8 13.1 3.4 14 5.3 14C8.3 14 9.8 12.4 9.8 9.6L9.8 0"
     "M9.8 8.2L5.2 8C2 7.8 0 6.4 0 3.9C0 1.5 1.8 0 4.3 0C7.2 0 9.8 2 9.8 5"},
    {'b', 11.4, 2.4, 1.9, "M0 21L0 0UA5.7 7 5.7 7 0 360"},
    {'c', 9.6, 1.9, 1.5, "A6 7 6 7 52 308"},
    {'d', 11.4, 1.9, 2.4, "M11.4 21L11.4 0UA5.7 7 5.7 7 0 360"},
    {'e', 11.4, 1.9, 1.8, "M0.1 7.4L11.4 7.4A5.7 7 5.7 7 3 316"},
    {'f', 7, 1.1, 0.8, "M7.2 20.9C4.4 21.6 2.6 20.2 2.6 17L2.6 0M0 13.9L6.8 13.9"},
    {'g', 11.4, 1.9, 2.4, "M11.4 14L11.4 -1A6 -1 5.4 5.2 0 -155UA5.7 7 5.7 7 0 360"},
    {'h', 10, 2.4, 2.3, "M0 21L0 0M0 8.6A5 8.6 5 5.4 180 0L10 0"},
    {'i', 0, 2.5, 2.5, "M0 14L0 0D0 19.8"},
    {'j', 2.5, 1.3, 2.5, "M2.5 14L2.5 -2.6A-0.8 -2.6 3.3 3.4 0 -80D2.5 19.8"},
    {'k', 9.8, 2.4, 1.1, "M0 21L0 0M9.3 14L0 5M3.7 8.6L9.8 0"},
    {'l', 0, 2.5, 2.5, "M0 21L0 0"},
    {'m', 17.4, 2.4, 2.3,
     "M0 14L0 0M0 9A4.35 9 4.35 5 180 0L8.7 0M8.7 9A13.05 9 4.35 5 180 0L17.4 0"},
    {'n', 10, 2.4, 2.3, "M0 14L0 0M0 8.6A5 8.6 5 5.4 180 0L10 0"},
    {'o', 11.8, 1.9, 1.9, "A5.9 7 5.9 7 0 360"},
    {'p', 11.4, 2.4, 1.9, "M0 14L0 -6UA5.7 7 5.7 7 0 360"},
    {'q', 11.4, 1.9, 2.4, "M11.4 14L11.4 -6UA5.7 7 5.7 7 0 360"},
    {'r', 6.2, 2.4, 0.8, "M0 14L0 0M0 8.2C0 12 2.6 14.4 6.2 13.8"},
    {'s', 9.4, 1.7, 1.7,
     "M9 11.3C8.4 13.1 6.8 14 4.8 14C2.3 14 0.5 12.7 0.5 10.6C0.5 8.4 2.6 7.9 4.9 7.3"
     "C7.4 6.7 9.4 6 9.4 3.6C9.4 1.3 7.4 0 4.9 0C2.4 0 0.6 1 0 3"},
    {'t', 7, 1.1, 1.2, "M2.7 18.4L2.7 4C2.7 0.4 4.8 -0.4 7 0.3M0 13.9L6.8 13.9"},
    {'u', 10, 2.3, 2.4, "M0 14L0 5.4A5 5.4 5 5.4 180 360M10 14L10 0"},
    {'v', 11, 1.2, 1.2, "M0 14L5.5 0L11 14"},
    {'w', 16.4, 1.3, 1.3, "M0 14L4.2 0L8.2 13.2L12.2 0L16.4 14"},
    {'x', 10, 1.4, 1.4, "M0 14L10 0M10 14L0 0"},
    {'y', 11, 1.2, 1.2, "M0 14L5.6 0.4M11 14L4.4 -3.2C3.6 -5.2 2.4 -6.2 0.4 -5.8"},
    {'z', 9.6, 1.6, 1.6, "M0.4 14L9.2 14L0 0L9.6 0"},
    {'{', 5, 2, 1.6,
     "M5 22C1 22 2.4 18 2.4 14C2.4 10.6 1.6 9.4 0 9.4C1.6 9.4 2.4 8.2 2.4 4.8C2.4 0.8 1 -3.4 5 "
     "-3.4"},
    {'|', 0, 3, 3, "M0 22L0 -4"},
    {'}', 5, 1.6, 2,
     "M0 22C4 22 2.6 18 2.6 14C2.6 10.6 3.4 9.4 5 9.4C3.4 9.4 2.6 8.2 2.6 4.8C2.6 0.8 4 -3.4 0 "
     "-3.4"},
    {'~', 12, 2, 2, "M0 7C1.4 11 4 10.6 6 8.6C8 6.6 10.6 6.2 12 10.2"},
    {0x00B0, 6.4, 1.8, 1.8, "A3.2 16.9 3.2 3.2 0 360"},              // degree
    {0x00B1, 12, 2.2, 2.2, "M0 10.6L12 10.6M6 16.6L6 4.6M0 0L12 0"}, // plus-minus
    {0x00B2, 6.6, 1.4, 1.4, "M0.2 18.6C0.8 22.4 6.4 22.2 6.2 18.6C6.1 16.6 4.6 15.6 0 11L6.6 11"},
    {0x00B3, 6.6, 1.4, 1.4,
     "M0.4 20.2C1.8 22.4 6 21.8 6 19C6 17 4.4 16.3 2.8 16.3C4.8 16.3 6.5 15.6 6.5 13.6C6.5 10.6 "
     "1.6 9.8 0 12.6"},
    {0x00B9, 3, 1.6, 2, "M0 19.4L3 21.4L3 11"},
    {0x00B5, 10, 2.4, 2.4, "M0 14L0 -6M0 5.4A5 5.4 5 5.4 180 360M10 14L10 0"}, // micro
    {0x00D7, 9.6, 2.6, 2.6, "M0 13.4L9.6 3.8M9.6 13.4L0 3.8"},                 // times
    {0x039B, 16, 1.3, 1.3, "M0 0L8 20L16 0"},                                  // Lambda
    {0x03B8, 10.4, 2, 2, "A5.2 10.3 5.2 10.3 0 360M0 10.4L10.4 10.4"},         // theta
    {0x03BB, 11, 1.2, 1.4,
     "M0.6 20.8C4 21.6 4.6 18.6 5.4 15.8L9.6 1.6C10 0.4 10.4 0 11 0M6.3 12.6L0 0"}, // lambda
    {0x03BC, 10, 2.4, 2.4, "M0 14L0 -6M0 5.4A5 5.4 5 5.4 180 360M10 14L10 0"},      // mu
    {0x03C0, 12.4, 1.6, 1.6,
     "M0 14L12.4 14M3 14L2.6 0M9.2 14L9.2 3.4C9.2 0.6 10.6 -0.2 12.2 0.3"}, // pi
    {0x03C3, 12.6, 1.9, 1.4, "M12.6 14L5.9 14A5.9 7 5.9 7 90 450"},         // sigma
    {0x2013, 12, 1.2, 1.2, "M0 7.4L12 7.4"},                                // en dash
    {0x2026, 12, 3, 3, "D0 0.3D6 0.3D12 0.3"},                              // ellipsis
    {0x2070, 6.6, 1.4, 1.4, "A3.3 16.5 3.3 5.5 0 360"},                     // superscript 0, 4 to 9
    {0x2074, 7, 1.4, 1.4, "M5.2 11L5.2 22L0 14L7 14"},
    {0x2075, 6.4, 1.4, 1.4,
     "M6 22L1.2 22L0.8 17.4C2.6 18.8 6.4 18.2 6.4 14.6C6.4 10.6 1.6 9.8 0 12.6"},
    {0x2076, 6.6, 1.4, 1.4, "M5 22C2.4 20 0.1 17 0.1 14.4A3.3 14.3 3.2 3.3 180 540"},
    {0x2077, 6.6, 1.4, 1.4, "M0 22L6.6 22L2.4 11"},
    {0x2078, 6.6, 1.4, 1.4, "A3.3 19.4 2.6 2.6 0 360UA3.3 14 3.3 3 0 360"},
    {0x2079, 6.6, 1.4, 1.4, "M1.6 11C4.2 13 6.5 16 6.5 18.6A3.3 18.7 3.2 3.3 0 360"},
    {0x207B, 5, 1.4, 1.4, "M0 16L5 16"},                         // superscript minus
    {0x2212, 12, 2.2, 2.2, "M0 8.6L12 8.6"},                     // minus
    {0x2264, 11, 2.2, 2.2, "M11 17L0 11.4L11 5.8M0 0.6L11 0.6"}, // at most
    {0x2265, 11, 2.2, 2.2, "M0 17L11 11.4L0 5.8M0 0.6L11 0.6"},  // at least
};

static const Glyph MISSING = {0, 11, 2.2, 2.2, "M0 0L11 0L11 20L0 20L0 0"};

static const Glyph *glyph_find(uint32_t code) {
    for (size_t i = 0; i < sizeof GLYPHS / sizeof *GLYPHS; i++)
        if (GLYPHS[i].code == code)
            return &GLYPHS[i];
    return &MISSING;
}

double font_pen(Font font) {
    return font.size * (font.bold ? 0.118 : 0.086);
}

int font_capital_height(Font font) {
    return (int)lround(font.size * CAPITAL_HEIGHT / UNITS + font_pen(font));
}

int font_line_height(Font font) {
    return (int)lround(font.size * 1.28);
}

// Letters of a wider pen stand further apart.
static int glyph_space(Font font, double units) {
    double extra = font.size * (font.bold ? 0.022 : 0.009);
    return (int)lround(units * font.size / UNITS + extra);
}

static int glyph_width(Font font, const Glyph *glyph) {
    return (int)lround(glyph->width * font.size / UNITS);
}

int font_text_width(Font font, const char *text) {
    int width = 0;
    while (*text) {
        const Glyph *glyph = glyph_find(utf8_next(&text));
        width += glyph_space(font, glyph->left) + glyph_width(font, glyph) +
                 glyph_space(font, glyph->right);
    }
    return width;
}

// Pixels above the baseline of a height in units: baseline, small and capital height fall on whole
// pixels.
static double hinted_height(Font font, double y) {
    double scale = font.size / UNITS;
    double small = round(SMALL_HEIGHT * scale);
    double capital = round(CAPITAL_HEIGHT * scale);
    if (y <= 0.0)
        return y * scale;
    if (y <= SMALL_HEIGHT)
        return y * small / SMALL_HEIGHT;
    return small + (y - SMALL_HEIGHT) * (capital - small) / (CAPITAL_HEIGHT - SMALL_HEIGHT);
}

typedef struct {
    Font font;
    double left, stretch; // of the present glyph: x in pixels = left + x in units * stretch
    Stroke *strokes;
    size_t n;
    double x, y; // the pen, in pixels
    bool down;
} Pen;

static void pen_move(Pen *pen, double x, double y) {
    pen->x = pen->left + x * pen->stretch;
    pen->y = -hinted_height(pen->font, y);
    pen->down = true;
}

static void pen_draw(Pen *pen, double x, double y) {
    if (!pen->down) {
        pen_move(pen, x, y);
        return;
    }
    double from_x = pen->x, from_y = pen->y;
    pen_move(pen, x, y);
    pen->strokes = allocate_one_more(pen->strokes, pen->n, sizeof *pen->strokes);
    pen->strokes[pen->n++] = (Stroke){from_x, from_y, pen->x, pen->y};
}

static void pen_curve(Pen *pen, double x, double y, const double *v) {
    enum { STEPS = 10 };
    for (int i = 1; i <= STEPS; i++) {
        double t = (double)i / STEPS, u = 1.0 - t;
        pen_draw(pen,
                 u * u * u * x + 3 * u * u * t * v[0] + 3 * u * t * t * v[2] + t * t * t * v[4],
                 u * u * u * y + 3 * u * u * t * v[1] + 3 * u * t * t * v[3] + t * t * t * v[5]);
    }
}

static void pen_arc(Pen *pen, const double *v) {
    int steps = (int)ceil(fabs(v[5] - v[4]) / 9.0);
    for (int i = 0; i <= steps; i++) {
        double angle = (v[4] + (v[5] - v[4]) * i / steps) * M_PI / 180.0;
        pen_draw(pen, v[0] + v[2] * cos(angle), v[1] + v[3] * sin(angle));
    }
}

static void pen_glyph(Pen *pen, const char *path) {
    double x = 0.0, y = 0.0; // the pen, in units
    pen->down = false;
    while (*path) {
        char command = *path++;
        int count = command == 'C' || command == 'A' ? 6 : command == 'U' ? 0 : 2;
        double v[6] = {0};
        for (int i = 0; i < count; i++) {
            char *end;
            v[i] = strtod(path, &end);
            assert(end != path);
            path = end;
        }
        switch (command) {
        case 'M':
            pen_move(pen, v[0], v[1]);
            break;
        case 'L':
            pen_draw(pen, v[0], v[1]);
            break;
        case 'C':
            pen_curve(pen, x, y, v);
            break;
        case 'A':
            pen_arc(pen, v);
            break;
        case 'D':
            pen_move(pen, v[0], v[1]);
            pen_draw(pen, v[0], v[1]);
            break;
        default:
            assert(command == 'U');
        }
        if (command == 'U' || command == 'D')
            pen->down = false;
        if (command == 'C') {
            x = v[4];
            y = v[5];
        } else {
            x = v[0];
            y = v[1];
        }
    }
}

Stroke *font_text_strokes(Font font, const char *text, size_t *n) {
    Pen pen = {.font = font};
    double at = 0.0;
    while (*text) {
        const Glyph *glyph = glyph_find(utf8_next(&text));
        at += glyph_space(font, glyph->left);
        int width = glyph_width(font, glyph);
        pen.left = at;
        pen.stretch = glyph->width > 0.0 ? width / glyph->width : font.size / UNITS;
        pen_glyph(&pen, glyph->path);
        at += width + glyph_space(font, glyph->right);
    }
    *n = pen.n;
    return pen.strokes;
}
