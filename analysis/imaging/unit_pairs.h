// SPDX-License-Identifier: GPL-3.0-or-later
// UnitPairs: the pairs of units at any places, by rising distance.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint32_t a, b;
    double distance;
} UnitPair;

// The pairs up to `reach`: half the diagonal of the rectangle that holds all units, or less where
// that would be more than about UNIT_PAIRS_MOST pairs; it is halved until there are at most four
// times as many. Where more units than that lie at one place, there are no pairs.
enum { UNIT_PAIRS_MOST = 1000000 };
typedef struct {
    double reach;
    size_t count;
    UnitPair *pair; // owned
    size_t *first;  // [bins + 1] the first pair of each of as many ranges of distance; owned
} UnitPairs;

// Of n places, rising in x.
UnitPairs unit_pairs_new(const double *x, const double *y, size_t n, size_t bins);
void unit_pairs_free(UnitPairs *pairs);

// How many lie within a distance.
size_t unit_pairs_within(const UnitPairs *pairs, double distance);
