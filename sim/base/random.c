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

static uint32_t next(RandomDraws *draws) {
    if (draws->left == 0) {
        philox4x32_ctr_t counter = {
            {(uint32_t)draws->index, (uint32_t)(draws->index >> 32), draws->taken, 0}};
        philox4x32_key_t key = {{draws->stream.key[0], draws->stream.key[1]}};
        philox4x32_ctr_t block = philox4x32(counter, key);
        memcpy(draws->block, block.v, sizeof draws->block);
        draws->taken++;
        draws->left = 4;
    }
    return draws->block[4 - draws->left--];
}

double random_uniform(RandomDraws *draws) {
    uint64_t high = next(draws) >> 5, low = next(draws) >> 6; // 27 + 26 = 53 bits, a double's worth
    return ((double)high * 0x1p26 + (double)low) * 0x1p-53;
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
