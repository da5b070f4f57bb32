// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of a record: measures.json holds {MEASURE: {"kind", "series": {ITERATION: {"numbers",
// "similarity", "warnings" if there are any}}}}, each number with its unit and definition.
#pragma once

#include "records/map_development.h"

// Writes the numbers of a measurement with the similarities of its map, and adds the strengths to
// the development.
bool record_numbers_write(const Measurement *measurement, MapDevelopment *development,
                          Error *error);

// Removes the numbers of iterations after the given one.
bool record_numbers_rewind(const char *folder, int64_t iteration, Error *error);
