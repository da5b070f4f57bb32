// SPDX-License-Identifier: GPL-3.0-or-later
// Equal steps: the factor is multiplied by q each time that another n presentations have passed
// since presentation s.
#include "kinds/schedule.h"

#include <math.h>

typedef struct {
    int64_t every, start;
    double factor;
} StepsSettings;

static double factor(const void *settings_of_kind, int64_t presentation) {
    const StepsSettings *settings = settings_of_kind;
    int64_t passed = presentation - settings->start;
    return passed <= 0 ? 1 : pow(settings->factor, (double)(passed / settings->every));
}

#define AT(member) offsetof(StepsSettings, member)

const ScheduleKind schedule_steps = {
    .kind = {"steps",
             "multiplied at equal intervals",
             {sizeof(StepsSettings), NULL,
              (const Setting[]){{"every", SETTING_INTEGER, AT(every), NULL, 1, 1e12, "iterations",
                                 .help = "from step to step", .live = true},
                                {"factor", SETTING_REAL, AT(factor), NULL, 0, 1,
                                 .help = "what is left after each step, as a share", .live = true},
                                {"start", SETTING_INTEGER, AT(start), "0", 0, 1e12, "iterations",
                                 .help = "before the first interval begins", .live = true},
                                {0}}}},
    .factor = factor,
};
