// SPDX-License-Identifier: GPL-3.0-or-later
// The folder of a fuzzing process, in memory where there is /dev/shm; removed when it ends.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

// Makes the folder at the first call. It is the current folder between the two calls.
void fuzz_folder_enter(void);
void fuzz_folder_leave(void);

// Writes a file into the current folder; a text of the caller.
void fuzz_write(const char *name, const void *bytes, size_t size);
void fuzz_write_text(const char *name, const char *text);

void fuzz_empty_folder(const char *name); // removes it, too

// The files of a small network, of a small circuit and of a finished run of the network.
void fuzz_write_configs(void); // small.cfg, circuit.cfg
void fuzz_write_run(void);     // run/

// What every reader promises: false comes with a message, true without. Clears the error.
void fuzz_expect(bool ok, Error *error);
