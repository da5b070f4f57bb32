// SPDX-License-Identifier: GPL-3.0-or-later
// Silence: presentations in which no unit of a sheet was active.
#pragma once

#include "model/network.h"

typedef struct {
    int64_t presentations;
    int64_t *silent; // [sheets] of them; owned
    bool hurried;    // were presentations left out, faster than learning can make up for?
} Silence;

Silence silence_start(const Network *network);
void silence_finish(Silence *silence);

// Counts the network's present activity.
void silence_count(Silence *silence, const Network *network);

// Adds a line for each sheet that was silent in half the presentations or more, over enough
// presentations to tell; where they were hurried, in all: thresholds may have risen before weights.
void silence_warnings(const Silence *silence, const Network *network, Error *warnings);
