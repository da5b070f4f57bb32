// SPDX-License-Identifier: GPL-3.0-or-later
// Image: a PNG file as grey values.
//
// Invariant: after image_read() succeeded `values` holds height x width numbers in [0, 1], row 0 at
// the top.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { IMAGE_SIDE_MOST = 16384 }; // pixels

typedef struct {
    size_t height, width;
    double *values; // owned
} Image;

// Reads a PNG of any depth and colour type. The file's numbers are taken as they stand, over their
// largest (255 or 65535), with no gamma; colour becomes 0.299 red + 0.587 green + 0.114 blue (ITU-R
// BT.601); transparency is ignored. A message names the path and the cause; `image` is then left
// empty.
bool image_read(const char *path, Image *image, Error *error);

void image_free(Image *image);
