// SPDX-License-Identifier: GPL-3.0-or-later
// A small simulation of the library, for its tests.
#pragma once

#include "library/pinwheel.h"

#define SMALL_CONFIG "configs/gcal/demo.cfg"
enum { SMALL_STEPS = 37, SMALL_CHANGES = 3 };
extern const char *const small_changes[SMALL_CHANGES]; // of the config

pinwheel_simulation *small_simulation(int threads);

// Steps; a test fails where there are fewer.
void small_step(pinwheel_simulation *simulation, int64_t n);

// Requires that the error says this, and releases it.
void assert_says(char *error, const char *wanted);
