// SPDX-License-Identifier: GPL-3.0-or-later
// Permitted sets, copositivity and flow: the theorems of Hahnloser, Seung & Slotine 2003 on random
// symmetric matrices.
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
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static void symmetric_matrix(RandomDraws *draws, Circuit *circuit) {
    size_t n = circuit->n;
    double mean = random_between(draws, -1.2, 0.3), spread = random_between(draws, 0.2, 1.1);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++)
            circuit->weights[i * n + j] = circuit->weights[j * n + i] =
                mean * (i != j) + spread * random_normal(draws) * (i == j ? 0.4 : 1);
}

enum { MATRICES = 1200 };

static void subsets_of_permitted_sets_are_permitted(void **state) {
    (void)state;
    uint64_t permitted = 0, forbidden = 0;
    for (uint64_t k = 0; k < MATRICES; k++) {
        RandomDraws draws = random_draws(random_stream(17, "subsets"), k);
        Circuit circuit = circuit_new(2 + random_integer(&draws, 6));
        size_t n = circuit.n;
        symmetric_matrix(&draws, &circuit);
        PermittedSets sets = permitted_sets_find(n, circuit.weights, true, 1);
        permitted += sets.permitted;
        forbidden += sets.forbidden;
        // Each set on its own, by its eigenvalues, which knows nothing of the theorem.
        for (NeuronSet set = 1; set < (NeuronSet)1 << n; set++) {
            size_t member[8], count = 0;
            for (size_t i = 0; i < n; i++)
                if (set >> i & 1)
                    member[count++] = i;
            bool stable = permitted_set_eigenvalue(n, circuit.weights, true, member, count) > 1e-10;
            assert_int_equal(stable, permitted_sets_has(&sets, set));
            for (size_t i = 0; i < n && stable; i++)
                if (set >> i & 1 && count > 1)
                    assert_true(permitted_sets_has(&sets, set & ~((NeuronSet)1 << i)));
        }
        permitted_sets_free(&sets);
        circuit_free(&circuit);
    }
    assert_true(permitted > 5000 && forbidden > 5000);
}

// Each stable state found by simulation has a permitted support; each permitted set is the support
// of a stable state for b = (I - W) x.
static void permitted_sets_are_stable_supports(void **state) {
    (void)state;
    Variant rectified = transfer_named("rectified");
    size_t settled = 0, larger = 0;
    for (uint64_t k = 0; k < MATRICES; k++) {
        RandomDraws draws = random_draws(random_stream(29, "supports"), k);
        Circuit circuit = circuit_new(2 + random_integer(&draws, 3));
        size_t n = circuit.n;
        symmetric_matrix(&draws, &circuit);
        PermittedSets sets = permitted_sets_find(n, circuit.weights, true, 1);
        double b[8], x[8];
        for (int run = 0; run < 3; run++) {
            for (size_t i = 0; i < n; i++) {
                b[i] = random_between(&draws, -0.3, 1);
                x[i] = random_uniform(&draws);
            }
            NeuronSet set;
            if (circuit_settle(&circuit, &rectified, b, x, 400) == FLOW_SETTLED &&
                circuit_active(x, n, &set) > 0) {
                assert_true(permitted_sets_has(&sets, set));
                settled++;
                larger += (set & (set - 1)) != 0;
            }
        }
        for (NeuronSet set = 1; set < (NeuronSet)1 << n; set++) {
            if (!permitted_sets_has(&sets, set))
                continue;
            double steady[8], drive[8];
            for (size_t i = 0; i < n; i++)
                steady[i] = set >> i & 1 ? random_between(&draws, 0.5, 2) : 0;
            memset(b, 0, sizeof b);
            circuit_input(&circuit, b, steady, drive);
            for (size_t i = 0; i < n; i++) {
                b[i] = steady[i] - drive[i] - (set >> i & 1 ? 0 : 0.31); // others well below 0
                x[i] = steady[i] + (set >> i & 1 ? 1e-4 * random_normal(&draws) : 0);
            }
            NeuronSet reached;
            assert_int_equal(circuit_settle(&circuit, &rectified, b, x, 1e5), FLOW_SETTLED);
            circuit_active(x, n, &reached);
            assert_int_equal(reached, set);
            for (size_t i = 0; i < n; i++)
                assert_near(x[i], steady[i], 1e-7);
        }
        permitted_sets_free(&sets);
        circuit_free(&circuit);
    }
    assert_true(settled > 1500 && larger > 500);
    transfer_finish(&rectified);
}

// Copositive: no run diverges. Not: the direction that shows it, as input and start, diverges.
static void runs_diverge_exactly_when_not_copositive(void **state) {
    (void)state;
    Variant rectified = transfer_named("rectified");
    size_t copositive = 0, others = 0, beyond_linear = 0;
    for (uint64_t k = 0; k < MATRICES; k++) {
        RandomDraws draws = random_draws(random_stream(31, "copositive"), k);
        Circuit circuit = circuit_new(2 + random_integer(&draws, 5));
        size_t n = circuit.n;
        symmetric_matrix(&draws, &circuit);
        Copositivity number = copositivity_find(n, circuit.weights, n);
        PermittedSets sets = permitted_sets_find(n, circuit.weights, true, 1);
        Eigenvalues spectrum = eigenvalues_find(n, circuit.weights, true);
        assert_true(number.exact && number.number <= spectrum.real[0] + 1e-9);
        assert_int_equal(sets.copositive, number.number < 1);
        bool clear = fabs(number.number - 1) > 0.03;
        copositive += clear && number.number < 1;
        others += clear && number.number > 1;
        beyond_linear += clear && number.number < 1 && spectrum.real[0] > 1;
        if (sets.direction) {
            double product = 0, drive[8], zero[8] = {0}, squares = 0;
            circuit_input(&circuit, zero, sets.direction, drive);
            for (size_t i = 0; i < n; i++) {
                assert_true(sets.direction[i] >= 0);
                product += sets.direction[i] * (sets.direction[i] - drive[i]);
                squares += sets.direction[i] * sets.direction[i];
            }
            assert_true(product <= 1e-9 * squares);
        }
        for (int run = 0; clear && run < 3; run++) {
            double b[8], x[8];
            for (size_t i = 0; i < n; i++) {
                b[i] = number.number > 1 ? 0.1 + number.vector[i] : random_between(&draws, -1, 2);
                x[i] = number.number > 1 ? number.vector[i] : 3 * random_uniform(&draws);
            }
            FlowEnd end = circuit_flow(&circuit, &rectified, b, x, 600, NULL, NULL);
            if (number.number > 1)
                assert_int_equal(end, FLOW_DIVERGED);
            else
                assert_int_not_equal(end, FLOW_DIVERGED);
        }
        eigenvalues_free(&spectrum);
        permitted_sets_free(&sets);
        copositivity_free(&number);
        circuit_free(&circuit);
    }
    assert_true(copositive > 100 && others > 100 && beyond_linear > 30);
    transfer_finish(&rectified);
}

// How many stable states has b? Each permitted set says which x it would have.
static size_t stable_states(const Circuit *circuit, const PermittedSets *sets, const double *b) {
    size_t n = circuit->n, found = 0;
    for (NeuronSet set = 0; set < (NeuronSet)1 << n; set++) {
        if (set && !permitted_sets_has(sets, set))
            continue;
        // Gauss-Seidel on the set converges: I - W is positive definite there.
        double x[8] = {0}, input[8];
        for (int sweep = 0; sweep < 4000; sweep++)
            for (size_t i = 0; i < n; i++) {
                if (!(set >> i & 1))
                    continue;
                double sum = b[i];
                for (size_t j = 0; j < n; j++)
                    sum += i == j ? 0 : circuit->weights[i * n + j] * x[j];
                x[i] = sum / (1 - circuit->weights[i * n + i]);
            }
        circuit_input(circuit, b, x, input);
        bool steady = true;
        for (size_t i = 0; i < n; i++)
            steady = steady && (set >> i & 1 ? x[i] > 1e-7 : input[i] < -1e-7);
        found += steady;
    }
    return found;
}

// At most one stable state for every b exactly when all sets are permitted. Where one is forbidden,
// the direction of its least eigenvalue gives a b with two.
static void one_state_exactly_when_all_sets_are_permitted(void **state) {
    (void)state;
    size_t unique = 0, several = 0;
    for (uint64_t k = 0; k < 3 * MATRICES; k++) {
        RandomDraws draws = random_draws(random_stream(37, "unique"), k);
        Circuit circuit = circuit_new(2 + random_integer(&draws, 3));
        size_t n = circuit.n;
        symmetric_matrix(&draws, &circuit);
        PermittedSets sets = permitted_sets_find(n, circuit.weights, true, 1);
        if (sets.copositive && sets.forbidden == 0) {
            unique++;
            for (int run = 0; run < 10; run++) {
                double b[8];
                for (size_t i = 0; i < n; i++)
                    b[i] = random_between(&draws, -1, 2);
                assert_true(stable_states(&circuit, &sets, b) <= 1);
            }
        } else if (sets.copositive) {
            // A forbidden set of least size, all of whose subsets are permitted: b that would make
            // it active. On it the energy has a saddle, and two states on either side.
            NeuronSet least = 0;
            for (NeuronSet set = 1; set < (NeuronSet)1 << n; set++)
                if (!permitted_sets_has(&sets, set) &&
                    (least == 0 || __builtin_popcount(set) < __builtin_popcount(least)))
                    least = set;
            size_t member[8], count = 0;
            for (size_t i = 0; i < n; i++)
                if (least >> i & 1)
                    member[count++] = i;
            if (permitted_set_eigenvalue(n, circuit.weights, true, member, count) < -0.05) {
                double zero[8] = {0}, saddle[8] = {0}, drive[8], b[8];
                for (size_t a = 0; a < count; a++)
                    saddle[member[a]] = 1 + 0.01 * random_uniform(&draws);
                circuit_input(&circuit, zero, saddle, drive);
                for (size_t i = 0; i < n; i++)
                    b[i] = least >> i & 1 ? saddle[i] - drive[i] : -50;
                assert_true(stable_states(&circuit, &sets, b) >= 2);
                several++;
            }
        }
        permitted_sets_free(&sets);
        circuit_free(&circuit);
    }
    assert_true(unique > 300 && several > 300);
}

// A bound from above is above: against the number that the walk proves.
static void bound_of_large_matrices_holds(void **state) {
    (void)state;
    double sum = 0;
    for (uint64_t k = 0; k < 6; k++) {
        // A ring of 24 is walked; two of them side by side, unconnected, have the same number and
        // are bounded.
        Circuit one = ring_circuit(24, 0.05 * (double)k, 1.1, 0.9, 0.55), two = circuit_new(48);
        for (size_t i = 0; i < 24; i++)
            for (size_t j = 0; j < 24; j++)
                for (size_t half = 0; half < 2; half++)
                    two.weights[(i + 24 * half) * 48 + j + 24 * half] = one.weights[i * 24 + j];
        Copositivity exact = copositivity_find(24, one.weights, 24),
                     bounded = copositivity_find(48, two.weights, 24);
        assert_true(exact.exact && !bounded.exact);
        assert_near(bounded.number, exact.number, 1e-7);
        assert_true(bounded.bound >= exact.number - 1e-9);
        Eigenvalues spectrum = eigenvalues_find(24, one.weights, true);
        assert_true(bounded.bound < spectrum.real[0] - 0.1);
        sum += bounded.bound - exact.number;
        eigenvalues_free(&spectrum);
        copositivity_free(&exact);
        copositivity_free(&bounded);
        circuit_free(&one);
        circuit_free(&two);
    }
    print_message("mean gap of the bound: %g\n", sum / 6);
}

static double seconds_for(size_t n) {
    Circuit circuit = ring_circuit(n, 0, 1.1, 1, 0.55);
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    PermittedSets sets = permitted_sets_find(n, circuit.weights, true, 1);
    clock_gettime(CLOCK_MONOTONIC, &end);
    permitted_sets_free(&sets);
    circuit_free(&circuit);
    return (double)(end.tv_sec - start.tv_sec) + 1e-9 * (double)(end.tv_nsec - start.tv_nsec);
}

static void enumeration_is_fast(void **state) {
    (void)state;
    double sixteen = seconds_for(16), twenty = seconds_for(20);
    print_message("n = 16: %.4f s, n = 20: %.4f s\n", sixteen, twenty);
    assert_true(sixteen < 1 && twenty < 30);
}

static void look_at(NeuronSet parent, void *context) {
    (void)parent;
    (void)context;
}

static uint64_t count_parents(const PermittedSets *sets) {
    return permitted_sets_parents(sets, look_at, NULL);
}

// The theorem on subsets does not hold for asymmetric W: here {0, 1, 2} is permitted, {0, 1} is
// not.
static void parents_of_asymmetric_circuits_have_no_superset(void **state) {
    (void)state;
    static const double weights[] = {-2, -2, -1, -3, -1, -2, 2, 2, 2};
    PermittedSets sets = permitted_sets_find(3, weights, false, 1);
    assert_true(permitted_sets_has(&sets, 1) && permitted_sets_has(&sets, 7));
    assert_false(permitted_sets_has(&sets, 3));
    assert_int_equal(count_parents(&sets), 1);
    assert_int_equal(sets.marginal, 1); // {0, 1}
    permitted_sets_free(&sets);
}

// What is marginal does not depend on how neurons are numbered.
static void marginal_sets_do_not_depend_on_numbering(void **state) {
    (void)state;
    for (uint64_t k = 0; k < 200; k++) {
        RandomDraws draws = random_draws(random_stream(41, "numbering"), k);
        Circuit circuit = circuit_new(5), other = circuit_new(5);
        size_t place[5];
        for (size_t i = 0; i < 5; i++) {
            size_t at = random_integer(&draws, (uint32_t)i + 1);
            place[i] = place[at];
            place[at] = i;
        }
        for (size_t i = 0; i < 5; i++)
            for (size_t j = 0; j <= i; j++) { // eigenvalues of exactly 0 are common
                double weight = (double)random_integer(&draws, 3) - 1;
                circuit.weights[i * 5 + j] = circuit.weights[j * 5 + i] = i == j ? 0 : weight;
            }
        for (size_t i = 0; i < 25; i++)
            other.weights[place[i / 5] * 5 + place[i % 5]] = circuit.weights[i];
        PermittedSets sets = permitted_sets_find(5, circuit.weights, true, 1),
                      moved = permitted_sets_find(5, other.weights, true, 1);
        assert_int_equal(sets.permitted, moved.permitted);
        assert_int_equal(sets.marginal, moved.marginal);
        assert_int_equal(count_parents(&sets), count_parents(&moved));
        permitted_sets_free(&moved);
        permitted_sets_free(&sets);
        circuit_free(&other);
        circuit_free(&circuit);
    }
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parents_of_asymmetric_circuits_have_no_superset),
        cmocka_unit_test(marginal_sets_do_not_depend_on_numbering),
        cmocka_unit_test(subsets_of_permitted_sets_are_permitted),
        cmocka_unit_test(permitted_sets_are_stable_supports),
        cmocka_unit_test(runs_diverge_exactly_when_not_copositive),
        cmocka_unit_test(one_state_exactly_when_all_sets_are_permitted),
        cmocka_unit_test(bound_of_large_matrices_holds),
        cmocka_unit_test(enumeration_is_fast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
