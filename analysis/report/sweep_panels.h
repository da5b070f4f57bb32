// SPDX-License-Identifier: GPL-3.0-or-later
// SweepPanels: small multiples of a sweep as a file of panels (records/panels.h), with one scale.
#pragma once

#include "records/swept_runs.h"

// Writes the file: a panel for each combination of levels, from the finished run with the lowest
// seed. The first setting runs across, all others run down. `picture` is MEASURE/PICTURE, `at` an
// iteration; -1: the last. Refuses a sweep with a combination that has not finished, or with too
// many.
bool sweep_panels_write(const SweptRuns *runs, const char *picture, int64_t at, const char *path,
                        Error *error);
