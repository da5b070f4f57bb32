// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/probe.h"

#include "base/memory.h"
#include "helpers/small_network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// A chain of three sheets, each projection with its own delay.
static const char chain[] =
    "sheets = { a = { density = 13; half_width = 0.5; stimulus = \"s\"; };\n"
    "           b = { density = 11; half_width = 0.5; };\n"
    "           c = { density = 9; half_width = 0.5; settle = 3; }; };\n"
    "projections = { ab = { from = \"a\"; to = \"b\"; radius = 0.2; weights = \"uniform\"; };\n"
    "                bc = { from = \"b\"; to = \"c\"; radius = 0.2; weights = \"uniform\"; };\n"
    "                cc = { from = \"c\"; to = \"c\"; radius = 0.2; strength = -0.4; weights = "
    "\"uniform\"; }; };\n"
    "stimuli = { s = { kind = \"noise\"; }; };\n";

static void ramp(void *stimuli, size_t k, const Sheet *sheet, float *activity) {
    const Geometry *geometry = &sheet->geometry;
    const double *slope = stimuli;
    for (size_t i = 0; i < geometry->n * geometry->n; i++)
        activity[i] = (float)(0.31 + slope[k] * geometry_x(geometry, i % geometry->n));
}

static float *probed(const char *const *changes, Response response, size_t *units) {
    NetworkSettings settings;
    small_settings(&settings, chain, changes);
    Network *network = small_network(&settings);
    small_network_present(network, 7);
    uint64_t before = network_hash(network);
    Probe probe = probe_begin(network);
    double slope = 0.273;
    probe_show(&probe, ramp, &slope, 0, response);
    const Sheet *c = network_sheet(network, "c");
    *units = c->units;
    float *values = allocate(c->units, sizeof *values);
    memcpy(values, response == RESPOND_SETTLED ? c->activity : c->drive, c->units * sizeof *values);
    probe_end(&probe);
    assert_true(network_hash(network) == before);
    network_free(network);
    small_settings_finish(&settings);
    return values;
}

// A stimulus that is shown until it has passed all delays gives what it gives without delays.
static void delays_are_waited_for(void **state) {
    (void)state;
    static const char *const delays[][3] = {
        {"projections.ab.delay=2", NULL},
        {"projections.bc.delay=3", NULL},
        {"projections.ab.delay=2", "projections.bc.delay=3", NULL}};
    static const Response responses[] = {RESPOND_FEEDFORWARD, RESPOND_SETTLED};
    for (size_t r = 0; r < 2; r++)
        for (size_t k = 0; k < 3; k++) {
            size_t units, others;
            float *prompt = probed(NULL, responses[r], &units);
            float *delayed = probed(delays[k], responses[r], &others);
            assert_int_equal(units, others);
            assert_memory_equal(prompt, delayed, units * sizeof *prompt);
            release(delayed);
            release(prompt);
        }
}

// What was shown before leaves no trace, even in a loop of delayed projections.
static void the_past_is_forgotten(void **state) {
    (void)state;
    static const char *const changes[] = {"projections.cc.delay=2", "projections.ab.delay=1", NULL};
    static const Response responses[] = {RESPOND_FEEDFORWARD, RESPOND_SETTLED};
    double slopes[] = {0.273, -0.391, 0.118};
    NetworkSettings settings;
    small_settings(&settings, chain, changes);
    Network *network = small_network(&settings);
    const Sheet *c = network_sheet(network, "c");
    float *first = allocate(c->units, sizeof *first);
    small_network_present(network, 5);
    Probe probe = probe_begin(network);
    for (size_t r = 0; r < 2; r++) {
        const float *shown = responses[r] == RESPOND_SETTLED ? c->activity : c->drive;
        probe_show(&probe, ramp, slopes, 0, responses[r]);
        memcpy(first, shown, c->units * sizeof *first);
        for (size_t k = 1; k < 3; k++) {
            probe_show(&probe, ramp, slopes, k, responses[r]);
            assert_memory_not_equal(first, shown, c->units * sizeof *first);
        }
        probe_show(&probe, ramp, slopes, 0, responses[r]);
        assert_memory_equal(first, shown, c->units * sizeof *first);
    }
    probe_end(&probe);
    release(first);
    network_free(network);
    small_settings_finish(&settings);
}

// A loop with a delay is measured where it comes to rest: uniform input x gives x / (1 - strength).
// So is activity that is carried over. What never comes to rest is told.
static void echoes_are_waited_for(void **state) {
    (void)state;
    static const struct {
        const char *changes[5];
        double expected; // of an input of 1; 0: none
    } cases[] = {
        {{"projections.cc.delay=1", "projections.cc.strength=0.9"}, 1 / (1 - 0.9)},
        {{"projections.cc.delay=3", "projections.cc.strength=0.9", "projections.ab.delay=1"},
         1 / (1 - 0.9)},
        {{"sheets.c.carry=1", "sheets.c.damping=0.17"}, 1 / 1.4},
        {{"sheets.c.carry=1", "sheets.c.damping=0.17", "projections.cc.delay=2"}, 1 / 1.4},
        {{"projections.cc.delay=1", "projections.cc.strength=-1.7"}, 0},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        NetworkSettings settings;
        small_settings(&settings, chain, cases[k].changes);
        Network *network = small_network(&settings);
        const Sheet *c = network_sheet(network, "c");
        const Rest *rest = &network->rest[c - network->sheet];
        small_network_present(network, 7);
        memset(network->rest, 0, network->sheets * sizeof *network->rest);
        Probe probe = probe_begin(network);
        double flat[] = {0, 0};
        for (size_t shown = 0; shown < 2; shown++) {
            probe_show(&probe, ramp, flat, shown, RESPOND_SETTLED);
            for (size_t i = 0; i < c->units && cases[k].expected > 0; i++)
                assert_near((double)c->activity[i], 0.31 * cases[k].expected,
                            3e-4 * cases[k].expected);
        }
        assert_int_equal(rest->responses, 2);
        assert_int_equal(rest->moving, cases[k].expected > 0 ? 0 : 2);
        assert_true(cases[k].expected > 0 ? rest->sum < 2e-4 : rest->sum > 1);
        probe_end(&probe);
        network_free(network);
        small_settings_finish(&settings);
    }
}

static double *tuning(const char *const *changes, size_t phases, Response response, size_t *units) {
    NetworkSettings settings;
    small_settings(&settings, chain, changes);
    Network *network = small_network(&settings);
    Sheet *c = network_sheet(network, "c");
    GratingProtocol protocol = {5, phases, 1.7, 0.83, response, NO_EYE};
    double *found = allocate(5 * c->units, sizeof *found);
    Probe probe = probe_begin(network);
    probe_gratings(&probe, c, &protocol, found);
    probe_end(&probe);
    *units = c->units;
    network_free(network);
    small_settings_finish(&settings);
    return found;
}

// Many gratings at once, as without delays, are the same to the bit as one by one: in drive and
// settled, whatever settling is like.
static void gratings_at_once_are_gratings_one_by_one(void **state) {
    (void)state;
    static const char *const kinds[][4] = {
        {"sheets.c.settle=4"},
        {"sheets.c.settle=40", "sheets.c.tolerance=0.013"},
        {"sheets.c.settle=5", "sheets.c.damping=0.7"},
        {"sheets.c.settle=40", "sheets.c.damping=0.6", "sheets.c.tolerance=0.002"},
        {"sheets.c.settle=3", "sheets.c.gain_control.enabled=true"},
        {"sheets.c.settle=4", "sheets.c.transfer=noisy_rectified", "sheets.c.boundary=periodic"}};
    static const Response responses[] = {RESPOND_FEEDFORWARD, RESPOND_SETTLED};
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
        for (size_t phases = 3; phases < 60; phases += 22)
            for (size_t r = 0; r < 2; r++) {
                const char *changes[6] = {0};
                size_t n = 0, units, others;
                while (n < 4 && kinds[kind][n]) {
                    changes[n] = kinds[kind][n];
                    n++;
                }
                double *at_once = tuning(changes, phases, responses[r], &units), spread = 0;
                changes[n] = "projections.ab.delay=1";
                double *one_by_one = tuning(changes, phases, responses[r], &others);
                assert_int_equal(units, others);
                assert_memory_equal(at_once, one_by_one, 5 * units * sizeof *at_once);
                for (size_t i = 0; i < units; i++)
                    spread += (at_once[i] - at_once[2 * units + i]) *
                              (at_once[i] - at_once[2 * units + i]);
                assert_true(at_once[units / 2] > 0.1 && spread > 1e-4);
                release(one_by_one);
                release(at_once);
            }
}

// Responses to all gratings, one after the other.
typedef struct {
    size_t units, count;
    float *response; // [count][units]
} Kept;

static void keep(void *kept, size_t k, const float *response) {
    Kept *all = kept;
    assert_int_equal(k, all->count++);
    memcpy(all->response + k * all->units, response, all->units * sizeof *response);
}

// Gratings of several contrasts are those of each by itself.
static void contrasts_are_in_their_places(void **state) {
    (void)state;
    enum { ORIENTATIONS = 5, PHASES = 7, CONTRASTS = 3, ALL = ORIENTATIONS * PHASES * CONTRASTS };
    static const double contrast[CONTRASTS] = {0.31, 0.57, 0.93};
    NetworkSettings settings;
    small_settings(&settings, chain, NULL);
    Network *network = small_network(&settings);
    Sheet *c = network_sheet(network, "c");
    GratingProtocol protocol = {ORIENTATIONS, PHASES, 1.7, 0, RESPOND_SETTLED, NO_EYE};
    Kept together = {c->units, 0, allocate(ALL * c->units, sizeof(float))},
         alone = {c->units, 0, allocate(ALL * c->units, sizeof(float))};
    Probe probe = probe_begin(network);
    probe_each_grating(&probe, c, &protocol, CONTRASTS, contrast, keep, &together);
    assert_int_equal(together.count, ALL);
    for (size_t k = 0; k < CONTRASTS; k++) {
        alone.count = 0;
        probe_each_grating(&probe, c, &protocol, 1, &contrast[k], keep, &alone);
        assert_int_equal(alone.count, ORIENTATIONS * PHASES);
        for (size_t i = 0; i < ORIENTATIONS * PHASES; i++)
            assert_memory_equal(together.response + (i * CONTRASTS + k) * c->units,
                                alone.response + i * c->units, c->units * sizeof(float));
    }
    assert_memory_not_equal(together.response, together.response + c->units,
                            c->units * sizeof(float));
    probe_end(&probe);
    release(alone.response);
    release(together.response);
    network_free(network);
    small_settings_finish(&settings);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(delays_are_waited_for),
                                       cmocka_unit_test(the_past_is_forgotten),
                                       cmocka_unit_test(echoes_are_waited_for),
                                       cmocka_unit_test(gratings_at_once_are_gratings_one_by_one),
                                       cmocka_unit_test(contrasts_are_in_their_places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
