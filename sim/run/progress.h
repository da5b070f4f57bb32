// SPDX-License-Identifier: GPL-3.0-or-later
// Progress: one line on the terminal that reports how far a run is, and the activity of the last
// sheet in the order of evaluation, up to five times a second.
// Where stderr is no terminal, it is a plain line at every tenth of the run.
#pragma once

#include "model/network.h"

typedef struct {
    double shown;      // clock when a line was last shown
    int tenths;        // of the run reported so far
    double rate_clock; // start of the window over which the rate is taken
    int64_t rate_iteration;
    double rate; // iterations a second, smoothed
} Progress;

// `iterations`: of the whole run.
Progress progress_begin(const Network *network, int64_t iterations);
// `selectivity`: the mean when last measured; NaN: not shown.
void progress_show(Progress *progress, const Network *network, int64_t iterations,
                   double selectivity);

double clock_seconds(void); // monotonic

// The wall time as ISO 8601 in UTC.
enum { WALL_TIME_SIZE = 32 };
void wall_time(char text[static WALL_TIME_SIZE]);

// "14 s", "3 min 20 s", "2 h 5 min".
void progress_duration(char *text, size_t size, double seconds);
