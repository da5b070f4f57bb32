// SPDX-License-Identifier: GPL-3.0-or-later
// Superblock: the block that an HDF5 file begins with, at byte 0, 512, 1024, 2048, ... (HDF5 File
// Format Specification 3.0, section II).
#pragma once

#include <stdbool.h>
#include <stdio.h>

// Does it name a block of driver information, or have addresses of more than 8 bytes? HDF5 asks for as much memory as that block says, up
// to 4 GB, and fills it. Only parts of a file that HDF5 spread over several files have one.
bool superblock_names_driver(FILE *file);
