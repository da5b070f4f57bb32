// SPDX-License-Identifier: GPL-3.0-or-later
// Arbors against their formulas at exact places, how many sets of factors there are, and the draws
// that displace fields, first weights and arbors.
#include "base/memory.h"
#include "helpers/small_network.h"
#include "model/projection_place.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// One source sheet, of which two projections lead to one sheet and a third to another.
static const char fan[] =
    "seed = 67;\n"
    "sheets = { a = { density = 21.0; half_width = 0.97; stimulus = \"s\"; };\n"
    "           b = { density = 33.0; half_width = 0.63; }; c = { density = 33.0; half_width = "
    "0.63; }; };\n"
    "projections = {\n"
    "  p = { from = \"a\"; to = \"b\"; radius = 0.3; learning_rate = 0.1; weights = \"uniform\"; "
    "};\n"
    "  q = { from = \"a\"; to = \"b\"; radius = 0.2; learning_rate = 0.1; weights = \"uniform\"; "
    "};\n"
    "  r = { from = \"a\"; to = \"c\"; radius = 0.3; learning_rate = 0.1; weights = \"uniform\"; "
    "}; };\n"
    "stimuli = { s = { kind = \"noise\"; }; };\n";

typedef struct {
    NetworkSettings settings;
    Network *network;
} Made;

static Made made_of(const char *const *changes) {
    Made made;
    small_settings(&made.settings, fan, changes);
    made.network = small_network(&made.settings);
    return made;
}

static void made_free(Made *made) {
    network_free(made->network);
    small_settings_finish(&made->settings);
}

// The factors of a projection, of which `kind` and the two numbers are known: radius and softness,
// or sigma. What is left of the tolerance when a float was rounded is for places, which are counted
// in 2^-30 units: the slopes are below 10 for a sheet unit.
static void check_factors(const Projection *p, bool sigmoid, double first, double second,
                          bool snapped) {
    const Geometry *from = &p->from->geometry, *to = &p->to->geometry;
    size_t low = 0, high = 0;
    for (size_t unit = 0; unit < p->to->units; unit++) {
        const FieldBlock *block = projection_block(p, unit);
        size_t lane = projection_lane(p, unit), covered = 0;
        double x = geometry_x(to, unit % to->n), y = geometry_y(to, unit / to->n);
        long row, column;
        projection_centre(p, unit, &row, &column);
        if (snapped) {
            x = geometry_x(from, (size_t)column);
            y = geometry_y(from, (size_t)row);
        }
        for (long di = -p->radius; di <= p->radius; di++)
            for (long dj = -p->radius; dj <= p->radius; dj++) {
                if (!field_covers(p->radius, di, dj))
                    continue;
                double there_x = -from->half_width + ((double)(column + dj) + 0.5) / from->density;
                double there_y = from->half_width - ((double)(row + di) + 0.5) / from->density;
                double r =
                    hypot(geometry_distance(from, x, there_x), geometry_distance(from, y, there_y));
                double expected = sigmoid ? 1 / (1 + exp((r - first) / second))
                                          : exp(-r * r / (2 * first * first));
                FieldRow lines = field_row(block->pattern, lane, di);
                size_t line = field_line(&lines, dj);
                assert_near((double)block->arbor[line * LANES + lane], expected, 0x1p-25 + 1e-8);
                low += expected < 0.1;
                high += expected > 0.9;
            }
        for (size_t line = 0; line < block->pattern->tiles * LANES; line++)
            covered += block->arbor[line * LANES + lane] != 0;
        assert_int_equal(covered, p->field_units);
    }
    assert_true(low > 1000 && high > 1000);
}

static void factors_follow_the_formulas_at_exact_places(void **state) {
    (void)state;
    static const char *const boundaries[] = {"sheets.*.boundary=open",
                                             "sheets.*.boundary=periodic"};
    static const char *const densities[] = {"sheets.b.density=33", "sheets.b.density=9.7",
                                            "sheets.b.density=21"};
    static const char *const snaps[] = {"projections.*.arbor.snapped=false",
                                        "projections.*.arbor.snapped=true"};
    for (size_t k = 0; k < 12; k++) {
        const char *const changes[] = {boundaries[k % 2],
                                       densities[k % 3],
                                       "sheets.b.half_width=0.97",
                                       "projections.p.radius=0.41",
                                       "projections.p.arbor=sigmoid",
                                       "projections.p.arbor.radius=0.217",
                                       "projections.p.arbor.softness=0.0313",
                                       "projections.q.arbor=gaussian",
                                       "projections.q.radius=0.37",
                                       "projections.q.arbor.sigma=0.1377",
                                       "projections.r.arbor=gaussian",
                                       "projections.r.arbor.sigma=1",
                                       snaps[k / 6],
                                       NULL};
        Made made = made_of(changes);
        check_factors(network_projection(made.network, "p"), true, 0.217, 0.0313, k / 6);
        check_factors(network_projection(made.network, "q"), false, 0.1377, 0, k / 6);
        made_free(&made);
    }
}

// Tiles that lie alike share their factors: 12 x 12 of them, two source units apart.
static void alike_tiles_share_their_arbor(void **state) {
    (void)state;
    const char *scatter[] = {"projections.p.arbor.scatter=0", "projections.p.arbor.scatter=0.07",
                             "projections.p.scatter=0.07"};
    static const size_t expected[] = {4, 144, 144};
    for (size_t k = 0; k < 3; k++) {
        Made made = made_of((const char *const[]){
            "sheets.a.density=24", "sheets.a.half_width=1", "sheets.b.density=48",
            "sheets.b.half_width=0.5", "projections.p.arbor=gaussian",
            "projections.p.arbor.sigma=0.1", scatter[k], NULL});
        assert_int_equal(network_projection(made.network, "p")->arbor_count, expected[k]);
        assert_int_equal(network_projection(made.network, "q")->arbor_count, 0);
        assert_null(network_projection(made.network, "q")->block[0].arbor);
        made_free(&made);
    }
}

// What is displaced, by how much at most, and where it is.
static const char *const scattered[] = {"projections.*.scatter=0.0531",
                                        "projections.*.weights_scatter=0.147",
                                        "projections.*.arbor=gaussian",
                                        "projections.*.arbor.sigma=0.3",
                                        "projections.*.arbor.scatter=0.0917",
                                        "sheets.*.boundary=periodic",
                                        NULL};
static const double reaches[SCATTERS] = {0.0531, 0.147, 0.0917};

// How far a unit's field, weights or arbor is displaced: along x (axis 0) or y, in shares of the
// reach.
static double displacement(const Projection *p, size_t unit, Scatter part, int axis) {
    const Geometry *to = &p->to->geometry;
    Place own = {geometry_x(to, unit % to->n), geometry_y(to, unit / to->n)};
    FieldPlace field = projection_field_place(p, unit);
    Place place = field.exact;
    if (part == SCATTER_WEIGHTS) {
        own = field.exact;
        place = projection_weights_place(p, &field, unit);
    } else if (part == SCATTER_ARBOR) {
        place = projection_arbor_place(p, unit);
    }
    return (axis ? place.y - own.y : place.x - own.x) / reaches[part];
}

// Six series of displacements, by part and axis: uniform in [-1, 1), which have mean 0, variance
// 1/3 and a fourth moment of 1/5; and independent of one another. Tolerances are 5 standard errors.
static void displacements_are_uniform_and_independent(void **state) {
    (void)state;
    Made made = made_of(scattered);
    const Projection *p = network_projection(made.network, "p");
    enum { SERIES = 2 * SCATTERS };
    double n = (double)p->to->units, mean[SERIES] = {0}, product[SERIES][SERIES] = {{0}};
    assert_true(n > 1500);
    for (size_t unit = 0; unit < p->to->units; unit++) {
        double u[SERIES];
        for (size_t k = 0; k < SERIES; k++) {
            u[k] = displacement(p, unit, (Scatter)(k / 2), k % 2);
            assert_true(fabs(u[k]) <= 1 + 1e-12);
            mean[k] += u[k] / n;
        }
        for (size_t k = 0; k < SERIES; k++)
            for (size_t l = 0; l < SERIES; l++)
                product[k][l] += u[k] * u[l] / n;
    }
    for (size_t k = 0; k < SERIES; k++) {
        assert_near(mean[k], 0, 5 * sqrt(1.0 / 3 / n));
        for (size_t l = 0; l < SERIES; l++)
            assert_near(product[k][l], k == l ? 1.0 / 3 : 0,
                        5 * sqrt((k == l ? 1.0 / 5 - 1.0 / 9 : 1.0 / 9) / n));
    }
    made_free(&made);
}

// By target, the fields of a unit are displaced together, whatever their projection, and those of
// other sheets by themselves; by projection, each.
static void displacements_belong_to_the_target_or_to_the_projection(void **state) {
    (void)state;
    for (int own = 0; own < 2; own++) {
        const char *changes[sizeof scattered / sizeof *scattered + 1] = {
            own ? "projections.*.scatter_by=projection" : "projections.*.scatter_by=target"};
        memcpy(changes + 1, scattered, sizeof scattered);
        Made made = made_of(changes);
        const Projection *p = network_projection(made.network, "p"),
                         *q = network_projection(made.network, "q"),
                         *r = network_projection(made.network, "r");
        for (size_t k = 0; k < 2 * SCATTERS; k++) {
            size_t alike = 0, elsewhere = 0;
            for (size_t unit = 0; unit < p->to->units; unit++) {
                double u = displacement(p, unit, (Scatter)(k / 2), k % 2);
                alike += fabs(u - displacement(q, unit, (Scatter)(k / 2), k % 2)) < 1e-9;
                elsewhere += fabs(u - displacement(r, unit, (Scatter)(k / 2), k % 2)) < 1e-9;
            }
            assert_int_equal(alike, own ? 0 : p->to->units);
            assert_int_equal(elsewhere, 0);
        }
        made_free(&made);
    }
}

// The field stays where it is when its weights are displaced.
static void displaced_weights_leave_the_field_in_place(void **state) {
    (void)state;
    Made plain = made_of(NULL);
    Made moved = made_of((const char *const[]){"projections.p.weights=gaussian",
                                               "projections.p.weights.sigma=0.05",
                                               "projections.p.weights_scatter=0.15", NULL});
    const Projection *p = network_projection(plain.network, "p"),
                     *q = network_projection(moved.network, "p");
    const Geometry *from = &p->from->geometry, *to = &p->to->geometry;
    Connection *a = allocate(p->field_units, sizeof *a), *b = allocate(p->field_units, sizeof *b);
    double square = 0;
    for (size_t unit = 0; unit < p->to->units; unit++) {
        size_t n = projection_connections(p, unit, a);
        double x = 0;
        assert_int_equal(projection_connections(q, unit, b), n);
        for (size_t k = 0; k < n; k++) {
            assert_true(a[k].row == b[k].row && a[k].column == b[k].column);
            x += (double)b[k].weight * geometry_x(from, (size_t)b[k].column);
        }
        square += pow(x - geometry_x(to, unit % to->n), 2) / (double)p->to->units;
    }
    // The mean of a Gaussian is its centre, but for at most 3e-4 by what the field cuts off at 3
    // standard deviations.
    assert_near(square, 0.15 * 0.15 / 3,
                5 * 0.15 * 0.15 * sqrt((1.0 / 5 - 1.0 / 9) / (double)p->to->units) + 1e-4);
    release(a);
    release(b);
    made_free(&moved);
    made_free(&plain);
}

static void misfits_are_refused(void **state) {
    (void)state;
    static const char *const shared[] = {"projections.p.learning_rate=0",
                                         "projections.p.shared=true", NULL, NULL, NULL};
    const char *changes[5];
    memcpy(changes, shared, sizeof shared);
    changes[2] = "projections.p.weights_scatter=0.1";
    small_network_refused(
        fan, changes, "projections.p.shared: the weights of a shared field cannot be scattered");
    changes[2] = "projections.p.arbor=gaussian";
    changes[3] = "projections.p.arbor.sigma=0.1";
    small_network_refused(fan, changes, "projections.p.shared: a shared field cannot learn");
    // Half a unit's diagonal is 0.034 here, three standard deviations 0.011 less.
    static const char *const narrow[] = {"projections.p.arbor=gaussian",
                                         "projections.p.arbor.sigma=0.011", NULL};
    small_network_refused(fan, narrow, "projections.p.arbor: may be as low as 0.00");
    static const char *const far[] = {
        "projections.p.arbor=sigmoid", "projections.p.arbor.radius=0.1",
        "projections.p.arbor.softness=0.02", "projections.p.arbor.scatter=0.4", NULL};
    small_network_refused(fan, far, "projections.p.arbor: may be as low as");
    static const char *const snapped[] = {
        "projections.p.arbor=gaussian",     "projections.p.arbor.sigma=0.011",
        "projections.p.arbor.snapped=true", "projections.q.arbor=sigmoid",
        "projections.q.arbor.radius=0.1",   "projections.q.arbor.softness=0.02",
        "projections.q.arbor.scatter=0.1",  NULL};
    Made made = made_of(snapped);
    made_free(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(factors_follow_the_formulas_at_exact_places),
        cmocka_unit_test(alike_tiles_share_their_arbor),
        cmocka_unit_test(displacements_are_uniform_and_independent),
        cmocka_unit_test(displacements_belong_to_the_target_or_to_the_projection),
        cmocka_unit_test(displaced_weights_leave_the_field_in_place),
        cmocka_unit_test(misfits_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
