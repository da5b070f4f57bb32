// SPDX-License-Identifier: GPL-3.0-or-later
// WholeNumber: an iteration or a count, written in a file.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// Reads a text of 1 to 18 digits and nothing else; false for any other text.
bool whole_number(const char *text, int64_t *number);
