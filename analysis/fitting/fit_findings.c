// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "fitting/fit_parts.h"
#include "statistics/box_search.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

// A search for the least (sign 1) or largest (sign -1) value of a number that the targets allow.
typedef struct {
    const Fit *fit;
    const Surrogate *surrogate;
    size_t number;
    double sign, deviation; // of the number over all points
} Extreme;

// The number less as much as its own uncertainty may add to the misfit before that reaches the
// threshold: the profile of the number as if it were a target. A place beyond the threshold is
// penalised.
static double extreme_at(const double *place, void *context) {
    static const double PENALTY = 10;
    const Extreme *extreme = context;
    double left =
        FIT_THRESHOLD - (surrogate_misfit(extreme->surrogate, NULL, place) - extreme->fit->misfit);
    ProcessValue value = surrogate_number(extreme->surrogate, extreme->number, place);
    return extreme->sign * value.mean -
           (left >= 0 ? sqrt(value.variance * left) : PENALTY * extreme->deviation * left);
}

// Searches from the best of the places that the profiles passed.
static double search_extreme(const Fit *fit, Extreme *extreme) {
    size_t d = fit->problem->axes;
    OWNED double *at = allocate(d, sizeof *at);
    memcpy(at, fit->best, d * sizeof *at);
    double least = extreme_at(at, extreme);
    for (size_t k = 0; k < d; k++)
        for (size_t node = 0; node < PROFILE_NODES; node++) {
            const double *place = fit->profile[k].place + node * d;
            double found = extreme_at(place, extreme);
            if (found < least) {
                least = found;
                memcpy(at, place, d * sizeof *at);
            }
        }
    return fmin(least, box_search(extreme_at, extreme, d, 0.05, at));
}

// The standard deviation of a number's means over all points.
static double deviation_of(const Fit *fit, size_t number) {
    double n = 0, mean = 0, squares = 0;
    for (size_t i = 0; i < fit->points.count; i++) {
        FitMoments moments = fit_points_moments(&fit->points, fit->problem, i, number);
        if (moments.n == 0)
            continue;
        double apart = moments.mean - mean;
        n++;
        mean += apart / n;
        squares += apart * (moments.mean - mean);
    }
    return sqrt(squares / n);
}

static Interval predict(const Fit *fit, const Surrogate *surrogate, size_t number) {
    if (surrogate->process[number] == NULL)
        return (Interval){(double)NAN, (double)NAN};
    Extreme least = {fit, surrogate, number, 1, deviation_of(fit, number)}, most = least;
    most.sign = -1;
    return (Interval){search_extreme(fit, &least), -search_extreme(fit, &most)};
}

// The half width of an interval of a mean over n draws, in standard errors, with the share `tail`
// on each side of it; NaN for n < 2.
static double standard_errors(size_t n, double tail) {
    return n < 2 ? (double)NAN : gsl_cdf_tdist_Qinv(tail, (double)n - 1);
}

// The mean of the confirmations of a number, with the interval of Student's t.
static void measure(const Fit *fit, size_t number, FitFinding *finding) {
    const FitProblem *problem = fit->problem;
    finding->draws = fit->confirmed.count * problem->seeds;
    OWNED double *value = allocate(finding->draws + 1, sizeof *value);
    for (size_t i = 0; i < fit->confirmed.count; i++) {
        const double *draw = fit_points_draws(&fit->confirmed, problem, i, number);
        for (size_t s = 0; s < problem->seeds; s++)
            if (isfinite(draw[s * problem->numbers]))
                value[finding->n++] = draw[s * problem->numbers];
    }
    size_t n = finding->n;
    double mean = n > 0 ? gsl_stats_mean(value, 1, n) : (double)NAN,
           deviation = n > 1 ? gsl_stats_sd(value, 1, n) : (double)NAN,
           half = standard_errors(n, 0.025) * deviation / sqrt((double)n);
    finding->measured = (Estimate){mean, deviation, {mean - half, mean + half}};
}

// Do surrogate and confirmations differ by more than both allow? The limit is that of all targets.
// Where runs have no noise, the surrogate may be surer than is right by so little that nothing the
// fit says would change.
static bool target_disagrees(const Fit *fit, size_t t, const FitFinding *finding) {
    static const double NEGLIGIBLE = 0.1; // of the published deviation
    double limit = fit_limit(fit->problem), n = (double)finding->n,
           errors = standard_errors(finding->n, gsl_cdf_ugaussian_Q(limit)),
           apart = fabs(finding->measured.mean - finding->mean);
    return apart >
               hypot(limit * finding->deviation, errors * finding->measured.deviation / sqrt(n)) &&
           apart > NEGLIGIBLE * fit_number_deviation(&fit->problem->number[t]);
}

// The prediction allows for all settings that are not ruled out, the best among them.
static bool prediction_disagrees(const FitFinding *finding) {
    const Interval *measured = &finding->measured.interval, *predicted = &finding->predicted;
    return measured->high < predicted->low || measured->low > predicted->high;
}

static FitVerdict verdict_of(const Interval *found, const Interval *published) {
    if (found->high < published->low || found->low > published->high)
        return VERDICT_MISSED;
    return found->low >= published->low && found->high <= published->high ? VERDICT_MET
                                                                          : VERDICT_UNDECIDED;
}

static FitVerdict judge_target(const Fit *fit, size_t target, const FitFinding *finding) {
    const FitNumber *number = &fit->problem->number[target];
    double middle = fit_number_middle(number),
           half = fit_limit(fit->problem) * fit_number_deviation(number);
    if (finding->draws > 0 && !fit_has_number(finding->n, finding->draws))
        return VERDICT_UNDEFINED;
    return finding->n < 2
               ? VERDICT_UNCONFIRMED
               : verdict_of(&finding->measured.interval, &(Interval){middle - half, middle + half});
}

static FitVerdict judge_prediction(const Fit *fit, size_t t, const FitFinding *finding) {
    const FitNumber *number = &fit->problem->number[t];
    return isnan(number->low) || isnan(finding->predicted.low) || fit_is_rejected(fit)
               ? VERDICT_NONE
               : verdict_of(&finding->predicted, &(Interval){number->low, number->high});
}

// The chance of the misfit: chi squared, each setting takes one target to be met. A fit of no more
// targets than settings has the misfit 0 as a rule, and is judged as with one target to spare.
static double chance_of(const Fit *fit) {
    size_t targets = fit_targets(fit->problem), axes = fit->problem->axes;
    return gsl_cdf_chisq_Q(fit->misfit, targets > axes ? (double)(targets - axes) : 1);
}

void fit_findings(Fit *fit, const Surrogate *surrogate) {
    const FitProblem *problem = fit->problem;
    fit->chance = chance_of(fit);
    fit->finding = allocate(problem->numbers, sizeof *fit->finding);
    for (size_t t = 0; t < problem->numbers; t++) {
        FitFinding *finding = &fit->finding[t];
        const FitNumber *number = &problem->number[t];
        ProcessValue value = surrogate_number(surrogate, t, fit->best);
        finding->mean = value.mean;
        finding->deviation = sqrt(value.variance);
        finding->miss = surrogate_miss(surrogate, t, fit->best);
        measure(fit, t, finding);
        if (number->held_out)
            finding->predicted = predict(fit, surrogate, t);
        finding->disagrees =
            number->held_out ? prediction_disagrees(finding) : target_disagrees(fit, t, finding);
        finding->verdict =
            number->held_out ? judge_prediction(fit, t, finding) : judge_target(fit, t, finding);
    }
}
