// SPDX-License-Identifier: GPL-3.0-or-later
// SaveClock: when a run saves its state again. Saving takes at most a twentieth of a run's time,
// however long one save takes, unless the interval is 0.
#pragma once

#include <stdbool.h>

typedef struct {
    double last;    // clock at the end of the last save; before the first, when presentations began
    double began;   // clock at the start of the save that goes on
    double seconds; // that the last save took; 0 before the first
} SaveClock;

static const double SAVE_SHARE = 0.05; // of a run's time

// The clock of a run whose network is built. Building is not part of the first interval.
SaveClock save_clock_start(double now);

// Call these around a save. The next interval begins where the save ends.
void save_clock_begin(SaveClock *clock, double now);
void save_clock_end(SaveClock *clock, double now);

// The seconds from the end of a save that took `seconds` to the next one, in a run that is to be
// saved every `interval` seconds; 0: after each iteration.
double save_clock_wait(double interval, double seconds);

bool save_clock_is_due(const SaveClock *clock, double interval, double now);
