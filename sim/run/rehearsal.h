// SPDX-License-Identifier: GPL-3.0-or-later
// Rehearsal: what a run will take in time, memory and disk, found by doing each of its parts once.
//
// A rehearsal is the run in a time lapse: a few presentations stand for all, and learning rates and
// homeostasis are as many times faster. Activity, and with it the time of a presentation, develops
// about as in the run. An event happens when it is first due, and once more at the end; what it
// writes goes into a folder that is removed.
#pragma once

#include "run/run.h"

typedef struct {
    int64_t iterations;              // that the run will make
    double milliseconds;             // of an iteration, mean over the run
    double learning, events, saving; // seconds of all iterations, events, and checkpoints
    double megabytes;                // the most memory that the process takes
    double disk_megabytes;           // of the run's folder when it ends
} Forecast;

// Is a network small enough to be built for a rehearsal? A larger one would take minutes.
bool rehearsal_fits(const NetworkSettings *network);

// Rehearses a run that was built (run_build); its presentations take about `budget` seconds.
// `warnings` gets a line for each event that could not be rehearsed. False on error, and without a
// message where `stop` is set. Afterwards the run can only be finished (run_finish): its network
// and settings are changed.
bool run_rehearse(Run *run, double budget, const volatile sig_atomic_t *stop, Forecast *forecast,
                  Error *warnings, Error *error);
