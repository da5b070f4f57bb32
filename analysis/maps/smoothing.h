// SPDX-License-Identifier: GPL-3.0-or-later
// Smoothing: maps convolved with a round Gaussian, exp(-d^2 / (2 sigma^2)), cut off at 4 sigma.
//
// The weights of the samples that exist sum to 1, so that missing samples and the world beyond the
// edges of an open map do not count. Missing samples stay missing. sigma is in samples; 0 leaves a
// map as it is. An orientation map is smoothed as the complex field z, never as angles.
//
// The blur of stimuli (sim/kinds/blur.h) is another convolution: elongated, cut off at two
// deviations, of whole open arrays, whose weights it divides line by line.
#pragma once

#include "maps/map.h"

Map *smoothing_of(const Map *map, double sigma);

// The Gaussian along one axis: kernel[smoothing_reach(sigma) + d] for -reach <= d <= reach, of sum
// 1.
size_t smoothing_reach(double sigma);
void smoothing_kernel(double sigma, double *kernel);

// Smooths a plane in place along rows and columns, on a torus or with all that lies beyond its
// edges 0; `scratch` has its size.
void smoothing_plane(double *plane, size_t height, size_t width, bool periodic,
                     const double *kernel, size_t reach, double *scratch);
