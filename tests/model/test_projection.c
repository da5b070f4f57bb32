// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/projection.h"

#include "base/memory.h"
#include "helpers/small_network.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// Two sheets and one projection "p" between them; `boundary` of both.
typedef struct {
    NetworkSettings settings;
    Network *network;
    Projection *p;
    Connection *connections; // room for one field
} Pair;

static char pair_text[2000];

static const char *pair_config(double density_from, double density_to, const char *boundary,
                               const char *projection) {
    snprintf(pair_text, sizeof pair_text,
             "seed = 91;\n"
             "sheets = { a = { density = %.17g; half_width = 0.75; stimulus = \"s\"; boundary = "
             "\"%s\"; };\n"
             "           b = { density = %.17g; half_width = 0.65; boundary = \"%s\"; }; };\n"
             "projections = { p = { from = \"a\"; to = \"b\"; %s }; };\n"
             "stimuli = { s = { kind = \"noise\"; }; };\n",
             density_from, boundary, density_to, boundary, projection);
    return pair_text;
}

static Pair pair_of(const char *text, const char *const *changes) {
    Pair pair;
    small_settings(&pair.settings, text, changes);
    pair.network = small_network(&pair.settings);
    pair.p = network_projection(pair.network, "p");
    pair.connections = allocate(pair.p->field_units, sizeof *pair.connections);
    return pair;
}

static void pair_free(Pair *pair) {
    release(pair->connections);
    network_free(pair->network);
    small_settings_finish(&pair->settings);
}

// The response of every target unit to what the source shows; owned by the caller.
static float *responses(Pair *pair) {
    const Projection *p = pair->p;
    size_t n = p->to->geometry.n;
    float *all = allocate(p->to->units, sizeof *all), response[STRIP];
    ResponseCount count = {0};
    for (size_t i = 0; i < n; i += STRIP_ROWS)
        for (size_t j = 0; j < n; j += STRIP_COLUMNS) {
            StripTargets targets = 0;
            for (size_t k = 0; k < STRIP; k++)
                if (i + k / STRIP_COLUMNS < n && j + k % STRIP_COLUMNS < n)
                    targets |= (StripTargets)1 << k;
            StripRequest request = {.source = projection_source(p),
                                    .i = i,
                                    .j = j,
                                    .targets = targets,
                                    .room = &pair->network->room[0]};
            projection_respond(p, &request, response, &count);
            for (size_t k = 0; k < STRIP; k++)
                if (targets >> k & 1)
                    all[(i + k / STRIP_COLUMNS) * n + j + k % STRIP_COLUMNS] = response[k];
        }
    return all;
}

static double naive_response(Pair *pair, size_t unit) {
    double sum = 0;
    size_t n = projection_connections(pair->p, unit, pair->connections);
    for (size_t k = 0; k < n; k++) {
        Connection c = pair->connections[k];
        sum += (double)c.weight *
               (double)pair->p->from
                   ->activity[(size_t)c.row * pair->p->from->geometry.n + (size_t)c.column];
    }
    return sum;
}

static double weight_sum(Pair *pair, size_t unit) {
    double sum = 0;
    size_t n = projection_connections(pair->p, unit, pair->connections);
    for (size_t k = 0; k < n; k++)
        sum += fabs((double)pair->connections[k].weight);
    return sum;
}

// How many units of a disc about a centre lie on the source sheet, counted plainly.
static size_t naive_count(const Pair *pair, size_t unit) {
    const Geometry *from = &pair->p->from->geometry, *to = &pair->p->to->geometry;
    double x = geometry_x(to, unit % to->n), y = geometry_y(to, unit / to->n);
    double row = floor((from->half_width - y) * from->density + 1e-9),
           column = floor((x + from->half_width) * from->density + 1e-9);
    double r = (double)pair->p->radius + 0.5;
    size_t count = 0;
    for (double i = row - 40; i <= row + 40; i++)
        for (double j = column - 40; j <= column + 40; j++)
            count += (i - row) * (i - row) + (j - column) * (j - column) <= r * r &&
                     (from->periodic ||
                      (i >= 0 && i < (double)from->n && j >= 0 && j < (double)from->n));
    return count;
}

// Fields of the units' own; shared ones normalised as they are cropped, and before that.
static void responses_are_sums_over_connections(void **state) {
    (void)state;
    static const double densities[][2] = {{11.4, 9.3}, {24, 17},     {7, 29},
                                          {16, 16},    {21.7, 43.4}, {10, 5}};
    static const char *const boundaries[] = {"open", "periodic"};
    static const char *const kinds[] = {"", "shared = true;",
                                        "shared = true; normalise = \"whole\";"};
    for (size_t k = 0; k < 36; k++) {
        const double *density = densities[k % 6];
        bool periodic = k / 6 % 2, whole = k / 12 == 2;
        char projection[200];
        snprintf(projection, sizeof projection, "radius = %g; %s weights = \"uniform\";",
                 0.07 + 0.05 * (double)(k % 6 + 1), kinds[k / 12]);
        Pair pair =
            pair_of(pair_config(density[0], density[1], boundaries[periodic], projection), NULL);
        Sheet *to = pair.p->to;
        network_show(pair.network, 5);
        network_respond(pair.network, RESPOND_SETTLED);
        float *response = responses(&pair);
        for (size_t unit = 0; unit < to->units; unit++) {
            double expected = naive_response(&pair, unit);
            assert_near((double)response[unit], expected, 1e-6);
            assert_near((double)to->activity[unit], expected, 1e-6);
            size_t count = projection_connections(pair.p, unit, pair.connections);
            assert_int_equal(count, naive_count(&pair, unit));
            for (size_t i = 1; i < count && !periodic; i++) // in order of rows and columns
                assert_true(pair.connections[i].row * 1000 + pair.connections[i].column >
                            pair.connections[i - 1].row * 1000 + pair.connections[i - 1].column);
            if (!whole || count == pair.p->field_units)
                assert_near(weight_sum(&pair, unit), 1, 1e-6);
            else
                assert_true(weight_sum(&pair, unit) < 1 - 1e-4);
        }
        release(response);
        pair_free(&pair);
    }
}

// A shared Gaussian, cropped and normalised, is the field that each unit would have of its own.
static void shared_fields_are_what_each_unit_would_have(void **state) {
    (void)state;
    const char *text = pair_config(20, 20, "open",
                                   "radius = 0.24; weights = { kind = \"gaussian\"; "
                                   "sigma = 0.093; };");
    Pair own = pair_of(text, NULL),
         shared = pair_of(text, (const char *const[]){"projections.p.shared=true", NULL});
    Connection *other = allocate(own.p->field_units, sizeof *other);
    for (size_t unit = 0; unit < own.p->to->units; unit++) {
        size_t n = projection_connections(own.p, unit, own.connections);
        assert_int_equal(projection_connections(shared.p, unit, other), n);
        for (size_t k = 0; k < n; k++)
            assert_near((double)other[k].weight, (double)own.connections[k].weight, 2e-7);
    }
    release(other);
    pair_free(&shared);
    pair_free(&own);
}

// Weights follow exp(-r^2 / 2 sigma^2) about the target's own place, not about the middle of the
// centre unit.
static void gaussians_stand_at_the_targets_place(void **state) {
    (void)state;
    Pair pair =
        pair_of(pair_config(17.3, 9.1, "periodic",
                            "radius = 0.31; weights = { kind = \"gaussian\"; sigma = 0.123; };"),
                NULL);
    const Geometry *from = &pair.p->from->geometry, *to = &pair.p->to->geometry;
    for (size_t unit = 0; unit < to->n * to->n; unit++) {
        size_t n = projection_connections(pair.p, unit, pair.connections);
        double expected[400], sum = 0;
        assert_in_range(n, 1, 400);
        for (size_t k = 0; k < n; k++) {
            double x = remainder(geometry_x(from, (size_t)pair.connections[k].column) -
                                     geometry_x(to, unit % to->n),
                                 1.5);
            double y = remainder(geometry_y(from, (size_t)pair.connections[k].row) -
                                     geometry_y(to, unit / to->n),
                                 1.5);
            expected[k] = exp(-(x * x + y * y) / (2 * 0.123 * 0.123));
            sum += expected[k];
        }
        for (size_t k = 0; k < n; k++)
            assert_near((double)pair.connections[k].weight, expected[k] / sum, 1e-7);
    }
    pair_free(&pair);
}

static void clouds_are_gaussians_times_uniform_draws(void **state) {
    (void)state;
    Pair pair = pair_of(
        pair_config(17, 41, "open",
                    "radius = 0.24; normalise = \"none\"; weights = { kind = \"gaussian_cloud\"; "
                    "sigma = 0.0917; };"),
        NULL);
    const Geometry *from = &pair.p->from->geometry, *to = &pair.p->to->geometry;
    double mean = 0, square = 0, count = 0;
    for (size_t unit = 0; unit < to->n * to->n; unit++) {
        size_t n = projection_connections(pair.p, unit, pair.connections);
        for (size_t k = 0; k < n; k++) {
            double x =
                geometry_x(from, (size_t)pair.connections[k].column) - geometry_x(to, unit % to->n);
            double y =
                geometry_y(from, (size_t)pair.connections[k].row) - geometry_y(to, unit / to->n);
            double u =
                (double)pair.connections[k].weight / exp(-(x * x + y * y) / (2 * 0.0917 * 0.0917));
            assert_true(u >= 0 && u < 1 + 1e-6);
            mean += u;
            square += u * u;
            count++;
        }
    }
    assert_true(count > 10000);
    assert_near(mean / count, 0.5, 5 * 0.289 / sqrt(count));
    assert_near(square / count, 1.0 / 3, 5 * 0.299 / sqrt(count));
    pair_free(&pair);
}

static void differences_of_gaussians_balance(void **state) {
    (void)state;
    const char *on = "radius = 0.375; shared = true; normalise = \"none\"; weights = { kind = "
                     "\"difference_of_gaussians\"; };";
    Pair pair = pair_of(pair_config(24, 24, "periodic", on), NULL);
    double centre = 0, surround = 0, sum = 0, middle = 0, peak = 0;
    for (int di = -9; di <= 9; di++)
        for (int dj = -9; dj <= 9; dj++)
            if (di * di + dj * dj <= 90) {
                double r2 = (di * di + dj * dj) / (24.0 * 24.0);
                centre += exp(-r2 / (2 * 0.036925 * 0.036925));
                surround += exp(-r2 / (2 * 0.1477 * 0.1477));
            }
    size_t n = projection_connections(pair.p, 77, pair.connections);
    assert_int_equal(n, 293);
    for (size_t k = 0; k < n; k++) {
        sum += (double)pair.connections[k].weight;
        peak = fmax(peak, (double)pair.connections[k].weight);
    }
    middle = 1 / centre - 1 / surround;
    assert_near(sum, 0, 1e-6);
    assert_near(peak, middle, 1e-6);
    const char *const off[] = {"projections.p.weights.polarity=off", NULL};
    Pair negative = pair_of(pair_config(24, 24, "periodic", on), off);
    Connection *other = allocate(n, sizeof *other);
    assert_int_equal(projection_connections(negative.p, 77, other), n);
    for (size_t k = 0; k < n; k++)
        assert_true(other[k].weight == -pair.connections[k].weight);
    release(other);
    pair_free(&negative);
    pair_free(&pair);
}

static void groups_sum_to_one_together(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, NULL);
    Network *network = small_network(&settings);
    Projection *on = network_projection(network, "on_to_v1"),
               *off = network_projection(network, "off_to_v1");
    Connection *connections = allocate(on->field_units, sizeof *connections);
    double on_total = 0;
    for (size_t unit = 0; unit < on->to->units; unit++) {
        double sum = 0, on_sum = 0;
        for (size_t p = 0; p < 2; p++) {
            size_t n = projection_connections(p ? off : on, unit, connections);
            for (size_t k = 0; k < n; k++)
                *(p ? &sum : &on_sum) += (double)connections[k].weight;
        }
        assert_near(sum + on_sum, 1, 1e-6);
        on_total += on_sum;
    }
    assert_near(on_total / (double)on->to->units, 0.5, 0.02);
    release(connections);
    network_free(network);
    small_settings_finish(&settings);
}

static void scatter_moves_centres_within_its_bounds(void **state) {
    (void)state;
    const char *scattered = "radius = 0.1; scatter = 0.1327; weights = \"uniform\";";
    Pair pair = pair_of(pair_config(50, 41, "open", scattered), NULL);
    const Geometry *from = &pair.p->from->geometry, *to = &pair.p->to->geometry;
    double square = 0, most = 0, units = (double)(to->n * to->n);
    for (size_t unit = 0; unit < to->n * to->n; unit++) {
        long row, column;
        projection_centre(pair.p, unit, &row, &column);
        double x = geometry_x(from, (size_t)column) - geometry_x(to, unit % to->n);
        double y = geometry_y(from, (size_t)row) - geometry_y(to, unit / to->n);
        most = fmax(most, fmax(fabs(x), fabs(y)));
        if (fabs(geometry_x(to, unit % to->n)) < 0.6)
            square += x * x;
    }
    assert_true(most < 0.1327 + 0.5 / from->density + 1e-9 && most > 0.13);
    assert_true(square / units > 0.7 * 0.1327 * 0.1327 / 3);
    pair_free(&pair);
}

// A target beside the source sheet, by its own place or by scatter, looks at the edge unit nearest
// to it.
static void centres_are_held_on_an_open_sheet(void **state) {
    (void)state;
    static const char *const scatters[] = {"projections.p.scatter=0", "projections.p.scatter=0.71"};
    for (size_t k = 0; k < 2; k++) {
        Pair pair = pair_of(pair_config(11, 13, "open", "radius = 0.21; weights = \"uniform\";"),
                            (const char *const[]){"sheets.b.half_width=2.3", scatters[k], NULL});
        const Geometry *from = &pair.p->from->geometry, *to = &pair.p->to->geometry;
        size_t beside = 0;
        small_network_present(pair.network, 1);
        float *response = responses(&pair);
        for (size_t unit = 0; unit < pair.p->to->units; unit++) {
            long row, column, last = (long)from->n - 1;
            double x = (geometry_x(to, unit % to->n) + from->half_width) * from->density;
            double y = (from->half_width - geometry_y(to, unit / to->n)) * from->density;
            projection_centre(pair.p, unit, &row, &column);
            assert_true(row >= 0 && row <= last && column >= 0 && column <= last);
            if (k == 0) {
                assert_int_equal(row, fmin(fmax(floor(y), 0), (double)last));
                assert_int_equal(column, fmin(fmax(floor(x), 0), (double)last));
            }
            beside += x < 0 || y < 0;
            assert_near((double)response[unit], naive_response(&pair, unit), 1e-6);
        }
        assert_true(beside > 100);
        release(response);
        pair_free(&pair);
    }
}

// Where a target's place falls on the border between two source units, all units choose alike.
static void centres_on_borders_are_regular(void **state) {
    (void)state;
    for (int side = 7; side <= 41; side += 2) {
        char text[1000];
        snprintf(text, sizeof text,
                 "sheets = { a = { density = %.17g; half_width = 0.55; stimulus = \"s\"; };\n"
                 "           b = { density = %.17g; half_width = 0.55; }; };\n"
                 "projections = { p = { from = \"a\"; to = \"b\"; radius = 0.1; weights = "
                 "\"uniform\"; }; };\n"
                 "stimuli = { s = { kind = \"noise\"; }; };\n",
                 2 * side / 1.1, side / 1.1);
        Pair pair = pair_of(text, NULL);
        assert_int_equal(pair.p->to->geometry.n, side);
        assert_int_equal(pair.p->from->geometry.n, 2 * side);
        for (size_t unit = 0; unit < pair.p->to->units; unit++) {
            long row, column;
            projection_centre(pair.p, unit, &row, &column);
            assert_int_equal(row, 2 * (unit / (size_t)side) + 1);
            assert_int_equal(column, 2 * (unit % (size_t)side) + 1);
        }
        pair_free(&pair);
    }
}

static void delays_use_past_activity(void **state) {
    (void)state;
    Pair pair = pair_of(
        pair_config(11, 13, "open", "radius = 0.21; delay = 3; weights = \"uniform\";"), NULL);
    Pair now = pair_of(pair_config(11, 13, "open", "radius = 0.21; weights = \"uniform\";"), NULL);
    Sheet *delayed = pair.p->to, *prompt = now.p->to;
    float *seen[9];
    for (int k = 0; k < 9; k++) {
        small_network_present(pair.network, 1);
        small_network_present(now.network, 1);
        seen[k] = allocate(prompt->units, sizeof(float));
        memcpy(seen[k], prompt->activity, prompt->units * sizeof(float));
        for (size_t unit = 0; unit < prompt->units; unit++)
            assert_true(delayed->activity[unit] == (k < 3 ? 0 : seen[k - 3][unit]));
    }
    for (int k = 0; k < 9; k++)
        release(seen[k]);
    pair_free(&now);
    pair_free(&pair);
}

static void restored_weights_are_read_back(void **state) {
    (void)state;
    Pair pair = pair_of(pair_config(11, 13, "open", "radius = 0.31; weights = \"uniform\";"), NULL);
    float weights[400];
    for (size_t unit = 0; unit < pair.p->to->units; unit++) {
        size_t n = projection_connections(pair.p, unit, pair.connections);
        for (size_t k = 0; k < n; k++)
            weights[k] = (float)unit + (float)k / 512;
        projection_restore(pair.p, unit, weights, 0.5f);
    }
    size_t total = 0;
    for (size_t unit = 0; unit < pair.p->to->units; unit++) {
        size_t n = projection_connections(pair.p, unit, pair.connections);
        total += n;
        for (size_t k = 0; k < n; k++)
            assert_true(pair.connections[k].weight == 0.5f * ((float)unit + (float)k / 512));
        assert_int_equal(projection_store(pair.p, unit, weights), n);
        for (size_t k = 0; k < n; k++)
            assert_true(weights[k] == (float)unit + (float)k / 512);
    }
    assert_int_equal(total, projection_connection_count(pair.p));
    pair_free(&pair);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(responses_are_sums_over_connections),
        cmocka_unit_test(shared_fields_are_what_each_unit_would_have),
        cmocka_unit_test(gaussians_stand_at_the_targets_place),
        cmocka_unit_test(clouds_are_gaussians_times_uniform_draws),
        cmocka_unit_test(differences_of_gaussians_balance),
        cmocka_unit_test(groups_sum_to_one_together),
        cmocka_unit_test(scatter_moves_centres_within_its_bounds),
        cmocka_unit_test(centres_are_held_on_an_open_sheet),
        cmocka_unit_test(centres_on_borders_are_regular),
        cmocka_unit_test(delays_use_past_activity),
        cmocka_unit_test(restored_weights_are_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
