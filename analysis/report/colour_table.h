// SPDX-License-Identifier: GPL-3.0-or-later
// ColourTable: at most 256 colours that replace those of a picture, so that a pixel is one byte.
//
// Colour space is divided into boxes (Heckbert 1982, Comput Graph 16:297). The box with the largest
// squared error is cut at its mean, across its axis of largest variance, until there are 256 boxes
// or none can be cut. Each box is replaced by the mean colour of its pixels. A picture of at most
// 256 colours keeps them if every two differ in the upper six bits of a channel.
#pragma once

#include "pictures/colour.h"

#include <stddef.h>

enum { COLOUR_TABLE_MOST = 256 };

typedef struct {
    size_t count;
    Rgb colour[COLOUR_TABLE_MOST];
} ColourTable;

// The table of the n pixels; index[n] receives the place of each pixel's colour in it.
ColourTable colour_table_make(const Rgb *pixels, size_t n, uint8_t *index);
