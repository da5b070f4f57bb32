// SPDX-License-Identifier: GPL-3.0-or-later
// Results: what one measurement found, ready for files, pictures and reports.
//
// Each number carries its unit and the name of its definition (docs/measures.md); one that is
// undefined holds NaN and says why. The definition of one that is 0 or 1 in every run ends in
// ", else 0". Each map is an array over a sheet's units.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    char *name; // as "pinwheels.density"
    double value;
    char *unit;       // "" for a pure number
    char *definition; // one line
    char *note;       // why it is undefined, or a warning; "" otherwise
    bool cortical;    // its sheet units are of cortex, not of visual space
} ResultNumber;

typedef struct {
    char *name;
    size_t planes, height, width; // planes 1, or 2 for a complex field (real, imaginary)
    double *values;               // [planes][height][width], row 0 at the top
    char *unit;
    char *protocol; // how it was measured
} ResultMap;

typedef struct {
    char *measure; // the measure's name in the config
    size_t numbers, maps, warnings;
    ResultNumber *number;
    ResultMap *map;
    char **warning; // of what makes numbers doubtful
} Results;

Results *results_new(const char *measure);
void results_free(Results *results);

void results_add_number(Results *results, const char *name, double value, const char *unit,
                        const char *definition, const char *note);
// The same of a number whose sheet units are of cortex.
void results_add_cortical(Results *results, const char *name, double value, const char *unit,
                          const char *definition, const char *note);
// Adds to each cortical length, and to each density along or over cortex, its twin NAME_mm in mm.
void results_add_millimetres(Results *results, double millimetres_per_sheet_unit);
// Copies values[planes * height * width].
void results_add_map(Results *results, const char *name, size_t planes, size_t height, size_t width,
                     const double *values, const char *unit, const char *protocol);
void results_add_warning(Results *results, const char *warning);

const ResultNumber *results_number(const Results *results,
                                   const char *name);                   // NULL: no such number
const ResultMap *results_map(const Results *results, const char *name); // NULL: no such map
