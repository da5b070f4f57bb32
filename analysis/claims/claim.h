// SPDX-License-Identifier: GPL-3.0-or-later
// Claim: a statement about experiments that a number of theirs can meet or miss.
//
// The kinds are listed in claim.c; each stands in its own file claim_KIND.c. A claim tests one
// number over seeds, in one experiment or several. It is met if the 95 % confidence interval lies
// inside the predicted range, missed if the interval lies entirely outside, and undecided
// otherwise. It is also undecided with a single seed, or if the number is undefined in half of the
// seeds or more. It is untested if no finished run has the number.
#pragma once

#include "base/error.h"
#include "statistics/estimate.h"
#include "settings/setting.h"

enum { CLAIM_SERIES = 16 };

// What is wrong with a number that is 0 or 1 in every run, in a claim of any kind but `share`.
#define CLAIM_NEEDS_SHARE "is 0 or 1 in every run; use the kind 'share' with above = 0.5"

// A number of every run that ended: 1 if it failed, as when activity diverged, and 0 if it
// finished.
#define CLAIM_FAILED "run/failed"

// The settings that every kind shares: the beginning of each kind's own struct.
typedef struct {
    char *statement, *published, *source;
    bool verified;
    char *number; // "MEASURE/NUMBER", or CLAIM_FAILED
    int64_t at;   // iteration; -1: the last one measured
} ClaimSettings;

extern const Block claim_settings; // rows of ClaimSettings: the base of every kind's block

typedef enum { CLAIM_MET, CLAIM_MISSED, CLAIM_UNDECIDED, CLAIM_UNTESTED, CLAIM_VERDICTS } Verdict;
extern const char *const verdict_names[CLAIM_VERDICTS];

// The claim's number in one experiment, over its seeds.
typedef struct {
    const char *experiment, *setting; // that names it; borrowed
    int64_t at;                       // iteration; -1: the last one measured
} ClaimSeries;

typedef struct {
    Estimate estimate; // of what is tested
    Verdict verdict;
} ClaimOutcome;

typedef struct {
    Kind kind;
    // Does it test a share of seeds? The mean of a number that is 0 or 1 in every run is such a
    // share, so no other kind tests that number.
    bool tests_share;
    // Lists the series that the claim needs; returns how many, at most CLAIM_SERIES.
    size_t (*series)(const void *settings, ClaimSeries *series);
    // Says what is wrong with the settings.
    bool (*check)(const void *settings, const char *place, Error *error);
    // The predicted range, as "mean 0.9 to 1.1"; owned by the caller.
    char *(*predicted)(const void *settings);
    // Tests the values[series][n] of n seeds.
    ClaimOutcome (*test)(const void *settings, const double *values, size_t n);
} ClaimKind;

extern const Kind *const claim_kinds[]; // NULL-terminated, first members of ClaimKind

// The predicted range. A limit that is NaN does not exist. CLAIM_BAND: the rows of a kind whose
// struct has a Band called `band`.
typedef struct {
    double least, most;
} Band;
#define CLAIM_BAND(Struct) CLAIM_LIMIT(Struct, least), CLAIM_LIMIT(Struct, most)
#define CLAIM_LIMIT(Struct, limit)                                                                 \
    {                                                                                              \
        SETTING_NAMED(#limit, Struct, band.limit), "none", -1e300, 1e300,                          \
            .help = "limit of the predicted range", .word = "none"                                 \
    }

bool band_check(const Band *band, const char *place, Error *error);
char *band_text(const Band *band, const char *what); // "what 0.9 to 1.1"; owned by the caller
ClaimOutcome band_test(const Band *band, Estimate estimate);
