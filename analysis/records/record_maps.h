// SPDX-License-Identifier: GPL-3.0-or-later
// The maps of a record: maps.h5 holds each map as /MEASURE/ITERATION/MAP, with its unit and
// protocol.
//
// Invariant: a copy of maps.h5 is edited and then replaces it. A process that is killed therefore
// leaves the whole old file or the whole new one.
#pragma once

#include "records/map_development.h"

// Writes the maps of a measurement, and compares its map with those of other iterations.
bool record_maps_write(const Measurement *measurement, MapDevelopment *development, Error *error);

// Reads all of maps.h5, if it is there; false with a message where it is damaged.
bool record_maps_check(const char *folder, Error *error);

// Removes the maps of iterations after the given one.
bool record_maps_rewind(const char *folder, int64_t iteration, Error *error);
