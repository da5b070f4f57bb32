// SPDX-License-Identifier: GPL-3.0-or-later
// Reads all that a store holds, so that damage is found before the file is used.
#pragma once

#include "files/store.h"

// Reads every array of an HDF5 file, lists every group, and reads the notes of both. To be called in
// guarded work (guarded.h).
bool store_check(const char *path, Error *error);
