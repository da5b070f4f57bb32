// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

_Noreturn void memory_ran_out(size_t count, size_t size) {
    char line[120];
    int length = snprintf(line, sizeof line,
                          "pinwheel: out of memory: asked for %.1f MB (%zu x %zu bytes)\n",
                          (double)count * (double)size / 1e6, count, size);
    if (length > 0 && write(STDERR_FILENO, line, (size_t)length) < 0)
        _exit(1); // stderr is closed
    _exit(1);
}

// The bytes of a block: whole cache lines, at least one.
static size_t block_size(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX - CACHE_LINE)
        memory_ran_out(count, size);
    return (bytes / CACHE_LINE + 1) * CACHE_LINE;
}

// The system gives huge pages only to memory that asked for them before it was first touched. Where
// asking fails, pages are small.
static void ask_for_huge_pages(void *block, size_t bytes) {
#ifdef MADV_HUGEPAGE
    if (bytes >= LARGE_BLOCK)
        madvise(block, bytes / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
#endif
}

// A block whose contents are undefined; NULL: there is no memory.
static void *find_block(size_t bytes) {
    if (bytes < LARGE_BLOCK)
        return aligned_alloc(CACHE_LINE, bytes);
    void *block;
    if (posix_memalign(&block, HUGE_PAGE, bytes) != 0)
        return NULL;
    ask_for_huge_pages(block, bytes);
    return block;
}

static size_t whole_pages(size_t bytes) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (bytes + page - 1) / page * page;
}

void *allocate(size_t count, size_t size) {
    size_t bytes = block_size(count, size);
    void *block = find_block(bytes);
    if (block == NULL)
        memory_ran_out(count, size);
    return memset(block, 0, bytes);
}

void *allocate_pages(size_t count, size_t size) {
    size_t bytes = block_size(count, size), all = bytes + HUGE_PAGE;
    if (all < bytes)
        memory_ran_out(count, size);
    unsigned char *found =
        mmap(NULL, all, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (found == MAP_FAILED)
        memory_ran_out(count, size);
    // What lies before the first huge page, and after the block, is given back.
    size_t before = (HUGE_PAGE - (uintptr_t)found % HUGE_PAGE) % HUGE_PAGE,
           kept = whole_pages(bytes), after = all - before - kept;
    if (before > 0)
        munmap(found, before);
    if (after > 0)
        munmap(found + before + kept, after);
    ask_for_huge_pages(found + before, bytes);
    return found + before;
}

void release_pages(void *block, size_t count, size_t size) {
    if (block)
        munmap(block, whole_pages(block_size(count, size)));
}

void *allocate_one_more(void *old, size_t count, size_t size) {
    if (count & (count - 1))
        return old;
    if (count > SIZE_MAX / 2)
        memory_ran_out(count, size);
    void *larger = allocate(count ? 2 * count : 1, size);
    if (count)
        memcpy(larger, old, count * size);
    release(old);
    return larger;
}

char *copy_text(const char *text) {
    size_t length = strlen(text) + 1;
    return memcpy(allocate(length, 1), text, length);
}

char *format_text(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = format_arguments(format, arguments);
    va_end(arguments);
    return text;
}

char *format_arguments(const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    char few[200] = "";
    int length = vsnprintf(few, sizeof few, format, arguments);
    size_t size = (size_t)(length < 0 ? 0 : length) + 1;
    char *text = allocate(size, 1);
    if (size <= sizeof few)
        memcpy(text, few, size);
    else
        vsnprintf(text, size, format, again);
    va_end(again);
    return text;
}

void text_append(char **text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    OWNED char *more = format_arguments(format, arguments);
    va_end(arguments);
    char *longer = format_text("%s%s", *text ? *text : "", more);
    release(*text);
    *text = longer;
}

void release(void *block) {
    free(block);
}

void release_owned(void *pointer) {
    void *block;
    memcpy(&block, pointer, sizeof block);
    release(block);
}

size_t peak_memory(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (size_t)usage.ru_maxrss * 1024;
}
