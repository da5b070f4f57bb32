// SPDX-License-Identifier: GPL-3.0-or-later
// One set of kernels. The Makefile compiles this file once for each kind of processor, with
// KERNEL_SET and KERNEL_NAME.
#include "kernels.h"

typedef float Lanes __attribute__((vector_size(LANES * sizeof(float)), may_alias));
typedef int32_t Bits __attribute__((vector_size(LANES * sizeof(float)), may_alias));

static inline const Lanes *at(const float *values) {
    return (const Lanes *)(const void *)values;
}

// |x| in every lane: a macro, since a function would pass vectors wider than the processor's.
#define MAGNITUDE(values) ((Lanes)((Bits)(values)&0x7fffffff))

// The fixed tree: accumulators in pairs, then the upper half of the lanes onto the lower, four
// times.
static inline float sum_of(const Lanes accumulator[ACCUMULATORS]) {
    Lanes lanes = (accumulator[0] + accumulator[1]) + (accumulator[2] + accumulator[3]);
    float sum[LANES];
    for (int l = 0; l < LANES; l++)
        sum[l] = lanes[l];
    for (int half = LANES / 2; half > 0; half /= 2)
        for (int l = 0; l < half; l++)
            sum[l] += sum[l + half];
    return sum[0];
}

static float dot(size_t n, const float *weights, const int32_t *offset, const float *source) {
    Lanes sum[ACCUMULATORS] = {0};
    size_t k = 0;
    for (; k + ACCUMULATORS <= n; k += ACCUMULATORS)
        for (size_t a = 0; a < ACCUMULATORS; a++)
            sum[a] += *at(weights + LANES * (k + a)) * *at(source + offset[k + a]);
    for (; k < n; k++)
        sum[k % ACCUMULATORS] += *at(weights + LANES * k) * *at(source + offset[k]);
    return sum_of(sum);
}

static float grow(size_t n, float *weights, const int32_t *offset, const float *mask,
                  const float *source, float rate) {
    Lanes sum[ACCUMULATORS] = {0};
    for (size_t k = 0; k < n; k++) {
        Lanes *weight = (Lanes *)(void *)(weights + LANES * k);
        *weight += rate * (*at(mask + LANES * k) * *at(source + offset[k]));
        sum[k % ACCUMULATORS] += MAGNITUDE(*weight);
    }
    return sum_of(sum);
}

static float total(size_t n, const float *weights) {
    Lanes sum[ACCUMULATORS] = {0};
    for (size_t k = 0; k < n; k++)
        sum[k % ACCUMULATORS] += MAGNITUDE(*at(weights + LANES * k));
    return sum_of(sum);
}

static void scale(size_t n, float *weights, float factor) {
    for (size_t k = 0; k < n; k++)
        *(Lanes *)(void *)(weights + LANES * k) *= factor;
}

extern const Kernels KERNEL_SET;
const Kernels KERNEL_SET = {KERNEL_NAME, dot, grow, total, scale};
