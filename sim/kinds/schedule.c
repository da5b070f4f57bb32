// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/schedule.h"

static const ScheduleKind schedule_constant = {
    .kind = {"constant", "1 throughout", NO_SETTINGS},
};

extern const ScheduleKind schedule_exponential, schedule_steps;

const Kind *const schedule_kinds[] = {&schedule_constant.kind, &schedule_exponential.kind,
                                      &schedule_steps.kind, NULL};

double schedule_factor(const Variant *schedule, int64_t presentation) {
    const ScheduleKind *kind = (const ScheduleKind *)schedule->kind;
    return kind->factor ? kind->factor(schedule->settings, presentation) : 1;
}
