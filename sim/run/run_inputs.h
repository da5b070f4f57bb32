// SPDX-License-Identifier: GPL-3.0-or-later
// Inputs of a run: the files and folders that its config names, with a hash of what they hold, so
// that a run goes on with the same ones.
#pragma once

#include "run/experiment.h"

#include <jansson.h>

// {"stimuli.pictures.folder": {"path", "hash"}, ...}; a folder's hash is over the names and bytes
// of its PNG files. NULL, with a message, where one cannot be read.
json_t *run_inputs(Experiment *experiment, Error *error);

// Refuses inputs that differ from those that a checkpoint tells of. An older one tells of none.
bool run_inputs_check(const json_t *inputs, const char *checkpoint, Error *error);
