// SPDX-License-Identifier: GPL-3.0-or-later
// malloc, calloc and realloc for the libraries in this program (memory.h). They hand each request
// on, and end the program where there is no memory: libconfig and jansson take no notice of that,
// and would crash or drop numbers.
#define _GNU_SOURCE // RTLD_NEXT
#include "base/memory.h"

#include <dlfcn.h>
#include <stdlib.h>

#if defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#elif defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED
#endif

#ifndef SANITIZED // a sanitizer brings functions of its own

typedef void *Malloc(size_t);
typedef void *Calloc(size_t, size_t);
typedef void *Realloc(void *, size_t);

// The function of that name in the libraries.
static void *next(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL)
        abort();
    return found;
}

void *malloc(size_t size) {
    static union {
        void *found;
        Malloc *call;
    } function;
    if (__atomic_load_n(&function.found, __ATOMIC_RELAXED) == NULL)
        __atomic_store_n(&function.found, next("malloc"), __ATOMIC_RELAXED);
    void *block = function.call(size);
    if (block == NULL && size > 0)
        memory_ran_out(1, size);
    return block;
}

void *calloc(size_t count, size_t size) {
    static union {
        void *found;
        Calloc *call;
    } function;
    if (__atomic_load_n(&function.found, __ATOMIC_RELAXED) == NULL)
        __atomic_store_n(&function.found, next("calloc"), __ATOMIC_RELAXED);
    void *block = function.call(count, size);
    if (block == NULL && count > 0 && size > 0)
        memory_ran_out(count, size);
    return block;
}

void *realloc(void *old, size_t size) {
    static union {
        void *found;
        Realloc *call;
    } function;
    if (__atomic_load_n(&function.found, __ATOMIC_RELAXED) == NULL)
        __atomic_store_n(&function.found, next("realloc"), __ATOMIC_RELAXED);
    void *block = function.call(old, size);
    if (block == NULL && size > 0)
        memory_ran_out(1, size);
    return block;
}

#endif
