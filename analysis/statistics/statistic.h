// SPDX-License-Identifier: GPL-3.0-or-later
// Statistic: one reported number, ready for a writer of JSON, CSV or a report.
//
// A noun with many numbers keeps them as doubles in a struct. A table of StatisticKinds says where
// each stands, so that the same names always come in the same order.
#pragma once

#include <stddef.h>

typedef struct {
    const char *name;       // e.g. "wavelength.peak_fit"
    double value;           // NAN where undefined
    const char *unit;       // "samples", "sheet units", "1" for pure numbers
    const char *definition; // one line
    const char *undefined;  // why value is NAN; NULL where it is a number
} Statistic;

typedef struct {
    const char *name, *unit, *definition;
    const char *undefined; // why it would be NAN; NULL: for the reason that the caller gives
    size_t offset;         // of the double in the struct
} StatisticKind;

#define STATISTIC(type, member, name, unit, definition, undefined)                                 \
    { name, unit, definition, undefined, offsetof(type, member) }

// Rows of n kinds from a struct of values.
void statistic_rows(const StatisticKind *kinds, size_t n, const void *values, const char *reason,
                    Statistic *rows);
