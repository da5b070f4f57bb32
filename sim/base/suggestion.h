// SPDX-License-Identifier: GPL-3.0-or-later
// Suggestion: the known name that is nearest to a misspelt one, as the end of a message.
#pragma once

#include <stddef.h>

// "; did you mean 'NAME'?", where NAME is `prefix` and the nearest of n names by edit distance; ""
// if no name is near enough.
// `fail(error, "there is no verb '%s'%s", word, suggestion("", word, names, n).text)`
typedef struct {
    char text[512];
    const char *name; // the nearest of `names`, borrowed; NULL: none
} Suggestion;
Suggestion suggestion(const char *prefix, const char *word, const char *const *names, size_t n);
