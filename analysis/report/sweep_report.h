// SPDX-License-Identifier: GPL-3.0-or-later
// SweepReport: one HTML page about a sweep, which needs nothing beside itself: what varied, which
// runs finished, a map for each combination of what varied, and how each number answers to it.
#pragma once

#include "report/html.h"
#include "measure/measure.h"
#include "report/sweep_factors.h"

typedef struct {
    const SweptRuns *runs; // borrowed
    SweepFactors factors;
} SweepReport;

// Replaces the file `path` by the page.
bool sweep_report_write(const SweptRuns *runs, const char *path, Error *error);

// The page's parts, each in its own file sweep_report_PART.c.
void sweep_report_maps(Html *html, const SweepReport *report);
void sweep_report_responses(Html *html, const SweepReport *report);

// The kind of a measure, from the first finished run that has it; NULL where none of a kind that
// this program knows has.
const MeasureKind *sweep_report_kind(const SweepReport *report, const char *measure);
// The names of all measures that finished runs have; the caller releases the array.
const char **sweep_report_measures(const SweepReport *report, size_t *n);
