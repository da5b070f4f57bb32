// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of a record: drawn when a measure is taken, or again later in another form.
#pragma once

#include "records/map_development.h"

// Draws the pictures of a measurement and the development of its map into a folder, and lists them.
bool record_pictures_draw(const Measurement *measurement, const MapDevelopment *development,
                          const PictureForm *form, const char *folder, PictureList *drawn,
                          Error *error);

// Draws them into the run's own folder of pictures, and adds them to its index.
bool record_pictures_write(const Measurement *measurement, const MapDevelopment *development,
                           Error *error);

// Removes the pictures of later iterations from the index. Their files stay until they are drawn
// again.
bool record_pictures_rewind(const char *folder, int64_t iteration, Error *error);
