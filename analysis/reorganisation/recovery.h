// SPDX-License-Identifier: GPL-3.0-or-later
// Recovery: the course of the responsive shares of a projection zone (reorganisation.h) over the
// measurements of a run since the lesion, and the exponentials fitted to it (exponential_fit.h).
//
// Every measurement stores its own shares as the map "fractions". Later ones read the course from
// these maps, so that it is the same whether or not the run was interrupted.
#pragma once

#include "measure/measure.h"
#include "reorganisation/reorganisation.h"

// Adds the shares at iteration `now`, the course up to it, and the numbers of the fits to the
// results. Time counts from the iteration of the lesion; the course leaves out earlier
// measurements. False where `maps` cannot be read.
bool recovery_add(const char *measure, int64_t lesion, int64_t now, const Reorganisation *found,
                  Store *maps, Results *results, Error *error);

// Draws the course, if it has a measurement since the lesion.
bool recovery_draw(const Results *results, const MeasurePage *page, Error *error);
