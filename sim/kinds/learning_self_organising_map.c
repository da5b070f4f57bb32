// SPDX-License-Identifier: GPL-3.0-or-later
// The rule of the self-organising map: rate y (x - w), y the neighbourhood function (Kohonen 1982,
// Biol Cybern 43:59). As there, the rate is that of each connection.
#include "kinds/learning.h"

static LearningTerms terms(const void *settings, double rate, double activity, double *memory) {
    (void)settings;
    (void)memory;
    return (LearningTerms){.source = rate * activity, .weight = -rate * activity};
}

const LearningKind learning_self_organising_map = {
    .kind = {"self_organising_map",
             "y (x - w), where the learning rate is not divided by the units of a field",
             NO_SETTINGS},
    .source = "Kohonen 1982, Biol Cybern 43:59",
    .terms = terms,
    .per_connection = true,
};
