// SPDX-License-Identifier: GPL-3.0-or-later
// Thumbnail: a picture made smaller, for where it is shown small: each pixel the mean of those that
// it covers, of at most 256 colours (colour_table.h).
#pragma once

#include "pictures/picture_list.h"
#include "report/picture_file.h"

#include <stdbool.h>

// `picture` at most `width` pixels wide, never enlarged, and cut to `map` (NULL: whole), where that
// lies within it. False where its pixels cannot be read, or it takes no fewer bytes so; the
// thumbnail is then empty. Call picture_file_free either way.
bool thumbnail_make(PictureFile *thumbnail, const PictureFile *picture, unsigned width,
                    const PictureMap *map);
