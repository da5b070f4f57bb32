// SPDX-License-Identifier: GPL-3.0-or-later
// The similarity of two orientation maps as numbers of a measure.
#pragma once

#include "maps/map.h"
#include "measure/results.h"
#include "statistics/statistic.h"

enum {
    SIMILARITY_STABILITY,
    SIMILARITY_CORRELATION,
    SIMILARITY_ROTATION,
    ORIENTATION_SIMILARITY_ROWS
};

void orientation_similarity_rows(const ComplexMap *a, const ComplexMap *b,
                                 Statistic rows[ORIENTATION_SIMILARITY_ROWS]);

// Adds similarity.stability, .correlation and .rotation (maps/similarity.h).
void orientation_similarity_add(Results *results, const ComplexMap *a, const ComplexMap *b);
