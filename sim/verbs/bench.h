// SPDX-License-Identifier: GPL-3.0-or-later
// Bench: how fast this machine runs GCAL, stage by stage, beside the floors that it sets.
//
// The model is configs/gcal/gcal.cfg on a square of a given area and V1 density, as built into the
// program. Times are taken after a warm-up, when activity has become patchy: each is the median of
// five stretches of iterations.
#pragma once

#include "run/experiment.h"

typedef struct {
    double density, area; // of V1: units per sheet unit, sheet units squared
    int threads;          // to compare with one
    int64_t warm_up;      // iterations before any is timed
    const Kernels *kernels;
} BenchSettings;

// What the machine can do, measured on one thread.
typedef struct {
    double near, far, memory; // bytes a second, reading 0.5, 8 and 256 MB over and over
    double multiply_adds;     // a second, on one line of weights that stays in the cache
} BenchFloors;

// One way to run the model, on average over an iteration.
typedef struct {
    double milliseconds, stage[STAGES]; // in all, and by stage
    double bytes, stage_bytes[STAGES];  // of the units' own weights, read
    double multiply_adds;               // on them
} BenchTiming;

typedef struct {
    BenchFloors floors;
    size_t units;                      // of V1
    double connections, megabytes;     // stored weights
    double active, candidates;         // fractions of V1: after settling; with inhibition summed
    double needed;                     // multiply-adds an iteration of those done that are of
                                       // candidates and active units
    BenchTiming fast, reference, team; // one thread; nothing left out; `threads` threads
    double measuring;                  // milliseconds for one orientation map
    double peak_megabytes;             // of the program
} Bench;

// Loads the model. False with a message, as for bench_run when activity diverges.
bool bench_load(const BenchSettings *settings, Experiment *experiment, Error *error);
bool bench_run(const BenchSettings *settings, const Experiment *experiment, Bench *bench,
               Error *error);
