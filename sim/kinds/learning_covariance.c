// SPDX-License-Identifier: GPL-3.0-or-later
// Correlations of activities about their means: rate (y - target_mean) (x - source_mean), at silent
// units as well.
//
// The covariance rule (Sejnowski 1977, J Math Biol 4:303; Dayan & Abbott 2001, Theoretical
// Neuroscience, chapter 8, where each form has one of the two means) changes weights at
// each presentation. The averaged correlation rule collects growth over `patterns` presentations,
// and weights then change at once by its sum. With linear units this is the equation of Miller,
// Keller & Stryker (1989, Science 245:605), whose correlations are averages over all patterns; the
// limits of its weights and their conserved sum are settings of the projection.
#include "kinds/learning.h"

typedef struct {
    double target_mean, source_mean;
} CovarianceSettings;

typedef struct {
    CovarianceSettings means;
    int64_t patterns;
} AverageSettings;

static const Block means_block =
    BLOCK(CovarianceSettings, NULL,
          {SETTING(CovarianceSettings, target_mean), NULL, -1000, 1000,
           .help = "subtracted from the unit's activity; 0: silent units keep their weights",
           .live = true},
          {SETTING(CovarianceSettings, source_mean), "0.0", -1000, 1000,
           .help = "subtracted from the source's activity", .live = true});

static LearningTerms terms(const void *settings_of_kind, double rate, double activity,
                           double *memory) {
    (void)memory;
    const CovarianceSettings *means = settings_of_kind;
    double above = rate * (activity - means->target_mean);
    return (LearningTerms){.source = above, .constant = -above * means->source_mean};
}

static int64_t interval(const void *settings) {
    return ((const AverageSettings *)settings)->patterns;
}

const LearningKind learning_covariance = {
    .kind = {"covariance", "(y - target_mean) (x - source_mean), at silent units as well",
             BLOCK_OF_NONE(CovarianceSettings, &means_block)},
    .source = "Sejnowski 1977, J Math Biol 4:303",
    .terms = terms,
};

const LearningKind learning_averaged_correlation = {
    .kind =
        {"averaged_correlation",
         "(y - target_mean) (x - source_mean), collected over many presentations before weights "
         "change",
         BLOCK(AverageSettings, &means_block,
               {SETTING(AverageSettings, patterns), "100", 1, 1e9, "presentations",
                .help = "presentations from one change of the weights to the next"})},
    .source = "Miller, Keller & Stryker 1989, Science 245:605",
    .terms = terms,
    .interval = interval,
};
