// SPDX-License-Identifier: GPL-3.0-or-later
// Claim: a statement about one number of experiments that their runs can confirm or refute.
//
// The kinds are listed in claim.c; each stands in its own file claim_KIND.c. A claim tests its
// number over seeds, in one experiment or several. It is met if the 95 % confidence interval lies
// inside the predicted range, missed if the interval lies entirely outside, and undecided
// otherwise. It is also undecided with a single seed, or if the number is undefined in half of the
// seeds or more. It is untested if no finished run has the number.
#pragma once

#include "base/error.h"
#include "settings/setting.h"
#include "statistics/estimate.h"

enum { CLAIM_SERIES = 16 };

// The message for a number that is 0 or 1 in every run, in a claim of any kind but `share`.
#define CLAIM_NEEDS_SHARE "is 0 or 1 in every run; use the kind 'share' with above = 0.5"

// A number that every run has: 1 if the run failed, for example because activity diverged; 0 if it
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
    const char *experiment, *setting; // its name, and the setting that holds the name; borrowed
    int64_t at;                       // iteration; -1: the last one measured
} ClaimSeries;

typedef struct {
    Estimate estimate; // of the tested quantity
    Verdict verdict;
} ClaimOutcome;

typedef struct {
    Kind kind;
    // Does it test a share of seeds? A number that is 0 or 1 in every run has a share as its mean,
    // so only a kind that tests shares accepts it.
    bool tests_share;
    // Lists the series that the claim needs; returns how many, at most CLAIM_SERIES.
    size_t (*series)(const void *settings, ClaimSeries *series);
    // Reports what is wrong with the settings.
    bool (*check)(const void *settings, const char *place, Error *error);
    // The predicted range, as "mean 0.9 to 1.1"; owned by the caller.
    char *(*predicted)(const void *settings);
    // Tests the values[series][n] of n seeds.
    ClaimOutcome (*test)(const void *settings, const double *values, size_t n);
} ClaimKind;

extern const Kind *const claim_kinds[]; // NULL-terminated, first members of ClaimKind

// The predicted range. A limit of NaN leaves the range open on that side.
typedef struct {
    double least, most;
} Band;

char *band_text(const Band *band, const char *what); // "what 0.9 to 1.1"; owned by the caller
ClaimOutcome band_test(const Band *band, Estimate estimate);

// The settings of a claim that a quantity of an experiment lies in the predicted range: the
// beginning of each such kind's own struct. A kind that adds no condition uses the functions as its
// methods.
typedef struct {
    ClaimSettings claim;
    char *experiment;
    Band band;
} RangeClaim;

extern const Block range_claim_settings; // rows of RangeClaim
size_t range_claim_series(const void *settings, ClaimSeries *series);
bool range_claim_check(const void *settings, const char *place, Error *error);
