// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/scaled_iterations.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

typedef struct {
    PlannedRun *run;
    double factor;
} Scaling;

int64_t scaled_iteration(int64_t iteration, double factor) {
    if (iteration <= 0)
        return iteration;
    double exact = (double)iteration * factor, whole = rint(exact);
    return (int64_t)(fabs(exact - whole) <= 1e-12 * exact ? whole : ceil(exact));
}

static bool scale(const Setting *setting, void *value, const char *path, void *context,
                  Error *error) {
    (void)error;
    const Scaling *scaling = context;
    if (setting->unit == NULL || strcmp(setting->unit, "iterations") != 0)
        return true;
    if (setting->type == SETTING_INTEGER && *(int64_t *)value > 0)
        planned_run_change(scaling->run, "%s=%lld", path,
                           (long long)scaled_iteration(*(int64_t *)value, scaling->factor));
    if (setting->type == SETTING_REAL && *(double *)value > 0) {
        OWNED char *text = format_real(*(double *)value * scaling->factor);
        planned_run_change(scaling->run, "%s=%s", path, text);
    }
    return true;
}

void scale_iterations(PlannedRun *run, Experiment *experiment, double factor) {
    static const char *const depths[] = {"*", "*.*", "*.*.*", "*.*.*.*", "*.*.*.*.*"};
    Scaling scaling = {run, factor};
    // At some depths there are no settings.
    for (size_t k = 0; k < sizeof depths / sizeof *depths; k++)
        settings_visit(&experiment_settings, experiment, depths[k], scale, &scaling, "", NULL);
}
