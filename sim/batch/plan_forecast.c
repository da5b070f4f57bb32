// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/plan_forecast.h"

#include "base/memory.h"

#include <math.h>

enum { REHEARSED_MOST = 6 };

static const double budget = 1; // seconds for the presentations of each

// What the rehearsals have in common.
typedef struct {
    const RunPlan *plan;
    const Kernels *kernels;
    RunOptions options;
    const volatile sig_atomic_t *stop;
} Rehearsals;

// *fits becomes false where the network is too large.
static bool rehearse(const Rehearsals *rehearsals, const PlannedRun *planned, bool *fits,
                     Forecast *forecast, Error *error) {
    OWNED_BY(experiment_free) Experiment experiment;
    OWNED_BY(run_finish) Run run = {0};
    OWNED_BY(error_clear) Error ignored = {0};
    OWNED const char **change = allocate(planned->changes + 1, sizeof *change);
    for (size_t k = 0; k < planned->changes; k++)
        change[k] = planned->change[k];
    change[planned->changes] = "from="; // the run that it names has yet to be made
    if (!experiment_load(&experiment, planned->config, change, planned->changes + 1, error))
        return false;
    *fits = rehearsal_fits(&experiment.network);
    if (!*fits)
        return true;
    if (!run_build(&run, &experiment, rehearsals->kernels, &rehearsals->options, error))
        return false;
    if (planned->waits)
        run.started_at = run.network->presentation =
            rehearsals->plan->run[planned->after].iterations;
    return run_rehearse(&run, budget, rehearsals->stop, forecast, &ignored, error);
}

bool plan_forecast(const RunPlan *plan, const Kernels *kernels, const Observer *observer,
                   const volatile sig_atomic_t *stop, PlanForecast *forecast, Error *error) {
    const Rehearsals rehearsals = {plan, kernels, {.command = "", .observer = observer}, stop};
    double seconds = 0, megabytes = 0;
    *forecast = (PlanForecast){0};
    OWNED size_t *network = allocate(plan->count, sizeof *network);
    for (size_t i = 0; i < plan->count; i++)
        if (plan->run[i].verb == &run_verb)
            network[forecast->networks++] = i;
    size_t n = forecast->networks, picks = n < REHEARSED_MOST ? n : REHEARSED_MOST;
    for (size_t k = 0; k < picks; k++) {
        Forecast one;
        bool fits;
        size_t pick = network[(2 * k + 1) * n / (2 * picks)];
        if (!rehearse(&rehearsals, &plan->run[pick], &fits, &one, error))
            return false;
        if (!fits)
            continue;
        double takes = one.learning + one.events + one.saving;
        forecast->rehearsed++;
        forecast->longest = fmax(forecast->longest, takes);
        forecast->megabytes = fmax(forecast->megabytes, one.megabytes);
        seconds += takes;
        megabytes += one.disk_megabytes;
    }
    double each = forecast->rehearsed ? (double)n / (double)forecast->rehearsed : 0;
    forecast->seconds = each * seconds;
    forecast->disk_megabytes = each * megabytes;
    return true;
}
