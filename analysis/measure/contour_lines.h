// SPDX-License-Identifier: GPL-3.0-or-later
// ContourLines: the zero contour of a map (contour.h) as line segments of a picture of the map.
#pragma once

#include "maps/map.h"
#include "pictures/picture.h"

// Leaves out segments that cross the seam of a torus. To be released.
PictureSegment *contour_lines(const ScalarMap *map, size_t *count);
