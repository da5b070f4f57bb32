// SPDX-License-Identifier: GPL-3.0-or-later
// PictureForm: in what form a picture is drawn: file type, size, parts, limits. A zeroed form is a
// PNG for the screen, of the size that suits the picture, with its title and key.
//
// Layout is in units of which STYLE_FONT (style.h) has 22. A picture of a given width has letters
// of the same size in all its text, and gives the rest of its width to what it shows.
#pragma once

#include "pictures/canvas.h"

// Limits that pictures of one name share. They are gathered from all pictures that are compared,
// none of which is drawn, and then hold for each of them.
typedef struct {
    char *name; // owned
    double low, high;
} SharedLimits;

typedef struct {
    bool gathering;
    size_t count;
    SharedLimits *limits; // [count] owned
} PictureScales;          // begins as zero

// Where a picture stands that is part of a figure of several.
typedef struct {
    Canvas *canvas;    // NULL: the picture is only measured
    double left, top;  // units of layout
    int width, height; // of the picture, once it was drawn or measured
} PictureHost;

// Files of pictures that stay in memory.
typedef struct {
    char *name;           // of the picture; owned
    unsigned char *bytes; // owned
    size_t size;
    unsigned width, height; // pixels of a PNG, else units of layout
} PictureBytes;

typedef struct {
    size_t count;
    PictureBytes *picture; // [count] in the order in which they were drawn; owned
} PictureMemory;           // begins as zero
void picture_memory_free(PictureMemory *memory);

typedef struct {
    CanvasFormat format;
    double scale;     // of the canvas; 0: 1
    double points;    // length of a unit of layout on paper; 0: not known
    const char *only; // the one picture that is drawn; NULL: all
    int width;        // units of layout; 0: what suits the picture
    bool untitled, keyless;
    bool key_room;         // without a key, its room beside a map stays empty
    bool central;          // shows only the square that the numbers are taken over
    double region[4];      // left, bottom, right, top of what is shown of a sheet; all 0: all of it
    double low, high;      // limits of colours, brightness and y axes; both 0: the picture's own
    PictureScales *scales; // NULL: limits are not shared
    const char *file;      // in place of the name that the picture's maker gives; NULL: that
    PictureHost *host;     // NULL: the picture is a file
    PictureMemory *memory; // takes the picture in place of a file; NULL: none
} PictureForm;

// Is a picture of that name to be drawn? Sets the limits (or NULL) to what holds for it: those of
// the form, the shared ones, or the given ones. While limits are gathered nothing is drawn.
bool form_draws(const PictureForm *form, const char *name, double *low, double *high);
void picture_scales_free(PictureScales *scales);
