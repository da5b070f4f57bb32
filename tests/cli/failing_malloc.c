// SPDX-License-Identifier: GPL-3.0-or-later
// A library to preload: the allocation number $FAIL_AT fails, and $FAIL_COUNT, if set, names a file
// for the number of allocations of a whole run.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t),
    *__libc_memalign(size_t, size_t);

static long count;

static int fails(void) {
    static long at = -1;
    if (at < 0) {
        const char *text = getenv("FAIL_AT");
        at = text ? atol(text) : 0;
    }
    return __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED) == at;
}

void *malloc(size_t size) {
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size) {
    return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size) {
    return fails() ? NULL : __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    return fails() ? NULL : __libc_memalign(alignment, size);
}

__attribute__((destructor)) static void tell(void) {
    const char *path = getenv("FAIL_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (file) {
        fprintf(file, "%ld\n", count);
        fclose(file);
    }
}
