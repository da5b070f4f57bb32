// SPDX-License-Identifier: GPL-3.0-or-later
// Provenance: the program that made a result, how it was built and where it ran.
#pragma once

#include <jansson.h>

#define PINWHEEL_VERSION "0.1.0"

// "a1b2c3d4e5f6", with "-dirty" after it when files differed from the commit.
const char *provenance_commit(void);

// program, version, commit, compiler, flags, libraries, host, processor; owned by the caller.
json_t *provenance_program(const char *kernels);
