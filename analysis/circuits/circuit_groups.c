// SPDX-License-Identifier: GPL-3.0-or-later
// Group memories: neurons that share a group do not inhibit each other, all others do
// (Xie, Hahnloser & Seung 2001, NIPS 13 "Learning winner-take-all competition between groups of
// neurons in lateral inhibitory networks"):
//   W(i, j) = self [i = j] - inhibition J(i, j), J(i, j) = 0 if i and j share a group, else 1.
// A neuron without a group inhibits itself too.
#include "circuits/circuit.h"

#include <string.h>

typedef struct {
    TextList groups;
    double self, inhibition;
} GroupSettings;

static bool check(const GroupSettings *settings, Error *error) {
    size_t n = strlen(settings->groups.items[0]);
    for (size_t k = 0; k < settings->groups.count; k++) {
        const char *group = settings->groups.items[k];
        if (strlen(group) != n || n == 0 || n > CIRCUIT_NEURONS_MOST ||
            strspn(group, "01") != strlen(group))
            return fail(error,
                        "groups: '%s' is not a word of %zu letters 0 and 1, one for each neuron",
                        group, n);
    }
    return true;
}

static bool build(const void *settings_of_kind, Circuit *circuit, Error *error) {
    const GroupSettings *settings = settings_of_kind;
    if (!check(settings, error))
        return false;
    size_t n = strlen(settings->groups.items[0]);
    *circuit = circuit_new(n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            bool share = false;
            for (size_t k = 0; k < settings->groups.count; k++)
                share = share || (settings->groups.items[k][i] == '1' &&
                                  settings->groups.items[k][j] == '1');
            circuit->weights[i * n + j] =
                (i == j ? settings->self : 0) - (share ? 0 : settings->inhibition);
        }
    return true;
}

const CircuitKind circuit_groups = {
    .kind = {"groups", "groups of neurons that inhibit those they share no group with",
             BLOCK(GroupSettings, NULL,
                   {SETTING(GroupSettings, groups), NULL, 1, 1024,
                    .help =
                        "one word of 0 and 1 for each group, as \"1100\": which neurons are in it"},
                   {SETTING(GroupSettings, self), "0.0", -1e6, 1e6,
                    .help = "excitation of each neuron by itself"},
                   {SETTING(GroupSettings, inhibition), "2.0", -1e6, 1e6,
                    .help = "inhibition between neurons that share no group"})},
    .build = build,
};
