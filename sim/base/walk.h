// SPDX-License-Identifier: GPL-3.0-or-later
// Walk: an order of the places of a square grid that keeps neighbours together at every scale: 2 x
// 2 places, then the next 2 x 2 beside them, and so on (Morton's order).
#pragma once

#include <stddef.h>

// The places row * side + column in this order, [side * side]; owned by the caller.
size_t *walk_of(size_t side);
