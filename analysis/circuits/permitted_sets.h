// SPDX-License-Identifier: GPL-3.0-or-later
// Permitted sets: which neurons of a circuit can be active together at a stable state.
//
// A set is permitted if it can be co-active at an asymptotically stable steady state for some input
// b: if every eigenvalue of I - W on it (asymmetric W: the real part) is positive; otherwise it is
// forbidden (Hahnloser & Seung 2001, NIPS 13; Hahnloser, Seung & Slotine 2003, Neural Computation
// 15:621). For symmetric W a subset of a permitted set is permitted and a superset of a forbidden
// one forbidden, so the permitted sets are a tree, walked with one row of a Cholesky factor at each
// step. A set whose subsets are permitted while its own least eigenvalue is 0 within rounding is
// marginal: forbidden, for it is not asymptotically stable, and counted apart.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SET_NEURONS_MOST = 24, SET_ASYMMETRIC_MOST = 14 };

typedef uint32_t NeuronSet; // bit i: neuron i

typedef struct {
    size_t n;
    bool symmetric;
    uint64_t *member;                        // [2^n / 64] bit s: set s is permitted; owned
    uint64_t permitted, forbidden, marginal; // non-empty sets; the marginal ones are forbidden too
    uint64_t by_size[SET_NEURONS_MOST + 1];  // permitted
    NeuronSet *marginals;                    // [marginal] owned
    // Is v' (I - W) v > 0 for every v >= 0 other than 0 (symmetric W)? If not, `direction` is a v
    // for which it is not; NULL otherwise.
    bool copositive;
    double *direction; // [n] owned
} PermittedSets;

// Enumerates the sets of `level` I - W, level 1 for those of the circuit; W is [n][n]. n is at most
// SET_NEURONS_MOST, and SET_ASYMMETRIC_MOST where W is not symmetric; copositivity is found for
// symmetric W only.
//
// Copositivity comes with the walk: if level I - W is not strictly copositive, a set S of least
// size on which that shows has permitted subsets, and its least eigenvector is positive (Hadeler
// 1983, Linear Algebra and its Applications 49:79); it is met as a permitted set P and a neuron j,
// with v = (I - W on P)^-1 W(P, j), 1 at j.
PermittedSets permitted_sets_find(size_t n, const double *weights, bool symmetric, double level);
void permitted_sets_free(PermittedSets *sets);

bool permitted_sets_has(const PermittedSets *sets, NeuronSet set);

// Parents: permitted sets that are subsets of no other. Calls `visit` for each.
typedef void ParentVisit(NeuronSet parent, void *context);
uint64_t permitted_sets_parents(const PermittedSets *sets, ParentVisit *visit, void *context);

// Rotations (and reflections) of the neurons' numbering that leave W as it is.
typedef struct {
    size_t n;
    bool rotation[SET_NEURONS_MOST];   // by k: i -> i + k
    bool reflection[SET_NEURONS_MOST]; // by k: i -> k - i
} RingSymmetry;
RingSymmetry ring_symmetry(size_t n, const double *weights);

// The least of the sets that a symmetry makes of one.
NeuronSet ring_symmetry_least(const RingSymmetry *symmetry, NeuronSet set, bool reflections);

// Grows a set from neurons in a random order, keeping each that leaves it permitted (symmetric W):
// a parent set drawn at random, of any n. Writes its neurons to member[n]; returns how many.
size_t permitted_set_draw(size_t n, const double *weights, uint64_t seed, uint64_t draw,
                          size_t *member);

// Least eigenvalue of I - W on the given neurons (asymmetric W: least real part).
double permitted_set_eigenvalue(size_t n, const double *weights, bool symmetric,
                                const size_t *member, size_t count);
