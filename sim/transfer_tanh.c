// SPDX-License-Identifier: GPL-3.0-or-later
// Hyperbolic tangent: ceiling tanh(gain (x - offset) / ceiling), of slope `gain` at the offset,
// negative below it.
#include "transfer.h"

#include <math.h>

typedef struct {
    TransferScale scale; // first: its rows are the base of these
    double ceiling;
} Settings;

#define AT(member) offsetof(Settings, member)

static double value(const void *settings_of_kind, double input, RandomDraws *noise) {
    const Settings *settings = settings_of_kind;
    (void)noise;
    return settings->ceiling *
           tanh(settings->scale.gain * (input - settings->scale.offset) / settings->ceiling);
}

const TransferKind transfer_tanh = {
    .kind = {"tanh",
             "ceiling tanh(gain (x - offset) / ceiling)",
             {sizeof(Settings), &transfer_scale,
              (const Setting[]){{"ceiling", SETTING_REAL, AT(ceiling), "1.0", 1e-9, 1e9,
                                 .help = "the largest activity"},
                                {0}}}},
    .value = value,
};
