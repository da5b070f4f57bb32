// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/named_transfer.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

Variant transfer_named(const char *name) {
    Variant transfer = {0};
    assert_true(variant_choose(&transfer, transfer_kinds, name));
    return transfer;
}

void transfer_finish(Variant *transfer) {
    block_finish(&transfer->kind->block, transfer->settings);
    release(transfer->settings);
}
