// SPDX-License-Identifier: GPL-3.0-or-later
// MeasuredRun: the numbers that a run's measures, or a circuit's studies, found, read from its
// folder.
#pragma once

#include "base/error.h"
#include "measure/measure.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    char *name;                   // "orientation/quality"; owned
    const char *measure, *number; // its two parts; borrowed, as the texts below
    int64_t iteration;
    double value; // NaN: undefined
    const char *unit, *definition;
    const char *note; // why it is undefined, or a warning; "" for none
} MeasuredNumber;

typedef struct {
    char *folder; // owned
    char *config; // text of its config.cfg; owned
    int64_t seed;
    size_t numbers;
    MeasuredNumber *number; // owned
    json_t *measures;       // what the numbers borrow from
    json_t *findings;       // and these of a circuit's studies
} MeasuredRun;

// Which numbers to take.
typedef struct {
    const char *measure; // of this measure; NULL: of all
    const char *only; // patterns of names, parted by commas: "orientation/*,*/quality"; NULL: all
    int64_t at;       // of this iteration; -1: of each measure's last
    bool series;      // of every iteration measured, in rising order
} Choice;

// Refuses what is no run, and without `at` one that is not finished. With `at` or `series`, a
// measure that compares maps has the number "similarity.last" as well: how alike the map is to that
// of the last iteration. Call measured_run_free either way.
bool measured_run_read(MeasuredRun *run, const char *folder, const Choice *choice, Error *error);
void measured_run_free(MeasuredRun *run);

// The number of that name and iteration (-1: of any); NULL where there is none.
const MeasuredNumber *measured_run_find(const MeasuredRun *run, const char *name,
                                        int64_t iteration);

// Has it no unit? Else it is called "orientation/wavelength, sheet units", which the caller owns.
bool measured_number_is_pure(const MeasuredNumber *number);
char *measured_number_title(const MeasuredNumber *number);

// Does this definition say that its number is 0 or 1 in every run?
bool definition_is_binary(const char *definition);

// The kind of a measure that the run took; NULL where it did not.
const MeasureKind *measured_run_kind(const MeasuredRun *run, const char *measure);
