// SPDX-License-Identifier: GPL-3.0-or-later
// Networks put together at random: what is left out for speed changes no bit, and learning keeps
// its invariants under input that it was not made for.
#include "model/network.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/random.h"
#include "helpers/small_network.h"
#include "model/lesion.h"

#include <math.h>
#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// One of each row is drawn, one or more changes; some are made before the network is built, the
// last ones while it runs.
static const char *const choices[][4] = {
    {"sheets.v1.density=13", "sheets.v1.density=5.1", "sheets.v1.density=23",
     "sheets.v1.density=18"},
    {"sheets.*.boundary=open", "sheets.*.boundary=periodic", "sheets.v1.boundary=periodic",
     "sheets.*.boundary=open"},
    {"stimuli.bars.contrast=0.7", "stimuli.bars.contrast=0.02", "stimuli.bars.contrast=9",
     "stimuli.bars.contrast=1e-7"},
    {"projections.excitation.shared=true", "projections.excitation.learning_rate=0.4",
     "projections.excitation.delay=1", "projections.excitation.scatter=0.1"},
    {"projections.*_to_v1.scatter=0", "projections.on_to_v1.scatter=0.15",
     "projections.off_to_v1.delay=2", "projections.on_to_v1.normalise=none"},
    {"projections.inhibition.normalise=own", "projections.inhibition.normalise=lateral",
     "projections.inhibition.normalise=none", "projections.inhibition.learning_rate=41"},
    {"projections.inhibition.radius=0.4", "projections.inhibition.radius=0.07",
     "projections.inhibition.weights=difference_of_gaussians",
     "projections.excitation.radius=0.29"},
    {"sheets.v1.mask=everywhere", "sheets.v1.mask=disc", "sheets.v1.threshold=0",
     "sheets.v1.threshold=-0.01"},
    {"sheets.v1.gain_control.enabled=false", "sheets.v1.gain_control.enabled=true",
     "sheets.lgn_on.gain_control.enabled=false", "sheets.v1.homeostasis.enabled=false"},
    {"sheets.v1.transfer=rectified", "sheets.v1.transfer=rectified", "sheets.v1.transfer=tanh",
     "sheets.v1.transfer=noisy_rectified"},
    {"sheets.v1.homeostasis.mode=threshold", "sheets.v1.homeostasis.mode=gain",
     "sheets.v1.homeostasis.mode=gain sheets.v1.homeostasis.rate=9 sheets.v1.homeostasis.cap=1.3",
     "sheets.v1.homeostasis.floor=0.07"},
    {"sheets.v1.damping=1", "sheets.v1.damping=0.7", "sheets.v1.damping=0.31",
     "sheets.v1.damping=1"},
    {"sheets.v1.tolerance=0", "sheets.v1.tolerance=1e-3", "sheets.v1.tolerance=0.05",
     "sheets.v1.tolerance=0.3"},
    {"projections.*_to_v1.arbor=none",
     "projections.on_to_v1.arbor=gaussian projections.on_to_v1.arbor.sigma=0.17",
     "projections.*_to_v1.arbor=sigmoid projections.*_to_v1.arbor.radius=0.2 "
     "projections.*_to_v1.arbor.softness=0.03",
     "projections.inhibition.arbor=gaussian projections.inhibition.arbor.sigma=0.2 "
     "projections.inhibition.arbor.scatter=0.03"},
    {"projections.*_to_v1.weights_scatter=0", "projections.*_to_v1.weights_scatter=0.1",
     "projections.*.scatter_by=projection", "projections.inhibition.weights_scatter=0.05"},
    {"projections.*.strength_schedule=constant",
     "projections.*.strength_schedule=exponential projections.*.strength_schedule.time_constant=30",
     "projections.excitation.strength_schedule=steps "
     "projections.excitation.strength_schedule.every=4 "
     "projections.excitation.strength_schedule.factor=0",
     "projections.*.learning_schedule=exponential projections.*.learning_schedule.time_constant=5"},
};
static const char *const later[] = {"sheets.v1.damping=0.9",
                                    "projections.inhibition.strength=0.05",
                                    "projections.excitation.strength=-0.4",
                                    "projections.on_to_v1.strength=-0.2",
                                    "projections.inhibition.learning_rate=0",
                                    "sheets.v1.settle=3",
                                    "projections.excitation.strength=0.3"};
enum { ROWS = sizeof choices / sizeof *choices, LATER = sizeof later / sizeof *later };

static uint64_t hash_of(const Network *network) {
    uint64_t hash = network_hash(network);
    for (size_t i = 0; i < network->sheets; i++)
        hash =
            hash_bytes(hash, network->sheet[i].activity, network->sheet[i].units * sizeof(float));
    hash = hash_bytes(hash, &network_sheet(network, "v1")->steps, sizeof(int64_t));
    return hash;
}

// Silences a disc of the target.
static void make_lesion(Network *network, const char *target) {
    Variant region = {0};
    Error error = {0};
    variant_choose(&region, region_kinds, "disc");
    *(double *)setting_value(block_find(&region.kind->block, "radius"), region.settings) = 0.17;
    if (!lesion_make(&(Lesion){target, target, "", &region, false}, network, &error))
        fail_msg("%s", error.text);
    block_finish(&region.kind->block, region.settings);
    release(region.settings);
}

static uint64_t run(const char *text, const char *const *changes, const char *change,
                    const char *kernels, double *active) {
    NetworkSettings settings;
    Error error = {0};
    small_settings(&settings, text, changes);
    Network *network = network_new(&settings, kernels_choose(kernels), WEIGHTS_DRAWN, &error);
    if (network == NULL)
        fail_msg("%s", error.text);
    bool ok = true; // a network may diverge: then all must
    for (int k = 0; k < 10 && ok; k++) {
        if (k == 5)
            settings_assign(&network_settings, &settings, change, true, "test", &error);
        if (k == 3)
            make_lesion(network, "cortex");
        if (k == 6)
            make_lesion(network, "rgc");
        if (k == 8)
            lesion_undo("cortex", network);
        ok = network_present(network, &error);
    }
    *active = ok ? sheet_mean_activity(network_sheet(network, "v1")) : 0;
    uint64_t hash = ok ? hash_of(network) : 0;
    error_clear(&error);
    network_free(network);
    small_settings_finish(&settings);
    return hash;
}

// Adds the words of a text to a list that NULL ends.
static void add_words(const char *text, char **list) {
    while (*list)
        list++;
    for (size_t length; *text; text += length + (text[length] == ' ')) {
        length = strcspn(text, " ");
        *list++ = format_text("%.*s", (int)length, text);
    }
}

// Each network is computed by one of the kernels, in turn, and by the reference.
static void random_networks_get_the_same_bits(void **state) {
    (void)state;
    size_t seen = 0, sets = 0;
    while (kernels_name(sets))
        sets++;
    char *two_eyes = format_text("%s\neyes = { left = {}; right = {}; };", small_gcal);
    for (uint64_t index = 0; index < 60; index++) {
        RandomDraws draws = random_draws(random_stream(2385, "networks"), index);
        char *changes[4 * ROWS + 4] = {0};
        for (size_t k = 0; k < ROWS; k++)
            add_words(choices[k][random_integer(&draws, 4)], changes);
        if (index % 2)
            add_words("sheets.retina.per_eye=true sheets.lgn_*.per_eye=true "
                      "stimuli.bars.imbalance=0.7",
                      changes);
        const char *change = later[random_integer(&draws, LATER)];
        double active, other;
        const char *const *shown = (const char *const *)changes;
        const char *text = index % 2 ? two_eyes : small_gcal;
        const char *chosen = kernels_name(index / 2 % sets);
        if (run(text, shown, change, chosen, &active) !=
            run(text, shown, change, "reference", &other)) {
            for (size_t k = 0; changes[k]; k++)
                print_message("%s\n", changes[k]);
            fail_msg("%s differs from the reference, with %s later", chosen, change);
        }
        seen += active > 1e-3;
        for (size_t k = 0; changes[k]; k++)
            release(changes[k]);
    }
    release(two_eyes);
    assert_in_range(seen, 20, 60); // there must be something to compare
}

// A retina that shows negative values now and then, straight onto learning fields.
static const char straight[] =
    "sheets = { retina = { density = 12; half_width = 0.7; stimulus = \"s\"; };\n"
    "           v1 = { density = 11; half_width = 0.5; settle = 4; }; };\n"
    "projections = { in = { from = \"retina\"; to = \"v1\"; radius = 0.3; learning_rate = 2.0; "
    "weights = \"uniform\"; };\n"
    "                i = { from = \"v1\"; to = \"v1\"; radius = 0.3; strength = -0.6; "
    "learning_rate = 1.7; weights = \"uniform\"; }; };\n"
    "stimuli = { s = { kind = \"noise\"; }; };\n";

static void present_signed(Network *network, int64_t presentation) {
    Sheet *retina = network_sheet(network, "retina");
    network_show(network, presentation);
    for (size_t i = 0; i < retina->units && presentation % 3 == 0; i++)
        retina->activity[i] -= 0.45f;
    sheet_publish(retina);
    network_respond(network, RESPOND_SETTLED);
    network_learn(network);
    network->presentation++;
}

static double sum_of(const Projection *p, size_t unit, double *least) {
    Connection *connections = allocate(p->field_units, sizeof *connections);
    size_t n = projection_connections(p, unit, connections);
    double sum = 0;
    for (size_t k = 0; k < n; k++) {
        sum += fabs((double)connections[k].weight);
        *least = fmin(*least, (double)connections[k].weight);
    }
    release(connections);
    return sum;
}

static void negative_input_leaves_sums_at_one(void **state) {
    (void)state;
    uint64_t hashes[2];
    for (int k = 0; k < 2; k++) {
        NetworkSettings settings;
        Error error = {0};
        small_settings(&settings, straight, NULL);
        Network *network =
            network_new(&settings, kernels_choose(k ? "reference" : NULL), WEIGHTS_DRAWN, &error);
        const Projection *in = network_projection(network, "in"),
                         *lateral = network_projection(network, "i");
        double least = 0, lateral_least = 0;
        for (int64_t p = 0; p < 40; p++) {
            present_signed(network, p);
            for (size_t unit = 0; unit < in->to->units; unit++) {
                assert_near(sum_of(in, unit, &least), 1, 1e-5);
                assert_near(sum_of(lateral, unit, &lateral_least), 1, 1e-5);
            }
        }
        assert_true(least < -1e-3 && in->has_negative);
        assert_true(lateral_least >= 0 && !lateral->has_negative);
        hashes[k] = hash_of(network);
        network_free(network);
        small_settings_finish(&settings);
    }
    assert_true(hashes[0] == hashes[1]);
}

// Fields that are drawn as zeros are normalised as soon as they have weights.
static void empty_fields_are_normalised_once_they_have_weights(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, straight, (const char *const[]){"projections.in.strength=0.9", NULL});
    Network *network = small_network(&settings);
    Projection *lateral = network_projection(network, "i");
    float *zeros = allocate(lateral->field_units, sizeof *zeros);
    for (size_t unit = 0; unit < lateral->to->units; unit++)
        projection_restore(lateral, unit, zeros, 1);
    for (size_t b = 0; b < lateral->to->grid.side * lateral->to->grid.side; b++)
        assert_int_equal(projection_normalise(&lateral, 1, b, ~0u), 0);
    small_network_present(network, 1);
    size_t normalised = 0;
    for (size_t unit = 0; unit < lateral->to->units; unit++) {
        double least = 0, sum = sum_of(lateral, unit, &least);
        assert_true(sum == 0 || fabs(sum - 1) < 1e-5);
        normalised += sum > 0;
    }
    assert_true(normalised > 50);
    release(zeros);
    network_free(network);
    small_settings_finish(&settings);
}

// At rates so low that each step is near the rounding of a float, sums stay at 1.
static void low_rates_do_not_drift(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, straight,
                   (const char *const[]){"projections.*.learning_rate=1e-5", NULL});
    Network *network = small_network(&settings);
    small_network_present(network, 4000);
    for (size_t unit = 0; unit < network_sheet(network, "v1")->units; unit++) {
        double least = 0;
        assert_near(sum_of(network_projection(network, "in"), unit, &least), 1, 2e-6);
        assert_near(sum_of(network_projection(network, "i"), unit, &least), 1, 2e-6);
    }
    network_free(network);
    small_settings_finish(&settings);
}

// No weight is -0, neither as drawn nor as scaled.
static void weights_are_never_minus_zero(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, straight,
                   (const char *const[]){"projections.i.weights=difference_of_gaussians",
                                         "projections.i.weights.polarity=off",
                                         "projections.i.weights.centre_sigma=0.001",
                                         "projections.i.weights.surround_sigma=0.002",
                                         "projections.i.normalise=none", NULL});
    Network *network = small_network(&settings);
    const Projection *lateral = network_projection(network, "i");
    size_t zeros = 0;
    for (size_t k = 0; k < lateral->weight_count; k++) {
        zeros += lateral->weights[k] == 0;
        assert_false(lateral->weights[k] == 0 && signbit(lateral->weights[k]));
    }
    assert_true(zeros > lateral->weight_count / 2);
    float weights[LANES], factor[LANES];
    for (size_t t = 0; t < LANES; t++) {
        weights[t] = -1e-45f;
        factor[t] = 0.3f;
    }
    for (size_t s = 0; kernels_name(s); s++) {
        float *line = allocate(LANES, sizeof *line);
        memcpy(line, weights, sizeof weights);
        kernels_choose(kernels_name(s))->scale(1, line, factor);
        for (size_t t = 0; t < LANES; t++)
            assert_false(line[t] == 0 && signbit(line[t]));
        release(line);
    }
    network_free(network);
    small_settings_finish(&settings);
}

// More threads may be wished for than a network has room for; any number of them agree when a sheet
// has settled.
static void threads_are_as_many_as_there_is_room_for(void **state) {
    (void)state;
    int usual = omp_get_max_threads();
    uint64_t hashes[2];
    for (int k = 0; k < 2; k++) {
        NetworkSettings settings;
        small_settings(&settings, small_gcal,
                       (const char *const[]){"sheets.v1.density=43", "sheets.v1.tolerance=0.01",
                                             "sheets.v1.damping=0.8", NULL});
        omp_set_num_threads(1);
        Network *network = small_network(&settings);
        omp_set_num_threads(k ? network->workers + 7 : 1);
        small_network_present(network, 4);
        hashes[k] = hash_of(network);
        network_free(network);
        small_settings_finish(&settings);
    }
    omp_set_num_threads(usual);
    assert_true(hashes[0] == hashes[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_networks_get_the_same_bits),
        cmocka_unit_test(negative_input_leaves_sums_at_one),
        cmocka_unit_test(empty_fields_are_normalised_once_they_have_weights),
        cmocka_unit_test(low_rates_do_not_drift),
        cmocka_unit_test(weights_are_never_minus_zero),
        cmocka_unit_test(threads_are_as_many_as_there_is_room_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
