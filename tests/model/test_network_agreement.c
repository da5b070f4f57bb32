// SPDX-License-Identifier: GPL-3.0-or-later
// Whole networks against a second implementation in double precision (naive_network.h).
#include "model/network.h"

#include "base/memory.h"
#include "helpers/naive_network.h"
#include "helpers/small_network.h"
#include "model/lesion.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static void compare(const char *what, int k, size_t n, const double *expected, const float *value) {
    for (size_t i = 0; i < n; i++)
        if (!(fabs((double)value[i] - expected[i]) <= 1e-5))
            fail_msg("iteration %d, %s, unit %zu: %g, not %g", k, what, i, (double)value[i],
                     expected[i]);
}

static void compare_weights(const char *name, const Network *network, const NaiveMatrix *expected) {
    const Projection *p = network_projection(network, name);
    Connection *connections = allocate(p->field_units, sizeof *connections);
    for (size_t t = 0; t < expected->rows; t++) {
        size_t n = projection_connections(p, t, connections), joined = 0;
        for (size_t s = 0; s < expected->columns; s++)
            joined += expected->joined[t * expected->columns + s];
        assert_int_equal(n, joined);
        for (size_t k = 0; k < n; k++) {
            size_t s =
                (size_t)connections[k].row * p->from->geometry.n + (size_t)connections[k].column;
            assert_near((double)connections[k].weight, expected->w[t * expected->columns + s],
                        1e-6);
        }
    }
    release(connections);
}

// Silences a disc of V1 and one of the retina and the LGN, which overlaps its place.
static void make_lesions(Network *network) {
    Variant region = {0};
    Error error = {0};
    assert_true(variant_choose(&region, region_kinds, "disc"));
    *(double *)setting_value(block_find(&region.kind->block, "radius"), region.settings) = 0.23;
    for (int k = 0; k < 2; k++) {
        Lesion lesion = {k ? "hole" : "scotoma", k ? "cortex" : "rgc", "", &region, false};
        *(double *)setting_value(block_find(&region.kind->block, "x"), region.settings) = 0.14 * k;
        if (!lesion_make(&lesion, network, &error))
            fail_msg("%s", error.text);
    }
    block_finish(&region.kind->block, region.settings);
    release(region.settings);
}

// Twelve iterations of learning must agree, where `lesions` with lesions from the fifth on; `floor`
// is the least peak activity in V1, so that there is something to see.
static void agrees_with(const char *const *changes, double floor, bool lesions) {
    NetworkSettings settings;
    Network *network = small_gcal_network(&settings, changes);
    NaiveNetwork naive = naive_new(network);
    const Sheet *on = network_sheet(network, "lgn_on"), *off = network_sheet(network, "lgn_off");
    const Sheet *v1 = network_sheet(network, "v1");
    double peak = 0;
    for (int k = 0; k < 12; k++) {
        if (lesions && k == 4)
            make_lesions(network);
        small_network_present(network, 1);
        naive_present(&naive);
        compare("LGN ON", k, on->units, naive.lgn_on, on->activity);
        compare("LGN OFF", k, off->units, naive.lgn_off, off->activity);
        compare("V1", k, v1->units, naive.v1, v1->activity);
        assert_int_equal(v1->steps, naive.steps);
        assert_int_equal(v1->settled, naive.settled);
        assert_near(v1->last_change, naive.last_change, 1e-5);
        for (size_t i = 0; i < v1->units; i++) {
            assert_near(v1->threshold[i], naive.threshold[i], 1e-6);
            assert_near(v1->gain[i], naive.gain[i], 1e-5);
            assert_near(v1->average[i], naive.average[i], 1e-5);
            peak = fmax(peak, naive.v1[i]);
        }
    }
    compare_weights("on_to_v1", network, &naive.on_to_v1);
    compare_weights("off_to_v1", network, &naive.off_to_v1);
    compare_weights("excitation", network, &naive.excitation);
    compare_weights("inhibition", network, &naive.inhibition);
    if (!(peak > floor))
        fail_msg("V1 peaks at %g only", peak);
    naive_free(&naive);
    small_network_finish(network, &settings);
}

static void agrees(const char *const *changes, double floor) {
    agrees_with(changes, floor, false);
}

static void gcal_agrees(void **state) {
    (void)state;
    agrees(NULL, 0.2);
}

static void gcal_on_a_torus_agrees(void **state) {
    (void)state;
    agrees((const char *const[]){"sheets.*.boundary=periodic", NULL}, 0.2);
}

static void networks_without_gain_control_or_adaptation_agree(void **state) {
    (void)state;
    agrees((const char *const[]){"sheets.lgn_*.gain_control.enabled=false",
                                 "sheets.v1.threshold=0.0217",
                                 "projections.retina_to_*.strength=3.71", NULL},
           0.1);
    agrees((const char *const[]){"sheets.v1.homeostasis.enabled=false", NULL}, 0.1);
    agrees((const char *const[]){"sheets.v1.settle=1", NULL}, 0.1);
    agrees((const char *const[]){"sheets.v1.settle=2", "sheets.retina.boundary=periodic", NULL},
           0.1);
}

static void networks_with_lesions_agree(void **state) {
    (void)state;
    agrees_with(NULL, 0.2, true);
    agrees_with((const char *const[]){"sheets.v1.mask=disc", "sheets.v1.mask.radius=0.431",
                                      "sheets.v1.homeostasis.relative_floor=0.97",
                                      "sheets.v1.homeostasis.floor=0.073",
                                      "sheets.v1.homeostasis.rate=0.31", NULL},
                0.1, true);
    agrees_with((const char *const[]){"sheets.*.boundary=periodic", "sheets.v1.damping=0.613",
                                      "sheets.v1.homeostasis.mode=gain", NULL},
                0.1, true);
}

static void networks_with_gain_homeostasis_agree(void **state) {
    (void)state;
    agrees((const char *const[]){"sheets.v1.homeostasis.mode=gain",
                                 "sheets.v1.homeostasis.rate=3.1", NULL},
           0.1);
    agrees((const char *const[]){"sheets.v1.homeostasis.mode=gain",
                                 "sheets.v1.homeostasis.rate=5.3", "sheets.v1.homeostasis.cap=1.23",
                                 "sheets.*.boundary=periodic", NULL},
           0.1);
}

// Tolerances are far from the rounding of floats, so that both take the same number of steps.
static void damped_settling_to_a_tolerance_agrees(void **state) {
    (void)state;
    agrees((const char *const[]){"sheets.v1.damping=0.613", NULL}, 0.1);
    agrees((const char *const[]){"sheets.v1.settle=90", "sheets.v1.tolerance=0.0023",
                                 "sheets.v1.damping=0.613", NULL},
           0.1);
    agrees((const char *const[]){"sheets.*.boundary=periodic", "sheets.v1.settle=90",
                                 "sheets.v1.tolerance=0.0071", "sheets.v1.damping=0.5", NULL},
           0.1);
    agrees((const char *const[]){"sheets.*.boundary=periodic", "sheets.v1.settle=9",
                                 "sheets.v1.tolerance=0.0071", "sheets.v1.damping=0.5",
                                 "sheets.v1.mask=disc", "sheets.v1.mask.radius=0.331", NULL},
           0.1);
}

static void networks_with_arbors_agree(void **state) {
    (void)state;
    agrees((const char *const[]){"projections.*_to_v1.arbor=sigmoid",
                                 "projections.*_to_v1.arbor.radius=0.173",
                                 "projections.*_to_v1.arbor.softness=0.037",
                                 "projections.inhibition.arbor=gaussian",
                                 "projections.inhibition.arbor.sigma=0.113",
                                 "projections.inhibition.arbor.scatter=0.061", NULL},
           0.2);
    agrees(
        (const char *const[]){
            "sheets.*.boundary=periodic", "projections.*_to_v1.arbor=gaussian",
            "projections.*_to_v1.arbor.sigma=0.131", "projections.on_to_v1.arbor.sigma=0.41",
            "projections.on_to_v1.arbor.scatter=0.7", "projections.on_to_v1.arbor.snapped=true",
            "projections.off_to_v1.scatter=0.17", "projections.inhibition.arbor=sigmoid",
            "projections.inhibition.arbor.radius=0.13",
            "projections.inhibition.arbor.softness=0.05", NULL},
        0.1);
}

static void networks_with_scattered_fields_agree(void **state) {
    (void)state;
    agrees((const char *const[]){"projections.*_to_v1.scatter=0.19",
                                 "projections.off_to_v1.scatter_by=projection",
                                 "projections.excitation.weights_scatter=0.057",
                                 "projections.inhibition.weights_scatter=0.13", NULL},
           0.1);
    agrees((const char *const[]){"sheets.*.boundary=periodic", "projections.*_to_v1.scatter=0.27",
                                 "projections.excitation.scatter=0.05",
                                 "projections.excitation.weights_scatter=0.031",
                                 "projections.excitation.scatter_by=projection", NULL},
           0.1);
}

static void networks_with_schedules_agree(void **state) {
    (void)state;
    agrees((const char *const[]){"projections.*_to_v1.learning_schedule=exponential",
                                 "projections.*_to_v1.learning_schedule.time_constant=3.7",
                                 "projections.*_to_v1.learning_schedule.floor=0.119",
                                 "projections.inhibition.learning_schedule=steps",
                                 "projections.inhibition.learning_schedule.every=2",
                                 "projections.inhibition.learning_schedule.factor=0.61",
                                 "projections.inhibition.learning_schedule.start=3",
                                 "projections.excitation.strength_schedule=exponential",
                                 "projections.excitation.strength_schedule.time_constant=8.3",
                                 "projections.excitation.strength_schedule.start=2",
                                 "projections.on_to_v1.strength_schedule=steps",
                                 "projections.on_to_v1.strength_schedule.every=5",
                                 "projections.on_to_v1.strength_schedule.factor=0.83",
                                 "projections.inhibition.strength_schedule=steps",
                                 "projections.inhibition.strength_schedule.every=1",
                                 "projections.inhibition.strength_schedule.factor=0.94",
                                 "sheets.v1.homeostasis.schedule=exponential",
                                 "sheets.v1.homeostasis.schedule.time_constant=2.9", NULL},
           0.1);
}

static void networks_with_masks_agree(void **state) {
    (void)state;
    agrees((const char *const[]){"sheets.v1.mask=disc", "sheets.v1.mask.radius=0.331",
                                 "sheets.v1.mask.x=0.07", NULL},
           0.1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gcal_agrees),
        cmocka_unit_test(gcal_on_a_torus_agrees),
        cmocka_unit_test(networks_without_gain_control_or_adaptation_agree),
        cmocka_unit_test(damped_settling_to_a_tolerance_agrees),
        cmocka_unit_test(networks_with_lesions_agree),
        cmocka_unit_test(networks_with_gain_homeostasis_agree),
        cmocka_unit_test(networks_with_arbors_agree),
        cmocka_unit_test(networks_with_scattered_fields_agree),
        cmocka_unit_test(networks_with_schedules_agree),
        cmocka_unit_test(networks_with_masks_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
