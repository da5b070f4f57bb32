// SPDX-License-Identifier: GPL-3.0-or-later
// SweepReportPage: one HTML page about a sweep, which needs nothing beside itself: what varied,
// which runs finished, a map for each combination of what varied, and how each number answers to
// it.
#pragma once

#include "records/swept_runs.h"

// Replaces the file `path` by the page.
bool sweep_report_page_write(const SweptRuns *runs, const char *path, Error *error);
