// SPDX-License-Identifier: GPL-3.0-or-later
// Afferent fields: the centres and sizes of the receptive fields of all units of a sheet, from
// their afferent weights.
//
// The weights of the named projections, of all eyes and polarities, are added up unit by unit of
// their source sheets, which lie alike, and smoothed by a Gaussian of `smoothing` source units; of
// the sum, what is below the share `cut` of its largest is left out (receptive_field.h).
#pragma once

#include "fields/retinotopy.h"
#include "model/network.h"

// Fills centres and size[units]: NaN where a unit has no field.
void afferent_fields_find(const Network *network, const Sheet *sheet, const TextList *projections,
                          double smoothing, double cut, Retinotopy *centres, double *size);
