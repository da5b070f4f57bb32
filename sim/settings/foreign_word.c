// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/foreign_word.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

// A word may stand for several names; those of one list have different words.
static const struct {
    const char *word, *name;
} foreign[] = {
    // transfer functions
    {"relu", "rectified"},
    {"rectifier", "rectified"},
    {"rectified_linear", "rectified"},
    {"threshold_linear", "rectified"},
    {"half_wave", "rectified"},
    {"relu6", "rectified_ceiling"},
    {"clipped", "rectified_ceiling"},
    {"saturating", "rectified_ceiling"},
    {"sigmoid", "logistic"},
    {"sigmoidal", "logistic"},
    {"identity", "linear"},
    {"abs", "absolute"},
    {"quadratic", "squared"},
    {"hill", "naka_rushton"},
    {"hyperbolic_ratio", "naka_rushton"},
    // stimuli and regions
    {"sine", "grating"},
    {"sinusoid", "grating"},
    {"line", "bar"},
    {"circle", "disc"},
    {"ring", "annulus"},
    {"photo", "image"},
    {"white_noise", "noise"},
    {"normal", "gaussian"},
    // learning, competition, weights
    {"som", "self_organising_map"},
    {"kohonen", "self_organising_map"},
    {"winner_take_all", "winner"},
    {"wta", "winner"},
    {"random", "uniform"},
    {"dog", "difference_of_gaussians"},
    {"mexican_hat", "difference_of_gaussians"},
    {"inner_product", "dot_product"},
    // boundaries
    {"torus", "periodic"},
    {"toroidal", "periodic"},
    {"wrap", "periodic"},
    // settings
    {"activation", "transfer"},
    {"activation_function", "transfer"},
    {"nonlinearity", "transfer"},
    {"lr", "learning_rate"},
    {"eta", "learning_rate"},
    {"epochs", "iterations"},
    {"steps", "iterations"},
    {"tau", "time_constant"},
};

// Are two words the same, but for case and for what stands between their parts?
static bool is_same(const char *a, const char *b) {
    for (;; a++, b++) {
        bool gap = *b == '_' && *a && strchr("_- ", *a);
        if (!gap && tolower((unsigned char)*a) != *b)
            return false;
        if (*b == '\0')
            return true;
    }
}

Suggestion name_suggestion(const char *prefix, const char *word, const char *const *names,
                           size_t n) {
    for (size_t k = 0; k < sizeof foreign / sizeof *foreign; k++)
        for (size_t i = 0; i < n && is_same(word, foreign[k].word); i++)
            if (strcmp(names[i], foreign[k].name) == 0)
                return suggestion(prefix, names[i], &names[i], 1);
    return suggestion(prefix, word, names, n);
}
