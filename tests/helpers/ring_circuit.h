// SPDX-License-Identifier: GPL-3.0-or-later
// Rings of neurons for tests.
#pragma once

#include "circuits/circuit.h"

// A ring as the circuit kind "ring" builds it; to be freed with circuit_free.
Circuit ring_circuit(size_t n, double self, double first, double second, double inhibition);
