// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer.h"

const Kind *const transfer_kinds[] = {&transfer_rectified.kind, NULL};

void transfer_apply(const Variant *transfer, size_t n, float *activity) {
    const TransferKind *kind = (const TransferKind *)transfer->kind;
    kind->apply(transfer->settings, n, activity);
}
