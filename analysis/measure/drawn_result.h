// SPDX-License-Identifier: GPL-3.0-or-later
// DrawnResult: a map or number that the pictures of a measure are drawn from. Results that were
// read from files may lack it, or have it in another shape.
#pragma once

#include "measure/results.h"

#include "base/error.h"

// The shape of a map is three words for its planes, height and width: a number, a lower-case letter
// for any number above 0 (n: enough to analyse, see analysed_part.h), or an upper-case letter for
// any number. The same letter is the same number in all maps of a measure. A '*' in the name stands
// for each map, with letters of its own.
typedef struct {
    const char *name;  // NULL ends a list
    const char *shape; // as "2 n n"; or one of these two
} DrawnResult;

extern const char drawn_number[]; // a number, which may be undefined
extern const char drawn_length[]; // a number above 0: a length or density

// Checks results against a list; NULL: none is needed. Refuses them with `where` in front.
bool drawn_results_check(const DrawnResult *list, const Results *results, const char *where,
                         Error *error);
