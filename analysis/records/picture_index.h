// SPDX-License-Identifier: GPL-3.0-or-later
// PictureIndex: maps/pictures.json, which says of each picture in maps/ whose it is, its name,
// iteration, title and where the map lies in it.
//
// A folder without pictures.json comes from an older version of this program. Its pictures are then
// listed by their file names, MEASURE-PICTURE-ITERATION.png, without what these do not say.
#pragma once

#include "base/error.h"
#include "pictures/picture_list.h"

typedef struct {
    PictureList list;
    bool by_names; // there are pictures, and no pictures.json
} PictureIndex;

// Reads the index of a run's folder; it is empty where nothing was drawn. Call picture_index_free
// either way.
bool picture_index_read(PictureIndex *index, const char *folder, Error *error);
bool picture_index_write(const PictureIndex *index, const char *folder, Error *error);
void picture_index_free(PictureIndex *index);

// Moves pictures that were drawn now into the index of a run's folder.
bool picture_index_add(const char *folder, PictureList *drawn, Error *error);
