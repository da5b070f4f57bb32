// SPDX-License-Identifier: GPL-3.0-or-later
// Memory that is always there: when the system has none left, the program ends here, naming the
// size.
#pragma once

#include <stdarg.h>
#include <stddef.h>

enum { CACHE_LINE = 64 }; // bytes; every block starts on one, so vectors of 16 floats are aligned

// A zeroed block of count * size bytes (at least one), to be given back with release().
void *allocate(size_t count, size_t size);

// An array of `count` that has room for one more: the old one, or a copy of it in its place. For
// arrays that begin as NULL and grow in no other way: their room doubles when it is full, which is
// when `count` is a power of two.
void *allocate_one_more(void *old, size_t count, size_t size);

// An owned copy of a string, and the printf kinds of it.
char *copy_text(const char *text);
char *format_text(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *format_arguments(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

// Adds to the end of an owned string, which is replaced; NULL counts as "".
void text_append(char **text, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Gives a block back; NULL is welcome.
void release(void *block);

// Declarations that begin so give back what they hold when their block ends, on every way out:
// OWNED pointers are released, OWNED_BY(finish) calls finish(&variable).
#define OWNED OWNED_BY(release_owned)
#define OWNED_BY(finish) __attribute__((cleanup(finish)))
void release_owned(void *pointer); // the address of a pointer
// OWNER(Type, type_free) defines type_free_owned, the finish of pointers to a Type.
#define OWNER(Type, type_free)                                                                     \
    static inline void type_free##_owned(Type **owned) {                                           \
        type_free(*owned);                                                                         \
    }

// The program's peak resident memory so far, in bytes.
size_t peak_memory(void);
