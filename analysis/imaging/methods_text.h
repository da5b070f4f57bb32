// SPDX-License-Identifier: GPL-3.0-or-later
// The paragraph for the methods of a paper that says how a recording was analysed.
#pragma once

#include "imaging/recorded_stacks.h"
#include "measure/results.h"

// `stacks`: what the arrays were made of, after their normalisation. To be released.
char *methods_text(const Recording *recording, const RecordedStacks *stacks,
                   const Results *results);
