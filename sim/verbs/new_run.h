// SPDX-License-Identifier: GPL-3.0-or-later
// How verbs begin a new run.
#pragma once

#include "run/run.h"
#include "verbs/options.h"

// Reads the config among the words, changed as they say, and builds its run.
bool new_run_build(Run *run, Experiment *experiment, const Options *options,
                   const RunOptions *run_options, Error *error);

// Makes the folder of a run that was built, as the options say, and starts the run there with its
// warnings.
bool new_run_start(Run *run, const Options *options, Error *error);
