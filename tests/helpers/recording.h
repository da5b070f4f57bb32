// SPDX-License-Identifier: GPL-3.0-or-later
// What another simulator recorded (tests/data), to be compared with a network. That simulator keeps
// weights in single and activity in double precision.
#pragma once

#include "files/array_file.h"
#include "run/experiment.h"

// Enters tests/data; a setup of a group of tests.
int recording_enter(void **state);

// The network of a config; what is wrong fails the test.
Network *recording_network(Experiment *experiment, const char *config);

// Presents once more, with all settings as they follow their courses.
void recording_present(Experiment *experiment, Network *network);

// A dataset; free it with array_free.
Array recording_array(const char *file, const char *dataset);

// Fails unless n numbers, floats or doubles, are the k-th n of the recorded ones to a tolerance.
// Returns the largest of the recorded ones.
double recording_compare(const char *what, const Array *recorded, size_t k, size_t n,
                         const float *floats, const double *doubles, double tolerance);

// Fails unless the weights are those recorded, to 1e-5 of the largest. Returns how far the recorded
// ones are from the first ones, to the same measure.
double recording_compare_weights(const Projection *projection, const double *recorded,
                                 const double *first);

// The same of a group of datasets FILE:/GROUP/data of weights after and before learning.
double recording_compare_group(const Network *network, const char *projection, const char *file,
                               const char *group);
