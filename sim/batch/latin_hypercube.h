// SPDX-License-Identifier: GPL-3.0-or-later
// Latin hypercube sampling (McKay, Beckman & Conover 1979, Technometrics 21:239): n samples of
// several quantities such that each of the n equal parts of every quantity's range holds one.
#pragma once

#include "base/random.h"

#include <stddef.h>

// One quantity's part in it: share[n], in [0, 1). Each quantity draws from a stream of its own.
void latin_hypercube(RandomStream stream, double *share, size_t n);
