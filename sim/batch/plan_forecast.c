// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/plan_forecast.h"

#include "base/memory.h"

#include <math.h>

enum { REHEARSED_MOST = 6 };

static const double budget = 1; // seconds for the presentations of each

static bool rehearse(const RunPlan *plan, const PlannedRun *planned, const RunOptions *options,
                     const Kernels *kernels, Forecast *forecast, Error *error) {
    OWNED_BY(experiment_free) Experiment experiment;
    OWNED_BY(run_finish) Run run = {0};
    OWNED const char **change = allocate(planned->changes + 1, sizeof *change);
    for (size_t k = 0; k < planned->changes; k++)
        change[k] = planned->change[k];
    change[planned->changes] = "from="; // the run that it names has yet to be made
    if (!experiment_load(&experiment, planned->config, change, planned->changes + 1, error) ||
        !run_build(&run, &experiment, kernels, options, error))
        return false;
    if (planned->waits)
        run.started_at = run.network->presentation = plan->run[planned->after].iterations;
    return run_rehearse(&run, budget, forecast, error);
}

bool plan_forecast(const RunPlan *plan, const Kernels *kernels, const Observer *observer,
                   PlanForecast *forecast, Error *error) {
    const RunOptions options = {.command = "", .observer = observer};
    *forecast = (PlanForecast){0};
    OWNED size_t *network = allocate(plan->count, sizeof *network);
    for (size_t i = 0; i < plan->count; i++)
        if (plan->run[i].verb == &run_verb)
            network[forecast->networks++] = i;
    size_t n = forecast->networks, picks = n < REHEARSED_MOST ? n : REHEARSED_MOST;
    for (size_t k = 0; k < picks; k++) {
        size_t pick = network[(2 * k + 1) * n / (2 * picks)];
        Forecast one;
        if (!rehearse(plan, &plan->run[pick], &options, kernels, &one, error))
            return false;
        forecast->rehearsed++;
        forecast->longest = fmax(forecast->longest, one.learning + one.events + one.saving);
        forecast->seconds += (one.learning + one.events + one.saving) * (double)n / (double)picks;
        forecast->disk_megabytes += one.disk_megabytes * (double)n / (double)picks;
        forecast->megabytes = fmax(forecast->megabytes, one.megabytes);
    }
    return true;
}
