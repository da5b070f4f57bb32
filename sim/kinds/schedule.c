// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/schedule.h"

static double factor_1(const void *settings, int64_t presentation) {
    (void)settings;
    (void)presentation;
    return 1;
}

static const ScheduleKind schedule_constant = {
    .kind = {"constant", "1 throughout", NO_SETTINGS},
    .factor = factor_1,
};

extern const ScheduleKind schedule_exponential, schedule_steps;

const Kind *const schedule_kinds[] = {&schedule_constant.kind, &schedule_exponential.kind,
                                      &schedule_steps.kind, NULL};

double schedule_factor(const Variant *schedule, int64_t presentation) {
    return ((const ScheduleKind *)schedule->kind)->factor(schedule->settings, presentation);
}
