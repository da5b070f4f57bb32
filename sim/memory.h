// SPDX-License-Identifier: GPL-3.0-or-later
// Memory that is always there: when the system has none left, the program ends here, naming the
// size.
#pragma once

#include <stddef.h>

enum { CACHE_LINE = 64 }; // bytes; every block starts on one, so vectors of 16 floats are aligned

// A zeroed block of count * size bytes (at least one), to be given back with release().
void *allocate(size_t count, size_t size);

// A copy of an array of `count` with room for one more, in place of the old one, which is given
// back.
void *allocate_one_more(void *old, size_t count, size_t size);

// An owned copy of a string, and the printf kind of it.
char *copy_text(const char *text);
char *format_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Gives a block back; NULL is welcome.
void release(void *block);

// The program's peak resident memory so far, in bytes.
size_t peak_memory(void);
