// SPDX-License-Identifier: GPL-3.0-or-later
// Structural plasticity (Butz & van Ooyen 2013, PLOS Comput Biol 9:e1003259): a unit grows synaptic
// elements while its mean activity m is below a set point and above a minimum, and retracts them
// otherwise, by g = 2 exp(-((m - middle) / width)^2) - 1, which is 0 at both bounds. Here weights
// stand for numbers of synapses: new ones come from active sources, rate g x, by the projection's
// arbor to the nearer ones more; those that go are lost from all sources, retraction g w.
#include "kinds/learning.h"

#include <math.h>

typedef struct {
    double set_point, minimum, smoothing, retraction;
} StructuralSettings;

static void begin(const void *settings, double *mean) {
    *mean = ((const StructuralSettings *)settings)->set_point;
}

static LearningTerms terms(const void *settings_of_kind, double rate, double activity,
                           double *mean) {
    const StructuralSettings *settings = settings_of_kind;
    *mean = settings->smoothing * *mean + (1 - settings->smoothing) * activity;
    double middle = 0.5 * (1 + settings->minimum) * settings->set_point,
           half = 0.5 * (1 - settings->minimum) * settings->set_point, // g is 0 so far from it
        distance = (*mean - middle) / half, growth = 2 * exp2(-distance * distance) - 1;
    return growth > 0 ? (LearningTerms){.source = rate * growth}
                      : (LearningTerms){.weight = settings->retraction * growth};
}

const LearningKind learning_structural = {
    .kind = {"structural",
             "synapses come while the mean activity lies between a minimum and a set point, and "
             "go otherwise",
             BLOCK(StructuralSettings, NULL,
                   {SETTING(StructuralSettings, set_point), NULL, 1e-6, 1000,
                    .help = "mean activity above which synapses go; each mean starts from it",
                    .live = true},
                   {SETTING(StructuralSettings, minimum), "0.1", 0, 0.99,
                    .help = "mean activity below which they go as well, as a share of the set "
                            "point",
                    .live = true},
                   {SETTING(StructuralSettings, smoothing), "0.991", 0, 1,
                    .help = "weight of the old mean at each presentation; the activity has the "
                            "rest",
                    .live = true},
                   {SETTING(StructuralSettings, retraction), "0.01", 0, 1,
                    .help = "share of the synapses that goes at each presentation far above the "
                            "set point",
                    .live = true})},
    .source = "Butz & van Ooyen 2013, PLOS Comput Biol 9:e1003259",
    .terms = terms,
    .remembers = 1,
    .begin = begin,
};
