// SPDX-License-Identifier: GPL-3.0-or-later
// ResponseMapping: the receptive fields of all units of a sheet, by small spots, one at a time, on
// a blank screen, while the network neither learns nor adapts.
//
// A spot is background + p contrast exp(-d^2 / 2 sigma^2) at distance d from its centre, of both
// polarities p = 1 and p = -1; the screen is blank where all is background. A unit's response to a
// place is the larger over polarities of its settled activity, less that to the blank screen.
#pragma once

#include "measure/probe.h"
#include "measure/response_field.h"

typedef struct {
    double sigma, contrast, background;
    ProbeGrid grid; // of the spots' centres
    int eye;        // that sees them, while the other sees a blank screen; NO_EYE: all. Contrast
                    // and noise of eyes' own have no part
} SpotProtocol;

// The points that cover a square of the given half side: one in the middle, and as many about it as
// fit.
ProbeGrid probe_grid(double step, double half_range);

// Writes response[units][side * side], and the activity of each unit on the blank screen,
// blank[units].
void probe_spots(Probe *probe, Sheet *sheet, const SpotProtocol *protocol, float *response,
                 double *blank);
