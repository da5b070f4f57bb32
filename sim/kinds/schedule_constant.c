// SPDX-License-Identifier: GPL-3.0-or-later
// No change: the factor is 1.
#include "kinds/schedule.h"

static double factor(const void *settings, int64_t presentation) {
    (void)settings;
    (void)presentation;
    return 1;
}

const ScheduleKind schedule_constant = {
    .kind = {"constant", "1 throughout", NO_SETTINGS},
    .factor = factor,
};
