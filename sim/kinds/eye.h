// SPDX-License-Identifier: GPL-3.0-or-later
// Eye: one of the two eyes that see the same stimuli.
//
// A sheet with `per_eye` has a copy for each eye, and so has every projection from or to such a
// sheet. An eye has the settings of that eye alone, which may change during a run. The stimulus
// sets how the two eyes' views of it differ (stimulus.h).
#pragma once

#include "base/random.h"
#include "settings/setting.h"

enum { MOST_EYES = 2, NO_EYE = -1 };

typedef struct {
    double contrast; // factor on the stimuli
    double noise;    // uniform in [0, noise) is added at each unit
} EyeSettings;

extern const Kind *const eye_kinds[]; // the one kind of an eye: rows of EyeSettings

typedef struct {
    const char *name; // borrowed
    int index;
    const EyeSettings *settings; // borrowed
    RandomStream noise;          // by presentation
} Eye;

Eye eye_of(const Item *item, int index, uint64_t seed);

// "retina_left": the name of an eye's copy of a sheet or projection; owned by the caller.
char *eye_copy_name(const char *item, const char *eye);
