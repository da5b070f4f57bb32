// SPDX-License-Identifier: GPL-3.0-or-later
// Key: what the signs of a picture mean, as rows of signs with their names that are wrapped to a
// width.
#pragma once

#include "pictures/canvas.h"
#include "pictures/style.h"

typedef enum {
    KEY_LINE,  // `thickness`, `dash`
    KEY_ARROW, // the same, with a dot at its foot and a head
    KEY_DISC,  // `thickness` is the radius; with an edge in `edge`
    KEY_RING,  // of a radius of 3.5
    KEY_HATCH, // "no value"
    KEY_BAR,   // a scale bar of length `length`
    KEY_WORDS, // none: only the name
} KeySign;

typedef struct {
    KeySign sign;
    const char *name; // NULL: the entry is left out
    Rgb colour;
    double thickness, dash, length;
    Rgb edge;
} KeyEntry;

// The height that the key takes; 0 without an entry.
int key_height(const KeyEntry *entries, size_t n, int width);
void key_draw(Canvas *canvas, const KeyEntry *entries, size_t n, int left, int top, int width);
