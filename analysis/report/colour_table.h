// SPDX-License-Identifier: GPL-3.0-or-later
// ColourTable: at most 256 colours that stand for all of a picture's, so that a pixel is one byte.
//
// By division of colour space (Heckbert 1982, Comput Graph 16:297): the box of colours with the
// largest squared error is cut at its mean, across its axis of largest variance, until there are
// enough; each box becomes the mean of its pixels. A picture of few colours, no two of which agree
// in the upper six bits of all channels, keeps them as they are.
#pragma once

#include "pictures/colour.h"

#include <stddef.h>

enum { COLOUR_TABLE_MOST = 256 };

typedef struct {
    size_t count;
    Rgb colour[COLOUR_TABLE_MOST];
} ColourTable;

// The table of `pixels[n]`, and the place in it of each: index[n].
ColourTable colour_table_make(const Rgb *pixels, size_t n, uint8_t *index);
