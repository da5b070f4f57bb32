// SPDX-License-Identifier: GPL-3.0-or-later
// Canvas: a picture drawn by Cairo, either RGB pixels in memory, written as PNG, or shapes, written
// as SVG.
//
// Pixel (x, y) counts from the top left corner, y down. Shapes may reach over the edge and are cut
// there. Coordinates of lines and discs are real: the pixel (x, y) is the square from x to x + 1,
// with its centre at (x + 0.5, y + 0.5). Lines, discs and text are anti-aliased; rectangles and
// arrays have exactly their colours.
#pragma once

#include "base/error.h"
#include "files/image_file.h"
#include "pictures/colour.h"
#include "pictures/font.h"

#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct {
    cairo_surface_t *surface; // owned
    cairo_t *drawing;         // onto it; owned
} Canvas;

typedef struct {
    double x, y; // pixels
} Point;

typedef enum { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT } Align;

// A white canvas of pixels; width and height at least 1.
Canvas *canvas_new(int width, int height);

// A canvas of shapes without a ground, which canvas_free writes into the open file as SVG. It takes
// all that follows but arrays, canvas_pixel and canvas_write.
Canvas *canvas_new_svg(int width, int height, FILE *file);

void canvas_free(Canvas *canvas);

// Until canvas_unclip, shapes are cut at the edge of this rectangle; arrays are not. Calls do not
// nest.
void canvas_clip(Canvas *canvas, int left, int top, int width, int height);
void canvas_unclip(Canvas *canvas);

// A width or height below 1 draws nothing.
void canvas_rectangle(Canvas *canvas, int left, int top, int width, int height, Rgb colour);

// The rectangle's edge, `thickness` pixels wide, outside the given rectangle.
void canvas_frame(Canvas *canvas, int left, int top, int width, int height, int thickness,
                  Rgb colour);

// A polygon of n corners, of which the colour covers this share, 0 to 1.
void canvas_area(Canvas *canvas, const Point *points, size_t n, Rgb colour, double share);

// Grey with darker diagonal stripes: "no value here".
void canvas_hatch(Canvas *canvas, int left, int top, int width, int height);

// A rows x cols array of colours, each enlarged to a square of `zoom` pixels, row 0 at the top.
void canvas_array(Canvas *canvas, int left, int top, const Rgb *colours, size_t rows, size_t cols,
                  int zoom);

// A line with round ends through n points; the whole of it is covered once. A point that is not
// finite breaks it. With dash > 0, dashes and gaps of that many pixels. Cairo takes coordinates of
// up to 8 million.
void canvas_line(Canvas *canvas, const Point *points, size_t n, double thickness, double dash,
                 Rgb colour);

void canvas_disc(Canvas *canvas, double x, double y, double radius, Rgb colour);
void canvas_ring(Canvas *canvas, double x, double y, double radius, double thickness, double dash,
                 Rgb colour);

// Text whose first or last letter, or middle, is at x, with its baseline at y.
void canvas_text(Canvas *canvas, int x, int y, Align align, Font font, Rgb colour,
                 const char *text);

// Text from x on whose capitals are centred on y; returns the x where it ends.
int canvas_label(Canvas *canvas, int x, int y, Font font, Rgb colour, const char *text);

// Text that reads upwards, centred on y, with its baseline at x.
void canvas_text_up(Canvas *canvas, int x, int y, Font font, Rgb colour, const char *text);

// The colour of a pixel of the canvas.
Rgb canvas_pixel(const Canvas *canvas, int x, int y);

// Writes the picture with n notes as a PNG file, by way of path.tmp (image_file.h).
bool canvas_write(const Canvas *canvas, const char *path, const PngText *notes, size_t n,
                  Error *error);
