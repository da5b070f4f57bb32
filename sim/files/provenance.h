// SPDX-License-Identifier: GPL-3.0-or-later
// Provenance: which program, built how, run where, made a result.
#pragma once

#include <jansson.h>
#include <stdbool.h>

#define PINWHEEL_VERSION "0.1.0"

const char *
provenance_commit(void); // "a1b2c3d4e5f6", "-dirty" after it when files differed from the commit

// program, version, commit, compiler, flags, libraries, host, processor; owned by the caller.
json_t *provenance_program(const char *kernels);
