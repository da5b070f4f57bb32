// SPDX-License-Identifier: GPL-3.0-or-later
// Seal: the first 512 bytes of a checkpoint hold its length and fingerprint, so that damage is
// found before use. HDF5 calls these bytes the "user block" and skips them.
//
// The fingerprint is a hash of the CRC-32 checksums of the file's pieces of 1 MiB, which threads
// compute side by side. In files of format 1 it is the hash of all bytes in order.
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

enum { SEAL_SIZE = 512 };

// What is known of a file's pieces while it is written, so that they need not be read again; all
// zeros to begin with.
typedef struct {
    struct SealPiece *piece; // [room] owned
    size_t room;
    uint64_t begin, end;    // places of the piece that is being noted, 0 for none, and of its end
    unsigned long checksum; // of this piece so far
} Seal;

// Notes that these n bytes stand at that place of the file, and will not change. Only pieces that
// are noted from start to end, in order, become known.
void seal_note(Seal *seal, uint64_t place, const void *bytes, size_t n);

// Fills the first bytes of a finished file and flushes it to the disk; reads the pieces that are
// not known. NULL: none is.
bool seal_write(const Seal *seal, const char *path, Error *error);

void seal_finish(Seal *seal);

// Refuses a file that is missing, cut short or changed.
bool seal_check(const char *path, Error *error);
