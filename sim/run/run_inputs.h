// SPDX-License-Identifier: GPL-3.0-or-later
// Inputs of a run: the files and folders that its config names, with a hash of what they hold, so
// that a run goes on with the same ones.
#pragma once

#include "base/error.h"
#include "settings/setting.h"

#include <jansson.h>

// {"stimuli.pictures.folder": {"path", "hash"}, ...}, of the settings of a block. A folder's hash
// is over the names and bytes of its PNG files, that of a run's folder over its last saved state.
// NULL, with a message, where one cannot be read.
json_t *run_inputs(const Block *block, void *settings, Error *error);

// Refuses inputs that differ from those before.
bool run_inputs_agree(const json_t *inputs, const json_t *before, Error *error);

// The same for those that a checkpoint tells of. An older one tells of none.
bool run_inputs_check(const json_t *inputs, const char *checkpoint, Error *error);
