// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "fitting/fit_parts.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CANDIDATES = 512, GENERATIONS = 3, FROM = 8 };

// Places among which a round chooses.
typedef struct {
    double *place;  // [CANDIDATES][axes]
    double *misfit; // [CANDIDATES]
} Candidates;

static void settle(const FitProblem *problem, double *place) {
    for (size_t k = 0; k < problem->axes; k++)
        place[k] = fit_axis_settle(&problem->axis[k], place[k]);
}

// Draws candidates from the box between two places; they are as a config has them.
static void draw(const Surrogate *surrogate, const char *stream, const double *low,
                 const double *high, Candidates *candidates) {
    size_t d = surrogate->problem->axes;
    fit_design(surrogate->problem, stream, CANDIDATES, candidates->place);
    for (size_t i = 0; i < CANDIDATES; i++) {
        double *place = candidates->place + i * d;
        for (size_t k = 0; k < d; k++)
            place[k] = low[k] + place[k] * (high[k] - low[k]);
        settle(surrogate->problem, place);
        candidates->misfit[i] = surrogate_misfit(surrogate, NULL, place);
    }
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// The misfit of the best tenth of the candidates that have one, or the joint 95 % limit of all
// settings, whichever is more.
static double limit_of(const Candidates *candidates, size_t axes, double least) {
    OWNED double *sorted = allocate(CANDIDATES, sizeof *sorted);
    memcpy(sorted, candidates->misfit, CANDIDATES * sizeof *sorted);
    qsort(sorted, CANDIDATES, sizeof *sorted, by_size);
    size_t finite = 0;
    while (finite < CANDIDATES && isfinite(sorted[finite]))
        finite++;
    double limit = least + gsl_cdf_chisq_Pinv(0.95, (double)axes);
    return finite > 0 ? fmax(sorted[finite / 10], limit) : limit;
}

// Draws the box closer round the best place and the candidates within the limit.
static void close_in(const Candidates *candidates, size_t axes, const double *best, double limit,
                     double *low, double *high) {
    static const double MARGIN = 0.1, LEAST = 0.01; // of the width; of the range
    for (size_t k = 0; k < axes; k++) {
        double from = best[k], to = best[k];
        for (size_t i = 0; i < CANDIDATES; i++)
            if (candidates->misfit[i] <= limit) {
                from = fmin(from, candidates->place[i * axes + k]);
                to = fmax(to, candidates->place[i * axes + k]);
            }
        double margin = fmax(MARGIN * (to - from), LEAST);
        low[k] = fmax(0, from - margin);
        high[k] = fmin(1, to + margin);
    }
}

// How much of the uncertainty of the targets' misses comes from the surrogate, weighed by the
// likelihood of the place; the logarithm of this.
static double log_worth(const Surrogate *surrogate, const double *place, double rise) {
    const FitProblem *problem = surrogate->problem;
    double share = 0;
    for (size_t t = 0; t < problem->numbers; t++)
        if (!problem->number[t].held_out) {
            double variance = surrogate_number(surrogate, t, place).variance;
            share += variance / (variance + pow(fit_number_deviation(&problem->number[t]), 2));
        }
    return log(share) - 0.5 * rise;
}

static void expect(const Surrogate *surrogate, const double *place) {
    for (size_t t = 0; t < surrogate->problem->numbers; t++)
        if (surrogate->process[t])
            gaussian_process_expect(surrogate->process[t], place,
                                    (double)surrogate->problem->seeds);
}

// Is a place among the n that are chosen?
static bool is_chosen(const double *place, const double *chosen, size_t n, size_t axes) {
    for (size_t i = 0; i < n; i++)
        if (memcmp(place, chosen + i * axes, axes * sizeof *place) == 0)
            return true;
    return false;
}

// Adds the candidate of most worth to the n places that are chosen. Where all candidates are
// chosen, as with few whole numbers, the first place has more draws.
static void choose(const Surrogate *surrogate, const Candidates *candidates, double least,
                   double *places, size_t n) {
    size_t d = surrogate->problem->axes;
    const double *best = places;
    double most = -(double)INFINITY;
    for (size_t i = 0; i < CANDIDATES; i++) {
        const double *place = candidates->place + i * d;
        if (!isfinite(candidates->misfit[i]) || is_chosen(place, places, n, d))
            continue;
        double found = log_worth(surrogate, place, candidates->misfit[i] - least);
        if (found > most) {
            most = found;
            best = place;
        }
    }
    memcpy(places + n * d, best, d * sizeof *best);
}

void fit_propose(Surrogate *surrogate, size_t round, size_t n, double *places) {
    size_t d = surrogate->problem->axes;
    OWNED double *low = allocate(d, sizeof *low), *high = allocate(d, sizeof *high),
                 *place = allocate(CANDIDATES * d, sizeof *place),
                 *misfit = allocate(CANDIDATES, sizeof *misfit);
    Candidates candidates = {place, misfit};
    OWNED_BY(misfit_search_free)
    MisfitSearch search = misfit_search_begin(surrogate, surrogate_misfit, NULL);
    double least = misfit_search_best(&search, FROM, places);
    for (size_t k = 0; k < d; k++)
        high[k] = 1;
    for (int g = 0; g < GENERATIONS; g++) {
        OWNED char *stream = format_text("round-%zu-%d", round, g);
        if (g > 0)
            close_in(&candidates, d, places, limit_of(&candidates, d, least), low, high);
        draw(surrogate, stream, low, high, &candidates);
    }
    settle(surrogate->problem, places);
    expect(surrogate, places);
    for (size_t i = 1; i < n; i++) {
        choose(surrogate, &candidates, least, places, i);
        expect(surrogate, places + i * d);
    }
}
