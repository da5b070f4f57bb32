// SPDX-License-Identifier: GPL-3.0-or-later
// RehearsedNumbers: the names of the numbers that measures gave in rehearsals of a replication's
// runs, to find claims about numbers that no run will have.
#pragma once

#include "claims/replication.h"
#include "run/observer.h"

#include <jansson.h>

typedef struct {
    json_t *measures; // {MEASURE: {"MEASURE/NUMBER": null}}; owned
} RehearsedNumbers;

RehearsedNumbers rehearsed_numbers_new(void);
void rehearsed_numbers_free(RehearsedNumbers *numbers);

// Measures as record_observer does, and notes the numbers. The observer borrows `numbers`.
Observer rehearsed_numbers_observer(RehearsedNumbers *numbers);

// Warns, with a line and the most similar name, of each claim whose number its measure did not give
// in any rehearsal. Of a measure that was not taken, nothing is known.
void rehearsed_numbers_warn(const RehearsedNumbers *numbers, const Replication *replication,
                            Error *warnings);
