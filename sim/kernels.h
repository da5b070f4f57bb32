// SPDX-License-Identifier: GPL-3.0-or-later
// Kernels: the arithmetic over one connection field, where nearly all the time goes.
//
// A field is a row of n tiles; a tile is 4 x 4 units, 16 floats on one cache line, each unit always
// in the same lane. Tile k adds to accumulator k mod 4, in the order of k; the accumulators and
// then the lanes are added as a fixed tree. So every set of kernels gives the same bits, whatever
// the width of the processor's vectors, and leaving out a tile whose sources are all silent changes
// none (it adds +0). Products and sums are rounded one by one: no fused multiply-add, which not
// every processor has.
//
// kernels_vector.c is compiled once per set; kernels_choose() picks what the processor can run.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { TILE_SIDE = 4, LANES = 16, ACCUMULATORS = 4 };

typedef struct {
    const char *name;
    // sum over tiles k < n and lanes l of weights[16 k + l] * source[offset[k] + l].
    float (*dot)(size_t n, const float *weights, const int32_t *offset, const float *source);
    // Hebbian growth: weights += rate * mask * source, where mask[16 n] is 1 on the field and 0
    // beside it. Returns the new sum of |weights|.
    float (*grow)(size_t n, float *weights, const int32_t *offset, const float *mask,
                  const float *source, float rate);
    // The sum of |weights|, and weights *= factor.
    float (*total)(size_t n, const float *weights);
    void (*scale)(size_t n, float *weights, float factor);
} Kernels;

// The named set ("baseline", "avx2", "avx512"), or for NULL the best one here; NULL if this
// processor or build lacks it.
const Kernels *kernels_choose(const char *name);

// The names of the sets that run here, best first; NULL-terminated.
const char *const *kernels_available(void);
