// SPDX-License-Identifier: GPL-3.0-or-later
// Hebb's rule with synaptic scaling: w <- (w + rate y x) / (1 + strength (m - target) / target), m
// the unit's mean activity: m <- smoothing m + (1 - smoothing) y, at silent units as well (Sullivan
// & de Sa 2006, Neural Networks 19:734).
#include "kinds/learning.h"

typedef struct {
    double target, smoothing, strength;
} ScalingSettings;

static void begin(const void *settings, double *mean) {
    *mean = ((const ScalingSettings *)settings)->target;
}

static LearningTerms terms(const void *settings_of_kind, double rate, double activity,
                           double *mean) {
    const ScalingSettings *settings = settings_of_kind;
    *mean = settings->smoothing * *mean + (1 - settings->smoothing) * activity;
    double factor = 1 / (1 + settings->strength * (*mean - settings->target) / settings->target);
    return (LearningTerms){.source = factor * rate * activity, .weight = factor - 1};
}

const LearningKind learning_synaptic_scaling = {
    .kind = {"synaptic_scaling",
             "y x, then all weights of a unit are divided by more the more active it is",
             BLOCK(ScalingSettings, NULL,
                   {SETTING(ScalingSettings, target), NULL, 1e-6, 1000,
                    .help = "mean activity at which weights are not scaled; each mean starts from "
                            "it",
                    .live = true},
                   {SETTING(ScalingSettings, smoothing), "0.95", 0, 1,
                    .help = "weight of the old mean at each presentation; the activity has the "
                            "rest",
                    .live = true},
                   {SETTING(ScalingSettings, strength), "0.1", 0, 0.999,
                    .help = "change of the divisor per relative excess of the mean",
                    .live = true})},
    .source = "Sullivan & de Sa 2006, Neural Networks 19:734",
    .terms = terms,
    .remembers = 1,
    .begin = begin,
};
