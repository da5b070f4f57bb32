// SPDX-License-Identifier: GPL-3.0-or-later
// The mean over seeds lies in the predicted range.
#include "claims/claim.h"

typedef struct {
    ClaimSettings claim;
    char *experiment;
    Band band;
} IntervalSettings;

static size_t series(const void *settings_of_kind, ClaimSeries *list) {
    const IntervalSettings *settings = settings_of_kind;
    list[0] = (ClaimSeries){settings->experiment, "experiment", settings->claim.at};
    return 1;
}

static bool check(const void *settings_of_kind, const char *place, Error *error) {
    const IntervalSettings *settings = settings_of_kind;
    return band_check(&settings->band, place, error);
}

static char *predicted(const void *settings_of_kind) {
    const IntervalSettings *settings = settings_of_kind;
    return band_text(&settings->band, "mean");
}

static ClaimOutcome test(const void *settings_of_kind, const double *values, size_t n) {
    const IntervalSettings *settings = settings_of_kind;
    return band_test(&settings->band, estimate_mean(values, n));
}

const ClaimKind claim_interval = {
    .kind = {"interval", "the mean over seeds lies in the predicted range",
             BLOCK(IntervalSettings, &claim_settings,
                   {SETTING(IntervalSettings, experiment), NULL, 1, 1000, .help = "its name"},
                   CLAIM_BAND(IntervalSettings))},
    .series = series,
    .check = check,
    .predicted = predicted,
    .test = test,
};
