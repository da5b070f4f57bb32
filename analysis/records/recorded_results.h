// SPDX-License-Identifier: GPL-3.0-or-later
// RecordedResults: the results of one measurement, read back from a run's folder.
#pragma once

#include "measure/results.h"

#include "base/error.h"

#include <jansson.h>
#include <stdint.h>

// Reads the numbers from `measures`, which is measures.json, and the maps from maps.h5. NULL with a
// message if the measure was not taken at that iteration.
Results *recorded_results_read(const char *folder, json_t *measures, const char *measure,
                               int64_t iteration, Error *error);

// The last iteration at which a measure was taken; -1: never.
int64_t recorded_last(json_t *measures, const char *measure);
