// SPDX-License-Identifier: GPL-3.0-or-later
// Random numbers by counter, not by state (Philox 4x32-10: Salmon, Moraes, Dror & Shaw 2011,
// SC'11).
//
// A stream is named by purpose ("weights/on_to_v1", "stimulus/retina") and keyed by the root seed;
// within it, draws are indexed by unit or iteration. Checkpoints hold no random state; no draw
// depends on threads or on the order of other draws; a new projection changes no draw of another.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint32_t key[2];
} RandomStream;

// The sequence of draws that belong to one index of a stream.
typedef struct {
    RandomStream stream;
    uint64_t index;    // unit or iteration
    uint32_t taken;    // blocks of four numbers taken so far
    uint32_t left;     // numbers of the present block still unused
    uint32_t block[4]; // the present block
} RandomDraws;

RandomStream random_stream(uint64_t seed, const char *name);
// The stream of one index of another stream, for draws that need two indices.
RandomStream random_substream(RandomStream stream, uint64_t index);
RandomDraws random_draws(RandomStream stream, uint64_t index);

// The next draw: uniform in [0, 1); uniform in [low, high); normal with mean 0 and variance 1.
double random_uniform(RandomDraws *draws);
double random_between(RandomDraws *draws, double low, double high);
double random_normal(RandomDraws *draws);

// Writes n uniform draws of an index of a stream, from number `first` on: those that as many calls
// of random_uniform would give. Faster than these calls.
void random_uniforms(RandomStream stream, uint64_t index, uint64_t first, size_t n, double *values);

// The next draw: an integer from 0 to n - 1, all equally likely; n >= 1.
uint32_t random_integer(RandomDraws *draws, uint32_t n);
