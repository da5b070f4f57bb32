// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "fitting/fit_parts.h"

#include <string.h>

enum { FROM = 8 };

// Targets some of which count in a search.
typedef struct {
    const Surrogate *surrogate;
    bool *counts;  // [numbers]
    double *place; // [axes] where the worst miss of those that count is least
} Chosen;

// Can all targets that count be met at once?
static bool can_be_met(const Chosen *chosen) {
    OWNED_BY(misfit_search_free)
    MisfitSearch search = misfit_search_begin(chosen->surrogate, surrogate_worst, chosen->counts);
    return misfit_search_best(&search, FROM, chosen->place) <=
           fit_limit(chosen->surrogate->problem);
}

// Can two targets be met at once, or, if they are the same, that one alone?
static bool can_meet_pair(const Chosen *chosen, size_t first, size_t second) {
    memset(chosen->counts, false, chosen->surrogate->problem->numbers * sizeof *chosen->counts);
    chosen->counts[first] = chosen->counts[second] = true;
    return can_be_met(chosen);
}

// Would the targets that count be met if runs had them everywhere?
static bool would_be_met(const Chosen *chosen) {
    const Surrogate anywhere = surrogate_anywhere(chosen->surrogate);
    return can_be_met(&(Chosen){&anywhere, chosen->counts, chosen->place});
}

static void add_conflict(Fit *fit, const Chosen *chosen, size_t first, size_t second) {
    const Surrogate *surrogate = chosen->surrogate;
    FitConflict conflict = {.first = first,
                            .second = second,
                            .nearest_first = surrogate_number(surrogate, first, chosen->place).mean,
                            .nearest_second =
                                surrogate_number(surrogate, second, chosen->place).mean};
    conflict.undefined = would_be_met(chosen);
    fit->conflict = allocate_one_more(fit->conflict, fit->conflicts, sizeof *fit->conflict);
    fit->conflict[fit->conflicts++] = conflict;
}

// Is a target in a conflict with itself, that is, can it not be met alone?
static bool is_out_of_reach(const Fit *fit, size_t target) {
    for (size_t c = 0; c < fit->conflicts; c++)
        if (fit->conflict[c].first == target && fit->conflict[c].second == target)
            return true;
    return false;
}

static void find_blame(Fit *fit, const Chosen *chosen) {
    const FitProblem *problem = fit->problem;
    for (size_t left_out = 0; left_out < problem->numbers; left_out++) {
        size_t others = 0;
        for (size_t t = 0; t < problem->numbers; t++)
            others += chosen->counts[t] = t != left_out && !problem->number[t].held_out;
        fit->to_blame[left_out] =
            !problem->number[left_out].held_out && others > 0 && can_be_met(chosen);
    }
}

void fit_conflicts(Fit *fit, const Surrogate *surrogate) {
    const FitProblem *problem = fit->problem;
    OWNED bool *counts = allocate(problem->numbers, sizeof *counts);
    OWNED double *place = allocate(problem->axes, sizeof *place);
    const Chosen chosen = {surrogate, counts, place};
    fit->to_blame = allocate(problem->numbers, sizeof *fit->to_blame);
    for (size_t t = 0; t < problem->numbers; t++)
        counts[t] = !problem->number[t].held_out;
    fit->reachable = can_be_met(&chosen);
    if (fit->reachable)
        return;
    for (size_t t = 0; t < problem->numbers; t++)
        if (!problem->number[t].held_out && !can_meet_pair(&chosen, t, t))
            add_conflict(fit, &chosen, t, t);
    for (size_t a = 0; a < problem->numbers; a++)
        for (size_t b = a + 1; b < problem->numbers; b++)
            if (!problem->number[a].held_out && !problem->number[b].held_out &&
                !is_out_of_reach(fit, a) && !is_out_of_reach(fit, b) &&
                !can_meet_pair(&chosen, a, b))
                add_conflict(fit, &chosen, a, b);
    find_blame(fit, &chosen);
}
