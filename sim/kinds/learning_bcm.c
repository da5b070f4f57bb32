// SPDX-License-Identifier: GPL-3.0-or-later
// The rule of Bienenstock, Cooper & Munro (1982, J Neurosci 2:32): rate y (y - theta) x. Weights of
// active sources fall while the unit is less active than its threshold theta, and grow above it.
// The threshold slides after each presentation: theta <- smoothing theta + (1 - smoothing) y^2 /
// target, as in Intrator & Cooper (1992, Neural Networks 5:3), where it is the mean of y^2.
#include "kinds/learning.h"

typedef struct {
    double threshold, smoothing, target;
} BcmSettings;

static void begin(const void *settings, double *threshold) {
    *threshold = ((const BcmSettings *)settings)->threshold;
}

static LearningTerms terms(const void *settings_of_kind, double rate, double activity,
                           double *threshold) {
    const BcmSettings *settings = settings_of_kind;
    LearningTerms terms = {.source = rate * activity * (activity - *threshold)};
    *threshold = settings->smoothing * *threshold +
                 (1 - settings->smoothing) * activity * activity / settings->target;
    return terms;
}

const LearningKind learning_bcm = {
    .kind = {"bcm", "y (y - threshold) x, with a threshold that slides with the mean of y^2",
             BLOCK(BcmSettings, NULL,
                   {SETTING(BcmSettings, threshold), NULL, 0, 1000,
                    .help = "each unit's threshold at the start"},
                   {SETTING(BcmSettings, smoothing), "0.99", 0, 1,
                    .help = "weight of the old threshold at each presentation; the square of the "
                            "activity has the rest; 1: the threshold stays",
                    .live = true},
                   {SETTING(BcmSettings, target), "1.0", 1e-6, 1000,
                    .help = "activity y at which y^2 / target is y: where the threshold and the "
                            "activity can rest",
                    .live = true})},
    .source = "Bienenstock, Cooper & Munro 1982, J Neurosci 2:32",
    .terms = terms,
    .remembers = 1,
    .begin = begin,
};
