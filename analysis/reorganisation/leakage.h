// SPDX-License-Identifier: GPL-3.0-or-later
// Leakage: responses that seem to come from inside a scotoma but come from outside it, because
// probes, or fields between retina and cortex, reach over its edge.
//
// If the retina is silent but the LGN is not, the fields and the gain control of the LGN respond to
// the edge of the scotoma from inside. If the LGN is silent but the retina is not, fields bring in
// input from outside. Probes longer than a quarter of the radius, such as bars, reach over the
// edge.
#pragma once

#include "model/network.h"
#include "reorganisation/reorganisation.h"

#define LEAKAGE_LONGEST_PROBE 0.25 // of the scotoma's radius

typedef struct {
    size_t sheets, silent; // sheets on the way to the measured one; those that are silent inside
                           // the scotoma (0: there is no scotoma, but a sham or a cortical lesion)
    const char *intact, *masked; // a sheet that is not silent there, and one that is; NULL: none
    double probe;                // standard deviation along the probe's longer axis, sheet units
    double radius;               // of the scotoma
} LeakageSigns;

// The warning, or NULL where there is no leakage; owned by the caller.
char *leakage_warning(const LeakageSigns *signs);

// The warning for the path from one eye, or, with NO_EYE, from any eye, to sheet `measured`; NULL
// where there is no leakage; owned by the caller.
char *leakage_of_network(const Network *network, const Sheet *measured, int eye,
                         const Scotoma *scotoma, double probe);
