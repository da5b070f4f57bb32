// SPDX-License-Identifier: GPL-3.0-or-later
// Seal: the first 512 bytes of a checkpoint hold its length and fingerprint, so that damage is
// found before use. HDF5 calls these bytes the "user block" and skips them.
#pragma once

#include "base/error.h"

enum { SEAL_SIZE = 512 };

// Fills the first bytes of a finished file and flushes it to the disk.
bool seal_write(const char *path, Error *error);

// Refuses a file that is missing, cut short or changed.
bool seal_check(const char *path, Error *error);
