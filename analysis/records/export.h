// SPDX-License-Identifier: GPL-3.0-or-later
// Export: what a run measured, as CSV files for R and spreadsheets.
//
//   numbers.csv                     measure, iteration, number, value, unit, definition, note
//   maps.csv                        the file of each map: file, measure, iteration, map, planes,
//                                   height, width, unit, protocol
//   MEASURE-MAP-ITERATION.csv       row, column; x, y if the map covers a sheet; then `value`, or
//                                   value1, value2, ... for several planes
//
// An empty field is an undefined value.
#pragma once

#include "base/error.h"

#include <stdint.h>

// Writes the numbers and maps of iteration `at` (-1: of all iterations) of a run's folder to the
// folder `target`, which is made if it does not exist.
bool export_run(const char *folder, const char *target, int64_t at, Error *error);
