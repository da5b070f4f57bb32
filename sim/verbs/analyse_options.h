// SPDX-License-Identifier: GPL-3.0-or-later
// The options of `analyse`, and what they say of a recording.
#pragma once

#include "imaging/recorded_stacks.h"
#include "measure/measure.h"
#include "verbs/options.h"

// Rows of the options that only some kinds take, NULL-terminated.
extern const Setting analyse_option_rows[];

// Refuses options that mean nothing to a kind, and those that contradict each other.
bool analyse_options_check(const MeasureKind *kind, const Options *options, Error *error);

// Is a word "setting=value", and not "FILE:NAME" or "FILE"?
bool analyse_options_is_assignment(const char *word);

// Is a name in a list of a kind's?
bool analyse_options_list_has(const char *const *names, const char *name);

// A recording without its arrays; false, with a message, where the filters are none.
bool analyse_options_recording(const MeasureKind *kind, const Options *options,
                               Recording *recording, Error *error);
StackProtocol analyse_options_protocol(const Options *options);
