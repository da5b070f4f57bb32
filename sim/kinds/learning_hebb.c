// SPDX-License-Identifier: GPL-3.0-or-later
// Hebb's rule: a weight grows by rate y x, y the activity of the unit and x that of the source
// (docs/model.md, step 6).
#include "kinds/learning.h"

static LearningTerms terms(const void *settings, double rate, double activity, double *memory) {
    (void)settings;
    (void)memory;
    return (LearningTerms){.source = rate * activity};
}

const LearningKind learning_hebb = {
    .kind = {"hebb", "y x: the product of both activities", NO_SETTINGS},
    .terms = terms,
    .hebbian = true,
};
