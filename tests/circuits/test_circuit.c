// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of circuit, and the bounds of a sheet's lateral connections.
#include "base/memory.h"
#include "circuits/circuit.h"
#include "circuits/circuit_flow.h"
#include "circuits/copositivity.h"
#include "circuits/eigenvalues.h"
#include "helpers/file_fixture.h"
#include "helpers/named_transfer.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// Builds a circuit of a kind with "setting=value" texts, ended by NULL.
static bool build(const char *kind, const char *const *assignments, Circuit *circuit,
                  Error *error) {
    Variant settings = {0};
    assert_true(variant_choose(&settings, circuit_kinds, kind));
    for (size_t k = 0; assignments[k]; k++)
        if (!settings_assign(&settings.kind->block, settings.settings, assignments[k], false,
                             "test", error))
            fail_msg("%s", error->text);
    bool ok = circuit_build(&settings, circuit, error);
    block_finish(&settings.kind->block, settings.settings);
    release(settings.settings);
    return ok;
}

static void ring_has_its_weights(void **state) {
    (void)state;
    Circuit circuit;
    Error error = {0};
    assert_true(build("ring",
                      (const char *const[]){"n=7", "self=0.31", "first=1.17", "second=0.83",
                                            "inhibition=0.59", NULL},
                      &circuit, &error));
    static const double row[] = {0.31, 1.17, 0.83, 0, 0, 0.83, 1.17};
    for (size_t i = 0; i < 7; i++)
        for (size_t j = 0; j < 7; j++)
            assert_near(circuit.weights[i * 7 + j], row[(i + 7 - j) % 7] - 0.59, 1e-15);
    assert_true(circuit_is_symmetric(&circuit));
    circuit_free(&circuit);
}

static void groups_spare_their_members(void **state) {
    (void)state;
    Circuit circuit;
    Error error = {0};
    assert_true(build(
        "groups", (const char *const[]){"groups=1100,0110", "self=0.23", "inhibition=1.9", NULL},
        &circuit, &error));
    static const double expected[] = {0.23, 0, -1.9, -1.9, 0,    0.23, 0,    -1.9,
                                      -1.9, 0, 0.23, -1.9, -1.9, -1.9, -1.9, 0.23 - 1.9};
    for (size_t k = 0; k < 16; k++)
        assert_near(circuit.weights[k], expected[k], 1e-15);
    circuit_free(&circuit);
}

static void files_of_both_kinds_hold_the_same_matrix(void **state) {
    (void)state;
    static const double values[] = {0.17, -0.4, 1.3, 0.21, 0.9, -2.7, 3.1, 0.33, -0.05};
    static const char text[] = "# three\n0.17,-0.4,1.3\n\n0.21 0.9;-2.7\n3.1\t0.33,-0.05\n";
    const char *h5 = fixture_path("m.h5"), *csv = fixture_path("m.csv");
    fixture_dataset(h5, "/w", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 2, (hsize_t[]){3, 3}, values);
    fixture_dataset(h5, "/flat", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 1, (hsize_t[]){9}, values);
    fixture_bytes(csv, text, sizeof text - 1);
    char *from_h5 = format_text("file=%s", h5), *from_csv = format_text("file=%s", csv);
    Circuit one, two;
    Error error = {0};
    assert_true(build("file", (const char *const[]){from_h5, "dataset=/w", NULL}, &one, &error));
    assert_true(build("file", (const char *const[]){from_csv, NULL}, &two, &error));
    assert_int_equal(one.n, 3);
    assert_memory_equal(one.weights, values, sizeof values);
    assert_memory_equal(two.weights, values, sizeof values);
    assert_false(circuit_is_symmetric(&one));
    double *part = circuit_symmetric_part(&one);
    assert_near(part[1], 0.5 * (-0.4 + 0.21), 1e-15);
    assert_near(part[3], part[1], 0);
    release(part);
    circuit_free(&one);
    circuit_free(&two);
    assert_false(
        build("file", (const char *const[]){from_h5, "dataset=/flat", NULL}, &one, &error));
    assert_non_null(strstr(error.text, "is not an (n, n) matrix"));
    error_clear(&error);
    release(from_h5);
    release(from_csv);
}

// The published lateral connections lie between the two bounds: linear settling diverges, rectified
// settling does not, with a certificate of both.
static void sheet_lies_between_the_bounds(void **state) {
    (void)state;
    Circuit circuit;
    Error error = {0};
    if (!build("sheet",
               (const char *const[]){"from=configs/gcal/gcal-small.cfg",
                                     "changes=sheets.v1.density=48", "weights=mean", "side=32",
                                     NULL},
               &circuit, &error))
        fail_msg("%s", error.text);
    size_t n = circuit.n;
    assert_int_equal(n, 32 * 32);
    Eigenvalues eigenvalues = eigenvalues_find(n, circuit.weights, true);
    assert_near(eigenvalues.real[0], 1.18, 0.006);
    assert_true(eigenvalues.residual < 1e-9);
    Copositivity number = copositivity_find(n, circuit.weights, circuit.columns);
    assert_near(number.number, 0.944, 0.004);
    assert_true(number.bound >= number.number && number.bound < 0.97);
    double product = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        assert_true(number.vector[i] >= 0);
        squares += number.vector[i] * number.vector[i];
        for (size_t j = 0; j < n; j++)
            product += number.vector[i] * circuit.weights[i * n + j] * number.vector[j];
    }
    assert_near(squares, 1, 1e-12);
    assert_near(product, number.number, 1e-9);
    copositivity_free(&number);
    eigenvalues_free(&eigenvalues);
    circuit_free(&circuit);
}

// A large matrix's first eigenvalue, by Arnoldi, against that of its blocks, solved whole.
static void large_matrices_have_the_eigenvalues_of_their_blocks(void **state) {
    (void)state;
    enum { BLOCK = 30, BLOCKS = 10, N = BLOCK * BLOCKS };
    double *small = allocate(BLOCK * BLOCK, sizeof *small), *large = allocate(N * N, sizeof *large);
    for (int symmetric = 0; symmetric < 2; symmetric++) {
        for (size_t i = 0; i < BLOCK; i++)
            for (size_t j = 0; j < BLOCK; j++)
                small[i * BLOCK + j] = sin(1.7 * (double)((i + 1) * (j + 2)) +
                                           (symmetric ? 1.7 * (double)((j + 1) * (i + 2)) : 0));
        for (size_t k = 0; k < BLOCKS; k++)
            for (size_t i = 0; i < BLOCK; i++)
                for (size_t j = 0; j < BLOCK; j++)
                    large[(k * BLOCK + i) * N + k * BLOCK + j] =
                        small[i * BLOCK + j] * (1 - 0.07 * (double)k);
        Eigenvalues one = eigenvalues_find(BLOCK, small, symmetric),
                    all = eigenvalues_find(N, large, symmetric);
        assert_near(all.real[0], one.real[0], 1e-8);
        assert_near(fabs(all.imaginary[0]), fabs(one.imaginary[0]), 1e-8);
        eigenvalues_free(&one);
        eigenvalues_free(&all);
    }
    release(small);
    release(large);
}

// Keeps the time nearest to log 2.5 at which a step ended.
static void watch_nearest(double time, const double *x, void *context) {
    (void)x;
    double *nearest = context;
    *nearest = fmin(*nearest, fabs(time - log(2.5)));
}

// The integrator against the exact solution of a neuron that passes its threshold, where a step
// ends.
static void flow_crosses_a_kink_to_tolerance(void **state) {
    (void)state;
    // x1' = -x1; x2' = -x2 + [0.4 - x1]+, x1(0) = 1: silent until t0 = log 2.5, then
    // x2 = 0.4 (1 - e^(t0 - t)) - 0.4 (t - t0) e^(t0 - t).
    Circuit circuit = circuit_new(2);
    circuit.weights[2] = -1;
    Variant rectified = transfer_named("rectified");
    double b[] = {0, 0.4}, x[] = {1, 0}, t0 = log(2.5), t = 3.7;
    double nearest = 1;
    circuit_flow(&circuit, &rectified, b, x, t, watch_nearest, &nearest);
    assert_true(nearest < 2e-9);
    assert_near(x[0], exp(-t), 1e-9);
    assert_near(x[1], 0.4 * (1 - exp(t0 - t)) - 0.4 * (t - t0) * exp(t0 - t), 1e-9);
    circuit_free(&circuit);
    transfer_finish(&rectified);
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ring_has_its_weights),
        cmocka_unit_test(flow_crosses_a_kink_to_tolerance),
        cmocka_unit_test(groups_spare_their_members),
        cmocka_unit_test(files_of_both_kinds_hold_the_same_matrix),
        cmocka_unit_test(sheet_lies_between_the_bounds),
        cmocka_unit_test(large_matrices_have_the_eigenvalues_of_their_blocks)};
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
