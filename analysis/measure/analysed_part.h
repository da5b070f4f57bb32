// SPDX-License-Identifier: GPL-3.0-or-later
// AnalysedPart: the central square of a sheet that statistics are taken over, so that its edges,
// where fields end, have no part in them.
//
// A measure's setting `region` is its side in sheet units. Where that is 0, or no less than the
// sheet's, the part is the whole sheet, and still a torus where the sheet is one; otherwise it is
// open.
#pragma once

#include "model/network.h"
#include "measure/results.h"
#include "maps/scalar_map.h"

typedef struct {
    size_t first, side; // units: rows and columns from `first` on
    bool periodic;
} AnalysedPart;

AnalysedPart analysed_part(const Geometry *geometry, double region);

// Refuses a region of fewer than 8 units a side, of which no spectrum makes sense.
bool analysed_part_check(const char *sheet, double region, const NetworkSettings *network,
                         const char *place, Error *error);

// Files with the results what the functions below need to know of the sheet.
void analysed_part_note(Results *results, const Sheet *sheet);
Geometry analysed_part_geometry(const Results *results, const ResultMap *map);

// A part of a map of the sheet's units that was filed with the results.
ComplexMap *analysed_complex(const Results *results, const char *map, double region);
ScalarMap *analysed_scalar(const Results *results, const char *map, double region);
