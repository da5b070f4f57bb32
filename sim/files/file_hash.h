// SPDX-License-Identifier: GPL-3.0-or-later
// FileHash: a fingerprint of what a file holds, read in pieces, so that a file of any size has one.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

// Extends a fingerprint, at first HASH_START (hash.h), by the rest of an open file. False where it
// cannot be read.
bool file_hash(FILE *file, uint64_t *hash);
