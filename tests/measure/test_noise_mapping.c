// SPDX-License-Identifier: GPL-3.0-or-later
// Reverse correlation with noise, on networks that add up what they see, so that the fields are
// their weights.
#include "measure/noise_mapping.h"

#include "base/memory.h"
#include "helpers/small_network.h"
#include "measure/response_mapping.h"

#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// Two eyes' retinas straight onto V1, linear, with Gaussian fields of deviation 0.11.
static const char linear[] =
    "eyes = { left = { }; right = { }; };\n"
    "sheets = { retina = { density = 24.0; half_width = 1.0; per_eye = true; stimulus = \"s\"; };\n"
    "           v1 = { density = 13.0; half_width = 0.5; transfer = \"linear\"; threshold = -0.3; "
    "}; };\n"
    "projections = { in = { from = \"retina\"; to = \"v1\"; radius = 0.4; strength = 1.7;\n"
    "                       weights = { kind = \"gaussian\"; sigma = 0.11; }; }; };\n"
    "stimuli = { s = { kind = \"noise\"; }; };\n";

static const double CONTRAST = 0.83, SIGMA = 0.11;

enum { FRAMES = 2000 };

typedef struct {
    NetworkSettings settings;
    Network *network;
    Sheet *v1;
    ProbeGrid grid;
    size_t units, points;
    float *response;
    double *blank;
} Mapped;

static Mapped mapped(const char *const *changes, uint64_t frames, const char *eye) {
    Mapped map = {.grid = probe_grid(0.0837, 0.72)};
    small_settings(&map.settings, linear, changes);
    map.network = small_network(&map.settings);
    small_network_present(map.network, 3);
    map.v1 = network_sheet(map.network, "v1");
    map.units = map.v1->units;
    map.points = map.grid.side * map.grid.side;
    map.response = allocate(map.units * map.points, sizeof *map.response);
    map.blank = allocate(map.units, sizeof *map.blank);
    NoiseProtocol protocol = {CONTRAST, 0.4,    map.grid,
                              NO_EYE,   frames, random_stream(11, "test/noise")};
    for (size_t e = 0; e < map.network->eyes; e++)
        if (strcmp(map.network->eye[e].name, eye) == 0)
            protocol.eye = (int)e;
    uint64_t before = network_hash(map.network);
    Probe probe = probe_begin(map.network);
    probe_noise(&probe, map.v1, &protocol, map.response, map.blank);
    probe_end(&probe);
    assert_int_equal(network_hash(map.network), before);
    return map;
}

static void mapped_free(Mapped *map) {
    release(map->blank);
    release(map->response);
    network_free(map->network);
    small_settings_finish(&map->settings);
}

// The share of a retina's unit in a cell whose middle is that far away, along one axis.
static double common(double distance, const Mapped *map) {
    double unit = 1 / network_sheet(map->network, "retina_left")->geometry.density,
           cell = map->grid.step;
    return fmax(0, fmin(fmin(unit, cell), 0.5 * (unit + cell) - fabs(distance))) / unit;
}

// What a linear unit responds to each cell alone: the weights of the retinas' units, as far as they
// lie in it.
static void true_kernel(const Mapped *map, const char *const *projections, size_t unit,
                        double *kernel) {
    for (size_t k = 0; k < map->points; k++)
        kernel[k] = 0;
    for (; *projections; projections++) {
        Projection *in = network_projection(map->network, *projections);
        Connection *connections = allocate(in->field_units, sizeof *connections);
        size_t n = projection_connections(in, unit, connections);
        for (size_t k = 0; k < n; k++)
            for (size_t point = 0; point < map->points; point++) {
                double x = geometry_x(&in->from->geometry, (size_t)connections[k].column) -
                           probe_grid_x(&map->grid, point % map->grid.side),
                       y = geometry_y(&in->from->geometry, (size_t)connections[k].row) -
                           probe_grid_y(&map->grid, point / map->grid.side);
                kernel[point] += CONTRAST * 1.7 * (double)connections[k].weight * common(x, map) *
                                 common(y, map);
            }
        release(connections);
    }
}

static const char *const both_eyes[] = {"in_left", "in_right", NULL}, *const left_eye[] = {
                                                                          "in_left", NULL};

// Of unit response c_k to cells' signs, the estimate at one cell has the variance of what all
// others add, sum of c^2 / T. Among units x cells = 4e4 values none is 5.5 deviations off.
static void fields_are_the_weights(void **state) {
    (void)state;
    static const char *const dark[] = {"projections.in.strength=-1.7", NULL};
    for (int which = 0; which < 3; which++) {
        Mapped map = mapped(which == 1 ? dark : NULL, FRAMES, which == 2 ? "left" : "");
        double *kernel = allocate(map.points, sizeof *kernel), spread = 0, strong = 0;
        assert_true(map.units * map.points > 20000);
        for (size_t unit = 0; unit < map.units; unit++) {
            double squares = 0;
            true_kernel(&map, which == 2 ? left_eye : both_eyes, unit, kernel);
            for (size_t k = 0; k < map.points; k++)
                squares += kernel[k] * kernel[k];
            double error = sqrt(squares / FRAMES);
            for (size_t k = 0; k < map.points; k++) {
                double off = (double)map.response[unit * map.points + k] - kernel[k];
                assert_near(off, 0, 5.5 * error);
                if (kernel[k] > 3 * error) { // elsewhere the absolute value is smaller
                    spread += pow(off / error, 2);
                    strong++;
                }
            }
        }
        // No better than chance allows: the estimates are no copies of the weights.
        assert_near(sqrt(spread / strong), 1, 0.25);
        release(kernel);
        mapped_free(&map);
    }
}

// The centre of what is above half the peak P of a field of deviation s, r = s sqrt(2 ln 2) about
// it. Noise of deviation e in cells of side a moves the first moment, pi s^2 P times the centre, by
// a e sqrt(pi) r^2 / 2 inside, and by e s^2 sqrt(pi a r) by moving the edge, whose slope is
// P r / 2 s^2; together by no more than sqrt 2 of both in square.
static void centres_are_those_of_the_weights(void **state) {
    (void)state;
    Mapped map = mapped(NULL, FRAMES, "");
    double *kernel = allocate(map.points, sizeof *kernel), a = map.grid.step,
           s = sqrt(SIGMA * SIGMA + a * a / 12), r = s * sqrt(2 * log(2)), squares = 0, peak = 0;
    size_t middle = map.units / 2, within = 0;
    true_kernel(&map, both_eyes, middle, kernel);
    for (size_t k = 0; k < map.points; k++) {
        squares += kernel[k] * kernel[k];
        peak = fmax(peak, kernel[k]);
    }
    double e = sqrt(squares / FRAMES),
           deviation =
               sqrt(2 * (M_PI * pow(a * e * r * r / 2, 2) + M_PI * a * r * pow(e * s * s, 2))) /
               (M_PI * s * s * peak);
    assert_true(deviation < 0.1 * SIGMA);
    for (size_t unit = 0; unit < map.units; unit++) {
        double x = geometry_x(&map.v1->geometry, unit % map.v1->geometry.n),
               y = geometry_y(&map.v1->geometry, unit / map.v1->geometry.n);
        ResponseField field = response_field_of(map.response + unit * map.points, &map.grid);
        // A tenth of a step for how the grid lies to the field, as for spots.
        assert_near(field.x, x, 4.5 * deviation + 0.1 * a);
        assert_near(field.y, y, 4.5 * deviation + 0.1 * a);
        within += fabs(field.area / (M_PI * r * r) - 1) < 0.25;
        assert_near(map.blank[unit], 0.3 + 2 * 1.7 * 0.4, 0.01);
    }
    assert_true(within > 9 * map.units / 10);
    release(kernel);
    mapped_free(&map);
}

static void what_noise_does_not_drive_has_no_field(void **state) {
    (void)state;
    static const char *const silent[] = {"projections.in.strength=0.0", NULL};
    Mapped map = mapped(silent, 200, "");
    for (size_t i = 0; i < map.units * map.points; i++)
        assert_true(map.response[i] == 0);
    assert_near(map.blank[7], 0.3, 1e-6);
    mapped_free(&map);
    // With few frames nothing stands out of chance.
    map = mapped(NULL, 20, "");
    size_t shown = 0;
    for (size_t i = 0; i < map.units * map.points; i++)
        shown += map.response[i] > 0;
    assert_int_equal(shown, 0);
    mapped_free(&map);
}

// Units with one weight that respond with the size of what departs from the background, so alike
// to every frame, where the input unit lies in one cell: their response has a mean, but follows no
// sign.
static void a_response_that_all_frames_share_has_no_field(void **state) {
    (void)state;
    static const char *const changes[] = {
        "sheets.v1.density=24", "projections.in.weights.sigma=0.003", "sheets.v1.transfer=absolute",
        "sheets.v1.threshold=1.36", // 2 * 1.7 * 0.4
        NULL};
    Mapped map = mapped(changes, FRAMES, "");
    size_t alike = 0, n = map.v1->geometry.n;
    for (size_t unit = 0; unit < map.units; unit++) {
        double inside = 0;
        for (size_t point = 0; point < map.points; point++) {
            double x = geometry_x(&map.v1->geometry, unit % n) -
                       probe_grid_x(&map.grid, point % map.grid.side),
                   y = geometry_y(&map.v1->geometry, unit / n) -
                       probe_grid_y(&map.grid, point / map.grid.side);
            inside = fmax(inside, common(x, &map) * common(y, &map));
        }
        assert_near(map.blank[unit], 0, 1e-6);
        if (inside < 1 - 1e-9)
            continue;
        alike++;
        for (size_t point = 0; point < map.points; point++)
            assert_near((double)map.response[unit * map.points + point], 0, 1e-5);
    }
    assert_in_range(alike, 50, map.units / 2);
    mapped_free(&map);
}

static void threads_change_no_bit(void **state) {
    (void)state;
    int threads = omp_get_max_threads();
    Mapped one = mapped(NULL, 900, "");
    omp_set_num_threads(threads > 1 ? 1 : 3);
    Mapped other = mapped(NULL, 900, "");
    omp_set_num_threads(threads);
    assert_memory_equal(one.response, other.response, one.units * one.points * sizeof(float));
    assert_true(one.response[one.units / 2 * one.points + one.points / 2] > 0);
    mapped_free(&other);
    mapped_free(&one);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_the_weights),
        cmocka_unit_test(centres_are_those_of_the_weights),
        cmocka_unit_test(what_noise_does_not_drive_has_no_field),
        cmocka_unit_test(a_response_that_all_frames_share_has_no_field),
        cmocka_unit_test(threads_change_no_bit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
