// SPDX-License-Identifier: GPL-3.0-or-later
// Probe: showing a network test stimuli while it neither learns nor adapts.
//
// Invariant: between probe_begin and probe_end nothing but activity changes, and probe_end brings
// that back bit for bit.
#pragma once

#include "model/network.h"

typedef struct {
    Network *network;
    NetworkActivity *saved;
} Probe;

Probe probe_begin(Network *network);
void probe_end(Probe *probe);

// Draws the k-th of some stimuli on an input sheet.
typedef void ProbeDraw(void *stimuli, size_t k, const Sheet *sheet, float *activity);

// Shows one of them, then lets the others respond. Where projections have delays all is silent at
// first, and the same stimulus is shown until it has passed them all: so responses do not depend on
// what was shown before.
void probe_show(Probe *probe, ProbeDraw *draw, void *stimuli, size_t k, Response response);

// Shows the first n of them, and hands over a sheet's responses [units] to each, in their order:
// its activity, or of feed-forward responses its drive. Several are dealt with at once where that
// can be (trials.h): fastest where those that follow each other drive the same units, the more so
// where each `alike` (at least 1) in a row do, from 0 on. What the sheets show afterwards is left
// open.
typedef void ProbeKeep(void *kept, size_t k, const float *response);
void probe_each(Probe *probe, Sheet *sheet, Response response, ProbeDraw *draw, void *stimuli,
                size_t n, size_t alike, ProbeKeep *keep, void *kept);

// Does a sheet show what only one eye sees, or, with NO_EYE, all?
static inline bool probe_is_seen(int eye, const Sheet *sheet) {
    return eye == NO_EYE || sheet->eye == NO_EYE || sheet->eye == eye;
}

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

// Hands over a sheet's responses to each grating at several contrasts, instead of the protocol's:
// k = (orientation * phases + phase) * contrasts + contrast.
void probe_each_grating(Probe *probe, Sheet *sheet, const GratingProtocol *protocol,
                        size_t contrasts, const double *contrast, ProbeKeep *keep, void *kept);

// The largest over phases and zero: response[orientation * units + unit].
void probe_gratings(Probe *probe, Sheet *sheet, const GratingProtocol *protocol, double *response);
