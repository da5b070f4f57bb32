// SPDX-License-Identifier: GPL-3.0-or-later
// NoiseMapping: the receptive fields of all units of a sheet by reverse correlation with white
// noise (de Boer & Kuyper 1968), while the network neither learns nor adapts.
//
// A frame has the value background + contrast s in each square cell of the grid, with s = 1 or -1
// at equal chance, and the value background beyond the grid. An input unit sees the mean over its
// own square. Each frame is shown alone until the sheet settles. From a unit's activity r_t in T
// frames, the kernel at a cell is
//   k = 1/T sum over t of (r_t - mean r) s_t.
// For a linear unit, k is the response to that cell alone at full contrast, with a standard error
// of sd(r) / sqrt T. A unit's response to a place is |k|, so that fields for light and for dark
// count alike, as with spots (response_mapping.h). A unit whose maximum |k| is below NOISE_LEAST
// standard errors counts as silent, because chance alone must not reach half of the peak, where
// fields end.
#pragma once

#include "measure/probe.h"
#include "measure/response_field.h"

#define NOISE_LEAST 10.0

typedef struct {
    double contrast, background;
    ProbeGrid grid; // of the cells' middles; a cell's side is the grid's step
    int eye; // sees the frames, while the other eye sees a blank screen; NO_EYE: all eyes do.
             // The eyes' own contrast and noise do not apply
    uint64_t frames;
    RandomStream stream; // frame t is drawn from place t
} NoiseProtocol;

// Writes response[units][side * side], and the activity of each unit on a blank screen,
// blank[units]. Not for sheets on a torus, because the grid has edges.
void probe_noise(Probe *probe, Sheet *sheet, const NoiseProtocol *protocol, float *response,
                 double *blank);
