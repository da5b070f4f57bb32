// SPDX-License-Identifier: GPL-3.0-or-later
// Results: the numbers and maps of one measurement, ready for files, pictures and reports.
//
// Each number carries its unit and its definition (docs/measures.md). An undefined number is NaN,
// and its note gives the reason. The definition of a number that is always 0 or 1 ends in ", else
// 0". Each map is an array over a sheet's units.
#pragma once

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    char *name; // as "pinwheels.density"
    double value;
    char *unit;       // "" for a pure number
    char *definition; // one line
    char *note;       // why the number is undefined, or a warning; "" otherwise
    bool cortical;    // its sheet units are of cortex, not of visual space
    double low, high; // 95 % interval; NAN: none is known
} ResultNumber;

typedef struct {
    char *name;
    size_t planes, height, width; // planes 1, or 2 for a complex field (real, imaginary)
    double *values;               // [planes][height][width], row 0 at the top
    char *unit;
    char *protocol; // how the map was measured
} ResultMap;

typedef struct {
    char *measure; // the measure's name in the config
    size_t numbers, maps, warnings;
    ResultNumber *number;
    ResultMap *map;
    char **warning; // reasons to doubt the numbers
} Results;

Results *results_new(const char *measure);
void results_free(Results *results);
OWNER(Results, results_free)

void results_add_number(Results *results, const char *name, double value, const char *unit,
                        const char *definition, const char *note);
// The same for a number whose sheet units are of cortex.
void results_add_cortical(Results *results, const char *name, double value, const char *unit,
                          const char *definition, const char *note);
// Gives the number of that name, if there is one, an interval.
void results_set_interval(Results *results, const char *name, double low, double high);
// Adds, for each cortical length or density, the same number in mm as NAME_mm.
void results_add_millimetres(Results *results, double millimetres_per_sheet_unit);
// Copies values[planes * height * width].
void results_add_map(Results *results, const char *name, size_t planes, size_t height, size_t width,
                     const double *values, const char *unit, const char *protocol);
void results_add_warning(Results *results, const char *warning);

// NULL: there is none of that name.
const ResultNumber *results_number(const Results *results, const char *name);
const ResultMap *results_map(const Results *results, const char *name);
