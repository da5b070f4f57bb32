// SPDX-License-Identifier: GPL-3.0-or-later
// Thumbnail: a smaller version of a picture. Each pixel is the mean of the pixels that it covers,
// in one of at most 256 colours (colour_table.h).
#pragma once

#include "pictures/picture_list.h"
#include "report/picture_file.h"

#include <stdbool.h>

// Reduces `picture` to `width` pixels if it is wider, after cutting it to `map` if it contains that
// (NULL: whole). False if the pixels cannot be read, or if the thumbnail would not have fewer
// bytes; it is then empty. Call picture_file_free either way.
bool thumbnail_make(PictureFile *thumbnail, const PictureFile *picture, unsigned width,
                    const PictureMap *map);
