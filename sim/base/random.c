// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/random.h"

#include "base/hash.h"

#include <assert.h>
#include <math.h>
#include <string.h>

// The implicit casts in Random123's headers would cause warnings.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#include <Random123/philox.h>
#pragma GCC diagnostic pop

RandomStream random_stream(uint64_t seed, const char *name) {
    uint64_t hash = hash_bytes(HASH_START, &seed, sizeof seed);
    hash = hash_bytes(hash, name, strlen(name));
    return (RandomStream){{(uint32_t)hash, (uint32_t)(hash >> 32)}};
}

RandomStream random_substream(RandomStream stream, uint64_t index) {
    uint64_t hash = hash_bytes(HASH_START, stream.key, sizeof stream.key);
    hash = hash_bytes(hash, &index, sizeof index);
    return (RandomStream){{(uint32_t)hash, (uint32_t)(hash >> 32)}};
}

RandomDraws random_draws(RandomStream stream, uint64_t index) {
    return (RandomDraws){.stream = stream, .index = index};
}

// The numbers of one block of an index.
static inline philox4x32_ctr_t draw_block(RandomStream stream, uint64_t index, uint32_t block) {
    philox4x32_ctr_t counter = {{(uint32_t)index, (uint32_t)(index >> 32), block, 0}};
    philox4x32_key_t key = {{stream.key[0], stream.key[1]}};
    return philox4x32(counter, key);
}

static uint32_t next(RandomDraws *draws) {
    if (draws->left == 0) {
        philox4x32_ctr_t block = draw_block(draws->stream, draws->index, draws->taken);
        memcpy(draws->block, block.v, sizeof draws->block);
        draws->taken++;
        draws->left = 4;
    }
    return draws->block[4 - draws->left--];
}

// 27 + 26 = 53 bits, a double's worth.
static inline double uniform(uint32_t high, uint32_t low) {
    return ((double)(high >> 5) * 0x1p26 + (double)(low >> 6)) * 0x1p-53;
}

double random_uniform(RandomDraws *draws) {
    uint32_t high = next(draws), low = next(draws);
    return uniform(high, low);
}

void random_uniforms(RandomStream stream, uint64_t index, uint64_t first, size_t n,
                     double *values) {
    for (size_t k = 0; k < n;) { // a block makes two draws; the first may be a block's second
        philox4x32_ctr_t block = draw_block(stream, index, (uint32_t)((first + k) / 2));
        if ((first + k) % 2 == 0)
            values[k++] = uniform(block.v[0], block.v[1]);
        if (k < n)
            values[k++] = uniform(block.v[2], block.v[3]);
    }
}

double random_between(RandomDraws *draws, double low, double high) {
    return low + (high - low) * random_uniform(draws);
}

double random_normal(RandomDraws *draws) {
    double radius = sqrt(-2.0 * log(1.0 - random_uniform(draws))); // Box & Muller 1958
    return radius * cos(2.0 * M_PI * random_uniform(draws));
}

uint32_t random_integer(RandomDraws *draws, uint32_t n) {
    assert(n >= 1);
    return (uint32_t)(random_uniform(draws) * n);
}
