// SPDX-License-Identifier: GPL-3.0-or-later
// FuzzTarget: one kind of input from outside, read as the program reads it. Every input must be
// accepted, or refused with a message: a crash, a leak or a failed assert is a fault.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *name;      // of its folder in corpus/
    void (*prepare)(void); // writes the files beside the input; NULL: there are none
    void (*take)(const uint8_t *data, size_t size);
} FuzzTarget;

extern const FuzzTarget *const fuzz_targets[]; // NULL-terminated

// Takes one input of a target, in a folder of this process that is the current one meanwhile.
void fuzz_take(const FuzzTarget *target, const uint8_t *data, size_t size);
