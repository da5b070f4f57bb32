// SPDX-License-Identifier: GPL-3.0-or-later
// Latin hypercube sampling (McKay, Beckman & Conover 1979, Technometrics 21:239): n samples of
// several quantities. The range of each quantity has n equal parts, and each part holds one sample.
#pragma once

#include "base/random.h"

#include <stddef.h>

// Samples one quantity: share[n], in [0, 1). Each quantity needs a stream of its own.
void latin_hypercube(RandomStream stream, double *share, size_t n);
