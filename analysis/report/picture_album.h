// SPDX-License-Identifier: GPL-3.0-or-later
// PictureAlbum: all pictures that a run drew and that are still there, as series over iterations.
#pragma once

#include "records/picture_index.h"
#include "report/picture_file.h"

#include <jansson.h>
#include <stdbool.h>

typedef struct {
    const ListedPicture *about; // borrowed from the index
    PictureFile file;
} AlbumPicture;

typedef struct {
    const char *measure; // whose it is, and which of its pictures; borrowed
    const char *name;
    bool other; // the run has no such measure: a study drew it, or nobody knows
    size_t count;
    AlbumPicture *picture; // [count] by rising iteration; owned
} AlbumSeries;

typedef struct {
    PictureIndex index;
    size_t count;
    AlbumSeries *series; // [count] in the order of the measures, then of files' names; owned
} PictureAlbum;

// Reads the pictures in a run's folder, whose measures.json is `measures`. A run without pictures
// has an empty album. Call picture_album_free either way.
bool picture_album_read(PictureAlbum *album, const char *folder, json_t *measures, Error *error);
void picture_album_free(PictureAlbum *album);

// Are two series of one picture? The one of an album that is so; NULL: none.
bool album_series_is_same(const AlbumSeries *a, const AlbumSeries *b);
const AlbumSeries *picture_album_find(const PictureAlbum *album, const AlbumSeries *other);

// Reads the newest of the listed pictures of one series alone, from a run's folder; false, without
// a message, where there is none. Call picture_file_free on its file either way.
bool picture_album_newest(AlbumPicture *picture, const PictureList *list, const char *folder,
                          const char *measure, const char *name, Error *error);
