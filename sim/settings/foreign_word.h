// SPDX-License-Identifier: GPL-3.0-or-later
// Words that other programs and papers have for kinds and settings: advice when a name is unknown.
// A config cannot use them.
#pragma once

#include "base/suggestion.h"

// Suggests which of n names is meant by a word: the one that the word stands for elsewhere, as
// 'rectified' for "ReLU", or else the nearest.
Suggestion name_suggestion(const char *prefix, const char *word, const char *const *names,
                           size_t n);
