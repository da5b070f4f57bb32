// SPDX-License-Identifier: GPL-3.0-or-later
// PictureAlbum: all pictures of a run whose files exist, as series over iterations.
#pragma once

#include "pictures/form.h"
#include "records/picture_index.h"
#include "report/picture_file.h"

#include <jansson.h>
#include <stdbool.h>

typedef struct {
    const ListedPicture *about; // borrowed from the index
    PictureFile file;
    PictureBytes svg; // the same, drawn again; no bytes: none
} AlbumPicture;

typedef struct {
    const char *measure, *name; // the measure, and the name of its picture; borrowed
    bool other; // the run has no such measure; for example, a study drew the picture
    size_t count;
    AlbumPicture *picture; // [count] by rising iteration; owned
} AlbumSeries;

typedef struct {
    PictureIndex index;
    size_t count;
    AlbumSeries *series; // [count] in the order of the measures, then of files' names; owned
} PictureAlbum;

// Reads the pictures in a run's folder; `measures` is its measures.json. A run without pictures has
// an empty album. Call picture_album_free either way.
bool picture_album_read(PictureAlbum *album, const char *folder, json_t *measures, Error *error);
void picture_album_free(PictureAlbum *album);
void album_picture_free(AlbumPicture *picture);

// Are two series of the same picture of the same measure?
bool album_series_is_same(const AlbumSeries *a, const AlbumSeries *b);

// The series of an album that is the same as another; NULL: none.
const AlbumSeries *picture_album_find(const PictureAlbum *album, const AlbumSeries *other);

// Reads the newest of the listed pictures of a measure with that name, from a run's folder. False
// without a message if there is none. Call album_picture_free either way.
bool picture_album_newest(AlbumPicture *picture, const PictureList *list, const char *folder,
                          const char *measure, const char *name, Error *error);
