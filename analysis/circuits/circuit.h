// SPDX-License-Identifier: GPL-3.0-or-later
// Circuit: n neurons with the dynamics dx/dt + x = f(b + W x), time in units of the time constant
// (Hahnloser, Seung & Slotine 2003, Neural Computation 15:621, for f(u) = max(0, u)).
//
// The kinds of network are listed in circuit.c; each stands in its own file circuit_KIND.c.
// Invariant: n >= 1 and every weight is finite.
#pragma once

#include "base/error.h"
#include "settings/setting.h"

enum { CIRCUIT_NEURONS_MOST = 6400 }; // a matrix of 313 MiB

typedef struct {
    size_t n;
    double *weights; // [n][n] weights[i n + j]: to neuron i from neuron j; owned
    size_t columns;  // of a sheet whose neurons are numbered row by row; n: a line or a ring
} Circuit;

typedef struct {
    Kind kind;
    // Makes the circuit; a message names a setting without the path before it.
    bool (*build)(const void *settings, Circuit *circuit, Error *error);
} CircuitKind;

extern const Kind *const circuit_kinds[]; // NULL-terminated, first members of CircuitKind

// A circuit without connections, for a kind to fill.
Circuit circuit_new(size_t n);
void circuit_free(Circuit *circuit);

// Builds the circuit of the settings; an empty one on error.
bool circuit_build(const Variant *settings, Circuit *circuit, Error *error);

// Is W its own transpose, to 1e-12 of its largest weight?
bool circuit_is_symmetric(const Circuit *circuit);

// (W + W') / 2, [n][n], which alone decides x' W x; owned by the caller.
double *circuit_symmetric_part(const Circuit *circuit);

// input = b + W x, [n] each.
void circuit_input(const Circuit *circuit, const double *b, const double *x, double *input);
