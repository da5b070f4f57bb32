// SPDX-License-Identifier: GPL-3.0-or-later
// Output of several verbs: how a run ended, with its last numbers on stdout; JSON.
#pragma once

#include "base/error.h"
#include "run/run.h"

#include <jansson.h>

// Prints how a run ended, its headline numbers, and where its files are. Returns the exit status.
int command_result(const Run *run, RunStatus status, Error *error);

// Prints the numbers of all measures in a run directory at iteration `at`, or for -1 at the last
// one of each: as JSON, all as a table, or only the headlines of each kind.
typedef enum { PRINT_JSON, PRINT_ALL, PRINT_HEADLINES } PrintMeasures;
bool command_print_measures(const char *folder, int64_t at, PrintMeasures how, Error *error);

// Prints JSON on stdout, numbers with `digits` digits.
void command_print_json(const json_t *json, int digits);
