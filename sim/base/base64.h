// SPDX-License-Identifier: GPL-3.0-or-later
// Base64: bytes as letters (RFC 4648, section 4), for files that hold pictures within text.
#pragma once

#include <stddef.h>
#include <stdio.h>

// Prints 4 letters for each 3 bytes begun, without line breaks; "=" fills the last four.
void base64_write(FILE *file, const unsigned char *bytes, size_t n);
