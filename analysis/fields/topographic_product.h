// SPDX-License-Identifier: GPL-3.0-or-later
// TopographicProduct: whether the sheet's neighbourhoods are those of visual space, and if not,
// which of the two has too many dimensions (Bauer & Pawelzik 1992, IEEE Trans Neural Netw 3:570).
//
// For unit j, let n_k(j) be its k-th nearest unit on the sheet, m_k(j) the unit whose centre is
// k-th nearest in visual space, a the distance on the sheet, and v the distance between centres.
// With
//   Q1(j, k) = v(j, n_k(j)) / v(j, m_k(j)) >= 1,   Q2(j, k) = a(j, n_k(j)) / a(j, m_k(j)) <= 1,
//   P3(j, k) = (product over l <= k of Q1(j, l) Q2(j, l))^(1 / 2k),
// the product is P = mean over units and k <= TOPOGRAPHIC_NEIGHBOURS of log P3. It is 0 where all
// neighbourhoods agree. It is below 0 where the sheet has too few dimensions for what it
// represents: the sheet is then folded, and near centres lie far apart on it. It is above 0 where
// the sheet has too many dimensions. The original takes all k. Here k ends at 24, the number of
// units within 2 sqrt 2 of a unit, so that P describes neighbourhoods and costs less.
//
// P alone does not separate order from disorder: a random order also gives about 0, as the parts of
// Q1 and Q2 cancel. Both parts are therefore reported, P = visual + sheet.
//
// Units at the same distance are ordered by their distance in the other space, nearest first, so
// that P does not depend on the numbering of units. On a grid many units are equally far, so the
// rule matters: with another rule, as the order of units in memory, P differs by some hundredths.
// Distances between centres count as at least TOPOGRAPHIC_LEAST unit spacings, in the map's scale
// (retinotopy_scale), as centres may coincide. Above TOPOGRAPHIC_UNITS units, only every second, or
// third, row and column is taken.
#pragma once

#include "fields/retinotopy.h"

#define TOPOGRAPHIC_LEAST 1e-3

enum { TOPOGRAPHIC_NEIGHBOURS = 24, TOPOGRAPHIC_UNITS = 10000 };

typedef struct {
    double product;       // P. It and both parts are NAN below TOPOGRAPHIC_NEIGHBOURS + 1 centres
    double visual, sheet; // parts of Q1, at least 0, and of Q2, at most 0
    size_t units;         // number of units taken
} TopographicProduct;

TopographicProduct topographic_product(const Retinotopy *retinotopy);
