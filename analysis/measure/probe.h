// SPDX-License-Identifier: GPL-3.0-or-later
// Probe: shows a network test stimuli while the network neither learns nor adapts.
//
// Invariant: between probe_begin and probe_end only activity changes, and probe_end restores it bit
// for bit.
#pragma once

#include "model/network.h"

typedef struct {
    Network *network;
    NetworkActivity *saved;
    bool echoes;    // network_echoes
    float **before; // [sheets][units] what each showed in the presentation before, if it echoes
} Probe;

Probe probe_begin(Network *network);
void probe_end(Probe *probe);

// Draws the k-th of some stimuli on an input sheet.
typedef void ProbeDraw(void *stimuli, size_t k, const Sheet *sheet, float *activity);

// Shows one of them, then lets the other sheets respond. Where projections have delays or sheets
// carry activity over, all sheets start silent, and the stimulus stays until it has passed all
// delays. Where the network echoes, it stays until no sheet changes any more from one presentation
// to the next, by more than 1e-5 of its maximum activity, for PROBE_PRESENTATIONS_MOST of them; how
// far from rest the sheets are then is added to network->rest. So responses do not depend on
// earlier stimuli.
enum { PROBE_PRESENTATIONS_MOST = 500 };
void probe_show(Probe *probe, ProbeDraw *draw, void *stimuli, size_t k, Response response);

// Shows the first n of them, and passes a sheet's responses [units] to each on to `keep`, in order:
// its activity, or, for feed-forward responses, its drive. Where possible, several run at once
// (trials.h); that is fastest where successive stimuli drive the same units, above all each group
// of `alike` (at least 1) from 0 on. The activity afterwards is undefined.
typedef void ProbeKeep(void *kept, size_t k, const float *response);
void probe_each(Probe *probe, Sheet *sheet, Response response, ProbeDraw *draw, void *stimuli,
                size_t n, size_t alike, ProbeKeep *keep, void *kept);

// Whether a sheet shows what one eye sees, or, with NO_EYE, what all eyes see.
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
    int eye; // sees the gratings, while the other eye's input sheets are 0; NO_EYE: all eyes do.
             // The eyes' own contrast and noise do not apply
} GratingProtocol;

// Passes a sheet's responses to each grating on to `keep`, at several contrasts in place of the
// protocol's: k = (orientation * phases + phase) * contrasts + contrast.
void probe_each_grating(Probe *probe, Sheet *sheet, const GratingProtocol *protocol,
                        size_t contrasts, const double *contrast, ProbeKeep *keep, void *kept);

// The maximum over phases, at least 0: response[orientation * units + unit].
void probe_gratings(Probe *probe, Sheet *sheet, const GratingProtocol *protocol, double *response);
