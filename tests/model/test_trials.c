// SPDX-License-Identifier: GPL-3.0-or-later
// Trials side by side against presentations one by one, which the reference kernels compute.
#include "model/trials.h"

#include "base/memory.h"
#include "helpers/small_network.h"
#include "model/lesion.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// Shows a patch of random activity, light or dark, on an otherwise silent retina, and lets the
// network respond.
static void present(Network *network, uint64_t k, Response response) {
    Sheet *retina = network_sheet(network, "retina");
    RandomDraws draws = random_draws(random_stream(2385, "trials"), k);
    size_t n = retina->geometry.n, i = random_integer(&draws, 17), j = random_integer(&draws, 17);
    for (size_t unit = 0; unit < retina->units; unit++) {
        bool inside = unit / n >= i && unit / n < i + 11 && unit % n >= j && unit % n < j + 11;
        retina->activity[unit] = inside ? (float)random_between(&draws, -0.7, 1.3) : 0;
    }
    sheet_publish(retina);
    network_respond(network, response);
}

static void copy_response(const Sheet *sheet, Response response, float *values) {
    memcpy(values, response == RESPOND_SETTLED ? sheet->activity : sheet->drive,
           sheet->units * sizeof *values);
}

// Loses a part of V1, and of what it sees.
static void make_lesion(Network *network) {
    Variant region = {0};
    Error error = {0};
    assert_true(variant_choose(&region, region_kinds, "disc"));
    *(double *)setting_value(block_find(&region.kind->block, "radius"), region.settings) = 0.19;
    *(double *)setting_value(block_find(&region.kind->block, "x"), region.settings) = 0.13;
    Lesion lesion = {"hole", "cortex", "", &region, false};
    if (!lesion_make(&lesion, network, &error))
        fail_msg("%s", error.text);
    block_finish(&region.kind->block, region.settings);
    release(region.settings);
}

typedef struct {
    const char *changes[8]; // to small_gcal
    const char *shared;     // projection from another sheet, or NULL
    bool aligned;           // does it lie on V1's grid?
    bool lesion;
    double least; // share of units that has to be active in a settled trial, on average
} Case;

static const Case cases[] = {
    {.changes = {NULL}, .least = 0.05},
    {.changes = {"sheets.v1.half_width=0.31"}, .least = 0.05},
    {.changes = {"sheets.v1.boundary=periodic"}, .least = 0.05},
    {.changes = {"projections.excitation.shared=true"}, .least = 0.05},
    {.changes = {"projections.excitation.shared=true", "sheets.v1.boundary=periodic"},
     .least = 0.05},
    {.changes = {"sheets.lgn_on.density=13", "sheets.lgn_on.half_width=0.8076923076923077",
                 "projections.on_to_v1.shared=true", "projections.on_to_v1.learning_rate=0",
                 "projections.on_to_v1.normalise=own"},
     .shared = "on_to_v1",
     .aligned = true,
     .least = 0.05},
    {.changes = {"projections.off_to_v1.shared=true", "projections.off_to_v1.learning_rate=0",
                 "projections.off_to_v1.normalise=own"},
     .shared = "off_to_v1",
     .least = 0.05},
    {.changes = {NULL}, .lesion = true, .least = 0.03},
    {.changes = {"sheets.v1.transfer=tanh"}, .least = 0.5},
    {.changes = {"sheets.v1.transfer=noisy_rectified"}, .least = 0.05},
    {.changes = {"sheets.v1.transfer=noisy_rectified", "sheets.v1.settle=1"}, .least = 0.05},
    {.changes = {"sheets.v1.damping=0.7"}, .least = 0.05},
    {.changes = {"sheets.v1.damping=0.8", "sheets.v1.settle=50", "sheets.v1.tolerance=0.031"},
     .least = 0.05},
    {.changes = {"sheets.v1.settle=50", "sheets.v1.tolerance=0.031"}, .least = 0.05},
    {.changes = {"sheets.v1.boundary=periodic", "sheets.v1.settle=50", "sheets.v1.tolerance=0.031"},
     .least = 0.05},
    {.changes = {"sheets.v1.boundary=periodic", "sheets.v1.settle=50", "sheets.v1.tolerance=0.031",
                 "sheets.v1.damping=0.8"},
     .least = 0.05},
    {.changes = {"sheets.v1.boundary=periodic", "sheets.v1.gain_control.enabled=true",
                 "sheets.v1.gain_control.constant=0.71", "sheets.v1.threshold=0.011"},
     .least = 0.05},
    {.changes = {"sheets.v1.mask=disc", "sheets.v1.mask.radius=0.33"}, .least = 0.03},
    // More tiles than a thread takes at once.
    {.changes = {"sheets.v1.half_width=1.1", "sheets.v1.settle=50", "sheets.v1.tolerance=0.031",
                 "sheets.v1.damping=0.8"},
     .least = 0.03},
    {.changes = {"sheets.v1.gain_control.enabled=true", "sheets.v1.gain_control.constant=0.71",
                 "sheets.v1.threshold=0.011"},
     .least = 0.05},
    // Pools of both signs.
    {.changes = {"sheets.v1.transfer=tanh", "sheets.v1.gain_control.enabled=true",
                 "sheets.v1.gain_control.constant=0.71", "sheets.v1.threshold=0.3"},
     .least = 0.5},
    {.changes = {"sheets.v1.threshold=-0.021"}, .least = 0.05},
    {.changes = {"sheets.v1.homeostasis.mode=gain"}, .least = 0.05},
};

enum { CASES = sizeof cases / sizeof *cases };

// What is shown to trials of a sheet, and what it has to respond.
typedef struct {
    Network *network;
    Sheet *sheet;
    size_t first; // stimulus
    size_t n, alike;
    Response response;
    float *expected; // [n][units]
    Rest rest;       // of all responses
} Shown;

static Rest *rest_of(const Shown *shown) {
    return &shown->network->rest[shown->sheet - shown->network->sheet];
}

static Shown shown_one_by_one(Network *network, const char *sheet, size_t first, size_t n,
                              size_t alike, Response response) {
    Shown shown = {.network = network,
                   .sheet = network_sheet(network, sheet),
                   .first = first,
                   .n = n,
                   .alike = alike,
                   .response = response};
    const Kernels *kernels = network->kernels;
    shown.expected = allocate(n * shown.sheet->units, sizeof *shown.expected);
    network_use(network, kernels_choose("reference"));
    *rest_of(&shown) = (Rest){0};
    for (size_t k = 0; k < n; k++) {
        present(network, first + k / alike, response);
        copy_response(shown.sheet, response, shown.expected + k * shown.sheet->units);
    }
    shown.rest = *rest_of(&shown);
    network_use(network, kernels);
    return shown;
}

// Trials of the same have the same bits. Returns the share of units that are active.
static double check_shown(const Shown *shown, Trials *trials) {
    size_t units = shown->sheet->units, room = trials_room(trials), active = 0;
    Rest all = {0};
    float *found = allocate(units, sizeof *found);
    assert_in_range(room, 1, MOST_TRIALS);
    for (size_t first = 0; first < shown->n; first += room) {
        size_t count = shown->n - first < room ? shown->n - first : room;
        trials_clear(trials);
        for (size_t k = 0; k < count; k++) {
            present(shown->network, shown->first + (first + k) / shown->alike, shown->response);
            trials_add(trials);
        }
        uint64_t before = network_hash(shown->network);
        *rest_of(shown) = (Rest){0};
        trials_respond(trials, shown->response);
        all.sum += rest_of(shown)->sum;
        all.responses += rest_of(shown)->responses;
        assert_true(network_hash(shown->network) == before);
        for (size_t k = 0; k < count; k++) {
            trials_read(trials, k, found);
            assert_memory_equal(found, shown->expected + (first + k) * units,
                                units * sizeof *found);
            for (size_t unit = 0; unit < units; unit++)
                active += found[unit] != 0;
        }
    }
    release(found);
    assert_near(all.sum, shown->rest.sum, 1e-12 * (1 + all.sum));
    assert_int_equal(all.responses, shown->rest.responses);
    return (double)active / (double)(shown->n * units);
}

// n trials, of which `alike` in a row are the same, have the bits of n presentations.
static void check(const Case *checked, const char *kernels, size_t n, size_t alike,
                  Response response) {
    NetworkSettings settings;
    Network *network = small_gcal_network(&settings, checked->changes);
    small_network_present(network, 3);
    if (checked->shared)
        assert_int_equal(network_projection(network, checked->shared)->aligned, checked->aligned);
    if (checked->lesion)
        make_lesion(network);
    network_use(network, kernels_choose(kernels));
    Shown shown = shown_one_by_one(network, "v1", 0, n, alike, response);
    assert_true(trials_possible(network, shown.sheet));
    Trials *trials = trials_new(network, shown.sheet, n, alike);
    double active = check_shown(&shown, trials);
    assert_true(response == RESPOND_FEEDFORWARD || active > checked->least);
    trials_free(trials);
    release(shown.expected);
    small_network_finish(network, &settings);
}

static void trials_are_presentations(void **state) {
    (void)state;
    for (size_t k = 0; k < CASES; k++)
        for (size_t response = 0; response < 2; response++)
            check(&cases[k], NULL, 11, 1, response ? RESPOND_SETTLED : RESPOND_FEEDFORWARD);
}

// Trials of V1, which settles within a tolerance, and of a sheet that does not settle, are used for
// one kind of response after another; what was shown before leaves no trace.
static void trials_can_be_used_again(void **state) {
    (void)state;
    static const char *const sheets[] = {"v1", "lgn_on"};
    static const Response responses[] = {RESPOND_FEEDFORWARD, RESPOND_SETTLED, RESPOND_FEEDFORWARD,
                                         RESPOND_SETTLED};
    static const char *const changes[] = {"sheets.v1.tolerance=0.5", "sheets.v1.settle=50", NULL};
    NetworkSettings settings;
    Network *network = small_gcal_network(&settings, changes);
    small_network_present(network, 3);
    for (size_t i = 0; i < 2; i++) {
        Trials *trials = trials_new(network, network_sheet(network, sheets[i]), 13, 1);
        for (size_t r = 0; r < sizeof responses / sizeof *responses; r++) {
            Shown shown = shown_one_by_one(network, sheets[i], 17 * r, 13 - 4 * r, 1, responses[r]);
            assert_true(check_shown(&shown, trials) > 0.05);
            release(shown.expected);
        }
        trials_free(trials);
    }
    small_network_finish(network, &settings);
}

// Sets that are full, or not, and more trials than there is room for.
static void any_number_of_trials_will_do(void **state) {
    (void)state;
    static const size_t numbers[] = {1, 2, 3, 4, 5, 23, MOST_TRIALS + 7};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        for (size_t alike = 1; alike <= TRIALS + 1; alike++)
            check(&cases[i % 2], NULL, numbers[i], alike, RESPOND_SETTLED);
}

static void all_kernels_agree(void **state) {
    (void)state;
    for (size_t s = 0; kernels_name(s); s++)
        for (size_t k = 0; k < CASES; k++)
            check(&cases[k], kernels_name(s), 7, 1, RESPOND_SETTLED);
}

static void other_sheets_have_none(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = small_gcal_network(&settings, NULL);
    assert_true(trials_possible(network, network_sheet(network, "lgn_on")));
    assert_false(trials_possible(network, network_sheet(network, "retina")));
    small_network_finish(network, &settings);
    network =
        small_gcal_network(&settings, (const char *const[]){"projections.off_to_v1.delay=1", NULL});
    assert_false(trials_possible(network, network_sheet(network, "v1")));
    small_network_finish(network, &settings);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trials_are_presentations),     cmocka_unit_test(trials_can_be_used_again),
        cmocka_unit_test(any_number_of_trials_will_do), cmocka_unit_test(all_kernels_agree),
        cmocka_unit_test(other_sheets_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
