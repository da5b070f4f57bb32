// SPDX-License-Identifier: GPL-3.0-or-later
// PictureIndex: maps/pictures.json, which holds of each picture in maps/ the measure or study that
// drew it, its name, iteration and title, and the place of the map in it.
//
// A folder without pictures.json comes from an older version of this program. Its pictures are
// listed by their file names, MEASURE-PICTURE-ITERATION.png, with their names as titles and without
// the place of the map.
#pragma once

#include "base/error.h"
#include "pictures/picture_list.h"

typedef struct {
    PictureList list;
    bool by_names; // there are pictures, but no readable pictures.json
} PictureIndex;

// Reads the index of a run's folder; it is empty if nothing was drawn. Call picture_index_free
// either way.
bool picture_index_read(PictureIndex *index, const char *folder, Error *error);
bool picture_index_write(const PictureIndex *index, const char *folder, Error *error);
void picture_index_free(PictureIndex *index);

// Moves a list of drawn pictures into the index of a run's folder.
bool picture_index_add(const char *folder, PictureList *drawn, Error *error);
