// SPDX-License-Identifier: GPL-3.0-or-later
// Schedule: a factor on a rate or strength that changes with the presentations.
//
// The kinds are listed in schedule.c; each stands in its own file schedule_KIND.c. Invariant: a
// factor is a number >= 0 that depends on nothing but settings and presentation, so that nothing
// has to be saved to resume and no strength changes its sign.
#pragma once

#include "settings/setting.h"

typedef struct {
    Kind kind;
    double (*factor)(const void *settings, int64_t presentation);
} ScheduleKind;

extern const Kind *const schedule_kinds[]; // NULL-terminated, first members of ScheduleKind

// The factor in the presentation that comes after `presentation` others.
double schedule_factor(const Variant *schedule, int64_t presentation);
