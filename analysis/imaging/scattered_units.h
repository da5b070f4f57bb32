// SPDX-License-Identifier: GPL-3.0-or-later
// ScatteredUnits: units at any places with a preferred orientation each, as cells under two photons
// or units of a deep network, and whether near ones prefer alike.
//
// Everything is held against shuffles, in which preferences are dealt out anew to the places. Its
// p is the share of shuffles, the data among them, that have at least as much: under shuffling it
// has the size that it should have, wherever the units lie.
#pragma once

#include "base/error.h"
#include "maps/map.h"
#include "maps/pinwheels.h"

#include <stdint.h>

typedef struct {
    size_t n;
    double *x, *y, *preference; // rising in x; y up; radians; owned
} ScatteredUnits;

typedef struct {
    double reach;     // how far near units may lie apart; NAN: so that a unit has 6 neighbours
    double smoothing; // standard deviation of the Gaussian, in reaches
    double similar;   // by how much the preferences of linked units may differ, radians
    size_t shuffles;
    uint64_t seed;
} ScatteredSettings;

// A number of the data, its mean over shuffles, and p.
typedef struct {
    double value, shuffled, p;
} AgainstShuffles;

enum { SCATTERED_BINS = 20 };

// The mean difference of preferences, 0 to pi / 2, over the pairs in a range of distances: the
// mark correlation of the points (Stoyan & Stoyan 1994), on which their density has no effect.
typedef struct {
    double distance;              // the middle of the range
    size_t pairs;                 // NAN follows where there is none
    double difference, low, high; // of the data; where 95 % of shuffles lie
} DifferenceBin;

typedef struct {
    double reach;
    DifferenceBin bin[SCATTERED_BINS];
    AgainstShuffles near;    // mean difference of pairs within reach (Ringach et al. 2016)
    AgainstShuffles cluster; // units of the largest cluster, over all: near units of similar
                             // preferences are linked, and so on (friends of friends, Huchra &
                             // Geller 1982)
    AgainstShuffles order;   // mean |z|^2 of the smoothed map
    AgainstShuffles count;   // pinwheels of the smoothed map
    ComplexMap *smoothed;    // sum_j G(d_j) exp(2 i preference_j) / sum_j G(d_j) on a grid, missing
                             // where there are hardly any units; spacing in units of x; owned
    double left, top;        // of its first sample
    double bias, plain_bias; // |sum_j w_j exp(2 i preference_j)| / sum_j w_j, with w the area that
                             // a unit stands for, by the Gaussian's density; and with w = 1
} ScatteredStatistics;

enum { SCATTERED_LEAST = 20 }; // units

// Of at least SCATTERED_LEAST units that do not all lie on one line, in a finite extent. Refuses a
// reach beyond that of the pairs that can be held (unit_pairs.h); `place` is for messages.
bool scattered_statistics_of(const ScatteredUnits *units, const ScatteredSettings *settings,
                             const char *place, ScatteredStatistics *statistics, Error *error);
void scattered_statistics_free(ScatteredStatistics *statistics);
void scattered_units_free(ScatteredUnits *units);
