// SPDX-License-Identifier: GPL-3.0-or-later
// The trace rule: rate z (x - w), z the unit's activity as smoothed over presentations: z <-
// smoothing z + (1 - smoothing) y, then learning (Foldiak 1991, Neural Computation 3:194). What
// follows in time comes to drive the same unit.
#include "kinds/learning.h"

typedef struct {
    double smoothing, decay;
} TraceSettings;

static LearningTerms terms(const void *settings_of_kind, double rate, double activity,
                           double *trace) {
    const TraceSettings *settings = settings_of_kind;
    *trace = settings->smoothing * *trace + (1 - settings->smoothing) * activity;
    return (LearningTerms){.source = rate * *trace, .weight = -rate * settings->decay * *trace};
}

const LearningKind learning_trace = {
    .kind = {"trace", "z (x - decay w), z the unit's activity as smoothed over presentations",
             BLOCK(TraceSettings, NULL,
                   {SETTING(TraceSettings, smoothing), NULL, 0, 1,
                    .help = "weight of the old trace at each presentation; the activity has the "
                            "rest",
                    .live = true},
                   {SETTING(TraceSettings, decay), "1.0", 0, 1000,
                    .help = "factor on the weight's decay; 0: Hebb's rule with a trace",
                    .live = true})},
    .source = "Földiák 1991, Neural Computation 3:194",
    .terms = terms,
    .remembers = 1,
};
