// SPDX-License-Identifier: GPL-3.0-or-later
// SweepReport: what a page about a sweep is made of: its runs, and what varied between them.
#pragma once

#include "measure/measure.h"
#include "report/sweep_factors.h"

typedef struct {
    const SweptRuns *runs; // borrowed
    SweepFactors factors;
} SweepReport;

// The kind of a measure, from the first finished run that has it; NULL where none of a kind that
// this program knows has.
const MeasureKind *sweep_report_kind(const SweepReport *report, const char *measure);
// The names of all measures that finished runs have; the caller releases the array.
const char **sweep_report_measures(const SweepReport *report, size_t *n);
