// SPDX-License-Identifier: GPL-3.0-or-later
// Fit: the search for settings at which numbers come near published ones, and what it found.
//
// The search evaluates a Latin hypercube; then in each round it learns a surrogate (surrogate.h)
// and evaluates the place where this has the least misfit, with other places that may be as good
// and of which it knows little; and at the end points at the best settings, those with the least
// deviance. From these confirmations the surrogate learns nothing: they give the verdicts. What the
// fit evaluates follows from the problem and the values alone.
//
// All that a fit says of the settings is relative to the misfit of the best ones: what raises it by
// more than FIT_THRESHOLD is ruled out. This is the 95 % limit of a likelihood ratio with one
// unknown (chi squared with one degree of freedom).
#pragma once

#include "fitting/fit_problem.h"
#include "statistics/estimate.h"

#define FIT_THRESHOLD 3.841459

// Values of a setting, by the share of its range, from one end to the other of which nothing is
// ruled out.
typedef enum {
    END_OF_PIECE, // what lies beyond is ruled out
    END_OF_RANGE,
    END_OF_RUNS, // beyond, runs fail or lack a target
} ProfileEnd;
typedef struct {
    double low, high;
    ProfileEnd low_end, high_end;
} ProfilePiece;

// The least misfit above that of the best settings while one setting is held at a share of its
// range; below 0 where little is known. What is not ruled out may lie in pieces: narrow gaps
// between two nodes are not seen.
enum { PROFILE_NODES = 21, MOST_PIECES = PROFILE_NODES / 2 + 2 }; // nodes lie evenly over the range
typedef struct {
    double rise[PROFILE_NODES]; // INFINITY where runs fail
    double *place;              // [PROFILE_NODES][axes] where it is least; owned
    size_t pieces;
    ProfilePiece piece[MOST_PIECES]; // in ascending order
} FitProfile;

double fit_profile_share(size_t node);

typedef enum {
    SETTING_DETERMINED,
    SETTING_AT_MOST,
    SETTING_AT_LEAST,
    SETTING_FREE,
    SETTING_IN_PIECES
} FitBound;
FitBound fit_piece_bound(const ProfilePiece *piece);
FitBound fit_profile_bound(const FitProfile *profile); // of the one piece, or SETTING_IN_PIECES

// Does an interval, that of the confirmations for a target and that of the prediction for a number
// held out, lie in the published one? That of targets is taken fit_limit deviations wide.
typedef enum {
    VERDICT_NONE,        // nothing is published or predicted, or the model is rejected
    VERDICT_MET,         // it lies inside
    VERDICT_UNCONFIRMED, // there is no interval: the confirmations have fewer than two draws
    VERDICT_UNDECIDED,   // it lies partly inside
    VERDICT_UNDEFINED,   // half of the confirmations or more do not have the number
    VERDICT_MISSED,      // it lies outside
} FitVerdict;

typedef struct {
    double mean, deviation; // of the surrogate at the best settings
    double miss;            // NaN without a published interval
    Interval predicted; // of a number held out: its values at all settings that are not ruled out
    size_t n, draws;    // of the confirmations: those that have the number, and all
    Estimate measured;  // over the n draws, with the interval of Student's t
    bool disagrees;     // do the confirmations and the surrogate differ by more than both allow?
    FitVerdict verdict;
} FitFinding;

// Targets that the model cannot meet within the ranges.
typedef struct {
    size_t first, second; // targets; the same: alone, as the nearest that it comes is
    bool undefined;       // they would be met where runs fail or do not have them
    double nearest_first, nearest_second; // where the worse miss of these two alone is least
} FitConflict;

typedef struct {
    const FitProblem *problem; // borrowed
    FitPoints points, confirmed;
    double *best;        // [axes] the place with the least deviance; owned
    double misfit;       // there
    double chance;       // of a misfit as large or larger, if the model is right
    FitProfile *profile; // [axes] owned
    FitFinding *finding; // [numbers] owned
    bool reachable;      // can the surrogate meet all targets at once?
    size_t conflicts;
    FitConflict *conflict; // owned
    bool *to_blame;        // [numbers] targets without which the others can be met; owned
} Fit;

// Makes the draws of points `first` and later, and sets their values. `confirms`: these are the
// confirmations. False ends the fit.
typedef bool FitEvaluate(FitPoints *points, size_t first, bool confirms, void *context);

// Carries out a fit. False without a message where `evaluate` ended it. Call fit_free either way.
bool fit_carry_out(Fit *fit, const FitProblem *problem, FitEvaluate *evaluate, void *context,
                   Error *error);
void fit_free(Fit *fit);

FitVerdict fit_verdict(const Fit *fit); // the worst of all targets

// Is the misfit too large for a right model? Intervals and predictions do not hold then.
bool fit_is_rejected(const Fit *fit);

// The axis that moves most while another goes from one end of its interval to the other: what one
// does to the numbers, the other undoes. `axis` itself if none moves over half of its range.
size_t fit_profile_trade(const Fit *fit, size_t axis, bool *rises);
