// SPDX-License-Identifier: GPL-3.0-or-later
// ContourLines: the zero contour of a map (contour.h) as lines of a picture of the map.
#pragma once

#include "pictures/picture.h"
#include "maps/scalar_map.h"

// Without what crosses the seam of a torus. To be released.
PictureSegment *contour_lines(const ScalarMap *map, size_t *count);
