// SPDX-License-Identifier: GPL-3.0-or-later
// Lesion: units of a network that are lost, by name, until the lesion is undone.
//
// Lost units are silent and take no part in response, learning, normalisation and homeostasis.
// Connections from them stay; they lose weight as all connections with a silent source do.
// Invariant: lesions are part of the network's state (sheet.h), so that a checkpoint holds them.
#pragma once

#include "model/network.h"

typedef struct {
    const char *name;
    const char *target; // "retina": input sheets; "lgn": sheets that an input sheet drives and that
                        // project to another sheet; "rgc": both; "cortex": all others; or the name
                        // of a sheet or of an eye's copy
    const char *eye;    // only this eye's copies; "": all
    const Variant *region;
    bool sham; // a control: nothing is lost
} Lesion;

// Refuses a lesion that contains no unit of such a network; `place` is the path of its settings.
// Accepts any lesion if network_check refuses the network.
bool lesion_check(const Lesion *lesion, const NetworkSettings *settings, const char *place,
                  Error *error);

// Makes the lesion and notes every sheet's mean threshold, for relative floors (sheet.h). Making it
// again at once changes nothing.
bool lesion_make(const Lesion *lesion, Network *network, Error *error);

// The same for the units lost[units] of one sheet.
void lesion_make_of_units(const char *name, Sheet *sheet, const unsigned char *lost,
                          Network *network);

// Undoes the lesion of that name, wherever it is.
void lesion_undo(const char *name, Network *network);
