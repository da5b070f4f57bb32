// SPDX-License-Identifier: GPL-3.0-or-later
// Canvas: a picture drawn by Cairo as PNG (pixels on a white ground), SVG or PDF (shapes without a
// ground). Text stays text, and an array stays an image with one pixel for each element.
//
// Coordinates count from the top left corner, y down, in units of layout. `scale` gives the size of
// a unit: in pixels of a PNG, or in points of 1/72 inch. Shapes may reach over the edge and are cut
// there. At scale 1 a pixel (x, y) is the square from x to x + 1. Lines, discs and text are
// anti-aliased; arrays have exactly their colours.
#pragma once

#include "base/error.h"
#include "files/image_file.h"
#include "pictures/colour.h"
#include "pictures/font.h"

#include <cairo.h>
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef enum { CANVAS_PNG, CANVAS_SVG, CANVAS_PDF } CanvasFormat;
extern const char *const canvas_formats[]; // "png", "svg", "pdf", NULL

typedef struct {
    CanvasFormat format;
    double scale;
    double points;            // length of a unit on paper; 0: not known
    cairo_surface_t *surface; // owned
    cairo_t *drawing;         // onto it; owned
    FILE *file;               // in memory, into which Cairo writes SVG or PDF; owned
    char *bytes;              // of that file; owned, as the texts below
    size_t size;
    GString *images, *texts; // elements of an SVG under and over the shapes; owned, else NULL
} Canvas;

typedef struct {
    double x, y; // units of layout
} Point;

typedef enum { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT } Align;

// An empty canvas; width, height and scale above 0. A PNG that would have more than IMAGE_SIDE_MOST
// pixels a side gets a smaller scale.
Canvas *canvas_new(CanvasFormat format, double width, double height, double scale);
void canvas_free(Canvas *canvas);

// Moves what is drawn from now on.
void canvas_move(Canvas *canvas, double x, double y);

// Moves a point to the nearest corner of a pixel of a PNG.
void canvas_align(const Canvas *canvas, double *x, double *y);

// Until canvas_unclip, shapes are cut at the edge of this rectangle; arrays and text are not. Calls
// do not nest.
void canvas_clip(Canvas *canvas, double left, double top, double width, double height);
void canvas_unclip(Canvas *canvas);

// A width or height that is not above 0 draws nothing.
void canvas_rectangle(Canvas *canvas, double left, double top, double width, double height,
                      Rgb colour);

// The rectangle's edge, `thickness` wide, outside the given rectangle.
void canvas_frame(Canvas *canvas, double left, double top, double width, double height,
                  double thickness, Rgb colour);

// A polygon of n corners, of which the colour covers this share, 0 to 1.
void canvas_area(Canvas *canvas, const Point *points, size_t n, Rgb colour, double share);

// A rows x cols array of colours that fills the rectangle, row 0 at the top. Where `hatched` (or
// NULL) is true it has grey with darker diagonal stripes instead: "no value here".
void canvas_array(Canvas *canvas, double left, double top, double width, double height,
                  const Rgb *colours, const bool *hatched, size_t rows, size_t cols);

// A line with round ends through n points; the whole of it is covered once. A point that is not
// finite breaks it. With dash > 0, dashes and gaps of that length. Cairo takes coordinates of up to
// 8 million.
void canvas_line(Canvas *canvas, const Point *points, size_t n, double thickness, double dash,
                 Rgb colour);

void canvas_disc(Canvas *canvas, double x, double y, double radius, Rgb colour);
void canvas_ring(Canvas *canvas, double x, double y, double radius, double thickness, double dash,
                 Rgb colour);

// Text whose first or last letter, or middle, is at x, with its baseline at y.
void canvas_text(Canvas *canvas, double x, double y, Align align, Font font, Rgb colour,
                 const char *text);

// Text from x on whose capitals are centred on y; returns the x where it ends.
int canvas_label(Canvas *canvas, double x, double y, Font font, Rgb colour, const char *text);

// Text that reads upwards, centred on y, with its baseline at x.
void canvas_text_up(Canvas *canvas, double x, double y, Font font, Rgb colour, const char *text);

// The colour of a pixel of a PNG.
Rgb canvas_pixel(const Canvas *canvas, int x, int y);

// The file with n notes, a PNG without them; owned by the caller. Nothing can be drawn afterwards.
// The bytes depend on what was drawn and on the notes alone.
unsigned char *canvas_bytes(Canvas *canvas, const PngText *notes, size_t n, size_t *size);

// Writes the picture with n notes, which replaces the file.
bool canvas_write(Canvas *canvas, const char *path, const PngText *notes, size_t n, Error *error);
