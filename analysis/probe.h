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

// Responses of a sheet to full-field sine gratings (docs/model.md): response[j * units + unit] is
// the largest over phases and zero, at orientation j pi / orientations. Feed-forward: of the
// sheet's drive, before threshold and settling; all phases are then dealt with at once, so that the
// sheet's weights are read once for each orientation.
typedef struct {
    size_t orientations, phases;
    double frequency; // cycles per sheet unit
    double contrast;  // of the value = contrast * (0.5 + 0.5 sin)
    Response response;
    int eye; // that sees them, while the other's input sheets are 0; NO_EYE: all. Contrast and
             // noise of eyes' own have no part
} GratingProtocol;
void probe_gratings(Probe *probe, Sheet *sheet, const GratingProtocol *protocol, double *response);
