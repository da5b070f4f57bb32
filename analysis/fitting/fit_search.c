// SPDX-License-Identifier: GPL-3.0-or-later
// The search itself: what it evaluates in which order (fit.h).
#include "fitting/fit.h"

#include "base/memory.h"
#include "fitting/fit_parts.h"

#include <string.h>

// A fit while it is carried out.
typedef struct {
    Fit *fit;
    FitEvaluate *evaluate;
    void *context;
    Error *error;
} Going;

static bool evaluate(const Going *going, FitPoints *points, const double *places, size_t n,
                     bool confirms) {
    size_t first = points->count;
    fit_points_add(points, going->fit->problem, places, n);
    return going->evaluate(points, first, confirms, going->context);
}

static bool evaluate_design(const Going *going) {
    const FitProblem *problem = going->fit->problem;
    OWNED double *places = allocate(problem->samples * problem->axes, sizeof *places);
    fit_design(problem, "design", problem->samples, places);
    for (size_t i = 0; i < problem->samples * problem->axes; i++)
        places[i] = fit_axis_settle(&problem->axis[i % problem->axes], places[i]);
    return evaluate(going, &going->fit->points, places, problem->samples, false);
}

static bool evaluate_round(const Going *going, size_t round) {
    const FitProblem *problem = going->fit->problem;
    FitPoints *points = &going->fit->points;
    OWNED_BY(surrogate_free) Surrogate surrogate;
    if (!surrogate_learn(&surrogate, problem, points, going->error))
        return false;
    OWNED double *places = allocate(problem->points * problem->axes, sizeof *places);
    fit_propose(&surrogate, round, problem->points, places);
    return evaluate(going, points, places, problem->points, false);
}

static bool confirm(const Going *going) {
    Fit *fit = going->fit;
    size_t n = fit->problem->confirmations, d = fit->problem->axes;
    OWNED double *places = allocate(n * d + 1, sizeof *places);
    for (size_t i = 0; i < n * d; i++)
        places[i] = fit->best[i % d];
    return n == 0 || evaluate(going, &fit->confirmed, places, n, true);
}

bool fit_carry_out(Fit *fit, const FitProblem *problem, FitEvaluate *evaluate_points, void *context,
                   Error *error) {
    *fit = (Fit){.problem = problem};
    const Going going = {fit, evaluate_points, context, error};
    if (!evaluate_design(&going))
        return false;
    for (size_t round = 0; round < problem->rounds; round++)
        if (!evaluate_round(&going, round))
            return false;
    OWNED_BY(surrogate_free) Surrogate surrogate;
    if (!surrogate_learn(&surrogate, problem, &fit->points, error))
        return false;
    fit_profiles(fit, &surrogate);
    if (!confirm(&going))
        return false;
    fit_findings(fit, &surrogate);
    fit_conflicts(fit, &surrogate);
    return true;
}

void fit_free(Fit *fit) {
    for (size_t k = 0; fit->profile && k < fit->problem->axes; k++)
        release(fit->profile[k].place);
    release(fit->profile);
    release(fit->best);
    release(fit->finding);
    release(fit->conflict);
    release(fit->to_blame);
    fit_points_free(&fit->points);
    fit_points_free(&fit->confirmed);
    *fit = (Fit){0};
}

bool fit_is_rejected(const Fit *fit) {
    static const double LEAST_CHANCE = 0.05;
    return fit->chance < LEAST_CHANCE;
}

FitVerdict fit_verdict(const Fit *fit) {
    FitVerdict worst = VERDICT_MET;
    for (size_t t = 0; t < fit->problem->numbers; t++)
        if (!fit->problem->number[t].held_out && fit->finding[t].verdict > worst)
            worst = fit->finding[t].verdict;
    return worst;
}
