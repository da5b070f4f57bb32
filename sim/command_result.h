// SPDX-License-Identifier: GPL-3.0-or-later
// How a run ended, told to the user: the numbers of its last measurements on stdout, where its files are, what to do next.
#pragma once

#include "error.h"
#include "run.h"

// Returns the program's exit status.
int command_result(const Run *run, RunStatus status, Error *error);

// Prints the newest numbers of every measure in a run directory; as JSON or as a table.
bool command_print_measures(const char *folder, bool json, Error *error);
