// SPDX-License-Identifier: GPL-3.0-or-later
// Equal steps: after presentation s, the factor is multiplied by q every n presentations.
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

const ScheduleKind schedule_steps = {
    .kind = {"steps", "multiplied at equal intervals",
             BLOCK(StepsSettings, NULL,
                   {SETTING(StepsSettings, every), NULL, 1, 1e12, "iterations",
                    .help = "iterations from step to step", .live = true},
                   {SETTING(StepsSettings, factor), NULL, 0, 10,
                    .help = "factor of each step; above 1 the factor rises", .live = true},
                   {SETTING(StepsSettings, start), "0", 0, 1e12, "iterations",
                    .help = "iterations before the first interval begins", .live = true})},
    .factor = factor,
};
