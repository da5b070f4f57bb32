// SPDX-License-Identifier: GPL-3.0-or-later
// What several verbs print: how a run ended, with the numbers of its last measurements on stdout,
// where its files are, what to do next; and JSON.
#pragma once

#include "base/error.h"
#include "run/run.h"

#include <jansson.h>

// Returns the program's exit status.
int command_result(const Run *run, RunStatus status, Error *error);

// Prints the numbers that every measure in a run directory has of iteration `at`, or for -1 its
// newest: as JSON, all in a table, or only those that sum it up.
typedef enum { PRINT_JSON, PRINT_ALL, PRINT_HEADLINES } PrintMeasures;
bool command_print_measures(const char *folder, int64_t at, PrintMeasures how, Error *error);

// Prints JSON on stdout, numbers with so many digits.
void command_print_json(const json_t *json, int digits);
