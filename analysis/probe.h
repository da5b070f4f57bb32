// SPDX-License-Identifier: GPL-3.0-or-later
// Probe: showing a network test stimuli while it neither learns nor adapts.
//
// Invariant: between probe_begin and probe_end nothing but activity changes, and probe_end brings
// that back bit for bit.
#pragma once

#include "network.h"

typedef struct {
    Network *network;
    NetworkActivity *saved;
} Probe;

Probe probe_begin(Network *network);
void probe_end(Probe *probe);

// Shows what draws on each input sheet, then lets the others respond. Where projections have delays
// the same stimulus is shown until it has passed them all.
typedef void ProbeDraw(const void *stimulus, const Sheet *sheet, float *activity);
void probe_show(Probe *probe, ProbeDraw *draw, const void *stimulus, Response response);

// Full-field sine gratings (docs/model.md), at orientations j pi / orientations and equally spaced
// phases.
typedef struct {
    size_t orientations, phases;
    double frequency; // cycles per sheet unit
    double contrast;  // of the value = contrast * (0.5 + 0.5 sin)
    Response response;
    int eye; // that sees them, while the other's input sheets are 0; NO_EYE: all. Contrast and
             // noise of eyes' own have no part
} GratingProtocol;

// Hands over a sheet's responses [units] to each grating, all phases of an orientation in order.
// Feed-forward: its drive, before threshold and settling; all phases are then dealt with at once,
// so that the sheet's weights are read once for each orientation.
typedef void ProbeKeep(void *kept, size_t orientation, size_t phase, const float *response);
void probe_each_grating(Probe *probe, Sheet *sheet, const GratingProtocol *protocol,
                        ProbeKeep *keep, void *kept);

// The largest over phases and zero: response[orientation * units + unit].
void probe_gratings(Probe *probe, Sheet *sheet, const GratingProtocol *protocol, double *response);
