// SPDX-License-Identifier: GPL-3.0-or-later
// Why HDF5 failed, and why the system refused what it asked for.
#pragma once

enum { STORE_CAUSE_SIZE = 120 };

// The system's message about the last failed call of HDF5, to be taken before the next call; where
// HDF5 keeps none, the likeliest cause.
void store_cause(char text[STORE_CAUSE_SIZE]);

// The innermost reason for the last failed call of HDF5, to be taken before the next call.
enum { STORE_REASON_SIZE = 200 };
void store_reason(char text[STORE_REASON_SIZE]);
