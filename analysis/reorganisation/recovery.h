// SPDX-License-Identifier: GPL-3.0-or-later
// Recovery: the course of the responsive shares of a projection zone (reorganisation.h) over the
// measurements of a run since the lesion, and the exponentials fitted to it (exponential_fit.h).
//
// Every measurement files its own shares as the map "fractions", from which later ones make up the
// course; so it is the same whether or not the run was interrupted.
#pragma once

#include "measure/measure.h"
#include "reorganisation/reorganisation.h"

// Files the shares found at iteration `now` by a measure, the course up to it, and the fits'
// numbers. Time counts from the iteration of the lesion; what was measured before has no part in
// the course. False where `maps` cannot be read.
bool recovery_add(const char *measure, int64_t lesion, int64_t now, const Reorganisation *found,
                  Store *maps, Results *results, Error *error);

// Draws the course; nothing before the lesion.
bool recovery_draw(const Results *results, const MeasurePage *page, Error *error);
