// SPDX-License-Identifier: GPL-3.0-or-later
// Guarded: work on a file from elsewhere that may be made to break the library that reads it.
//
// The work happens in a forked process with limits of memory and time. If that process dies, the
// caller gets an ordinary error, "FILE: is damaged". The process uses one thread, so a program that
// uses OpenMP may fork it; neither the work nor what it calls may begin a parallel region.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct Guarded Guarded;

// What is done. Each function gets the caller's `context`; the forked process has a copy of it.
typedef struct {
    bool (*read)(void *context, Error *error);                // there: reads the file
    void (*give)(const void *context, const Guarded *caller); // there: hands over what was read
    bool (*take)(void *context, const Guarded *process);      // here: takes it, in the same order
} GuardedWork;                                                // give and take may be NULL

// True after `read` succeeded and `take` had everything. `path` is the file's, for messages, which
// call what reads the file `library`.
bool guarded_run(const GuardedWork *work, void *context, const char *path, const char *library,
                 Error *error);

// Hands over bytes, or takes them; false where the process ended before.
void guarded_give(const Guarded *caller, const void *bytes, size_t n);
bool guarded_take(const Guarded *process, void *bytes, size_t n);

// Gives the process time for another n bytes of data. Outside of guarded work it does nothing.
void guarded_expect(size_t n);
