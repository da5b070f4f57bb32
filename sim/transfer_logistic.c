// SPDX-License-Identifier: GPL-3.0-or-later
// Logistic: ceiling / (1 + exp(-gain (x - offset))), positive everywhere.
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
    return settings->ceiling / (1 + exp(-settings->scale.gain * (input - settings->scale.offset)));
}

const TransferKind transfer_logistic = {
    .kind = {"logistic",
             "ceiling / (1 + exp(-gain (x - offset)))",
             {sizeof(Settings), &transfer_scale,
              (const Setting[]){{"ceiling", SETTING_REAL, AT(ceiling), "1.0", 1e-9, 1e9,
                                 .help = "the largest activity"},
                                {0}}}},
    .value = value,
};
