// SPDX-License-Identifier: GPL-3.0-or-later
// Anti-Hebbian learning: a weight falls by rate y x, so that units that are active together come
// to respond apart (Foldiak 1990, Biol Cybern 64:165, without its constant).
#include "kinds/learning.h"

static LearningTerms terms(const void *settings, double rate, double activity, double *memory) {
    (void)settings;
    (void)memory;
    return (LearningTerms){.source = -rate * activity};
}

const LearningKind learning_anti_hebb = {
    .kind = {"anti_hebb", "-y x: Hebb's rule with the opposite sign", NO_SETTINGS},
    .source = "Földiák 1990, Biol Cybern 64:165",
    .terms = terms,
};
