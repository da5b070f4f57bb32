// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/circuit.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>

extern const CircuitKind circuit_ring, circuit_groups, circuit_file, circuit_sheet;

const Kind *const circuit_kinds[] = {&circuit_ring.kind, &circuit_groups.kind, &circuit_file.kind,
                                     &circuit_sheet.kind, NULL};

Circuit circuit_new(size_t n) {
    assert(n >= 1 && n <= CIRCUIT_NEURONS_MOST);
    return (Circuit){.n = n, .weights = allocate(n * n, sizeof(double)), .columns = n};
}

void circuit_free(Circuit *circuit) {
    release(circuit->weights);
    *circuit = (Circuit){0};
}

bool circuit_build(const Variant *settings, Circuit *circuit, Error *error) {
    *circuit = (Circuit){0};
    return ((const CircuitKind *)settings->kind)->build(settings->settings, circuit, error);
}

bool circuit_is_symmetric(const Circuit *circuit) {
    double largest = 0, difference = 0;
    for (size_t i = 0; i < circuit->n; i++)
        for (size_t j = 0; j < circuit->n; j++) {
            double weight = circuit->weights[i * circuit->n + j];
            largest = fmax(largest, fabs(weight));
            difference = fmax(difference, fabs(weight - circuit->weights[j * circuit->n + i]));
        }
    return difference <= 1e-12 * largest;
}

double *circuit_symmetric_part(const Circuit *circuit) {
    size_t n = circuit->n;
    double *part = allocate(n * n, sizeof *part);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            part[i * n + j] = 0.5 * (circuit->weights[i * n + j] + circuit->weights[j * n + i]);
    return part;
}

void circuit_input(const Circuit *circuit, const double *b, const double *x, double *input) {
    size_t n = circuit->n;
    for (size_t i = 0; i < n; i++) {
        double sum = b[i];
        for (size_t j = 0; j < n; j++)
            sum += circuit->weights[i * n + j] * x[j];
        input[i] = sum;
    }
}
