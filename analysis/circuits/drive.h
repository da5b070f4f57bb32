// SPDX-License-Identifier: GPL-3.0-or-later
// Drive: the input that most studies give a circuit: a background, and one or two bumps of three
// neurons, (flank, 1, flank) times an amplitude. The first and the last neuron are neighbours.
//
// The settings of such a study begin with a Drive.
#pragma once

#include "circuits/circuit_flow.h"
#include "circuits/study.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
    double background, amplitude, flank, second;
    int64_t site, second_site; // -1: auto
} Drive;
extern const Block drive_block; // rows of Drive

// Refuses a site that the circuit does not have: the check of a study whose settings begin with a
// Drive.
bool drive_check(const void *drive, const StudySubject *subject, const char *place, Error *error);

// The neurons in the middle of the bumps, in a circuit of n.
size_t drive_site(const Drive *drive, size_t n);
size_t drive_second_site(const Drive *drive, size_t n);

// The input b[n]; to be released.
double *drive_input(const Drive *drive, size_t n);

// The steady state that x[n] flows to under this input (circuit_settle).
FlowEnd drive_settle(const Drive *drive, const Circuit *circuit, const Variant *transfer, double *x,
                     double duration);
