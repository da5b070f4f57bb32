// SPDX-License-Identifier: GPL-3.0-or-later
// Competition: how the units of a sheet compete with the activity that settling ends with.
//
// competition.c lists the kinds. Each has its own file competition_KIND.c.
#pragma once

#include "kernels/geometry.h"
#include "settings/setting.h"

typedef struct {
    Kind kind;
    // Replaces the activity [n * n]; units that are not inside stay silent. NULL: none competes.
    void (*compete)(const void *settings, const Geometry *geometry, const unsigned char *inside,
                    float *activity);
} CompetitionKind;

extern const Kind *const competition_kinds[]; // NULL-terminated, first members of CompetitionKind

// Do the units compete?
static inline bool competition_is_on(const Variant *competition) {
    return ((const CompetitionKind *)competition->kind)->compete != NULL;
}

// Replaces the activity, if the units compete. Activity that is not a number stays, to be reported.
void competition_apply(const Variant *competition, const Geometry *geometry,
                       const unsigned char *inside, float *activity);
