// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a PNG file back, for tests, by Cairo. Anything unexpected fails the test.
#pragma once

#include "files/image_file.h"
#include "pictures/colour.h"

#include <stddef.h>

typedef struct {
    int width, height;
    Rgb *pixels; // row-major; owned
    Image image; // with its notes
} PngRead;

PngRead *png_read(const char *path);
void png_forget(PngRead *png);

Rgb png_pixel(const PngRead *png, int x, int y);

// The text of a note, or NULL.
const char *png_note(const PngRead *png, const char *key);

// How many pixels have this colour.
size_t png_count(const PngRead *png, Rgb colour);

// Whether two colours differ by at most `tolerance` in each channel.
int colours_near(Rgb a, Rgb b, int tolerance);
