// SPDX-License-Identifier: GPL-3.0-or-later
// PinwheelMatch: which pinwheels of two maps of the same samples are the same: those of one sign
// that are each other's nearest and lie within reach.
#pragma once

#include "maps/pinwheels.h"

// How far two may lie apart to be the same, in wavelengths.
#define PINWHEEL_REACH 0.25

// The pinwheel of `other` that is the same as pinwheel i of `own`; `others` where there is none.
size_t pinwheel_match(const Pinwheel *own, size_t owns, size_t i, const Pinwheel *other,
                      size_t others, double reach);
