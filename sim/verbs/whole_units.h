// SPDX-License-Identifier: GPL-3.0-or-later
// WholeUnits: what a config asks for and does not get, because sheets and regions are whole numbers
// of units.
//
// Decimals are written with some six digits. A side that falls short of a whole number by a
// rounding error, as 2 x 1.583333 x 24 = 75.99998, therefore loses a whole unit. Lines tell of it:
// - of each sheet whose true density differs by more than 0.5 % from its setting;
// - of each region whose side falls short of a whole number by less than 1e-4 units.
#pragma once

#include "run/experiment.h"

// Adds a line for each.
void whole_units_warnings(const Experiment *experiment, Error *warnings);
