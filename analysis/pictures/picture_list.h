// SPDX-License-Identifier: GPL-3.0-or-later
// PictureList: the pictures that were drawn, with what each of them shows.
//
// Invariant: the entries are in the order of their files' names, and no two have the same file.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Where a map lies in a picture: rows x columns samples, each a square of `zoom` pixels a side.
typedef struct {
    size_t left, top, zoom, rows, columns; // zoom 0: there is no map
    bool of_sheet;                         // is each sample a unit of a sheet?
} PictureMap;

typedef struct {
    char *file;        // its name in the folder of pictures; owned, as all texts
    char *measure;     // the measure or study that drew it, as in the config
    char *picture;     // which of its pictures; "" for its only one
    int64_t iteration; // -1: the picture is of the whole run
    char *title, *subtitle;
    PictureMap map;
} ListedPicture;

typedef struct {
    size_t count;
    ListedPicture *picture; // [count] owned
} PictureList;              // begins as zero

// Takes a picture into the list, in the place of one of the same file; the list then owns its
// texts.
void picture_list_put(PictureList *list, ListedPicture picture);

// Drops the pictures of iterations after the given one; returns how many.
size_t picture_list_rewind(PictureList *list, int64_t iteration);

void picture_list_free(PictureList *list);
