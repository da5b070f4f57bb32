// SPDX-License-Identifier: GPL-3.0-or-later
// A figure in a page with a picture of an album, its caption ("": none), and an alternative text of
// title, subtitle and caption.
#pragma once

#include "report/html.h"
#include "report/picture_album.h"

void picture_figure(Html *html, const AlbumPicture *picture, const char *caption);

// The same as a thumbnail of at most that width, for a strip or a grid; with `map_alone` cut to its
// map.
enum { THUMBNAIL_WIDTH = 480 }; // pixels, for strips: half as many again as their 19rem
void picture_figure_small(Html *html, const AlbumPicture *picture, unsigned width,
                          const char *caption, bool map_alone);
