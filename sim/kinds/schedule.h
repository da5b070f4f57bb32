// SPDX-License-Identifier: GPL-3.0-or-later
// Schedule: a factor on a rate or strength that changes with the presentations.
//
// schedule.c lists the kinds. Each has its own file schedule_KIND.c. Invariant: a factor is at
// least 0 and depends on settings and presentation alone. So a checkpoint holds no schedule, and no
// strength changes its sign.
#pragma once

#include "settings/setting.h"

typedef struct {
    Kind kind;
    // NULL: the factor is 1.
    double (*factor)(const void *settings, int64_t presentation);
} ScheduleKind;

extern const Kind *const schedule_kinds[]; // NULL-terminated, first members of ScheduleKind

// The factor in a presentation; presentations count from 0.
double schedule_factor(const Variant *schedule, int64_t presentation);
