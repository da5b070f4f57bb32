// SPDX-License-Identifier: GPL-3.0-or-later
// Unrest: sheets that are read while their activity still changes.
#pragma once

#include "model/network.h"

// Adds a line for each sheet that was far from rest at its last step, over enough responses to
// tell.
void unrest_warnings(const Network *network, Error *warnings);
