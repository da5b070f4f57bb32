// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/ring_circuit.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

Circuit ring_circuit(size_t n, double self, double first, double second, double inhibition) {
    Variant kind = {0};
    assert_true(variant_choose(&kind, circuit_kinds, "ring"));
    const Block *block = &kind.kind->block;
    *(int64_t *)setting_value(block_find(block, "n"), kind.settings) = (int64_t)n;
    *(double *)setting_value(block_find(block, "self"), kind.settings) = self;
    *(double *)setting_value(block_find(block, "first"), kind.settings) = first;
    *(double *)setting_value(block_find(block, "second"), kind.settings) = second;
    *(double *)setting_value(block_find(block, "inhibition"), kind.settings) = inhibition;
    Circuit circuit;
    Error error = {0};
    assert_true(circuit_build(&kind, &circuit, &error));
    release(kind.settings);
    return circuit;
}
