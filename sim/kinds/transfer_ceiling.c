// SPDX-License-Identifier: GPL-3.0-or-later
// Transfer functions with a ceiling, the maximum of the activity. With u = gain (x - offset):
// rectified linear, min(ceiling, max(0, u)); logistic, ceiling / (1 + exp(-u)), positive
// everywhere; hyperbolic tangent, ceiling tanh(u / ceiling), of slope `gain` at the offset,
// negative below it.
#include "kinds/transfer.h"

#include <math.h>

typedef struct {
    TransferScale scale;
    double ceiling;
} CeilingSettings;

static const Setting ceiling_rows[] = {
    {SETTING(CeilingSettings, ceiling), "1.0", 1e-9, 1e9, .help = "maximum of the activity"}, {0}};

static double rectified(const void *settings_of_kind, double input) {
    const CeilingSettings *settings = settings_of_kind;
    double u = settings->scale.gain * (input - settings->scale.offset);
    return u <= 0 ? 0 : u > settings->ceiling ? settings->ceiling : u;
}

static size_t kinks(const void *settings_of_kind, double at[TRANSFER_KINKS]) {
    const CeilingSettings *settings = settings_of_kind;
    at[0] = settings->scale.offset;
    at[1] = settings->scale.offset + settings->ceiling / settings->scale.gain;
    return 2;
}

static double logistic(const void *settings_of_kind, double input) {
    const CeilingSettings *settings = settings_of_kind;
    return settings->ceiling / (1 + exp(-settings->scale.gain * (input - settings->scale.offset)));
}

static double tangent(const void *settings_of_kind, double input) {
    const CeilingSettings *settings = settings_of_kind;
    return settings->ceiling *
           tanh(settings->scale.gain * (input - settings->scale.offset) / settings->ceiling);
}

const TransferKind transfer_rectified_ceiling = {
    .kind = {"rectified_ceiling",
             "min(ceiling, max(0, u)), u = gain (x - offset)",
             {sizeof(CeilingSettings), &transfer_scale, ceiling_rows}},
    .value = rectified,
    .kinks = kinks,
};

const TransferKind transfer_logistic = {
    .kind = {"logistic",
             "ceiling / (1 + exp(-gain (x - offset)))",
             {sizeof(CeilingSettings), &transfer_scale, ceiling_rows}},
    .value = logistic,
};

const TransferKind transfer_tanh = {
    .kind = {"tanh",
             "ceiling tanh(gain (x - offset) / ceiling)",
             {sizeof(CeilingSettings), &transfer_scale, ceiling_rows}},
    .value = tangent,
};
