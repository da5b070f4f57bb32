// SPDX-License-Identifier: GPL-3.0-or-later
// The maps of a record: maps.h5 holds each as /MEASURE/ITERATION/MAP, with its unit and protocol.
//
// Invariant: maps.h5 is edited as a copy, which then takes its place, so that a kill leaves the old
// file or the new one whole.
#pragma once

#include "records/map_development.h"

// Writes the maps of a measurement, and compares its map with the others.
bool record_maps_write(const Measurement *measurement, MapDevelopment *development, Error *error);

// Drops the maps of iterations after the given one.
bool record_maps_rewind(const char *folder, int64_t iteration, Error *error);
