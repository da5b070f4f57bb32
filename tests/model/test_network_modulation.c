// SPDX-License-Identifier: GPL-3.0-or-later
// Projections that divide or multiply, against their formula, with sums of doubles over connections
// one by one; and against recorded functions (tests/data).
#include "helpers/recording.h"

#include "base/memory.h"
#include "helpers/small_network.h"
#include "model/settling.h"
#include "model/trials.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static const char text[] =
    "seed = 71;"
    "sheets = {"
    "  retina = { density = 9.0; half_width = 0.8; stimulus = \"bars\"; };"
    "  inhibitory = { density = 7.0; half_width = 0.6; };"
    "  v1 = { density = 13.0; half_width = 0.5; threshold = 0.017; settle = 4; divisor = 0.37;"
    "         factor = 0.81; };"
    "};"
    "projections = {"
    "  to_inhibitory = { from = \"retina\"; to = \"inhibitory\"; radius = 0.3; strength = 1.7;"
    "                    weights = { kind = \"gaussian_cloud\"; sigma = 0.2; }; };"
    "  afferent = { from = \"retina\"; to = \"v1\"; radius = 0.3; strength = 1.3;"
    "               weights = { kind = \"gaussian_cloud\"; sigma = 0.2; }; };"
    "  division = { from = \"inhibitory\"; to = \"v1\"; effect = \"divide\"; radius = 0.3;"
    "               strength = 0.9; weights = { kind = \"gaussian_cloud\"; sigma = 0.2; }; };"
    "  relief = { from = \"retina\"; to = \"v1\"; effect = \"divide\"; radius = 0.2;"
    "             strength = -0.6; weights = { kind = \"gaussian_cloud\"; sigma = 0.2; }; };"
    "  product = { from = \"retina\"; to = \"v1\"; effect = \"multiply\"; radius = 0.4;"
    "              strength = -1.9; weights = { kind = \"gaussian_cloud\"; sigma = 0.2; }; };"
    "  excitation = { from = \"v1\"; to = \"v1\"; radius = 0.2; strength = 0.7;"
    "                 weights = { kind = \"gaussian_cloud\"; sigma = 0.1; }; };"
    "  pool = { from = \"v1\"; to = \"v1\"; effect = \"divide\"; radius = 0.3; strength = 1.1;"
    "           weights = { kind = \"gaussian_cloud\"; sigma = 0.2; }; };"
    "  gain = { from = \"v1\"; to = \"v1\"; effect = \"multiply\"; radius = 0.3; strength = 0.8;"
    "           shared = true; weights = { kind = \"gaussian\"; sigma = 0.2; }; };"
    "};"
    "stimuli = { bars = { kind = \"gaussian\"; count = 3; half_range = 0.5; sigma = 0.13;"
    "                     aspect = 2.3; }; };";

// sum[unit] += strength * weights * activity
static void add(const Network *network, const char *name, const float *activity, double *sum) {
    const Projection *projection = network_projection(network, name);
    OWNED Connection *connections = allocate(projection->field_units, sizeof *connections);
    for (size_t unit = 0; unit < projection->to->units; unit++) {
        size_t n = projection_connections(projection, unit, connections);
        for (size_t c = 0; c < n; c++)
            sum[unit] += projection->settings->strength * (double)connections[c].weight *
                         (double)activity[(size_t)connections[c].row * projection->from->grid.n +
                                          (size_t)connections[c].column];
    }
}

enum { UNITS = 13 * 13 };

// The activity after each of `steps` activations, and the drive.
static void find_expected(const Network *network, int steps, float *activity, double *drive) {
    const float *retina = network_sheet(network, "retina")->activity,
                *inhibitory = network_sheet(network, "inhibitory")->activity;
    float before[UNITS] = {0};
    for (int step = 0; step < steps; step++) {
        double sum[UNITS] = {0}, divisor[UNITS] = {0}, factor[UNITS] = {0};
        memcpy(before, activity, sizeof before);
        if (step == 0)
            memset(before, 0, sizeof before);
        add(network, "afferent", retina, sum);
        add(network, "excitation", before, sum);
        add(network, "division", inhibitory, divisor);
        add(network, "relief", retina, divisor);
        add(network, "pool", before, divisor);
        add(network, "product", retina, factor);
        add(network, "gain", before, factor);
        for (size_t unit = 0; unit < UNITS; unit++) {
            double input =
                sum[unit] * fmax(0, 0.81 + factor[unit]) / (0.37 + fmax(0, divisor[unit]));
            if (step == 0)
                drive[unit] = input;
            activity[unit] = (float)fmax(0, input - 0.017);
        }
    }
}

static void inputs_are_divided_and_multiplied(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, text, (const char *const[]){NULL});
    Network *network = small_network(&settings);
    const Sheet *v1 = network_sheet(network, "v1");
    double most = 0, silenced = 0;
    assert_int_equal(v1->units, UNITS);
    for (int k = 0; k < 5; k++) {
        float activity[UNITS];
        double drive[UNITS];
        small_network_present(network, 1);
        find_expected(network, 4, activity, drive);
        for (size_t unit = 0; unit < UNITS; unit++) {
            assert_near((double)v1->drive[unit], drive[unit], 2e-6);
            assert_near((double)v1->activity[unit], (double)activity[unit], 2e-6);
            most = fmax(most, (double)activity[unit]);
            silenced += drive[unit] == 0;
        }
    }
    assert_true(most > 0.1 && silenced > 0); // some products are silent
    assert_false(trials_possible(network, v1));
    network_free(network);
    small_settings_finish(&settings);
}

static void combinations_are_those_recorded(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double constant;
        bool divides;
    } known[] = {{"divide_with_constant_0", 0.11, true},
                 {"divide_with_constant_1", 1, true},
                 {"multiply_with_constant_0", 0.11, false},
                 {"multiply_with_constant_1", 1, false}};
    for (size_t f = 0; f < sizeof known / sizeof *known; f++) {
        Array array[3];
        static const char *const parts[] = {"x", "y", "result"};
        for (size_t i = 0; i < 3; i++) {
            OWNED char *dataset = format_text("/combine/%s/%s", known[f].name, parts[i]);
            array[i] = recording_array("topographica_functions.h5", dataset);
            assert_true(array_count(&array[i]) == 40);
        }
        SheetSettings settings = {.divisor = known[f].constant, .factor = known[f].constant};
        Sheet sheet = {.settings = &settings};
        SheetInputs inputs = {.divides = known[f].divides, .multiplies = !known[f].divides};
        Settling settling = {.sheet = &sheet, .inputs = &inputs};
        Modulation modulation = {0};
        float input[BUNDLE] = {0};
        for (size_t k = 0; k < 40; k++) {
            input[k] = (float)array[0].values[k];
            modulation.divisor[k] = modulation.factor[k] = (float)array[1].values[k];
        }
        settling_modulate(&settling, &modulation, input);
        for (size_t k = 0; k < 40; k++)
            assert_near((double)input[k], array[2].values[k],
                        2e-6 * fmax(1, fabs(array[2].values[k])));
        for (size_t i = 0; i < 3; i++)
            array_free(&array[i]);
    }
}

// A pool that divides does the same as gain control by its setting.
static void a_pool_is_gain_control(void **state) {
    (void)state;
    float activity[2][400];
    size_t units = 0;
    for (int projection = 0; projection < 2; projection++) {
        NetworkSettings settings;
        small_settings(&settings, small_gcal,
                       projection
                           ? (const char *const[]){"sheets.lgn_on.gain_control.enabled=false",
                                                   "sheets.lgn_on.settle=2",
                                                   "sheets.lgn_on.divisor=0.11", NULL}
                           : (const char *const[]){NULL});
        if (projection) {
            ProjectionSettings *pool =
                collection_add(&settings.projections, "pool", projection_kinds[0])
                    ->variant.settings;
            Error error = {0};
            static const char *const changes[] = {
                "from=lgn_on",     "to=lgn_on",        "effect=divide",
                "radius=0.26",     "strength=0.6",     "shared=true",
                "normalise=whole", "weights=gaussian", "weights.sigma=0.125"};
            for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
                if (!settings_assign(&projection_kinds[0]->block, pool, changes[i], false, "test",
                                     &error))
                    fail_msg("%s", error.text);
        }
        Network *network = small_network(&settings);
        small_network_present(network, 1);
        const Sheet *on = network_sheet(network, "lgn_on");
        units = on->units;
        assert_true(units <= 400);
        memcpy(activity[projection], on->activity, units * sizeof(float));
        network_free(network);
        small_settings_finish(&settings);
    }
    double most = 0;
    for (size_t i = 0; i < units; i++) {
        assert_true(activity[0][i] == activity[1][i]);
        most = fmax(most, (double)activity[0][i]);
    }
    assert_true(most > 0.01);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(inputs_are_divided_and_multiplied),
                                       cmocka_unit_test(combinations_are_those_recorded),
                                       cmocka_unit_test(a_pool_is_gain_control)};
    return cmocka_run_group_tests(tests, recording_enter, NULL);
}
