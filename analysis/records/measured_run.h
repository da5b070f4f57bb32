// SPDX-License-Identifier: GPL-3.0-or-later
// MeasuredRun: the numbers that the measures of a run or the studies of a circuit found, read from
// its folder.
#pragma once

#include "base/error.h"
#include "base/suggestion.h"
#include "measure/measure.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    char *name;                   // "orientation/quality"; owned
    const char *measure, *number; // the two parts of the name; borrowed, as are the texts below
    int64_t iteration;
    double value;     // NaN: undefined
    double low, high; // 95 % interval; NaN: none is known
    const char *unit, *definition;
    const char *note; // why the value is undefined, or a warning; "": none
} MeasuredNumber;

typedef struct {
    char *folder; // owned
    char *config; // text of its config.cfg; owned
    int64_t seed;
    size_t numbers;
    MeasuredNumber *number; // owned
    json_t *about;          // run.json; owned
    json_t *measures;       // measures.json, from which the numbers borrow; owned
    json_t *findings;       // findings.json, the same for a circuit's studies; owned
} MeasuredRun;

// The numbers to read.
typedef struct {
    const char *measure; // those of this measure; NULL: of all measures
    const char
        *only;   // patterns of names, separated by commas: "orientation/*,*/quality"; NULL: all
    int64_t at;  // those of this iteration; -1: of each measure's last iteration
    bool series; // those of every iteration, in rising order
} Choice;

// Refuses a folder that is not a run, and without `at` a run that is not finished. With `at` or
// `series`, a measure that compares maps has one more number, "similarity.last": the similarity of
// the map to that of the last iteration. Call measured_run_free either way.
bool measured_run_read(MeasuredRun *run, const char *folder, const Choice *choice, Error *error);
// The same of the folder of an analysis, whose `about` is analysis.json.
bool measured_run_read_analysis(MeasuredRun *run, const char *folder, Error *error);
// All numbers that a folder's measures.json holds, whatever else is there; those of one measure and
// iteration after the other.
bool measured_run_read_numbers(MeasuredRun *run, const char *folder, Error *error);
void measured_run_free(MeasuredRun *run);

// The first number with this name and iteration (-1: any iteration); NULL: none.
const MeasuredNumber *measured_run_find(const MeasuredRun *run, const char *name,
                                        int64_t iteration);

// The run's number whose name is nearest to one that it does not have.
Suggestion measured_run_suggestion(const MeasuredRun *run, const char *name);

// Has the number no unit?
bool measured_number_is_pure(const MeasuredNumber *number);

// Its name and unit, "orientation/wavelength, sheet units", or its name alone; owned by the caller.
char *measured_number_title(const MeasuredNumber *number);

// Is a number with this definition 0 or 1 in every run?
bool definition_is_binary(const char *definition);

typedef struct {
    const char *name;        // borrowed from the run
    const MeasureKind *kind; // NULL if this program does not know it
} RunMeasure;

// The measures of several runs, each once, in the order of first occurrence. Begins as zero.
typedef struct {
    size_t count;
    RunMeasure *measure; // [count] owned
} RunMeasures;

// Adds the measures of a run that are not there yet.
void run_measures_add(RunMeasures *measures, const MeasuredRun *run);
