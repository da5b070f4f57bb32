// SPDX-License-Identifier: GPL-3.0-or-later
// The share of seeds with a number above or below a value lies in the predicted range.
#include "claims/claim.h"

#include "base/memory.h"

#include <math.h>

typedef struct {
    RangeClaim claim;
    double above, below; // NaN: no such condition
} ShareSettings;

static bool check(const void *settings_of_kind, const char *place, Error *error) {
    const ShareSettings *settings = settings_of_kind;
    if (isnan(settings->above) && isnan(settings->below))
        return fail(error, "%s: needs `above`, `below` or both", place);
    return range_claim_check(settings, place, error);
}

static char *predicted(const void *settings_of_kind) {
    const ShareSettings *settings = settings_of_kind;
    OWNED char *what =
        isnan(settings->below) ? format_text("share of seeds above %.6g:", settings->above)
        : isnan(settings->above)
            ? format_text("share of seeds below %.6g:", settings->below)
            : format_text("share of seeds from %.6g to %.6g:", settings->above, settings->below);
    return band_text(&settings->claim.band, what);
}

static ClaimOutcome test(const void *settings_of_kind, const double *values, size_t n) {
    const ShareSettings *settings = settings_of_kind;
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        k += !(values[i] <= settings->above) && !(values[i] >= settings->below);
    return band_test(&settings->claim.band, estimate_share(k, n));
}

const ClaimKind claim_share = {
    .kind = {"share",
             "the share of seeds with a number above or below a value lies in the predicted range; "
             "exact binomial interval",
             BLOCK(ShareSettings, &range_claim_settings,
                   {SETTING(ShareSettings, above), "none", -1e300, 1e300,
                    .help = "counts seeds with a number above this value", .word = "none"},
                   {SETTING(ShareSettings, below), "none", -1e300, 1e300,
                    .help = "counts seeds with a number below this value", .word = "none"})},
    .tests_share = true,
    .series = range_claim_series,
    .check = check,
    .predicted = predicted,
    .test = test,
};
