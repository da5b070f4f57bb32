// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

static _Noreturn void out_of_memory(size_t count, size_t size) {
    fprintf(stderr, "pinwheel: out of memory: asked for %.1f MB (%zu x %zu bytes)\n",
            (double)count * (double)size / 1e6, count, size);
    exit(1);
}

// Blocks of weights are read here and there: on large pages the processor finds them faster.
enum { LARGE = 8 << 20, LARGE_PAGE = 2 << 20 };

void *allocate(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 2)
        out_of_memory(count, size);
    size_t start = bytes < LARGE ? CACHE_LINE : LARGE_PAGE;
    bytes = (bytes / start + 1) * start;
    void *block = aligned_alloc(start, bytes);
    if (block == NULL)
        out_of_memory(count, size);
#ifdef MADV_HUGEPAGE
    if (bytes >= LARGE)
        madvise(block, bytes, MADV_HUGEPAGE); // a wish
#endif
    return memset(block, 0, bytes);
}

char *copy_text(const char *text) {
    size_t length = strlen(text) + 1;
    return memcpy(allocate(length, 1), text, length);
}

char *format_text(const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = allocate((size_t)(length < 0 ? 0 : length) + 1, 1);
    vsnprintf(text, (size_t)(length < 0 ? 0 : length) + 1, format, again);
    va_end(again);
    return text;
}

void release(void *block) {
    free(block);
}

size_t peak_memory(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (size_t)usage.ru_maxrss * 1024;
}
