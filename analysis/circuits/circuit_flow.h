// SPDX-License-Identifier: GPL-3.0-or-later
// Flow: a circuit's activity over time, dx/dt = -x + f(b + W x), and where it settles.
//
// Time is in units of the time constant. Integration is adaptive, by GSL. Up to FLOW_LANDING
// neurons: Runge-Kutta-Prince-Dormand (8, 9) with a local error of at most 1e-10 (1 + |x|) a step;
// where an input passes a kink of f, the step is shortened until it ends within 1e-9 behind the
// kink, and integration starts anew there. In larger circuits: Runge-Kutta-Fehlberg (4, 5),
// 1e-6 (1 + |x|), and the error control alone deals with kinks. A noisy transfer flows without its
// noise.
#pragma once

#include "circuits/circuit.h"

enum { FLOW_LANDING = 64 };

typedef enum {
    FLOW_SETTLED,  // |f(b + W x) - x| is at most the error of a step
    FLOW_MOVING,   // still moving when time was up
    FLOW_DIVERGED, // some |x| passed 1e6 (1 + |b|)
} FlowEnd;

// Called after each step.
typedef void FlowWatch(double time, const double *x, void *context);

// Integrates from x[n] for `duration`, or to where it settles or diverges, and leaves the last
// state in x. `watch` may be NULL.
FlowEnd circuit_flow(const Circuit *circuit, const Variant *transfer, const double *b, double *x,
                     double duration, FlowWatch *watch, void *context);

// The steady state that x[n] flows to, within `duration`. With the rectified transfer, the active
// set of a state that has come near gives linear equations, (I - W) x = b on the set; their
// solution is taken if it has that active set and the set is permitted.
FlowEnd circuit_settle(const Circuit *circuit, const Variant *transfer, const double *b, double *x,
                       double duration);

// The largest |x|; infinite where some x is not finite.
double circuit_peak(const double *x, size_t n);

// The number of neurons above 1e-9 (1 + the largest |x|), and as a set for n <= 32.
size_t circuit_active(const double *x, size_t n, uint32_t *set);
