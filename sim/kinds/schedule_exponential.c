// SPDX-License-Identifier: GPL-3.0-or-later
// Exponential decay to a floor: 1 up to presentation s, then f + (1 - f) exp(-(t - s) / tau).
#include "kinds/schedule.h"

#include <math.h>

typedef struct {
    double time_constant; // presentations
    int64_t start;
    double floor;
} ExponentialSettings;

static double factor(const void *settings_of_kind, int64_t presentation) {
    const ExponentialSettings *settings = settings_of_kind;
    double passed = (double)(presentation - settings->start);
    if (passed <= 0)
        return 1;
    return settings->floor + (1 - settings->floor) * exp(-passed / settings->time_constant);
}

#define AT(member) offsetof(ExponentialSettings, member)

const ScheduleKind schedule_exponential = {
    .kind = {"exponential",
             "decays exponentially",
             {sizeof(ExponentialSettings), NULL,
              (const Setting[]){
                  {"time_constant", SETTING_REAL, AT(time_constant), NULL, 1e-3, 1e12, "iterations",
                   .help = "in which the distance to the floor falls to 1/e", .live = true},
                  {"start", SETTING_INTEGER, AT(start), "0", 0, 1e12, "iterations",
                   .help = "before the decay begins", .live = true},
                  {"floor", SETTING_REAL, AT(floor), "0.0", 0, 1,
                   .help = "share of the beginning that is left in the end", .live = true},
                  {0}}}},
    .factor = factor,
};
