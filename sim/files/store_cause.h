// SPDX-License-Identifier: GPL-3.0-or-later
// Why the system refused what HDF5 asked of it.
#pragma once

enum { STORE_CAUSE_SIZE = 120 };

// The system's message about the last failed call of HDF5, to be taken before the next call; where
// HDF5 keeps none, the likeliest cause.
void store_cause(char text[STORE_CAUSE_SIZE]);
