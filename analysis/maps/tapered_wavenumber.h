// SPDX-License-Identifier: GPL-3.0-or-later
// TaperedWavenumber: the mean wavenumber of an open map without the leak of its edges.
//
// The edges of an open map leak power to higher wavenumbers. A sine taper, sin(pi x / W) sin(pi y /
// H) over a map of W x H samples, removes most of the leak: of all tapers it blurs wavenumbers
// least (Riedel & Sidorenko 1995, IEEE Trans Signal Process 43:188). Its blur across a wave vector
// has the variance v = (H / W + W / H) / 8 in cycles^2 per extent^2, and lengthens a wave vector k
// by v / 2k. The estimate is therefore <k> - v <1 / k> / 2, both means weighted by the power of the
// tapered map. A periodic map has no edges: it has no taper and v = 0.
//
// The mean of z under the square of the taper is taken away first. Missing samples have the weight
// 0; the edges of large gaps leak.
#pragma once

#include "maps/map.h"

// In cycles per extent, over the wavenumbers from `lowest` to `highest`; NAN without power there.
double tapered_wavenumber(const Map *map, double lowest, double highest);
