// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/orientation_similarity.h"

#include "maps/similarity.h"
#include "measure/measure.h"

#include <math.h>

void orientation_similarity_add(Results *results, const ComplexMap *a, const ComplexMap *b) {
    static const char undefined[] = "there is no sample with a preference in both maps";
    double rotation, stability = similarity_stability(a, b),
                     correlation = similarity_correlation(a, b, &rotation);
    const Statistic rows[] = {
        {"similarity.stability", stability, "1",
         "stability index: 1 - 4/pi times the mean angle between the preferences of both maps; 0 "
         "for unrelated ones",
         undefined},
        {"similarity.correlation", correlation, "1",
         "|sum conj(z1) z2| / sqrt(sum |z1|^2 sum |z2|^2), blind to a turn of all preferences by "
         "one angle",
         undefined},
        {"similarity.rotation", rotation * 180 / M_PI, "degrees",
         "that angle, by which the second map is turned counter-clockwise", undefined}};
    measure_add_statistics(results, rows, sizeof rows / sizeof *rows, false, NULL);
}
