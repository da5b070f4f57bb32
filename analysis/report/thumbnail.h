// SPDX-License-Identifier: GPL-3.0-or-later
// Thumbnail: a smaller version of a picture, made by Cairo. Each pixel is the mean of a square of
// whole pixels, so that edges between samples of a map stay sharp.
#pragma once

#include "pictures/picture_list.h"
#include "report/picture_file.h"

#include <stdbool.h>

// Reduces `picture` to at most `width` pixels across, after cutting it to `map` if it contains that
// (NULL: whole). False if the pixels cannot be read, or if the thumbnail would not have fewer
// bytes; it is then empty. Call picture_file_free either way.
bool thumbnail_make(PictureFile *thumbnail, const PictureFile *picture, unsigned width,
                    const PictureMap *map);
