// SPDX-License-Identifier: GPL-3.0-or-later
// OcularDominance: how strongly, and by which eye, units are driven.
//
// The index of a unit with response L to the left eye alone and R to the right eye alone is
//   (R - L) / (R + L),
// from -1 (left only) through 0 (both alike) to 1 (right only). It is missing (NAN) where R + L is
// not finite, or below OCULAR_DOMINANCE_LEAST times its mean over all units.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define OCULAR_DOMINANCE_LEAST 0.01

enum { OCULAR_DOMINANCE_GROUPS = 7 };

// From n responses to each eye, at least 0.
void ocular_dominance_index(const double *left, const double *right, size_t n, double *index);

typedef struct {
    double counted, missing; // units
    double monocularity;     // mean |index|. This and all below are NAN where no unit counts
    double left, right;      // shares of units with an index below and above 0; 0 counts half
    double share[OCULAR_DOMINANCE_GROUPS]; // of units in seven groups of equal width, left to right
    double contralateral_bias;
} OcularDominance;

// From n indices. The bias numbers the seven groups from the contralateral eye (Hubel & Wiesel
// 1962): n1 units belong to that eye alone, n7 to the other eye alone, N to all groups:
//   ((n1 - n7) + 2/3 (n2 - n6) + 1/3 (n3 - n5) + N) / (2 N).
// It is 1 where that eye drives all units, 0.5 where both eyes are alike.
void ocular_dominance_of(const double *index, size_t n, bool contralateral_right,
                         OcularDominance *dominance);
