// SPDX-License-Identifier: GPL-3.0-or-later
// Settling: from the activity of a sheet's sources to its own (docs/model.md, steps 2 to 5).
//
// A sheet settles in passes. Each pass computes all targets from what the pass before wrote: the
// first one activates them by their drive, with gain control a second one divides by the pool, and
// every later one is a step with the lateral projections. Targets are dealt with in bundles of 64,
// which are laid out in one of two ways: a strip of 4 x 16 units in one presentation
// (network_settling.c), or a tile of 4 x 4 units in up to four presentations side by side
// (trials.c). How a bundle takes in its sources and keeps its activity stands in a
// SettlingLayout; the course and the arithmetic of settling stand here.
//
// The kernels' reference set computes everything. The others leave out what cannot matter, and get
// the same bits as long as activity is finite:
//   - silent sources, which add nothing to a response (kernels.h);
//   - the inhibition of rectified targets that are not above threshold without it, or with a part
//     of it: inhibition only grows, and rounding is monotone, so that they are silent whatever the
//     rest is.
#pragma once

#include "model/network.h"

// A bundle of targets, and a set of them: one bit for each.
enum { BUNDLE = 64 };
typedef uint64_t Targets;

// Sheets, or sets of trials, that settle together at most.
enum { MOST_SETTLING = 24 };

typedef struct {
    bool prunes;        // are targets that are not above threshold left out?
    size_t inhibition;  // the first of the lateral projections that inhibit, which come last; their
                        // number where nothing is pruned
    bool noisy;         // has the transfer noise?
    RandomStream noise; // of the transfer, in this presentation
} SettlingRules;

typedef struct SettlingLayout SettlingLayout;

// A sheet that settles, in one presentation or in a few at once.
typedef struct {
    Network *network;
    const Sheet *sheet;
    const SheetInputs *inputs;
    const SettlingLayout *layout;
    void *of;               // what the layout keeps of it
    size_t presentations;   // at most TRIALS
    const Targets *targets; // [bundles] whose units are inside
    const float *threshold; // [bundles][BUNDLE]
    float *drive;           // [bundles][BUNDLE] before threshold and gain control
    unsigned char *driven;  // [bundles] does the drive lift any target above threshold?
    // Set anew at each response.
    SettlingRules rules;
    bool settled[TRIALS]; // presentations that take no more steps
    uint64_t passes;      // that it took
} Settling;

// The largest change of any unit in a step, and the largest |activity| after it. A change that is
// not a number is infinite.
typedef struct {
    float change, activity;
} Largest;

// What one thread is doing, and has done.
typedef struct {
    size_t number;       // of the thread, for its room
    uint64_t pass;       // counted from 1
    Largest *largest;    // [presentations] of what settles, where it matters; or NULL
    ResponseCount count; // for `bench`
    uint64_t candidates; // the same
} SettlingWorker;

// How bundles are laid out. All functions deal with one bundle, and may read what another wrote in
// the pass before.
struct SettlingLayout {
    size_t share;   // targets that a bundle has of each presentation
    size_t columns; // that their units stand in, in TILE_SIDE rows
    bool in_turn;   // are bundles dealt out to threads one by one, or a few neighbours at a time?

    // Writes the drive, and the thresholds where they are not known before.
    void (*find_drive)(const Settling *settling, size_t bundle, SettlingWorker *worker);
    // The response of the pool to the activity of the pass before.
    void (*find_pool)(const Settling *settling, size_t bundle, SettlingWorker *worker,
                      float pool[BUNDLE]);
    // Adds strength * response of the p-th lateral projection to the activity of the pass before;
    // targets that are not among the given ones may get anything. False: the response is 0.
    bool (*add_lateral)(const Settling *settling, size_t bundle, size_t p, Targets targets,
                        SettlingWorker *worker, float sum[BUNDLE]);

    // The activity that a pass wrote. The two last passes are kept.
    bool (*is_silent)(const Settling *settling, size_t bundle, uint64_t pass);
    void (*read)(const Settling *settling, size_t bundle, uint64_t pass, float activity[BUNDLE]);
    void (*write)(const Settling *settling, size_t bundle, uint64_t pass, float activity[BUNDLE]);
    // Fills the margins of a periodic sheet after all bundles are written.
    void (*wrap)(const Settling *settling, uint64_t pass);
};

// What goes through the passes together: sheets of one shape, or sets of trials of one sheet.
typedef struct {
    Settling *settling; // [count]
    size_t count;
    size_t bundles;
    const size_t *walk; // [bundles] the order to take them in; NULL: from the first to the last
} SettlingTogether;

// Finds the drive alone.
void settling_find_drive(const SettlingTogether *together);

// Goes through all passes, or, where the response is feed-forward, through those before the steps.
void settling_run(const SettlingTogether *together, Response response);
