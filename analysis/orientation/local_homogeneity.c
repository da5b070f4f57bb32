// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/local_homogeneity.h"

#include "maps/smoothing.h"
#include "statistics/finite.h"

#include <math.h>

double local_homogeneity(const ComplexMap *map, double sigma, double *lhi) {
    size_t n = map->height * map->width;
    OWNED_BY(map_free_owned) ComplexMap *unit = map_copy(map);
    for (size_t i = 0; i < n; i++) {
        double size = map_has_preference(map, i) ? hypot(map->real[i], map->imaginary[i]) : 0;
        unit->real[i] = map->real[i] / size; // NAN without a preference
        unit->imaginary[i] = map->imaginary[i] / size;
    }
    OWNED_BY(map_free_owned) ComplexMap *smoothed = smoothing_of(unit, sigma);
    for (size_t i = 0; i < n; i++)
        lhi[i] = hypot(smoothed->real[i], smoothed->imaginary[i]);
    return finite_mean(lhi, n);
}
