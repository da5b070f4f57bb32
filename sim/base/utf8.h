// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8, the encoding of all texts in files.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// Bytes of the character that begins a text of `left` bytes; 0 for NUL and for an invalid character
// (RFC 3629).
size_t utf8_length(const unsigned char *text, size_t left);

bool utf8_is_text(const char *text);
