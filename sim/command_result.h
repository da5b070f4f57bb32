// SPDX-License-Identifier: GPL-3.0-or-later
// How a run ended, told to the user: the numbers of its last measurements on stdout, where its
// files are, what to do next.
#pragma once

#include "error.h"
#include "run.h"

// Returns the program's exit status.
int command_result(const Run *run, RunStatus status, Error *error);

// Prints the newest numbers of every measure in a run directory: as JSON, all in a table, or only
// those that sum it up.
typedef enum { PRINT_JSON, PRINT_ALL, PRINT_HEADLINES } PrintMeasures;
bool command_print_measures(const char *folder, PrintMeasures how, Error *error);
