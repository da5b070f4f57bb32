// SPDX-License-Identifier: GPL-3.0-or-later
// LocalHomogeneity: how similar the preferences round a sample are (Nauhaus et al. 2008, Neuron
// 57:673):
//     LHI(x) = |sum_y G(x - y) exp(2 i theta(y))| / sum_y G(x - y),
// where G is a round Gaussian with a standard deviation of sigma samples, and y runs over the
// samples with a preference (smoothing.h). LHI is 1 where all preferences agree, and near 0 at
// pinwheels. Where orientation turns evenly with one wavelength L, it is exp(-2 (pi sigma / L)^2).
#pragma once

#include "maps/map.h"

// Writes lhi[height * width], NAN at samples without a preference. Returns the mean over the other
// samples; NAN if there are none.
double local_homogeneity(const ComplexMap *map, double sigma, double *lhi);
