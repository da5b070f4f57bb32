// SPDX-License-Identifier: GPL-3.0-or-later
// FileHash: a fingerprint of what a file holds, read in pieces, so that a file of any size has one.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

// Extends a fingerprint, at first HASH_START (hash.h), by the rest of an open file. False where it
// cannot be read.
bool file_hash(FILE *file, uint64_t *hash);

// The same for the file at a path; `kind` is what it should be, as "an input".
bool file_hash_at(const char *path, const char *kind, uint64_t *hash, Error *error);
