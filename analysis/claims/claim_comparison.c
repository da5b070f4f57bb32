// SPDX-License-Identifier: GPL-3.0-or-later
// An experiment differs from another, or from itself at another iteration, on the same seeds.
#include "claims/claim.h"

#include "base/memory.h"

#include <string.h>

typedef struct {
    RangeClaim claim;
    char *against;
    int64_t against_at;
    int of; // of the choices in `comparisons`
} ComparisonSettings;

enum { OF_RATIO, OF_DIFFERENCE };
static const char *const comparisons[] = {"ratio", "difference", NULL};

static size_t series(const void *settings_of_kind, ClaimSeries *list) {
    const ComparisonSettings *settings = settings_of_kind;
    range_claim_series(settings, list);
    list[1] = (ClaimSeries){settings->against, "against", settings->against_at};
    return 2;
}

static bool check(const void *settings_of_kind, const char *place, Error *error) {
    const ComparisonSettings *settings = settings_of_kind;
    if (strcmp(settings->claim.experiment, settings->against) == 0 &&
        settings->claim.claim.at == settings->against_at)
        return fail(error, "%s.against: is the same experiment at the same iteration", place);
    return range_claim_check(settings, place, error);
}

static char *predicted(const void *settings_of_kind) {
    const ComparisonSettings *settings = settings_of_kind;
    return band_text(&settings->claim.band, comparisons[settings->of]);
}

static ClaimOutcome test(const void *settings_of_kind, const double *values, size_t n) {
    const ComparisonSettings *settings = settings_of_kind;
    if (settings->of == OF_RATIO)
        return band_test(&settings->claim.band, estimate_ratio(values, values + n, n));
    OWNED double *less = allocate(n + 1, sizeof *less);
    for (size_t i = 0; i < n; i++)
        less[i] = values[i] - values[n + i];
    return band_test(&settings->claim.band, estimate_mean(less, n));
}

const ClaimKind claim_comparison = {
    .kind = {"comparison",
             "the ratio or difference of two experiments, on the same seeds, lies in the predicted "
             "range",
             BLOCK(ComparisonSettings, &range_claim_settings,
                   {SETTING(ComparisonSettings, against), NULL, 1, 1000,
                    .help = "the experiment that divides it, or is subtracted from it"},
                   {SETTING(ComparisonSettings, against_at), "last", 0, 1e12, "iterations",
                    .help = "the iteration at which the number was measured there", .word = "last"},
                   {SETTING(ComparisonSettings, of), "ratio", .choices = comparisons,
                    .help = "which function of the two means is tested"})},
    .series = series,
    .check = check,
    .predicted = predicted,
    .test = test,
};
