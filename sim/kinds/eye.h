// SPDX-License-Identifier: GPL-3.0-or-later
// Eye: one of the two that look at the same stimuli.
//
// A sheet that says `per_eye` is made once for each eye, and so is every projection from or to such
// a sheet. Invariant: settings that belong to one eye, and may change while a run goes on, stand
// here; how the eyes' views of a stimulus hang together is the stimulus's (stimulus.h).
#pragma once

#include "base/random.h"
#include "settings/setting.h"

enum { MOST_EYES = 2, NO_EYE = -1 };

typedef struct {
    double contrast; // factor on what it sees
    double noise;    // uniform in [0, noise) is added at each unit
} EyeSettings;

extern const Kind *const eye_kinds[]; // the one kind of an eye: rows of EyeSettings

typedef struct {
    const char *name; // borrowed
    int index;
    const EyeSettings *settings; // borrowed
    RandomStream noise;          // by presentation
} Eye;

// Who looks: one of so many eyes, or, with eye NULL, a network without.
typedef struct {
    const Eye *eye; // borrowed
    size_t eyes;
} View;

Eye eye_of(const Item *item, int index, uint64_t seed);

// "retina_left": the name of an eye's copy of a sheet or projection; owned by the caller.
char *eye_copy_name(const char *item, const char *eye);
