// SPDX-License-Identifier: GPL-3.0-or-later
// A figure in a page with a picture of an album and its caption ("": none). The alternative text
// has title, subtitle and caption.
#pragma once

#include "report/html.h"
#include "report/picture_album.h"

void picture_figure(Html *html, const AlbumPicture *picture, const char *caption);

// The same with a thumbnail of at most that width, for a strip or a grid; with `map_alone`, cut to
// its map.
enum { THUMBNAIL_WIDTH = 480 }; // pixels, for strips: 1.5 for each pixel of their width of 19rem
void picture_figure_small(Html *html, const AlbumPicture *picture, unsigned width,
                          const char *caption, bool map_alone);
