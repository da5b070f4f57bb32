// SPDX-License-Identifier: GPL-3.0-or-later
// Blur: convolution with an elongated Gaussian, as cylindrical lenses (goggles) blur along one
// orientation.
//
// The kernel is cut off, along and across, at twice the larger standard deviation (as for the
// goggles in stimulus_image.c). Its sum is 1 over the samples that lie in the array.
#pragma once

#include "settings/setting.h"

typedef struct {
    double sigma;       // standard deviation across, in sheet units or samples; 0: no blur
    double aspect;      // standard deviation along / across
    double orientation; // degrees of the long axis, counter-clockwise from the horizontal
} Blur;

extern const Block blur_settings; // rows of Blur, in sheet units

// How many rows or columns the kernel reaches from its middle. Lengths are in samples, as below.
size_t blur_reach(const Blur *blur);

// Blurs source[height * width], row 0 at the top, and writes it to `target` without its outermost
// `margin` rows and columns. `target` may be `source` if margin is 0.
void blur_array(const Blur *blur, const double *source, size_t height, size_t width, size_t margin,
                double *target);
