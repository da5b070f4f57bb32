// SPDX-License-Identifier: GPL-3.0-or-later
// Noise: a random change of each unit's activity, once in a presentation.
//
// noise.c lists the kinds. Each has its own file noise_KIND.c. Each unit has draws of its own in
// each presentation, so that the bits depend on nothing else.
#pragma once

#include "base/random.h"
#include "settings/setting.h"

typedef struct {
    Kind kind;
    // The activity with noise, from random draws; NULL: no noise.
    double (*draw)(const void *settings, double activity, RandomDraws *draws);
    // Can it make an activity of 0 or more negative? NULL: no.
    bool (*is_signed)(const void *settings);
} NoiseKind;

extern const Kind *const noise_kinds[]; // NULL-terminated, first members of NoiseKind

bool noise_is_on(const Variant *noise);
bool noise_is_signed(const Variant *noise);

// Adds noise to the activity of the n units of a sheet that are inside. The stream is that of this
// sheet and presentation.
void noise_apply(const Variant *noise, RandomStream stream, size_t n, const unsigned char *inside,
                 float *activity);
