// SPDX-License-Identifier: GPL-3.0-or-later
#include "claims/claim.h"

#include "base/memory.h"

#include <math.h>

const Block claim_settings = BLOCK(
    ClaimSettings, NULL,
    {SETTING(ClaimSettings, statement), NULL, 1, 1000, .help = "what is claimed"},
    {SETTING(ClaimSettings, published), "", 0, 1000,
     .help = "the value that was published, in words"},
    {SETTING(ClaimSettings, source), "", 0, 1000, .help = "the publication"},
    {SETTING(ClaimSettings, verified), "false",
     .help = "true if the published value was read in that source"},
    {SETTING(ClaimSettings, number), NULL, 3, 1000,
     .help = "MEASURE/NUMBER or STUDY/NUMBER; or run/failed, which is 1 for a run that failed, "
             "for example because activity diverged, and 0 for one that finished"},
    {SETTING(ClaimSettings, at), "last", 0, 1e12, "iterations",
     .help = "the iteration at which it was measured", .word = "last"});

const char *const verdict_names[CLAIM_VERDICTS] = {"met", "missed", "undecided", "untested"};

extern const ClaimKind claim_interval, claim_comparison, claim_ordering, claim_share;

const Kind *const claim_kinds[] = {&claim_interval.kind, &claim_comparison.kind,
                                   &claim_ordering.kind, &claim_share.kind, NULL};

char *band_text(const Band *band, const char *what) {
    if (isnan(band->most))
        return format_text("%s at least %.6g", what, band->least);
    if (isnan(band->least))
        return format_text("%s at most %.6g", what, band->most);
    if (band->least >= band->most)
        return format_text("%s %.6g", what, band->least);
    return format_text("%s %.6g to %.6g", what, band->least, band->most);
}

// Every comparison with a limit that is NaN is false.
ClaimOutcome band_test(const Band *band, Estimate estimate) {
    Interval interval = estimate.interval;
    ClaimOutcome outcome = {estimate, CLAIM_UNDECIDED};
    if (isnan(interval.low) || isnan(interval.high))
        return outcome;
    if (interval.high < band->least || interval.low > band->most)
        outcome.verdict = CLAIM_MISSED;
    else if (!(interval.low < band->least) && !(interval.high > band->most))
        outcome.verdict = CLAIM_MET;
    return outcome;
}

const Block range_claim_settings =
    BLOCK(RangeClaim, &claim_settings,
          {SETTING(RangeClaim, experiment), NULL, 1, 1000, .help = "name of the experiment"},
          {SETTING_NAMED("least", RangeClaim, band.least), "none", -1e300, 1e300,
           .help = "lower limit of the predicted range", .word = "none"},
          {SETTING_NAMED("most", RangeClaim, band.most), "none", -1e300, 1e300,
           .help = "upper limit of the predicted range", .word = "none"});

size_t range_claim_series(const void *settings, ClaimSeries *series) {
    const RangeClaim *claim = settings;
    series[0] = (ClaimSeries){claim->experiment, "experiment", claim->claim.at};
    return 1;
}

bool range_claim_check(const void *settings, const char *place, Error *error) {
    const Band *band = &((const RangeClaim *)settings)->band;
    if (isnan(band->least) && isnan(band->most))
        return fail(error, "%s: needs `least`, `most` or both", place);
    if (band->least > band->most)
        return fail(error, "%s.least: is above most", place);
    return true;
}
