// SPDX-License-Identifier: GPL-3.0-or-later
// Rings of neurons: the numbers of docs/circuits.md.
#include "base/random.h"
#include "circuits/circuit.h"
#include "circuits/circuit_flow.h"
#include "circuits/copositivity.h"
#include "circuits/eigenvalues.h"
#include "circuits/permitted_sets.h"
#include "helpers/named_transfer.h"
#include "helpers/ring_circuit.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static void count_classes(NeuronSet parent, void *context) {
    struct {
        RingSymmetry symmetry;
        uint64_t both, rotations;
    } *classes = context;
    classes->both += ring_symmetry_least(&classes->symmetry, parent, true) == parent;
    classes->rotations += ring_symmetry_least(&classes->symmetry, parent, false) == parent;
}

static void check_ring(const Circuit *circuit, uint64_t permitted, uint64_t parents,
                       size_t contiguous) {
    PermittedSets sets = permitted_sets_find(circuit->n, circuit->weights, true, 1);
    struct {
        RingSymmetry symmetry;
        uint64_t both, rotations;
    } classes = {.symmetry = ring_symmetry(circuit->n, circuit->weights)};
    permitted_sets_parents(&sets, count_classes, &classes);
    assert_int_equal(sets.permitted, permitted);
    assert_int_equal(sets.permitted + sets.forbidden, ((uint64_t)1 << circuit->n) - 1);
    if (parents)
        assert_int_equal(classes.both, parents);
    size_t longest = 0;
    for (size_t k = 1; k <= circuit->n; k++)
        if (permitted_sets_has(&sets, ((NeuronSet)1 << k) - 1))
            longest = k;
    assert_int_equal(longest, contiguous);
    permitted_sets_free(&sets);
}

static void ring_of_ten_has_the_known_sets(void **state) {
    (void)state;
    Circuit circuit = ring_circuit(10, 0, 1.1, 1, 0.55);
    check_ring(&circuit, 347, 8, 5);
    PermittedSets sets = permitted_sets_find(10, circuit.weights, true, 1);
    static const uint64_t by_size[] = {0, 10, 45, 120, 140, 32, 0, 0, 0, 0, 0};
    for (size_t k = 0; k <= 10; k++)
        assert_int_equal(sets.by_size[k], by_size[k]);
    struct {
        RingSymmetry symmetry;
        uint64_t both, rotations;
    } classes = {.symmetry = ring_symmetry(10, circuit.weights)};
    assert_int_equal(permitted_sets_parents(&sets, count_classes, &classes), 92);
    assert_int_equal(classes.rotations, 10);
    assert_true(sets.copositive);
    // The ninth parent of the paper: one class of five sets whose least eigenvalue is 0.
    assert_int_equal(sets.marginal, 5);
    size_t ninth[] = {0, 2, 5, 7};
    for (size_t k = 0; k < 5; k++) {
        assert_int_equal(ring_symmetry_least(&classes.symmetry, sets.marginals[k], true),
                         ring_symmetry_least(&classes.symmetry, 0xa5, true));
    }
    assert_near(permitted_set_eigenvalue(10, circuit.weights, true, ninth, 4), 0, 1e-14);
    permitted_sets_free(&sets);
    Circuit nearby = ring_circuit(10, 0, 1.1, 0.9999, 0.55);
    check_ring(&nearby, 352, 9, 5);
    circuit_free(&nearby);
    static const double least[] = {1.55,      1.0,       0.515293,  0.408729,  0.291695,
                                   -0.363185, -0.869009, -1.264896, -1.397871, -1.397871};
    size_t member[10];
    for (size_t k = 0; k < 10; k++) {
        member[k] = k;
        assert_near(permitted_set_eigenvalue(10, circuit.weights, true, member, k + 1), least[k],
                    5e-7);
    }
    circuit_free(&circuit);
}

static void other_rings_have_the_known_sets(void **state) {
    (void)state;
    Circuit twelve = ring_circuit(12, 0, 1.1, 1, 0.55), sixteen = ring_circuit(16, 0, 1.1, 1, 0.55),
            other = ring_circuit(10, 0.5, 0.5, 0, 0.5);
    check_ring(&twelve, 805, 9, 5);
    check_ring(&sixteen, 4436, 24, 5);
    check_ring(&other, 542, 0, 4);
    size_t member[] = {0, 1, 2, 3, 4};
    assert_near(permitted_set_eigenvalue(10, other.weights, true, member, 5), 0, 1e-14);
    PermittedSets sets = permitted_sets_find(10, other.weights, true, 1);
    assert_true(sets.marginal >= 10);
    permitted_sets_free(&sets);
    circuit_free(&twelve);
    circuit_free(&sixteen);
    circuit_free(&other);
}

static void ring_spectrum_and_copositivity(void **state) {
    (void)state;
    Circuit circuit = ring_circuit(10, 0, 1.1, 1, 0.55);
    static const double spectrum[] = {2.397871,  2.397871,  -0.2, -0.938197, -0.938197,
                                      -1.161803, -1.161803, -1.3, -2.297871, -2.297871};
    Eigenvalues found = eigenvalues_find(10, circuit.weights, true);
    for (size_t k = 0; k < 10; k++)
        assert_near(found.real[k], spectrum[k], 5e-7);
    assert_true(found.residual < 1e-12);
    eigenvalues_free(&found);
    Copositivity number = copositivity_find(10, circuit.weights, 10);
    assert_true(number.exact);
    assert_near(number.number, 1 - 0.408729, 5e-7);
    assert_near(number.bound, number.number, 3e-9);
    copositivity_free(&number);
    circuit_free(&circuit);
}

static void ring_settles_to_the_known_bumps(void **state) {
    (void)state;
    Variant rectified = transfer_named("rectified");
    static const double uniform[] = {1.120944, 2.413516, 3.008850, 2.413516, 1.120944};
    static const double bump[] = {0.398230, 1.383749, 1.858407, 1.383749, 0.398230};
    Circuit ten = ring_circuit(10, 0, 1.1, 1, 0.55), sixteen = ring_circuit(16, 0, 1.1, 1, 0.55);
    RandomDraws draws = random_draws(random_stream(83, "test"), 0);
    for (int run = 0; run < 20; run++) {
        double b[10], x[10];
        for (size_t i = 0; i < 10; i++) {
            b[i] = 1;
            x[i] = random_uniform(&draws);
        }
        assert_int_equal(circuit_settle(&ten, &rectified, b, x, 500), FLOW_SETTLED);
        size_t middle = 0;
        for (size_t i = 0; i < 10; i++)
            middle = x[i] > x[middle] ? i : middle;
        for (size_t i = 0; i < 10; i++) {
            size_t k = (i + 12 - middle) % 10;
            assert_near(x[i], k < 5 ? uniform[k] : 0, 6e-7);
        }
    }
    for (double a = 0.173; a < 90; a *= 7.9)
        for (double background = 0; background < a / 10; background += a / 21) {
            double b[16], x[16] = {0};
            for (size_t i = 0; i < 16; i++)
                b[i] = background + (i == 6 ? a : i == 5 || i == 7 ? a / 2 : 0);
            assert_int_equal(circuit_settle(&sixteen, &rectified, b, x, 500), FLOW_SETTLED);
            for (size_t i = 0; i < 16; i++) {
                double along = i >= 4 && i <= 8 ? bump[i - 4] * a + uniform[i - 4] * background : 0;
                assert_near(x[i], along, 2e-6 * a);
            }
        }
    circuit_free(&ten);
    circuit_free(&sixteen);
    transfer_finish(&rectified);
}

static void linear_ring_grows_at_the_known_rate(void **state) {
    (void)state;
    Circuit circuit = ring_circuit(10, 0, 1.1, 1, 0.55);
    Variant linear = transfer_named("linear"), rectified = transfer_named("rectified");
    double b[10] = {0}, x[10], y[10];
    RandomDraws draws = random_draws(random_stream(5, "test"), 1);
    for (size_t i = 0; i < 10; i++)
        x[i] = y[i] = random_uniform(&draws);
    circuit_flow(&circuit, &linear, b, x, 8, NULL, NULL);
    double before = 0, after = 0;
    for (size_t i = 0; i < 10; i++)
        before += x[i] * x[i];
    // A second stretch: e-folds per time constant.
    circuit_flow(&circuit, &linear, b, x, 1.5, NULL, NULL);
    for (size_t i = 0; i < 10; i++)
        after += x[i] * x[i];
    assert_near(0.5 * log(after / before) / 1.5, 1.397871, 5e-7);
    for (size_t i = 0; i < 10; i++)
        b[i] = 1;
    assert_int_equal(circuit_settle(&circuit, &rectified, b, y, 500), FLOW_SETTLED);
    assert_int_equal(circuit_settle(&circuit, &linear, b, x, 500), FLOW_DIVERGED);
    circuit_free(&circuit);
    transfer_finish(&rectified);
    transfer_finish(&linear);
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ring_of_ten_has_the_known_sets),
        cmocka_unit_test(other_rings_have_the_known_sets),
        cmocka_unit_test(ring_spectrum_and_copositivity),
        cmocka_unit_test(ring_settles_to_the_known_bumps),
        cmocka_unit_test(linear_ring_grows_at_the_known_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
