// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of a record: PNG files in maps/, listed in maps/pictures.json (picture_index.h).
#pragma once

#include "records/map_development.h"

// Draws the pictures of a measurement and the development of its map, and lists them.
bool record_pictures_draw(const Measurement *measurement, const MapDevelopment *development,
                          Error *error);

// Removes the pictures of iterations after the given one from the list. Their files stay until they
// are drawn again.
bool record_pictures_rewind(const char *folder, int64_t iteration, Error *error);
