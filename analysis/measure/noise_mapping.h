// SPDX-License-Identifier: GPL-3.0-or-later
// NoiseMapping: the receptive fields of all units of a sheet by reverse correlation with white
// noise (de Boer & Kuyper 1968), while the network neither learns nor adapts.
//
// A frame has the value background + contrast s in each square cell of the grid, s = 1 or -1 with
// equal chance, and background beyond the grid; an input unit sees the mean over its own square.
// Each frame is shown by itself, until the sheet has settled. Of a unit's activity r_t to T frames,
// the kernel at a cell is
//   k = 1/T sum over t of (r_t - mean r) s_t,
// for a unit that adds up what it sees its response to that cell alone at full contrast, to within
// a standard error of sd(r) / sqrt T. A unit's response to a place is |k|, so that fields by light
// and by dark count alike, as with spots (response_mapping.h). One whose largest |k| is less than
// NOISE_LEAST standard errors responds nowhere: at half of its peak, where fields end, chance
// alone must not reach.
#pragma once

#include "measure/probe.h"
#include "measure/response_field.h"

#define NOISE_LEAST 10.0

typedef struct {
    double contrast, background;
    ProbeGrid grid; // of the cells' middles; a cell's side is the grid's step
    int eye;        // that sees them, while the other sees a blank screen; NO_EYE: all. Contrast
                    // and noise of eyes' own have no part
    uint64_t frames;
    RandomStream stream; // frame t is drawn from place t
} NoiseProtocol;

// Writes response[units][side * side], and the activity of each unit on a blank screen,
// blank[units]. Not for sheets on a torus, which the grid does not go round.
void probe_noise(Probe *probe, Sheet *sheet, const NoiseProtocol *protocol, float *response,
                 double *blank);
