// SPDX-License-Identifier: GPL-3.0-or-later
// LocalHomogeneity: how alike the preferences round a sample are (Nauhaus et al. 2008, Neuron
// 57:673):
//     LHI(x) = |sum_y G(x - y) exp(2 i theta(y))| / sum_y G(x - y),
// G a round Gaussian of standard deviation sigma samples, over the samples y that have a preference
// (smoothing.h). 1: all alike; near 0 at pinwheels. For orientation that turns evenly, with one
// wavelength L, it is exp(-2 (pi sigma / L)^2).
#pragma once

#include "maps/map.h"

// lhi[height * width], NAN at samples without a preference. Returns the mean of the others, NAN
// without any.
double local_homogeneity(const ComplexMap *map, double sigma, double *lhi);
