// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8, the encoding of all texts in files.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// Bytes of the character that begins a text of `left` bytes; 0 for NUL and for an invalid character
// (RFC 3629).
size_t utf8_length(const unsigned char *text, size_t left);

bool utf8_is_text(const char *text);

// A text from elsewhere as one line that a terminal shows and does not obey: control characters,
// marks that turn the direction of writing, and bytes that are no UTF-8 become \x1b, one for each
// byte. Owned by the caller.
char *utf8_printable(const char *text);
