// SPDX-License-Identifier: GPL-3.0-or-later
// SweepReportPage: one HTML page about a sweep, which needs no other file. It shows the factors,
// the runs that did not finish, a map for each combination of levels, and the response of each
// number to each factor.
#pragma once

#include "records/swept_runs.h"

// Writes the page to the file `path`, which it replaces.
bool sweep_report_page_write(const SweptRuns *runs, const char *path, Error *error);
