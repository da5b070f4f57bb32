// SPDX-License-Identifier: GPL-3.0-or-later
// ResponseMapping: the receptive fields of all units of a sheet from small spots, shown one at a
// time, while the network neither learns nor adapts.
//
// A spot has the value background + p contrast exp(-d^2 / 2 sigma^2) at distance d from its centre,
// with the polarities p = 1 and p = -1. A blank screen has the value background everywhere. A
// unit's response to a place is its settled activity less that on the blank screen, the larger one
// of both polarities.
#pragma once

#include "measure/probe.h"
#include "measure/response_field.h"

typedef struct {
    double sigma, contrast, background;
    ProbeGrid grid; // of the spots' centres
    int eye;        // sees the spots, while the other eye sees a blank screen; NO_EYE: all eyes do.
                    // The eyes' own contrast and noise do not apply
} SpotProtocol;

// The points that fit into a square of that half side, with one in the middle.
ProbeGrid probe_grid(double step, double half_range);

// Writes response[units][side * side], and the activity of each unit on the blank screen,
// blank[units].
void probe_spots(Probe *probe, Sheet *sheet, const SpotProtocol *protocol, float *response,
                 double *blank);
