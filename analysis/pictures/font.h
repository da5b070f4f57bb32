// SPDX-License-Identifier: GPL-3.0-or-later
// Font: Pinwheel's own letters, drawn as strokes of even width with round ends, at any size.
//
// Text is UTF-8: printable ASCII and a few signs (degree, plus-minus, mu, lambda, multiplication
// sign, superscripts, en dash, minus and others of the table). A character that the font lacks is
// shown as a hollow box. Stems and the heights of small and capital letters are placed on whole
// pixels, so that text is crisp.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    double size; // pixels from the foot of a `p` to the top of a `b`, about; capitals are 0.71 of
                 // it high
    bool bold;
} Font;

// A straight piece of pen movement, in pixels from the start of the baseline: x right, y down.
typedef struct {
    double x0, y0, x1, y1;
} Stroke;

// The pen's width in pixels.
double font_pen(Font font);

// Width of a line of text in pixels, with the space before its first and after its last letter: at
// most the soft edge of a stroke, one pixel, lies outside.
int font_text_width(Font font, const char *text);

// Height of a capital in pixels, and the distance from one baseline to the next.
int font_capital_height(Font font);
int font_line_height(Font font);

// The strokes of a line of text, *n of them, to be released; a dot is a stroke of no length.
Stroke *font_text_strokes(Font font, const char *text, size_t *n);
