// SPDX-License-Identifier: GPL-3.0-or-later
// Export: what a run measured, as CSV files for R and spreadsheets.
//
//   numbers.csv                     measure, iteration, number, value, unit, definition, note
//   maps.csv                        which map is in which file: file, measure, iteration, map,
//                                   planes, height, width, unit, protocol
//   MEASURE-MAP-ITERATION.csv       row, column, then x, y where the map covers a sheet, then
//                                   `value`, or value1, value2, ... of several planes
//
// A field that is empty is undefined.
#pragma once

#include "base/error.h"

#include <stdint.h>

// Writes the numbers and maps of iteration `at` (-1: of all) in a run's folder to the folder
// `target`, which is made where it is missing.
bool export_run(const char *folder, const char *target, int64_t at, Error *error);
