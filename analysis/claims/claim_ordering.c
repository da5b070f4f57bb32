// SPDX-License-Identifier: GPL-3.0-or-later
// The number rises, or falls, from each experiment to the next, on the same seeds.
//
// Each step is tested on its own. The claim is met if the intervals of all steps lie above 0, and
// missed if the interval of any step lies below 0. The outcome shows the smallest step.
#include "claims/claim.h"

#include "base/memory.h"

#include <math.h>

typedef struct {
    ClaimSettings claim;
    TextList experiments;
    int order;
} OrderingSettings;

enum { ORDER_RISING, ORDER_FALLING };
static const char *const orders[] = {"rising", "falling", NULL};

static size_t series(const void *settings_of_kind, ClaimSeries *list) {
    const OrderingSettings *settings = settings_of_kind;
    for (size_t i = 0; i < settings->experiments.count; i++)
        list[i] = (ClaimSeries){settings->experiments.items[i], "experiments", settings->claim.at};
    return settings->experiments.count;
}

static bool check(const void *settings_of_kind, const char *place, Error *error) {
    const OrderingSettings *settings = settings_of_kind;
    return settings->experiments.count > 1 ||
           fail(error, "%s.experiments: a single experiment has no order", place);
}

static char *predicted(const void *settings_of_kind) {
    const OrderingSettings *settings = settings_of_kind;
    return format_text("%s at every step", orders[settings->order]);
}

static ClaimOutcome test(const void *settings_of_kind, const double *values, size_t n) {
    const OrderingSettings *settings = settings_of_kind;
    OWNED double *step = allocate(n + 1, sizeof *step);
    double sign = settings->order == ORDER_RISING ? 1 : -1;
    ClaimOutcome outcome = {.estimate.mean = (double)INFINITY, .verdict = CLAIM_MET};
    for (size_t k = 1; k < settings->experiments.count; k++) {
        for (size_t i = 0; i < n; i++)
            step[i] = sign * (values[k * n + i] - values[(k - 1) * n + i]);
        Estimate estimate = estimate_mean(step, n);
        if (!(estimate.mean >= outcome.estimate.mean))
            outcome.estimate = estimate;
        if (estimate.interval.high < 0)
            outcome.verdict = CLAIM_MISSED;
        else if (!(estimate.interval.low > 0) && outcome.verdict == CLAIM_MET)
            outcome.verdict = CLAIM_UNDECIDED;
    }
    return outcome;
}

const ClaimKind claim_ordering = {
    .kind = {"ordering",
             "the number rises or falls from each experiment to the next, on the same seeds",
             BLOCK(OrderingSettings, &claim_settings,
                   {SETTING(OrderingSettings, experiments), NULL, 1, CLAIM_SERIES,
                    .help = "their names, in the predicted order"},
                   {SETTING(OrderingSettings, order), "rising", .choices = orders,
                    .help = "the predicted order of the means"})},
    .series = series,
    .check = check,
    .predicted = predicted,
    .test = test,
};
