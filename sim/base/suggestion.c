// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/suggestion.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

// Levenshtein distance between two words, ignoring case; SIZE_MAX if one has over 63 letters.
static size_t edit_distance(const char *a, const char *b) {
    enum { LONGEST = 63 };
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST)
        return SIZE_MAX;
    size_t row[LONGEST + 1];
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            bool same = tolower((unsigned char)a[i - 1]) == tolower((unsigned char)b[j - 1]);
            size_t best = diagonal + (same ? 0 : 1);
            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[m];
}

Suggestion suggestion(const char *prefix, const char *word, const char *const *names, size_t n) {
    const char *nearest = NULL;
    size_t limit = strlen(word) / 3 + 2; // at most one slip in three letters, and one more
    for (size_t i = 0; i < n; i++) {
        size_t distance = edit_distance(word, names[i]);
        if (distance < limit) {
            nearest = names[i];
            limit = distance;
        }
    }
    Suggestion found = {"", nearest};
    if (nearest)
        snprintf(found.text, sizeof found.text, "; did you mean '%s%s'?", prefix, nearest);
    return found;
}
