// SPDX-License-Identifier: GPL-3.0-or-later
// Page: a picture under construction: a canvas with a title on top and a body below, which each
// kind of picture fills.
#pragma once

#include "pictures/key.h"
#include "pictures/picture.h"

typedef struct {
    Canvas *canvas;    // owned, unless it is of the form's host
    int left, top;     // of the body
    int width, height; // of the body
    int whole_width, whole_height;
    PictureFrame frame; // its texts are borrowed
    char *subtitle;     // of the frame, where it was made for the page; owned
    PictureMap map;     // where the map lies once it is drawn
} Page;

// The width of the body: what the form leaves of its width, or the usual one.
int page_room(const PictureFrame *frame, int usual);

// Is there a key, and is there room for one beside a map?
bool page_has_key(const PictureFrame *frame);
bool page_has_key_room(const PictureFrame *frame);

// A page whose body has the given size, with the frame's title wrapped to it and the subtitle
// below. On a PNG, `zoom` units become a whole number of pixels (0: no matter).
Page page_new(const PictureFrame *frame, int width, int height, double zoom);

// Notes where the map lies, in units of layout: its corner, and the side of a sample.
void page_note_map(Page *page, double left, double top, double zoom, size_t rows, size_t cols);

// Writes the page with the frame's notes, and frees it.
bool page_write(Page *page, const char *path, Error *error);
