// SPDX-License-Identifier: GPL-3.0-or-later
// ChildProgress: one line about how far the runs of a plan are. On a terminal the line is updated
// in place; otherwise a line is printed whenever another run has ended.
#pragma once

#include "batch/child_runs.h"

typedef struct {
    double began, shown; // clock at the beginning and when a line was last shown, seconds
    double work;         // iterations to do at the beginning
    size_t ended;        // runs that had ended when a line was last shown
} ChildProgress;

ChildProgress child_progress_begin(const ChildRuns *runs);
void child_progress_show(ChildProgress *progress, const ChildRuns *runs);
