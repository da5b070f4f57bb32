// SPDX-License-Identifier: GPL-3.0-or-later
// The intervals of every sample's preference and selectivity, for confidence.c.
#pragma once

#include "imaging/confidence.h"

// `map`: of all trials.
void pixel_confidence_of(const ResponseStack *stack, const ComplexMap *map,
                         const ConfidenceSettings *settings, Confidence *confidence);
