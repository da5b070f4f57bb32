// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of a measure of tuning (measure_tuning.c), from the maps in its results.
#pragma once

#include "measure/measure.h"

// Draws the mean curve at each of contrast[contrasts]; of several, the half width and the maximum
// response by contrast; and the histogram of F1 / F0 where there are responses to phases.
bool tuning_pictures(const Results *results, const double *contrast, size_t contrasts,
                     const MeasurePage *page, Error *error);
