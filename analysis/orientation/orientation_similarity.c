// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/orientation_similarity.h"

#include "maps/similarity.h"
#include "measure/measure.h"

#include <math.h>

void orientation_similarity_rows(const ComplexMap *a, const ComplexMap *b,
                                 Statistic rows[ORIENTATION_SIMILARITY_ROWS]) {
    static const char undefined[] = "there is no sample with a preference in both maps";
    double rotation, stability = similarity_stability(a, b),
                     correlation = similarity_correlation(a, b, &rotation);
    rows[SIMILARITY_STABILITY] = (Statistic){
        "similarity.stability", stability, "1",
        "stability index: 1 - 4/pi times the mean angle between the preferences of both maps; 0 "
        "for unrelated ones",
        undefined};
    rows[SIMILARITY_CORRELATION] = (Statistic){
        "similarity.correlation", correlation, "1",
        "|sum conj(z1) z2| / sqrt(sum |z1|^2 sum |z2|^2), blind to a turn of all preferences by "
        "one angle",
        undefined};
    rows[SIMILARITY_ROTATION] =
        (Statistic){"similarity.rotation", rotation * 180 / M_PI, "degrees",
                    "that angle, by which the second map is turned counter-clockwise", undefined};
}

void orientation_similarity_add(Results *results, const ComplexMap *a, const ComplexMap *b) {
    Statistic rows[ORIENTATION_SIMILARITY_ROWS];
    orientation_similarity_rows(a, b, rows);
    measure_add_statistics(results, rows, ORIENTATION_SIMILARITY_ROWS, false, NULL);
}
