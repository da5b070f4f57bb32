// SPDX-License-Identifier: GPL-3.0-or-later
// Font: DejaVu Sans at any size, laid out by Pango.
//
// Text is one line of UTF-8. Letters are outlines without hinting, so that every machine draws
// them alike. A character that DejaVu Sans lacks is taken from another font of the machine, or
// shown as a box.
#pragma once

#include <cairo.h>
#include <stdbool.h>

typedef struct {
    double size; // pixels from the foot of a `p` to the top of a `b`, about; capitals are 0.73 of
                 // it high
    bool bold;
} Font;

// Width of a line of text in pixels, with the space before its first and after its last letter.
int font_text_width(Font font, const char *text);
double font_text_length(Font font, const char *text); // the same, not rounded up

// The font, or a smaller one in which the text is at most so wide; at least half as large.
Font font_fitted(Font font, const char *text, int width);

// Height of a capital in pixels, and the distance from one baseline to the next.
int font_capital_height(Font font);
int font_line_height(Font font);

// Fills a line of text whose baseline begins at the drawing's current point.
void font_text_fill(Font font, const char *text, cairo_t *drawing);
