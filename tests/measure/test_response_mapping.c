// SPDX-License-Identifier: GPL-3.0-or-later
// Response fields of known size and place, and spots shown to networks whose fields are known.
#include "measure/response_mapping.h"

#include "base/memory.h"
#include "helpers/small_network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// A Gaussian of height h and deviations s, t is above h c over an area 2 pi s t ln(1 / c). Bilinear
// between points a step apart it lies below the true one by up to step^2 / 8 times its curvatures
// h / s^2 + h / t^2, and its peak, half a diagonal step off at most, by as much again: relative to
// the level c h, each of which moves the area by 2 pi s t times that. The edge of a region cut out
// of places is worth a tenth of their distance along its length at most.
static void gaussian_fields_have_their_centre_and_area(void **state) {
    (void)state;
    const double step = 0.0413, x = 0.0713, y = -0.1337, s = 0.117, t = 0.0831, height = 0.63;
    ProbeGrid grid = probe_grid(step, 0.61);
    assert_int_equal(grid.side, 29);
    float *response = allocate(grid.side * grid.side, sizeof *response);
    for (size_t i = 0; i < grid.side * grid.side; i++) {
        double u = (probe_grid_x(&grid, i % grid.side) - x) / s,
               v = (probe_grid_y(&grid, i / grid.side) - y) / t;
        response[i] = (float)(height * exp(-0.5 * (u * u + v * v)) - 1e-9);
    }
    ResponseField field = response_field_of(response, &grid);
    double bend = step * step / 8 * (1 / (s * s) + 1 / (t * t));
    double edge = 2 * M_PI * sqrt(s * t) * 1.2 * 0.1 * step / 4;
    assert_near(field.peak, height, height * bend);
    assert_near(field.x, x, 0.1 * step);
    assert_near(field.y, y, 0.1 * step);
    assert_near(field.area, 2 * M_PI * s * t * log(2), 2 * M_PI * s * t * 2 * bend + edge);
    assert_near(response_field_area(response, &grid, 0.2 * height), 2 * M_PI * s * t * log(5),
                2 * M_PI * s * t * bend + edge);
    release(response);
}

static void what_does_not_respond_has_no_field(void **state) {
    (void)state;
    const ProbeGrid grid = {7, 0.1};
    float response[49];
    for (size_t i = 0; i < 49; i++)
        response[i] = -0.3f;
    ResponseField field = response_field_of(response, &grid);
    assert_near(field.peak, 0, 0);
    assert_true(isnan(field.x) && isnan(field.y) && isnan(field.area));
    response[9] = 0.4f; // row 1, column 2, and a lone point at a corner of four cells
    field = response_field_of(response, &grid);
    assert_near(field.x, -0.1, 1e-9);
    assert_near(field.y, 0.2, 1e-9);
    assert_true(field.area > 0 && field.area < 4 * 0.01);
}

// One retina straight onto V1, with two eyes; fields Gaussian and exact.
static const char eyes[] =
    "eyes = { left = { }; right = { }; };\n"
    "sheets = { retina = { density = 24.0; half_width = 1.0; per_eye = true; stimulus = \"s\"; };\n"
    "           v1 = { density = 13.0; half_width = 0.5; threshold = 0.1; }; };\n"
    "projections = { in = { from = \"retina\"; to = \"v1\"; radius = 0.3; strength = 1.7;\n"
    "                       weights = { kind = \"gaussian\"; sigma = 0.08; }; }; };\n"
    "stimuli = { s = { kind = \"noise\"; }; };\n";

typedef struct {
    float *response;
    double *blank;
    Geometry geometry;
    size_t points;
} Mapped;

static Mapped mapped(const char *const *changes, const SpotProtocol *protocol, const char *eye) {
    NetworkSettings settings;
    small_settings(&settings, eyes, changes);
    Network *network = small_network(&settings);
    small_network_present(network, 3);
    Sheet *v1 = network_sheet(network, "v1");
    Mapped map = {.geometry = v1->geometry, .points = protocol->grid.side * protocol->grid.side};
    map.response = allocate(v1->units * map.points, sizeof *map.response);
    map.blank = allocate(v1->units, sizeof *map.blank);
    SpotProtocol used = *protocol;
    for (size_t e = 0; e < network->eyes; e++)
        if (strcmp(network->eye[e].name, eye) == 0)
            used.eye = (int)e;
    uint64_t before = network_hash(network);
    Probe probe = probe_begin(network);
    probe_spots(&probe, v1, &used, map.response, map.blank);
    probe_end(&probe);
    assert_int_equal(network_hash(network), before);
    network_free(network);
    small_settings_finish(&settings);
    return map;
}

static void mapped_free(Mapped *map) {
    release(map->blank);
    release(map->response);
}

// The sum of a Gaussian's weights over a spot of deviation s, weights of deviation w, is
// sigma^2 / (s^2 + w^2) exp(-d^2 / 2 (s^2 + w^2)) times the spot's height: sums stand for
// integrals, as the retina's spacing is half of w and the field, cut at 3.75 w, holds all but 0.1 %
// of the weight.
static double drive(double x, double y, double unit_x, double unit_y, double s) {
    double variance = s * s + 0.08 * 0.08, dx = x - unit_x, dy = y - unit_y;
    return 1.7 * s * s / variance * exp(-(dx * dx + dy * dy) / (2 * variance));
}

// With a grey screen both polarities are there: bright spots add to the drive, dark ones take away.
static void responses_are_those_of_the_better_polarity(void **state) {
    (void)state;
    const double s = 0.06, contrast = 0.83, grey = 0.31;
    SpotProtocol protocol = {s, contrast, grey, probe_grid(0.11, 0.6), NO_EYE};
    static const char *const excited[] = {"sheets.v1.threshold=0.41", NULL};
    static const char *const inhibited[] = {"projections.in.strength=-1.7",
                                            "sheets.v1.threshold=-1.5", NULL};
    Mapped bright = mapped(excited, &protocol, "");
    size_t units = bright.geometry.n * bright.geometry.n;
    double largest = 0;
    for (size_t unit = 0; unit < units; unit++) {
        double x = geometry_x(&bright.geometry, unit % bright.geometry.n),
               y = geometry_y(&bright.geometry, unit / bright.geometry.n);
        // Both eyes' projections.
        double rest = 2 * 1.7 * grey - 0.41;
        assert_near(bright.blank[unit], rest, 0.005 * 3.4);
        for (size_t point = 0; point < bright.points; point++) {
            double added = 2 * contrast *
                           drive(probe_grid_x(&protocol.grid, point % protocol.grid.side),
                                 probe_grid_y(&protocol.grid, point / protocol.grid.side), x, y, s);
            assert_near((double)bright.response[unit * bright.points + point], added, 0.01);
            largest = fmax(largest, added);
        }
    }
    assert_true(largest > 0.9);
    mapped_free(&bright);

    // Inhibited by light, units are driven by dark spots alone, from a threshold of -1.5.
    Mapped dark = mapped(inhibited, &protocol, "");
    for (size_t unit = 0; unit < units; unit++) {
        double x = geometry_x(&dark.geometry, unit % dark.geometry.n),
               y = geometry_y(&dark.geometry, unit / dark.geometry.n);
        for (size_t point = 0; point < dark.points; point++) {
            double added = 2 * contrast *
                           drive(probe_grid_x(&protocol.grid, point % protocol.grid.side),
                                 probe_grid_y(&protocol.grid, point / protocol.grid.side), x, y, s);
            assert_near((double)dark.response[unit * dark.points + point], added, 0.01);
        }
    }
    mapped_free(&dark);
}

static void one_eye_alone_sees_the_spots(void **state) {
    (void)state;
    SpotProtocol protocol = {0.06, 0.83, 0.31, probe_grid(0.11, 0.6), NO_EYE};
    static const char *const bare[] = {"sheets.v1.threshold=0.0", NULL};
    Mapped both = mapped(bare, &protocol, ""), left = mapped(bare, &protocol, "left");
    size_t n = both.geometry.n * both.geometry.n * both.points;
    double largest = 0;
    for (size_t i = 0; i < n; i++) {
        assert_near((double)left.response[i], 0.5 * (double)both.response[i], 1e-5);
        largest = fmax(largest, (double)left.response[i]);
    }
    assert_true(largest > 0.4);
    assert_memory_equal(left.blank, both.blank, both.geometry.n * both.geometry.n * sizeof(double));
    mapped_free(&left);
    mapped_free(&both);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(gaussian_fields_have_their_centre_and_area),
                                       cmocka_unit_test(what_does_not_respond_has_no_field),
                                       cmocka_unit_test(responses_are_those_of_the_better_polarity),
                                       cmocka_unit_test(one_eye_alone_sees_the_spots)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
