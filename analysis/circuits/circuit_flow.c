// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/circuit_flow.h"

#include "base/memory.h"
#include "circuits/permitted_sets.h"
#include "kinds/transfer.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_odeiv2.h>
#include <math.h>
#include <string.h>

static const double TOLERANCE = 1e-10, TOLERANCE_LARGE = 1e-6, LANDING = 1e-9;

typedef struct {
    const Circuit *circuit;
    const Variant *transfer;
    const double *b;
    double *input; // [n] room
} Flow;

static int slope(double time, const double x[], double dxdt[], void *context) {
    (void)time;
    const Flow *flow = context;
    circuit_input(flow->circuit, flow->b, x, flow->input);
    for (size_t i = 0; i < flow->circuit->n; i++)
        dxdt[i] = transfer_value(flow->transfer, flow->input[i]) - x[i];
    return GSL_SUCCESS;
}

double circuit_peak(const double *x, size_t n) {
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = isfinite(x[i]) ? fmax(most, fabs(x[i])) : HUGE_VAL;
    return most;
}

// How many kinks of the transfer each neuron's input lies above; false: the transfer has none.
static bool find_sides(const Flow *flow, const double *x, unsigned char *side) {
    const TransferKind *kind = (const TransferKind *)flow->transfer->kind;
    double at[TRANSFER_KINKS];
    size_t kinks = kind->kinks ? kind->kinks(flow->transfer->settings, at) : 0;
    if (kinks == 0)
        return false;
    circuit_input(flow->circuit, flow->b, x, flow->input);
    for (size_t i = 0; i < flow->circuit->n; i++) {
        side[i] = 0;
        for (size_t k = 0; k < kinks; k++)
            side[i] = (unsigned char)(side[i] + (flow->input[i] > at[k]));
    }
    return true;
}

typedef struct {
    gsl_odeiv2_system system;
    gsl_odeiv2_step *step;
    gsl_odeiv2_control *control;
    gsl_odeiv2_evolve *evolve;
    double *start, *error;       // [n]
    unsigned char *before, *now; // [n] sides of kinks
} Integrator;

// The last step, `length` long, passed a kink: takes it again from `start`, to just behind the
// kink.
static double land(Integrator *integrator, Flow *flow, double length, double *x) {
    size_t n = flow->circuit->n;
    double free = 0, crossing = length;
    while (crossing - free > LANDING) {
        double middle = 0.5 * (free + crossing);
        memcpy(x, integrator->start, n * sizeof *x);
        gsl_odeiv2_step_reset(integrator->step);
        gsl_odeiv2_step_apply(integrator->step, 0, middle, x, integrator->error, NULL, NULL,
                              &integrator->system);
        find_sides(flow, x, integrator->now);
        if (memcmp(integrator->now, integrator->before, n) == 0)
            free = middle;
        else
            crossing = middle;
    }
    memcpy(x, integrator->start, n * sizeof *x);
    gsl_odeiv2_step_reset(integrator->step);
    gsl_odeiv2_step_apply(integrator->step, 0, crossing, x, integrator->error, NULL, NULL,
                          &integrator->system);
    gsl_odeiv2_evolve_reset(integrator->evolve);
    return crossing;
}

FlowEnd circuit_flow(const Circuit *circuit, const Variant *transfer, const double *b, double *x,
                     double duration, FlowWatch *watch, void *context) {
    size_t n = circuit->n;
    bool small = n <= FLOW_LANDING;
    double tolerance = small ? TOLERANCE : TOLERANCE_LARGE;
    Flow flow = {circuit, transfer, b, allocate(n, sizeof(double))};
    Integrator integrator = {
        .system = {slope, NULL, n, &flow},
        .step = gsl_odeiv2_step_alloc(small ? gsl_odeiv2_step_rk8pd : gsl_odeiv2_step_rkf45, n),
        .control = gsl_odeiv2_control_y_new(tolerance, tolerance),
        .evolve = gsl_odeiv2_evolve_alloc(n),
        .start = allocate(n, sizeof(double)),
        .error = allocate(n, sizeof(double)),
        .before = allocate(n, 1),
        .now = allocate(n, 1)};
    double limit = 1e6 * (1 + circuit_peak(b, n)), time = 0, length = 0.01,
           *rate = allocate(n, sizeof *rate);
    bool lands = small && find_sides(&flow, x, integrator.before);
    FlowEnd end = FLOW_MOVING;
    while (time < duration && end == FLOW_MOVING) {
        double began = time;
        memcpy(integrator.start, x, n * sizeof *x);
        if (gsl_odeiv2_evolve_apply(integrator.evolve, integrator.control, integrator.step,
                                    &integrator.system, &time, duration, &length,
                                    x) != GSL_SUCCESS) {
            end = FLOW_DIVERGED;
            break;
        }
        if (lands) {
            find_sides(&flow, x, integrator.now);
            if (memcmp(integrator.now, integrator.before, n) != 0 && time - began > LANDING) {
                time = began + land(&integrator, &flow, time - began, x);
                length = fmax(1e-3, fmin(length, 0.1));
            }
            find_sides(&flow, x, integrator.before);
        }
        if (watch)
            watch(time, x, context);
        slope(time, x, rate, &flow);
        if (!(circuit_peak(x, n) < limit))
            end = FLOW_DIVERGED;
        else if (circuit_peak(rate, n) <= tolerance * (1 + circuit_peak(x, n)))
            end = FLOW_SETTLED;
    }
    gsl_odeiv2_evolve_free(integrator.evolve);
    gsl_odeiv2_control_free(integrator.control);
    gsl_odeiv2_step_free(integrator.step);
    release(integrator.start);
    release(integrator.error);
    release(integrator.before);
    release(integrator.now);
    release(rate);
    release(flow.input);
    return end;
}

// Replaces x by the steady state whose active set is that of the inputs at x; false unless there is
// one, stable and within 5 % of x.
static bool solve_active_set(const Circuit *circuit, const double *b, double *x) {
    size_t n = circuit->n, count = 0;
    OWNED size_t *member = allocate(n, sizeof *member);
    OWNED double *input = allocate(n, sizeof *input), *solved = allocate(n, sizeof *solved);
    circuit_input(circuit, b, x, input);
    for (size_t i = 0; i < n; i++)
        if (input[i] > 0)
            member[count++] = i;
    bool ok =
        count == 0 || permitted_set_eigenvalue(n, circuit->weights, circuit_is_symmetric(circuit),
                                               member, count) > 1e-9;
    if (ok && count > 0) {
        gsl_matrix *matrix = gsl_matrix_alloc(count, count);
        gsl_vector *right = gsl_vector_alloc(count), *answer = gsl_vector_alloc(count);
        gsl_permutation *order = gsl_permutation_alloc(count);
        int sign;
        for (size_t a = 0; a < count; a++) {
            gsl_vector_set(right, a, b[member[a]]);
            for (size_t c = 0; c < count; c++)
                gsl_matrix_set(matrix, a, c,
                               (a == c) - circuit->weights[member[a] * n + member[c]]);
        }
        ok = gsl_linalg_LU_decomp(matrix, order, &sign) == GSL_SUCCESS &&
             gsl_linalg_LU_solve(matrix, order, right, answer) == GSL_SUCCESS;
        for (size_t a = 0; a < count; a++) {
            solved[member[a]] = gsl_vector_get(answer, a);
            ok = ok && solved[member[a]] > 0;
        }
        gsl_permutation_free(order);
        gsl_vector_free(answer);
        gsl_vector_free(right);
        gsl_matrix_free(matrix);
    }
    circuit_input(circuit, b, solved, input);
    double scale = fmax(circuit_peak(solved, n), circuit_peak(b, n));
    for (size_t i = 0; i < n && ok; i++)
        ok = (solved[i] > 0 || input[i] <= 1e-12 * scale) && fabs(solved[i] - x[i]) <= 0.05 * scale;
    if (ok)
        memcpy(x, solved, n * sizeof *x);
    return ok;
}

FlowEnd circuit_settle(const Circuit *circuit, const Variant *transfer, const double *b, double *x,
                       double duration) {
    bool rectified = transfer->kind == &transfer_rectified.kind;
    FlowEnd end = FLOW_MOVING;
    for (double time = 0, part = 4; time < duration && end == FLOW_MOVING; time += part) {
        end = circuit_flow(circuit, transfer, b, x, fmin(part, duration - time), NULL, NULL);
        if (end == FLOW_MOVING && rectified && solve_active_set(circuit, b, x))
            end = FLOW_SETTLED;
    }
    return end;
}

size_t circuit_active(const double *x, size_t n, uint32_t *set) {
    double least = 1e-9 * (1 + circuit_peak(x, n));
    size_t count = 0;
    if (set)
        *set = 0;
    for (size_t i = 0; i < n; i++)
        if (x[i] > least) {
            count++;
            if (set && i < 32)
                *set |= (uint32_t)1 << i;
        }
    return count;
}
