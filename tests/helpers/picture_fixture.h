// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of pictures share: a folder in which a drawing may leave nothing but its file, random
// maps, and the place of a map in its picture.
#pragma once

#include "helpers/png_reading.h"

#include <stddef.h>
#include <stdint.h>

// To be given to cmocka_run_group_tests. Removing fails where a test left a file in the folder.
int picture_fixture_make(void **state);
int picture_fixture_remove(void **state);

// FOLDER/picture.png.
const char *picture_fixture_path(void);

// n numbers between two bounds; the caller releases them.
double *picture_fixture_values(size_t n, double low, double high, uint64_t seed);

// Where the picture's own note says that the map lies.
typedef struct {
    int left, top, zoom;
    size_t rows, cols;
} Place;
Place picture_fixture_place(const PngRead *png);
