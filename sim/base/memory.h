// SPDX-License-Identifier: GPL-3.0-or-later
// Memory. Allocation never fails: when the system has none left, the program ends with a message
// that names the size. This holds for the libraries as well (memory_libraries.c).
#pragma once

#include <stdarg.h>
#include <stddef.h>

enum {
    CACHE_LINE = 64,      // bytes; every block starts on one, so vectors of 16 floats are aligned
    HUGE_PAGE = 1 << 21,  // bytes; a large block starts on one
    LARGE_BLOCK = 1 << 22 // bytes; from this size on, a block asks for huge pages (huge_pages.h)
};

// A zeroed block of count * size bytes (at least one); release() frees it.
void *allocate(size_t count, size_t size);

// The same for an array that threads fill: none of it is touched before they do, so that each part
// lies near the thread that fills it, and no time is lost with clearing. release_pages frees it.
void *allocate_pages(size_t count, size_t size);
void release_pages(void *block, size_t count, size_t size);

// Makes room for one more element in an array of `count`; returns the array, which may have moved.
// Only for arrays that begin as NULL and always grow by this function: their room doubles when it
// is full, which is when `count` is a power of two.
void *allocate_one_more(void *old, size_t count, size_t size);

// An owned copy of a string, or a string made as by printf and vprintf.
char *copy_text(const char *text);
char *format_text(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *format_arguments(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

// Adds to the end of an owned string, which is replaced; NULL counts as "".
void text_append(char **text, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Frees a block; does nothing for NULL.
void release(void *block);

// A pointer declared with OWNED is released when its scope ends, on every way out; a variable
// declared with OWNED_BY(finish) has finish(&variable) called instead.
#define OWNED OWNED_BY(release_owned)
#define OWNED_BY(finish) __attribute__((cleanup(finish)))
void release_owned(void *pointer); // the address of a pointer
// OWNER(Type, type_free) defines type_free_owned, the finish of pointers to a Type.
#define OWNER(Type, type_free)                                                                     \
    static inline void type_free##_owned(Type **owned) {                                           \
        type_free(*owned);                                                                         \
    }

// Ends the program with that message.
_Noreturn void memory_ran_out(size_t count, size_t size);

// The program's peak resident memory so far, in bytes.
size_t peak_memory(void);
