// SPDX-License-Identifier: GPL-3.0-or-later
// Transfer: from a unit's drive, less its threshold, to its activity.
//
// The kinds are listed in transfer.c; each stands in its own file transfer_KIND.c.
#pragma once

#include "setting.h"

typedef struct {
    Kind kind;
    // Replaces n drives by activities.
    void (*apply)(const void *settings, size_t n, float *activity);
} TransferKind;

extern const TransferKind transfer_rectified;
extern const Kind *const transfer_kinds[]; // NULL-terminated, first members of TransferKind

void transfer_apply(const Variant *transfer, size_t n, float *activity);
