// SPDX-License-Identifier: GPL-3.0-or-later
// ConditionWeights: what each condition's response r contributes to the fit of a cosine,
//     r = b + a cos 2 (theta - p),  a exp(2 i p) = sum (cosine + i sine) r,  b = sum base r.
// Evenly spread orientations have the vector sum, 2 / n exp(2 i theta), and 1 / n. Others have the
// least-squares fit: in their vector sum a part of b would remain.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { STACK_CONDITIONS_MOST = 360 };

typedef struct {
    double cosine[STACK_CONDITIONS_MOST], sine[STACK_CONDITIONS_MOST], base[STACK_CONDITIONS_MOST];
    bool fitted; // by least squares
} ConditionWeights;

// angle[conditions] in radians; NAN: a blank, whose weights are 0. False where the orientations do
// not tell a from b: neither are three of them different, nor two at right angles.
bool condition_weights_find(const double *angle, size_t conditions, const char *place,
                            ConditionWeights *weights, Error *error);
