// SPDX-License-Identifier: GPL-3.0-or-later
// A learning rule of one's own as a plug-in: two thresholds of the unit's activity. Active inputs
// weaken where it lies between them and strengthen above the upper one (after Artola, Bröcher &
// Singer 1990, Nature 347:69-72).
//
//     cc -shared -fPIC -O3 -ffp-contract=off -Isim/library -Isim examples/own_rule.c -o own_rule.so
//     ./pinwheel run configs/gcal/demo.cfg --plugin ./own_rule.so
//     "projections.*_to_v1.learning=two_thresholds"
#include <pinwheel_plugin.h>

typedef struct {
    double lower, upper;
} ThresholdSettings;

static LearningTerms terms(const void *settings_of_kind, double rate, double activity,
                           double *memory) {
    (void)memory; // this rule remembers nothing
    const ThresholdSettings *settings = settings_of_kind;
    double growth = activity > settings->lower ? activity * (activity - settings->upper) : 0;
    return (LearningTerms){.source = rate * growth};
}

static const LearningKind two_thresholds = {
    .kind = {"two_thresholds", "x y (y - upper) where y > lower, else 0",
             BLOCK(ThresholdSettings, NULL,
                   {SETTING(ThresholdSettings, lower), "0.05", 0, 1000,
                    .help = "activity up to which weights stay", .live = true},
                   {SETTING(ThresholdSettings, upper), "0.1", 0, 1000,
                    .help = "activity above which weights grow", .live = true})},
    .terms = terms,
};

PLUGIN(.learning_kinds = KINDS(&two_thresholds.kind));
