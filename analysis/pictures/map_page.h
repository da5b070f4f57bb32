// SPDX-License-Identifier: GPL-3.0-or-later
// MapPage: the page of a map: its samples with what lies over them, a column to its right, which
// each kind of picture fills, and its scale bar and key below.
#pragma once

#include "pictures/page.h"

typedef struct {
    const Rgb *colours;    // [rows][cols]
    const bool *undefined; // [rows][cols] hatched
    size_t rows, cols;
    PictureLines lines;
    Rgb line_colour;
    const Pinwheel *pinwheels;
    size_t pinwheels_count;
    const double *preference; // radians; drawn as short bars, NaN nowhere; NULL: none
    int column_width;         // 0: no column
    int column_height;
} MapLayers;

// Draws the map at the body's top left corner with a thin edge. The column begins at *column, and
// the map is *height high.
Page map_page_new(const PictureFrame *frame, const MapLayers *layers, int *column, int *height);
