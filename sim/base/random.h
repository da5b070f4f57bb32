// SPDX-License-Identifier: GPL-3.0-or-later
// Random numbers by counter, not by state (Philox 4x32-10: Salmon, Moraes, Dror & Shaw 2011,
// SC'11).
//
// A stream is named by purpose ("weights/on_to_v1", "stimulus/retina") and keyed by the root seed;
// within it, draws are indexed by unit or iteration. Nothing has to be saved to resume, no draw
// depends on the order of others or on threads, and a new projection moves nobody else's numbers.
#pragma once

#include <stdint.h>

typedef struct {
    uint32_t key[2];
} RandomStream;

// A place in a stream: the draws that belong to one index, taken one after another.
typedef struct {
    RandomStream stream;
    uint64_t index;    // unit or iteration
    uint32_t taken;    // blocks of four numbers taken so far
    uint32_t left;     // numbers of the present block still unused
    uint32_t block[4]; // the present block
} RandomDraws;

RandomStream random_stream(uint64_t seed, const char *name);
// The stream that belongs to one index of another, where one index is not enough.
RandomStream random_substream(RandomStream stream, uint64_t index);
RandomDraws random_draws(RandomStream stream, uint64_t index);

// The next draw: uniform in [0, 1), in [low, high), and normal with mean 0 and variance 1.
double random_uniform(RandomDraws *draws);
double random_between(RandomDraws *draws, double low, double high);
double random_normal(RandomDraws *draws);

// The next draw: an integer from 0 to n - 1, each as likely; n >= 1.
uint32_t random_integer(RandomDraws *draws, uint32_t n);
