// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/map_quality.h"

#include <math.h>

double map_quality(double density) {
    if (!(density >= 0.0))
        return (double)NAN;
    double ratio = density / M_PI;
    return pow(ratio * exp(1.0 - ratio), 0.8);
}

double map_quality_random_density(double variation) {
    return M_PI * (1.0 + variation);
}
