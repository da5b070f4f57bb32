// SPDX-License-Identifier: GPL-3.0-or-later
// Settling: what is the same for a sheet that responds to one presentation (network_settling.c) and
// for many trials of it (trials.c).
#pragma once

#include "network.h"

typedef struct {
    bool prunes;        // may targets be left out that are not above threshold?
    size_t inhibition;  // from this lateral projection on, only inhibition follows
    bool noisy;         // has the transfer noise?
    RandomStream noise; // of the transfer, in this presentation
} SettlingRules;

SettlingRules settling_rules(const Network *network, const Sheet *sheet, Response response);
