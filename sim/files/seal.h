// SPDX-License-Identifier: GPL-3.0-or-later
// Seal: the first 512 bytes of a file, in which its length and fingerprint stand, so that damage is
// found before use. HDF5 leaves them free for us (its "user block"), and its readers skip them.
#pragma once

#include "base/error.h"

enum { SEAL_SIZE = 512 };

// Fills the first bytes of a finished file and flushes it to the disk.
bool seal_write(const char *path, Error *error);

// Is the file whole? The message says whether it is missing, cut short or changed.
bool seal_check(const char *path, Error *error);
