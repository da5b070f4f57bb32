// SPDX-License-Identifier: GPL-3.0-or-later
// Page: a picture under construction: a white canvas with a title on top and a body below, which
// each kind of picture fills; and the parts that several kinds share.
#pragma once

#include "pictures/canvas.h"
#include "pictures/picture.h"
#include "pictures/style.h"

enum { PAGE_MARGIN = 32 }; // pixels around everything

typedef struct {
    Canvas *canvas;            // owned
    int left, top;             // of the body
    int width, height;         // of the body, pixels
    const PictureFrame *frame; // borrowed
    PictureMap map;            // where the map lies once it is drawn
} Page;

// A page whose body has the given size, with the frame's title wrapped to it and the subtitle
// below.
Page page_new(const PictureFrame *frame, int width, int height);

// How many pixels a side a sample of a rows x cols map is drawn: about 590 for the longer side,
// at least 400 for the shorter.
int page_zoom(size_t rows, size_t cols);

// How a map of any size fits on a page. One above 800 samples a side is reduced: the middle sample
// stands for each square of step x step.
typedef struct {
    size_t step, rows, cols; // samples of the map for each that is drawn; those drawn
    int zoom;                // pixels a side of a sample that is drawn
    double pitch;            // pixels from a sample of the map to the next
} PageFit;
PageFit page_fit(size_t rows, size_t cols);

// The subtitle of a map with this fit, which says how it was reduced; to be released.
char *page_fit_subtitle(const PictureFrame *frame, const PageFit *fit);

// Leaves those samples that are drawn at the front of an array [rows x cols] of items of `size`
// bytes.
void page_fit_reduce(const PageFit *fit, void *samples, size_t size, size_t rows, size_t cols);

// Draws a map at the body's top left corner with a thin edge. `undefined` (or NULL) marks samples
// to be hatched.
void page_map(Page *page, const Rgb *colours, const bool *undefined, size_t rows, size_t cols,
              int zoom);

// Lines over a map that was drawn so, and their entry in the key at x.
void page_lines(Page *page, const PictureLines *lines, double pitch, Rgb colour);
void page_lines_key(Page *page, const PictureLines *lines, int x, int y, Rgb colour);

// A piece of line with its name beside it; returns the x where the name ends.
int page_key(Page *page, int x, double y, int length, double thickness, double dash, Rgb colour,
             Font font, const char *name);

// The scale bar of the frame, if it has one, with its left end at x and its label to the right;
// returns the x where it ends. `pitch` is in pixels for a sample.
int page_scale_bar(Page *page, int x, int y, double pitch);

// A vertical colour bar from `low` (bottom) to `high`, low < high, with their numbers and round
// ones between.
typedef struct {
    Ramp ramp;
    double low, high;
    const char *low_word, *high_word; // what the ends mean; NULL for none
    const char *name;                 // of the quantity, reading upwards; NULL for none
} ColourBar;
int page_colour_bar_width(const ColourBar *bar);
void page_colour_bar(Page *page, const ColourBar *bar, int x, int y, int height);

// Writes the page with the frame's notes, and frees it.
bool page_write(Page *page, const char *path, Error *error);
