// SPDX-License-Identifier: GPL-3.0-or-later
// TopographicProduct: whether the sheet's neighbourhoods are those of visual space, and if not,
// which of the two has too many dimensions (Bauer & Pawelzik 1992, IEEE Trans Neural Netw 3:570).
//
// Of unit j, let n_k(j) be its k-th nearest unit on the sheet, m_k(j) that whose centre is k-th
// nearest in visual space, and a and v the distances on the sheet and between centres. With
//   Q1(j, k) = v(j, n_k(j)) / v(j, m_k(j)) >= 1,   Q2(j, k) = a(j, n_k(j)) / a(j, m_k(j)) <= 1,
//   P3(j, k) = (product over l <= k of Q1(j, l) Q2(j, l))^(1 / 2k),
// the product is P = mean over units and k <= TOPOGRAPHIC_NEIGHBOURS of log P3. It is 0 where all
// neighbourhoods agree, below 0 where the sheet has too few dimensions for what it represents, so
// that it is folded into it and near centres lie far apart on the sheet, and above 0 where it has
// too many. The original takes all k; the cap, the 24 units within 2 sqrt 2 of one, makes P a
// statement of neighbourhoods and costs less.
//
// P alone does not tell order from chaos: units in any order give about 0 too, as the parts of Q1
// and of Q2 cancel. Both are therefore given, P = visual + sheet.
//
// Units at one distance are taken in the order of their distance in the other space, so that P does
// not depend on how the units are numbered. Distances between centres count as at least
// TOPOGRAPHIC_LEAST unit spacings, as centres may coincide. Of more than
// TOPOGRAPHIC_UNITS units every second, or third, row and column is taken.
#pragma once

#include "fields/retinotopy.h"

#define TOPOGRAPHIC_LEAST 1e-3

enum { TOPOGRAPHIC_NEIGHBOURS = 24, TOPOGRAPHIC_UNITS = 10000 };

typedef struct {
    double product; // P; NAN, as both parts, for fewer than TOPOGRAPHIC_NEIGHBOURS + 1 centres
    double visual, sheet; // parts of Q1, at least 0, and of Q2, at most 0
    size_t units;         // that were taken
} TopographicProduct;

TopographicProduct topographic_product(const Retinotopy *retinotopy);
