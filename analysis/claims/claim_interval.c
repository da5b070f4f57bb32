// SPDX-License-Identifier: GPL-3.0-or-later
// The mean over seeds lies in the predicted range.
#include "claims/claim.h"

static char *predicted(const void *settings) {
    return band_text(&((const RangeClaim *)settings)->band, "mean");
}

static ClaimOutcome test(const void *settings, const double *values, size_t n) {
    return band_test(&((const RangeClaim *)settings)->band, estimate_mean(values, n));
}

const ClaimKind claim_interval = {
    .kind = {"interval", "the mean over seeds lies in the predicted range",
             BLOCK_OF_NONE(RangeClaim, &range_claim_settings)},
    .series = range_claim_series,
    .check = range_claim_check,
    .predicted = predicted,
    .test = test,
};
