// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8, the one encoding of texts that go into files.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// The length of the character at `text`, of which `left` bytes are there, or 0 when it is none (RFC
// 3629) or a NUL.
size_t utf8_length(const unsigned char *text, size_t left);

bool utf8_is_text(const char *text);
