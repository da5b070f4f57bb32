// SPDX-License-Identifier: GPL-3.0-or-later
// A Kohonen map against a recorded one, from its frames and its initial weights: responses by
// distance, winners and their neighbourhood, learning; and neighbourhoods alone (tests/data).
#include "helpers/recording.h"

#include "base/memory.h"
#include "kinds/competition.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static void a_kohonen_map_develops_as_recorded(void **state) {
    (void)state;
    static const char file[] = "topographica_som20.h5";
    Experiment experiment;
    Network *network = recording_network(&experiment, "../configs/golden-som.cfg");
    const Sheet *v1 = network_sheet(network, "v1");
    Array response = recording_array(file, "/response/V1"),
          activity = recording_array(file, "/activity/V1"),
          winner = recording_array(file, "/winner"), radius = recording_array(file, "/radius");
    for (size_t k = 0; k < 20; k++) {
        recording_present(&experiment, network);
        recording_compare("the response", &response, k, v1->units, v1->drive, NULL, 3e-6);
        recording_compare("activity", &activity, k, v1->units, v1->activity, NULL, 3e-6);
        size_t first = 0;
        for (size_t i = 0; i < v1->units; i++)
            first = v1->activity[i] > v1->activity[first] ? i : first;
        assert_int_equal(first / 20, winner.values[2 * k]);
        assert_int_equal(first % 20, winner.values[2 * k + 1]);
        const Variant *competition = &v1->settings->competition;
        assert_near(*(const double *)setting_value_const(
                        block_find(&competition->kind->block, "radius"), competition->settings),
                    radius.values[k], 1e-9);
    }
    assert_true(recording_compare_group(network, "afferent", file, "Afferent") > 0.1);
    array_free(&response);
    array_free(&activity);
    array_free(&winner);
    array_free(&radius);
    network_free(network);
    experiment_free(&experiment);
}

enum { SIDE = 12, ROWS = 9 }; // the recorded sheet has fewer rows than ours

static Variant winner_of(double radius) {
    Variant competition = {0};
    assert_true(variant_choose(&competition, competition_kinds, "winner"));
    *(double *)setting_value(block_find(&competition.kind->block, "radius"), competition.settings) =
        radius;
    return competition;
}

static void winner_free(Variant *competition) {
    block_finish(&competition->kind->block, competition->settings);
    release(competition->settings);
}

static void neighbourhoods_are_those_recorded(void **state) {
    (void)state;
    static const struct {
        size_t row, column;
        double radius;
    } known[] = {{4, 6, 0.0125}, {4, 6, 0.05}, {4, 6, 0.1},
                 {4, 6, 0.25},   {4, 6, 1},    {0, 11, 0.0125}};
    Geometry geometry = geometry_of(10, SIDE / 20.0, false);
    assert_int_equal(geometry.n, SIDE);
    unsigned char inside[SIDE * SIDE];
    memset(inside, 1, sizeof inside);
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        OWNED char *dataset = format_text("/winner/kernel_%zu/y", k);
        Array kernel = recording_array("topographica_functions.h5", dataset);
        Variant winner = winner_of(known[k].radius);
        float activity[SIDE * SIDE] = {0};
        activity[known[k].row * SIDE + known[k].column] = 0.173f;
        competition_apply(&winner, &geometry, inside, activity);
        for (size_t i = 0; i < ROWS * SIDE; i++)
            assert_near((double)activity[i], kernel.values[i], 1e-7);
        winner_free(&winner);
        array_free(&kernel);
    }
}

static void the_first_of_equals_wins_and_a_torus_has_no_edge(void **state) {
    (void)state;
    Variant winner = winner_of(0.13);
    Geometry torus = geometry_of(10, SIDE / 20.0, true);
    unsigned char inside[SIDE * SIDE];
    memset(inside, 1, sizeof inside);
    float activity[SIDE * SIDE] = {0};
    activity[1 * SIDE + 11] = activity[7 * SIDE + 3] = 0.731f;
    activity[5] = 0.9f; // not inside
    inside[5] = inside[1 * SIDE + 10] = 0;
    competition_apply(&winner, &torus, inside, activity);
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        double down = (double)labs((long)(i / SIDE) - 1), across = (double)(11 - i % SIDE);
        down = fmin(down, SIDE - down), across = fmin(across, SIDE - across);
        bool near = inside[i] && down <= 3 && across <= 3; // 3 x 1.3 units
        assert_near((double)activity[i],
                    near ? exp(-(down * down + across * across) / (2 * 1.3 * 1.3)) : 0, 1e-7);
    }
    float broken[SIDE * SIDE] = {0};
    broken[77] = (float)NAN;
    competition_apply(&winner, &torus, inside, broken);
    assert_true(isnan(broken[77])); // to be reported
    winner_free(&winner);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kohonen_map_develops_as_recorded),
        cmocka_unit_test(neighbourhoods_are_those_recorded),
        cmocka_unit_test(the_first_of_equals_wins_and_a_torus_has_no_edge)};
    return cmocka_run_group_tests(tests, recording_enter, NULL);
}
