// SPDX-License-Identifier: GPL-3.0-or-later
// Base64: bytes as letters (RFC 4648, section 4), for pictures within text files.
#pragma once

#include <stddef.h>
#include <stdio.h>

// Prints four letters for every three bytes, without line breaks; "=" pads the last four.
void base64_write(FILE *file, const unsigned char *bytes, size_t n);
