// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/silence.h"

#include "base/memory.h"

enum { FEWEST = 30 };
static const double SILENT_SHARE = 0.5;

Silence silence_start(const Network *network) {
    return (Silence){.silent = allocate(network->sheets, sizeof(int64_t))};
}

void silence_finish(Silence *silence) {
    release(silence->silent);
    *silence = (Silence){0};
}

static bool is_silent(const Sheet *sheet) {
    size_t i = 0;
    while (i < sheet->units && !(fabs((double)sheet->activity[i]) > 0))
        i++;
    return i == sheet->units;
}

void silence_count(Silence *silence, const Network *network) {
    silence->presentations++;
    for (size_t i = 0; i < network->sheets; i++)
        silence->silent[i] += is_silent(&network->sheet[i]);
}

static bool has_units(const Sheet *sheet) {
    size_t i = 0;
    while (i < sheet->units && !sheet->inside[i])
        i++;
    return i < sheet->units;
}

void silence_warnings(const Silence *silence, const Network *network, Error *warnings) {
    int64_t n = silence->presentations;
    double least = silence->hurried ? 1 : SILENT_SHARE;
    for (size_t i = 0; i < network->sheets && n >= FEWEST; i++) {
        const Sheet *sheet = &network->sheet[i];
        double share = (double)silence->silent[i] / (double)n;
        if (share >= least && has_units(sheet))
            fail(warnings,
                 "sheet %s is silent: no unit was active in %.0f %% of %lld presentations; its "
                 "mean threshold is %.4g",
                 sheet->name, 100 * share, (long long)n, sheet_mean_threshold(sheet));
    }
}
