// SPDX-License-Identifier: GPL-3.0-or-later
// ChildProgress: how far all runs of a plan are, in one line on the terminal; where stderr is no
// terminal, a plain line whenever another run has come to its end.
#pragma once

#include "batch/child_runs.h"

typedef struct {
    double began, shown; // clock
    double work;         // iterations that were to be done when it began
    size_t ended;        // runs, when a line was last shown
} ChildProgress;

ChildProgress child_progress_begin(const ChildRuns *runs);
void child_progress_show(ChildProgress *progress, const ChildRuns *runs);
