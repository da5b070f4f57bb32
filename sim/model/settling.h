// SPDX-License-Identifier: GPL-3.0-or-later
// Settling: from the activity of a sheet's sources to its own (docs/model.md, steps 2 to 5).
//
// A sheet settles in passes. Each pass computes all targets from the activity that passes before
// wrote. The first pass activates them by their drive; with gain control a second one divides by
// the pool; every later one is a step with the lateral projections. Sheets of a group go through
// the passes together; those without gain control keep their activity in the second pass. Where a
// sheet carries activity over from the presentation before, that is what pass 0 wrote, and every
// pass is a step. Targets
// are computed in bundles of 64. A bundle is a strip of 4 x 16 units in one presentation
// (network_settling.c), or a tile of 4 x 4 units in up to four presentations side by side
// (trials.c). A SettlingLayout reads a bundle's sources and stores its activity; this file has the
// order of passes and the arithmetic.
//
// How far a sheet is from rest at its last step is the *last change*: the maximum change of any
// unit in that step, divided by the maximum of |activity| after it; 1 where the step silenced all
// units.
//
// The kernels' reference set computes everything. The other sets leave out terms that have no
// effect, and get the same bits as long as activity is finite:
//   - silent sources, which add 0 to a response (kernels.h);
//   - the inhibition of rectified targets that are not above threshold without it, or with a part
//     of it. Inhibition only grows and rounding is monotone, so that the rest cannot activate them.
#pragma once

#include "model/network.h"

// A bundle of targets, and a set of them: one bit for each.
enum { BUNDLE = 64 };
typedef uint64_t Targets;

// The maximum of sheets, or of sets of trials, that settle together.
enum { MOST_SETTLING = 24 };

typedef struct {
    bool prunes;        // are targets that are not above threshold left out?
    size_t inhibition;  // index of the first inhibitory lateral projection; inhibitory ones come
                        // last; the number of lateral projections if nothing is pruned
    uint64_t first;     // the pass that wrote what the first step reads
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
    void *of;             // data of the layout
    size_t presentations; // at most TRIALS
    size_t bundles;
    const Targets *targets; // [bundles] whose units are inside
    const float *threshold; // [bundles][BUNDLE]
    float *drive;           // [bundles][BUNDLE] before threshold and gain control
    Modulation *modulation; // [bundles] of forward projections; NULL: nothing modulates
    unsigned char *driven;  // [bundles] does the drive lift any target above threshold?
    // Set anew at each response.
    SettlingRules rules;
    bool settled[TRIALS];       // has this presentation settled to equilibrium?
    double last_change[TRIALS]; // its distance from rest at the last step; 0: it took none
    size_t quiet[TRIALS];       // steps in a row within the tolerance
    uint64_t passes;            // number of passes that it took
} Settling;

// The maximum change of any unit in a step, and the maximum of |activity| after it. A change that
// is not a number counts as infinite.
typedef struct {
    float change, activity;
} Largest;

// The state and the work of one thread.
typedef struct {
    size_t number;       // of the thread, for its room
    uint64_t pass;       // counted from 1
    Largest *largest;    // [presentations] to be updated, or NULL
    ResponseCount count; // for `bench`
    uint64_t candidates; // the same
} SettlingWorker;

// The layout of bundles. Each function computes one bundle, and may read all activity of the pass
// before.
struct SettlingLayout {
    size_t share;   // targets of each presentation in a bundle
    size_t columns; // columns of their units, which have TILE_SIDE rows
    bool in_turn;   // do threads take bundles one by one? Otherwise a few neighbours at a time.

    // Writes the drive and its modulation, and the thresholds if they can change between
    // presentations.
    void (*find_drive)(const Settling *settling, size_t bundle, SettlingWorker *worker);
    // The response of the pool to the activity of the pass before.
    void (*find_pool)(const Settling *settling, size_t bundle, SettlingWorker *worker,
                      float pool[BUNDLE]);
    // Adds strength * response of the p-th lateral projection to the activity of the pass before,
    // or of the pass that it looks back to. The sums of other targets than the given ones are
    // undefined. False: the response is 0.
    bool (*add_lateral)(const Settling *settling, size_t bundle, size_t p, Targets targets,
                        SettlingWorker *worker, float sum[BUNDLE]);

    // Adds the response of the p-th lateral projection that modulates, in the same way; NULL: none
    // of such a layout does.
    void (*add_modulating)(const Settling *settling, size_t bundle, size_t p,
                           SettlingWorker *worker, Modulation *sum);

    // The activity that a pass wrote, for the last two passes.
    bool (*is_silent)(const Settling *settling, size_t bundle, uint64_t pass);
    void (*read)(const Settling *settling, size_t bundle, uint64_t pass, float activity[BUNDLE]);
    void (*write)(const Settling *settling, size_t bundle, uint64_t pass, float activity[BUNDLE]);
    // Fills the margins of a periodic sheet after all bundles are written.
    void (*wrap)(const Settling *settling, uint64_t pass);
};

// Sheets of a group, or sets of trials of one sheet, that go through the passes together.
typedef struct {
    Settling *settling; // [count]
    size_t count;
    size_t bundles;     // the most of any
    const size_t *walk; // [bundles] their order; NULL: from the first to the last
    bool loop;          // do all settle as one?
    size_t phases;      // of a pass: sheets of later ones read what earlier ones write in it
    bool carries;       // does any start from activity that it carries over?
    size_t back;        // steps in a row that have to be quiet, as projections look so far back
} SettlingTogether;

// Divides and multiplies inputs, before threshold, by what modulates them.
void settling_modulate(const Settling *settling, const Modulation *modulation, float input[BUNDLE]);

// Computes the drive alone.
void settling_find_drive(const SettlingTogether *together);

// Goes through all passes; with a feed-forward response, through those before the steps.
void settling_run(const SettlingTogether *together, Response response);
