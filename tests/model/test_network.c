// SPDX-License-Identifier: GPL-3.0-or-later
// Properties that must hold of whole networks.
#include "model/network.h"

#include "base/hash.h"
#include "base/memory.h"
#include "helpers/small_network.h"

#include <malloc.h>
#include <math.h>
#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#ifdef __SANITIZE_ADDRESS__ // gcc
#define SANITIZED
#elif defined(__has_feature) // clang
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif

#include "helpers/assert_near.h"

// The strength of a schedule is that of the setting times the factor, which an event may change;
// a schedule may be replaced.
static void schedules_follow_changes_of_their_settings(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = small_gcal_network(
        &settings,
        (const char *const[]){"projections.excitation.strength_schedule=exponential",
                              "projections.excitation.strength_schedule.time_constant=5", NULL});
    const Projection *excitation = network_projection(network, "excitation");
    double factor = 1;
    for (int k = 0; k < 9; k++) {
        if (k == 4)
            settings_assign(&network_settings, &settings, "projections.excitation.strength=1.3",
                            true, "test", NULL);
        if (k == 7)
            settings_assign(&network_settings, &settings,
                            "projections.excitation.strength_schedule=constant", true, "test",
                            NULL);
        small_network_present(network, 1);
        assert_near(excitation->strength, (k < 4 ? 1.7 : 1.3) * (k < 7 ? factor : 1), 1e-14);
        factor *= exp(-0.2);
    }
    small_network_finish(network, &settings);
}

static void masked_units_stay_silent_and_do_not_learn(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = small_gcal_network(
        &settings, (const char *const[]){"sheets.v1.mask=disc", "sheets.v1.mask.radius=0.331",
                                         "sheets.v1.mask.x=0.07", NULL});
    Projection *p = network_projection(network, "on_to_v1");
    Sheet *v1 = p->to;
    size_t outside = 0, learnt = 0, most = p->field_units;
    float *before = allocate(v1->units * most, sizeof *before),
          *after = allocate(most, sizeof *after);
    for (size_t i = 0; i < v1->units; i++)
        projection_store(p, i, before + i * most);
    small_network_present(network, 9);
    for (size_t i = 0; i < v1->units; i++) {
        size_t n = projection_store(p, i, after);
        bool unchanged = memcmp(before + i * most, after, n * sizeof *after) == 0;
        learnt += !unchanged;
        if (v1->inside[i])
            continue;
        outside++;
        assert_true(unchanged && v1->activity[i] == 0 && p->scale[i] == 1);
        assert_true(v1->threshold[i] == 0.0915 && v1->average[i] == 0.024);
    }
    assert_in_range(outside, 50, 169 - 50);
    assert_in_range(learnt, 30, 169 - outside);
    release(after);
    release(before);
    small_network_finish(network, &settings);
}

static double group_sum(const Network *network, const char *const *names, size_t unit) {
    double sum = 0;
    for (; *names; names++) {
        const Projection *p = network_projection(network, *names);
        Connection *connections = allocate(p->field_units, sizeof *connections);
        size_t n = projection_connections(p, unit, connections);
        for (size_t k = 0; k < n; k++)
            sum += fabs((double)connections[k].weight);
        release(connections);
    }
    return sum;
}

// With rates so high that scales leave their safe range many times over.
static void learning_keeps_sums_and_signs(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = small_gcal_network(
        &settings, (const char *const[]){"projections.inhibition.learning_rate=17", NULL});
    const Projection *inhibition = network_projection(network, "inhibition");
    float most = 0, least = 1;
    for (int k = 0; k < 150; k++) {
        small_network_present(network, 1);
        for (size_t s = 0; s < network->sheets; s++)
            for (size_t i = 0; i < network->sheet[s].units; i++)
                assert_true(network->sheet[s].activity[i] >= 0);
        for (size_t i = 0; i < inhibition->to->units && k > 100; i++) {
            most = fmaxf(most, inhibition->scale[i]);
            least = fminf(least, inhibition->scale[i]);
        }
    }
    assert_true(least >= 1.0f / 1024 && least < 0.01f && most > 0.05f);
    for (size_t unit = 0; unit < network_sheet(network, "v1")->units; unit++) {
        assert_near(group_sum(network, (const char *const[]){"on_to_v1", "off_to_v1", NULL}, unit),
                    1, 1e-5);
        assert_near(group_sum(network, (const char *const[]){"inhibition", NULL}, unit), 1, 1e-5);
        assert_near(group_sum(network, (const char *const[]){"excitation", NULL}, unit), 1, 1e-6);
    }
    small_network_finish(network, &settings);
}

static void without_a_learning_rate_nothing_changes(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = small_gcal_network(
        &settings, (const char *const[]){"projections.*.learning_rate=0",
                                         "sheets.v1.homeostasis.enabled=false", NULL});
    uint64_t before = network_hash(network);
    small_network_present(network, 5);
    assert_true(network_hash(network) == before);
    settings_assign(&network_settings, &settings, "projections.inhibition.learning_rate=0.1", true,
                    "test", NULL);
    small_network_present(network, 5);
    assert_true(network_hash(network) != before);
    small_network_finish(network, &settings);
}

// Gives unit (i, j) the mirrored weights of unit (i, n - 1 - j).
static void mirror_weights(Projection *p) {
    size_t n = p->to->geometry.n, m = p->from->geometry.n;
    Connection *left = allocate(p->field_units, sizeof *left),
               *right = allocate(p->field_units, sizeof *right);
    float *weights = allocate(p->field_units, sizeof *weights);
    for (size_t unit = 0; unit < n * n; unit++) {
        size_t other = unit / n * n + n - 1 - unit % n;
        size_t count = projection_connections(p, unit, left);
        assert_int_equal(projection_connections(p, other, right), count);
        for (size_t k = 0; k < count; k++)
            for (size_t l = 0; l < count; l++)
                if (right[l].row == left[k].row && right[l].column == (long)m - 1 - left[k].column)
                    weights[l] = 0.5f * (left[k].weight + right[l].weight);
        float *mirrored = allocate(count, sizeof *mirrored);
        for (size_t k = 0; k < count; k++)
            for (size_t l = 0; l < count; l++)
                if (right[l].row == left[k].row && right[l].column == (long)m - 1 - left[k].column)
                    mirrored[k] = weights[l];
        projection_restore(p, other, weights, 1);
        projection_restore(p, unit, mirrored, 1);
        release(mirrored);
    }
    release(weights);
    release(right);
    release(left);
}

// Odd sides throughout, so that a mirrored unit's field is centred on the mirrored unit.
static void mirrored_input_gives_mirrored_activity(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = small_gcal_network(&settings, NULL);
    const Sheet *v1 = network_sheet(network, "v1");
    Sheet *retina = network_sheet(network, "retina");
    size_t n = v1->geometry.n, m = retina->geometry.n;
    const char *const random[] = {"on_to_v1", "off_to_v1", "inhibition"};
    for (size_t k = 0; k < 3; k++)
        mirror_weights(network_projection(network, random[k]));
    double asymmetry = 0;
    float *first = allocate(v1->units, sizeof *first);
    network_show(network, 3);
    network_respond(network, RESPOND_SETTLED);
    memcpy(first, v1->activity, v1->units * sizeof *first);
    network_show(network, 3);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m / 2; j++) {
            float kept = retina->activity[i * m + j];
            retina->activity[i * m + j] = retina->activity[i * m + m - 1 - j];
            retina->activity[i * m + m - 1 - j] = kept;
        }
    sheet_publish(retina);
    network_respond(network, RESPOND_SETTLED);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            assert_near((double)v1->activity[i * n + j], (double)first[i * n + n - 1 - j], 1e-5);
            asymmetry =
                fmax(asymmetry, fabs((double)(first[i * n + j] - first[i * n + n - 1 - j])));
        }
    assert_true(asymmetry > 0.05);
    release(first);
    small_network_finish(network, &settings);
}

// A retina whose units each drive one unit of V1, and lateral connections that give all units the
// same response.
static const char one_to_one[] =
    "sheets = { retina = { density = 16; half_width = 0.5; stimulus = \"s\"; };\n"
    "           v1 = { density = 16; half_width = 0.5; settle = 2; }; };\n"
    "projections = {\n"
    "  in = { from = \"retina\"; to = \"v1\"; radius = 0.03;\n"
    "         weights = { kind = \"gaussian\"; sigma = 0.003; }; };\n"
    "  e = { from = \"v1\"; to = \"v1\"; radius = 1.5; strength = 2.3;\n"
    "        weights = { kind = \"uniform\"; low = 1; high = 1; }; };\n"
    "  i = { from = \"v1\"; to = \"v1\"; radius = 1.5; strength = -0.7;\n"
    "        weights = { kind = \"uniform\"; low = 1; high = 1; }; }; };\n"
    "stimuli = { s = { kind = \"noise\"; }; };\n";

static Network *new_one_to_one(NetworkSettings *settings, const char *const *changes) {
    small_settings(settings, one_to_one, changes);
    Network *network = small_network(settings);
    assert_int_equal(network_sheet(network, "v1")->units, 256);
    return network;
}

// Inhibition that exceeds all else by 2 in 10,000 silences a unit. All but 8 in 10,000 of it comes
// from one half of the sources, whether that is added first or last: it is added up to the end.
static void inhibition_is_added_up_to_the_end(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = new_one_to_one(&settings, NULL);
    Sheet *retina = network_sheet(network, "retina"), *v1 = network_sheet(network, "v1");
    for (uint64_t k = 0; k < 20; k++) {
        RandomDraws draws = random_draws(random_stream(2385, "enough"), k);
        double response = 0;
        for (size_t i = 0; i < 256; i++) {
            double size = i >= 128 ? 0 : (i < 64) == (k % 2 == 0) ? 1 : 8e-4;
            retina->activity[i] = (float)(size * random_between(&draws, 0.5, 1.5));
            response += (double)retina->activity[i] / 256;
        }
        for (size_t i = 0; i < 256; i++)
            v1->threshold[i] = i < 128 ? 0 : (2.3 - 0.7 * (1 - 2e-4)) * response;
        sheet_publish(retina);
        network_respond(network, RESPOND_SETTLED);
        for (size_t i = 0; i < 256; i++)
            assert_true((v1->activity[i] > 0) == (i < 128));
    }
    small_network_finish(network, &settings);
}

// Gain control divides by constant + strength * pool, where a pool below 0 is taken for 0.
static void a_pool_below_zero_is_taken_for_zero(void **state) {
    (void)state;
    static const char *const transfers[] = {"sheets.v1.transfer=linear", "sheets.v1.transfer=tanh"};
    for (size_t k = 0; k < 2; k++) {
        float response[2][2][256]; // to dark or light, without and with the pool
        for (size_t pooled = 0; pooled < 2; pooled++) {
            NetworkSettings settings;
            Network *network = new_one_to_one(
                &settings, (const char *const[]){transfers[k], "sheets.v1.settle=1",
                                                 "sheets.v1.gain_control.enabled=true",
                                                 "sheets.v1.gain_control.constant=0.73",
                                                 pooled ? "sheets.v1.gain_control.strength=1.9"
                                                        : "sheets.v1.gain_control.strength=0",
                                                 NULL});
            Sheet *retina = network_sheet(network, "retina"), *v1 = network_sheet(network, "v1");
            for (size_t light = 0; light < 2; light++) {
                RandomDraws draws = random_draws(random_stream(2385, "pool"), 0);
                for (size_t i = 0; i < 256; i++)
                    retina->activity[i] =
                        (light ? 1.0f : -1.0f) * (float)random_between(&draws, 0.2, 0.5);
                sheet_publish(retina);
                network_respond(network, RESPOND_SETTLED);
                memcpy(response[light][pooled], v1->activity, sizeof response[light][pooled]);
            }
            small_network_finish(network, &settings);
        }
        assert_memory_equal(response[0][0], response[0][1], sizeof response[0][0]);
        for (size_t i = 0; i < 256; i++) {
            assert_true(response[0][0][i] < -0.2f);
            assert_true(response[1][1][i] < 0.8f * response[1][0][i]);
        }
    }
}

static void what_is_not_a_number_never_settles(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = small_gcal_network(
        &settings, (const char *const[]){"sheets.v1.settle=31", "sheets.v1.tolerance=0.17", NULL});
    Sheet *v1 = network_sheet(network, "v1");
    network_show(network, 2);
    network_respond(network, RESPOND_SETTLED);
    assert_true(v1->settled && v1->steps < 31);
    v1->threshold[v1->units / 2] = (double)NAN;
    network_respond(network, RESPOND_SETTLED);
    assert_true(!v1->settled && v1->steps == 31);
    small_network_finish(network, &settings);
}

static void diverging_activity_is_reported_with_sheet_and_unit(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = small_gcal_network(
        &settings, (const char *const[]){"projections.excitation.strength=7.3", NULL});
    Error error = {0};
    uint64_t before = network_hash(network);
    assert_false(network_present(network, &error));
    assert_non_null(strstr(error.text, "v1"));
    assert_non_null(strstr(error.text, "row"));
    assert_non_null(strstr(error.text, "column"));
    assert_int_equal(network->presentation, 0);
    assert_true(network_hash(network) == before); // nothing was learnt from it
    error_clear(&error);
    small_network_finish(network, &settings);
}

static uint64_t hash_after(const char *text, const char *const *changes, const char *kernels,
                           int presentations) {
    NetworkSettings settings;
    Error error = {0};
    small_settings(&settings, text, changes);
    Network *network = network_new(&settings, kernels_choose(kernels), WEIGHTS_DRAWN, &error);
    assert_non_null(network);
    small_network_present(network, presentations);
    uint64_t hash = network_hash(network);
    for (size_t i = 0; i < network->sheets; i++)
        hash =
            hash_bytes(hash, network->sheet[i].activity, network->sheet[i].units * sizeof(float));
    small_network_finish(network, &settings);
    return hash;
}

static void the_number_of_threads_changes_no_bit(void **state) {
    (void)state;
    static const char *const changes[] = {"sheets.v1.density=43", // large enough for threads
                                          "projections.on_to_v1.arbor=gaussian",
                                          "projections.on_to_v1.arbor.sigma=0.21",
                                          "projections.inhibition.arbor=sigmoid",
                                          "projections.inhibition.arbor.radius=0.2",
                                          "projections.inhibition.arbor.softness=0.02",
                                          "projections.inhibition.arbor.scatter=0.1",
                                          NULL};
    int usual = omp_get_max_threads();
    omp_set_num_threads(1);
    uint64_t alone = hash_after(small_gcal, changes, NULL, 15);
    for (int threads = 2; threads <= 5; threads += 3) {
        omp_set_num_threads(threads);
        assert_true(hash_after(small_gcal, changes, NULL, 15) == alone);
    }
    omp_set_num_threads(usual);
}

// Leaving out what is silent, hopeless or cancelled changes no bit, whatever the network.
static void skipping_changes_no_bit(void **state) {
    (void)state;
    static const char *const changes[][6] = {
        {"sheets.v1.density=37", NULL},
        {"sheets.*.boundary=periodic", "sheets.v1.density=29", NULL},
        {"stimuli.bars.contrast=0.05", "sheets.v1.density=18", NULL},
        {"stimuli.bars.contrast=30", "sheets.v1.density=21", NULL},
        {"sheets.v1.threshold=0", "sheets.v1.homeostasis.enabled=false", NULL},
        {"sheets.v1.mask=disc", "sheets.v1.mask.radius=0.4", "sheets.v1.density=33", NULL},
        {"projections.excitation.learning_rate=0.3", "sheets.v1.density=23", NULL},
        {"projections.excitation.shared=true", "sheets.v1.density=31", NULL},
        {"projections.excitation.delay=2", "projections.inhibition.learning_rate=31", NULL},
        {"projections.*_to_v1.scatter=0.2", "sheets.*.boundary=periodic", NULL},
        {"projections.on_to_v1.strength=-0.3", "projections.off_to_v1.strength=2.9", NULL},
        {"projections.inhibition.strength=0.1", "sheets.v1.settle=5", NULL},
        {"projections.inhibition.normalise=none", "projections.inhibition.strength=-0.002", NULL},
        {"projections.*_to_v1.arbor=sigmoid", "projections.*_to_v1.arbor.radius=0.2",
         "projections.*_to_v1.arbor.softness=0.04", NULL},
        {"projections.inhibition.arbor=gaussian", "projections.inhibition.arbor.sigma=0.2",
         "projections.inhibition.arbor.scatter=0.1", "sheets.v1.density=23", NULL},
        {"projections.*.strength_schedule=exponential",
         "projections.*.strength_schedule.time_constant=20",
         "projections.*.learning_schedule=steps", "projections.*.learning_schedule.every=2",
         "projections.*.learning_schedule.factor=0.3", NULL},
        {"projections.excitation.strength_schedule=steps",
         "projections.excitation.strength_schedule.every=3",
         "projections.excitation.strength_schedule.factor=0", NULL},
        {"projections.inhibition.normalise=lateral", "projections.excitation.normalise=lateral",
         NULL}};
    for (size_t k = 0; k < sizeof changes / sizeof *changes; k++)
        for (size_t s = 0; kernels_name(s); s++)
            if (hash_after(small_gcal, changes[k], kernels_name(s), 9) !=
                hash_after(small_gcal, changes[k], "reference", 9))
                fail_msg("%s: %s differs from the reference", changes[k][0], kernels_name(s));
}

// Most of the work must be left out, or there is nothing to compare.
static void skipping_saves_work(void **state) {
    (void)state;
    static const char *const changes[] = {"sheets.v1.density=43", NULL};
    uint64_t lines[2];
    for (int k = 0; k < 2; k++) {
        NetworkSettings settings;
        Error error = {0};
        small_settings(&settings, small_gcal, changes);
        Network *network =
            network_new(&settings, kernels_choose(k ? "reference" : NULL), WEIGHTS_DRAWN, &error);
        small_network_present(network, 12);
        lines[k] = network->work.count[STAGE_SETTLING].lines;
        small_network_finish(network, &settings);
    }
    assert_true(lines[0] > 0 && lines[0] < lines[1] / 3);
}

static void the_memory_estimate_is_near(void **state) {
    (void)state;
#ifdef SANITIZED
    skip(); // the sanitizer's own allocator does not count
#endif
    static const char *const changes[][6] = {
        {"sheets.v1.density=47", NULL},
        {"sheets.*.boundary=periodic", "sheets.v1.density=61", NULL},
        // An arbor for each tile of targets; a few for all; and again one for each.
        {"sheets.v1.density=47", "projections.*_to_v1.arbor=gaussian",
         "projections.*_to_v1.arbor.sigma=0.2", NULL},
        {"sheets.v1.density=48", "sheets.lgn_*.density=12", "sheets.lgn_*.half_width=1",
         "projections.*_to_v1.arbor=gaussian", "projections.*_to_v1.arbor.sigma=0.2", NULL},
        {"sheets.v1.density=46", "projections.inhibition.arbor=gaussian",
         "projections.inhibition.arbor.sigma=0.2", "projections.inhibition.arbor.scatter=0.1",
         NULL}};
    for (size_t k = 0; k < sizeof changes / sizeof *changes; k++) {
        NetworkSettings settings;
        small_settings(&settings, small_gcal, changes[k]);
        struct mallinfo2 before = mallinfo2();
        Network *network = small_network(&settings);
        struct mallinfo2 after = mallinfo2();
        double taken =
            (double)(after.uordblks + after.hblkhd) - (double)(before.uordblks + before.hblkhd);
        for (size_t p = 0; p < network->projections; p++) // pages, which malloc does not count
            taken += (double)(network->projection[p].weight_count * sizeof(float));
        assert_near(network_memory(&settings), taken, 0.3 * taken);
        small_network_finish(network, &settings);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schedules_follow_changes_of_their_settings),
        cmocka_unit_test(masked_units_stay_silent_and_do_not_learn),
        cmocka_unit_test(learning_keeps_sums_and_signs),
        cmocka_unit_test(without_a_learning_rate_nothing_changes),
        cmocka_unit_test(mirrored_input_gives_mirrored_activity),
        cmocka_unit_test(inhibition_is_added_up_to_the_end),
        cmocka_unit_test(a_pool_below_zero_is_taken_for_zero),
        cmocka_unit_test(what_is_not_a_number_never_settles),
        cmocka_unit_test(diverging_activity_is_reported_with_sheet_and_unit),
        cmocka_unit_test(the_number_of_threads_changes_no_bit),
        cmocka_unit_test(skipping_changes_no_bit),
        cmocka_unit_test(skipping_saves_work),
        cmocka_unit_test(the_memory_estimate_is_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
