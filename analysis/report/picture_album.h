// SPDX-License-Identifier: GPL-3.0-or-later
// PictureAlbum: all pictures that a run drew, maps/MEASURE-WHAT-ITERATION.png, as series over
// iterations.
#pragma once

#include "report/picture_file.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    int64_t iteration; // -1: the picture is of the whole run
    PictureFile file;
} AlbumPicture;

typedef struct {
    char *name;    // of the files, without iteration: "orientation-polar"; owned
    char *measure; // whose it is; "" where the run has none of that name; owned
    size_t count;
    AlbumPicture *picture; // [count] by rising iteration; owned
} AlbumSeries;

typedef struct {
    size_t count;
    AlbumSeries *series; // [count] in the order of the measures, then by name; owned
} PictureAlbum;

// Reads the pictures in a run's folder, whose measures.json is `measures`. A run without pictures
// has an empty album. Call picture_album_free either way.
bool picture_album_read(PictureAlbum *album, const char *folder, json_t *measures, Error *error);
void picture_album_free(PictureAlbum *album);

// Reads the newest picture of one series alone; false, without a message, where there is none. Call
// picture_file_free on its file either way.
bool picture_album_newest(AlbumPicture *picture, const char *folder, const char *name,
                          Error *error);

const AlbumSeries *picture_album_find(const PictureAlbum *album, const char *name); // NULL: none
