// SPDX-License-Identifier: GPL-3.0-or-later
// The paragraph for the methods of a paper that says how a recording was analysed.
#pragma once

#include "imaging/response_stack.h"
#include "measure/recording.h"
#include "measure/results.h"

// `stack`: what the map was made of, after its normalisation; NULL: it was a map. To be released.
char *methods_text(const Recording *recording, const ResponseStack *stack, const Results *results);
