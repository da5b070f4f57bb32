// SPDX-License-Identifier: GPL-3.0-or-later
// Exponential approach to a floor, from above or below: 1 up to presentation s, then f + (1 - f)
// exp(-(t - s) / tau).
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

const ScheduleKind schedule_exponential = {
    .kind = {"exponential", "approaches a final factor exponentially",
             BLOCK(ExponentialSettings, NULL,
                   {SETTING(ExponentialSettings, time_constant), NULL, 1e-3, 1e12, "iterations",
                    .help = "time in which the distance to the final factor falls to 1/e",
                    .live = true},
                   {SETTING(ExponentialSettings, start), "0", 0, 1e12, "iterations",
                    .help = "iterations before the change begins", .live = true},
                   {SETTING(ExponentialSettings, floor), "0.0", 0, 1000,
                    .help = "factor that is approached in the end; above 1 the factor rises",
                    .live = true})},
    .factor = factor,
};
