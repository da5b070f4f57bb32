// SPDX-License-Identifier: GPL-3.0-or-later
// Conditional principal component analysis: rate y (x - w). A weight comes to the mean of its
// source's activity, weighted by the unit's (O'Reilly & Munakata 2000, Computational Explorations
// in Cognitive Neuroscience).
#include "kinds/learning.h"

static LearningTerms terms(const void *settings, double rate, double activity, double *memory) {
    (void)settings;
    (void)memory;
    return (LearningTerms){.source = rate * activity, .weight = -rate * activity};
}

const LearningKind learning_cpca = {
    .kind = {"cpca", "y (x - w): conditional principal component analysis", NO_SETTINGS},
    .source = "O'Reilly & Munakata 2000, Computational Explorations in Cognitive Neuroscience",
    .terms = terms,
};
