// SPDX-License-Identifier: GPL-3.0-or-later
// AnalysedPart: the central square of a sheet that statistics are taken over. It leaves out the
// edges of the sheet, where fields end.
//
// A measure's setting `region` is the side of the square in sheet units. The part is the whole
// sheet where the region is 0 or at least as large as the sheet; it is then a torus if the sheet is
// one. A smaller part is open. It has at least ANALYSED_FEWEST units a side.
#pragma once

#include "maps/map.h"
#include "measure/results.h"
#include "model/network.h"

enum { ANALYSED_FEWEST = 8 }; // units a side, for a spectrum

typedef struct {
    size_t first, side; // units: rows and columns from `first` on
} AnalysedPart;

AnalysedPart analysed_part(const Geometry *geometry, double region);

// The side in units of the part of a map of the results; 0 where it is the whole sheet.
double analysed_part_side(const Results *results, const ResultMap *map, double region);

// Refuses a region of fewer than ANALYSED_FEWEST units a side.
bool analysed_part_check(const char *sheet, double region, const NetworkSettings *network,
                         const char *place, Error *error);

// Adds the density and boundary of the sheet to the results; the functions below read them.
void analysed_part_note(Results *results, const Sheet *sheet);
Geometry analysed_part_geometry(const Results *results, const ResultMap *map);

// The analysed part of one of the results' maps of the sheet's units, to be freed.
Map *analysed_map(const Results *results, const char *map, double region);
