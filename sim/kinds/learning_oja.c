// SPDX-License-Identifier: GPL-3.0-or-later
// Oja's rule: rate (y x - decay y^2 w) (Oja 1982, J Math Biol 15:267, where the decay is 1). It
// keeps the length of a field's weights near 1 / sqrt(decay) by itself.
#include "kinds/learning.h"

typedef struct {
    double decay;
} OjaSettings;

static LearningTerms terms(const void *settings_of_kind, double rate, double activity,
                           double *memory) {
    (void)memory;
    const OjaSettings *settings = settings_of_kind;
    return (LearningTerms){.source = rate * activity,
                           .weight = -rate * settings->decay * activity * activity};
}

const LearningKind learning_oja = {
    .kind = {"oja", "y x - decay y^2 w",
             BLOCK(OjaSettings, NULL,
                   {SETTING(OjaSettings, decay), "1.0", 0, 1000,
                    .help = "factor on the weight's decay; the squares of a field's weights come "
                            "to sum to 1 / decay",
                    .live = true})},
    .source = "Oja 1982, J Math Biol 15:267",
    .terms = terms,
};
