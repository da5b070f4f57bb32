// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/walk.h"

#include "base/memory.h"

// Every other bit of k, from the lowest on.
static size_t half_the_bits(size_t k) {
    size_t bits = 0;
    for (size_t i = 0; k >> 2 * i; i++)
        bits |= (k >> 2 * i & 1) << i;
    return bits;
}

size_t *walk_of(size_t side) {
    size_t *place = allocate(side * side, sizeof *place), found = 0;
    for (size_t k = 0; found < side * side; k++) {
        size_t row = half_the_bits(k >> 1), column = half_the_bits(k);
        if (row < side && column < side)
            place[found++] = row * side + column;
    }
    return place;
}
