// SPDX-License-Identifier: GPL-3.0-or-later
// Bench: how fast this machine runs GCAL, stage by stage, and the limits that its memory and
// arithmetic set.
//
// The model is configs/gcal/gcal.cfg, which is built into the program, on a square of a given area
// and V1 density. Timing begins after a warm-up, when activity has become patchy. Each time is the
// median of five stretches of iterations.
#pragma once

#include "base/huge_pages.h"
#include "run/experiment.h"

typedef struct {
    double density, area; // of V1: units per sheet unit, sheet units squared
    int threads;          // to compare with one thread
    int64_t warm_up;      // iterations before the timed ones
    const Kernels *kernels;
} BenchSettings;

// What the machine can do, measured on one thread.
typedef struct {
    double near, far, memory; // bytes a second, reading 0.5, 8 and 256 MB over and over
    double multiply_adds;     // a second, on weights that stay in the cache
} BenchFloors;

// One way to run the model, averaged over iterations.
typedef struct {
    double milliseconds, stage[STAGES]; // of an iteration, and of each stage
    double bytes, stage_bytes[STAGES];  // of the units' own weights that are read
    double multiply_adds;               // on these weights
} BenchTiming;

typedef struct {
    BenchFloors floors;
    size_t units;                  // of V1
    double connections, megabytes; // stored weights
    double active;                 // fraction of V1 that is active after settling
    double candidates;             // fraction of V1 whose inhibition is summed in a settling step
    double needed; // multiply-adds an iteration between active sources and candidate targets
    BenchTiming fast, reference, team; // one thread; one without skipping; `threads` threads
    double measuring;                  // milliseconds for one orientation map
    double peak_megabytes;             // of the program
    HugePages pages;                   // of the network
} Bench;

bool bench_load(const BenchSettings *settings, Experiment *experiment, Error *error);
// Fails when activity diverges.
bool bench_run(const BenchSettings *settings, const Experiment *experiment, Bench *bench,
               Error *error);
