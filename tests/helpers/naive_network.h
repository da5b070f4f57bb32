// SPDX-License-Identifier: GPL-3.0-or-later
// A second implementation of GCAL for tests: dense matrices in double precision, straight from the
// equations (docs/model.md), without tiles, phases, kernels or threads; with scatter, arbors,
// schedules and the lesions that the network has. For networks with the names of small_gcal.
#pragma once

#include "model/network.h"

typedef struct {
    size_t rows, columns;
    double *w;     // [rows][columns] 0 where nothing is joined
    bool *joined;  // [rows][columns]
    double *arbor; // [rows][columns] factor on growth
    double units;  // on the whole disc
} NaiveMatrix;

typedef struct {
    const Network *network; // the one that is copied
    NaiveMatrix on, off, on_pool, off_pool, on_to_v1, off_to_v1, excitation, inhibition;
    int64_t presentation; // presentations learnt from so far
    double *retina, *lgn_on, *lgn_off, *v1, *threshold, *gain, *average;
    int64_t steps; // of V1's settling, in the last presentation
    bool settled;
    double last_change; // over the maximum activity
} NaiveNetwork;

// Takes the initial random weights from the network; draws all others by their formulas.
NaiveNetwork naive_new(const Network *network);
void naive_free(NaiveNetwork *naive);

// One presentation of what the network's retina shows: responds, settles, learns and adapts.
void naive_present(NaiveNetwork *naive);
