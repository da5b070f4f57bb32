// SPDX-License-Identifier: GPL-3.0-or-later
// Leakage: what looks like a response inside a scotoma, but comes from outside it, as probes, or
// fields between retina and cortex, reach over its edge.
//
// Where only the retina is silent, the fields and the gain control of an LGN that is not draw the
// scotoma's edge inside it; where only the LGN is, its fields bring in what lies outside. Probes
// longer than a quarter of the radius, as bars, do so by themselves.
#pragma once

#include "model/network.h"
#include "reorganisation/reorganisation.h"

#define LEAKAGE_LONGEST_PROBE 0.25 // of the scotoma's radius

typedef struct {
    size_t sheets, silent; // on the way to the one that is measured; those of them that are silent
                           // inside the scotoma. None is: there is no scotoma, but a sham or a
                           // lesion of cortex
    const char *intact, *masked; // one that is not silent there, and one that is; NULL for none
    double probe;                // standard deviation along the probe's longer axis, sheet units
    double radius;               // of the scotoma
} LeakageSigns;

// The warning, or NULL where there is nothing to fear; owned by the caller.
char *leakage_warning(const LeakageSigns *signs);

// What a network shows of it: of the sheets that reach `measured` by any path, and that belong to
// an eye or to none, silent are those of whose units in the scotoma most are left out.
LeakageSigns leakage_signs(const Network *network, const Sheet *measured, int eye,
                           const Scotoma *scotoma, double probe);

// The warning of a network that an eye sees by, or, with NO_EYE, by any of its eyes; NULL where
// there is none; owned by the caller.
char *leakage_of_network(const Network *network, const Sheet *measured, int eye,
                         const Scotoma *scotoma, double probe);
