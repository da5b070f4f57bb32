// SPDX-License-Identifier: GPL-3.0-or-later
// Measures on networks made by hand, and that measuring leaves a network as it was.
#include "measure/measure.h"

#include "base/memory.h"
#include "helpers/small_network.h"
#include "maps/contour.h"
#include "maps/pinwheels.h"
#include "measure/analysed_part.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static const MeasureKind *kind_named(const char *name) {
    for (size_t i = 0; measure_kinds[i]; i++)
        if (strcmp(measure_kinds[i]->name, name) == 0)
            return (const MeasureKind *)measure_kinds[i];
    return NULL;
}

// Settings of a measure from "name=value" texts.
static void *measure_settings(const MeasureKind *kind, const char *const *assignments) {
    void *settings = allocate(1, kind->observable.kind.block.size);
    block_start(&kind->observable.kind.block, settings);
    Error error = {0};
    for (; *assignments; assignments++)
        if (!settings_assign(&kind->observable.kind.block, settings, *assignments, false, "measure",
                             &error))
            fail_msg("%s", error.text);
    return settings;
}

static Results *take(Network *network, const char *name, const char *const *assignments) {
    const MeasureKind *kind = kind_named(name);
    void *settings = measure_settings(kind, assignments);
    Results *results = kind->take(settings, name, network);
    block_finish(&kind->observable.kind.block, settings);
    release(settings);
    return results;
}

static void measuring_changes_nothing(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, NULL);
    Network *network = small_network(&settings);
    small_network_present(network, 5);
    uint64_t before = network_hash(network);
    Sheet *v1 = network_sheet(network, "v1");
    float *activity = allocate(v1->units, sizeof *activity);
    memcpy(activity, v1->activity, v1->units * sizeof *activity);
    static const char *const protocols[] = {"protocol=feedforward", "protocol=settled"};
    for (size_t k = 0; k < 2; k++)
        results_free(take(
            network, "orientation",
            (const char *const[]){"sheet=v1", protocols[k], "orientations=5", "phases=3", NULL}));
    results_free(take(network, "retinotopy",
                      (const char *const[]){"sheet=v1", "projections=on_to_v1,off_to_v1", NULL}));
    assert_int_equal(network_hash(network), before);
    assert_memory_equal(activity, v1->activity, v1->units * sizeof *activity);
    small_network_present(network, 3);
    uint64_t after = network_hash(network);
    network_free(network);

    network = small_network(&settings);
    small_network_present(network, 5);
    small_network_present(network, 3);
    assert_int_equal(network_hash(network), after);
    release(activity);
    network_free(network);
    small_settings_finish(&settings);
}

// One retina straight onto V1, all fields whole.
static const char plain[] =
    "sheets = { retina = { density = 24.0; half_width = 1.0; stimulus = \"bars\"; };\n"
    "           v1 = { density = 15.0; half_width = 0.5; }; };\n"
    "projections = { in = { from = \"retina\"; to = \"v1\"; radius = 0.4; weights = { kind = "
    "\"gaussian\"; sigma = 0.08; }; }; };\n"
    "stimuli = { bars = { kind = \"gaussian\"; }; };\n";

// Weights that are a Gabor patch at 30 degrees prefer 30 degrees; y is up.
static void a_gabor_field_prefers_its_own_orientation(void **state) {
    (void)state;
    static const double angles[] = {30, 97.5, 152};
    for (size_t a = 0; a < 3; a++) {
        NetworkSettings settings;
        small_settings(&settings, plain, NULL);
        Network *network = small_network(&settings);
        Projection *in = network_projection(network, "in");
        const Geometry *from = &in->from->geometry, *to = &in->to->geometry;
        Connection *connections = allocate(in->field_units, sizeof *connections);
        float *weights = allocate(in->field_units, sizeof *weights);
        double angle = angles[a] * M_PI / 180;
        for (size_t unit = 0; unit < in->to->units; unit++) {
            size_t n = projection_connections(in, unit, connections);
            for (size_t k = 0; k < n; k++) {
                double x =
                    geometry_x(from, (size_t)connections[k].column) - geometry_x(to, unit % to->n);
                double y =
                    geometry_y(from, (size_t)connections[k].row) - geometry_y(to, unit / to->n);
                double across = y * cos(angle) - x * sin(angle);
                weights[k] = (float)(exp(-(x * x + y * y) / (2 * 0.15 * 0.15)) *
                                     (1 + cos(2 * M_PI * 2.4 * across)));
            }
            projection_restore(in, unit, weights, 1);
        }
        Results *results = take(
            network, "orientation",
            (const char *const[]){"sheet=v1", "orientations=12", "phases=12", "region=0", NULL});
        const ResultMap *map = results_map(results, "complex");
        size_t units = map->height * map->width;
        for (size_t unit = 0; unit < units; unit++) {
            double preference = 0.5 * atan2(map->values[units + unit], map->values[unit]);
            double difference = remainder(preference - angle, M_PI);
            assert_near(difference, 0, 0.05);
            assert_true(hypot(map->values[unit], map->values[units + unit]) > 0.02);
        }
        results_free(results);
        release(weights);
        release(connections);
        network_free(network);
        small_settings_finish(&settings);
    }
}

// Gaussian weights, drawn at each unit's exact place: the centre is the place, the size the
// standard deviation.
static void retinotopy_of_gaussian_fields_is_exact(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, plain, NULL);
    Network *network = small_network(&settings);
    Results *results =
        take(network, "retinotopy",
             (const char *const[]){"sheet=v1", "projections=in", "cut=0.0", "smoothing=0", NULL});
    const ResultMap *centres = results_map(results, "centres");
    const Geometry *v1 = &network_sheet(network, "v1")->geometry;
    for (size_t unit = 0; unit < v1->n * v1->n; unit++) {
        assert_near(centres->values[unit], geometry_x(v1, unit % v1->n), 1e-3);
        assert_near(centres->values[v1->n * v1->n + unit], geometry_y(v1, unit / v1->n), 1e-3);
    }
    assert_near(results_number(results, "receptive_field.size")->value, 0.08, 1e-3);
    assert_near(results_number(results, "retinotopy.error")->value, 0, 1e-3);
    // Distances of 1 / 15 or more that are wrong by less than 2 sqrt 2 / 1000 keep their order.
    assert_near(results_number(results, "retinotopy.topographic_product")->value, 0, 0.022);
    assert_near(results_number(results, "retinotopy.neighbours_on_sheet")->value, 0, 1e-12);
    results_free(results);

    settings_assign(&network_settings, &settings, "projections.in.scatter=0.11", false, "test",
                    &(Error){0});
    Network *scattered = small_network(&settings);
    results =
        take(scattered, "retinotopy",
             (const char *const[]){"sheet=v1", "projections=in", "cut=0.0", "smoothing=0", NULL});
    // Uniform within 0.11 in x and in y: a root mean square of 0.11 sqrt(2 / 3), less what the
    // affine fit takes up.
    assert_near(results_number(results, "retinotopy.error")->value, 0.11 * sqrt(2.0 / 3), 0.01);
    assert_true(results_number(results, "retinotopy.neighbours_in_space")->value > 0.1);
    assert_true(results_number(results, "retinotopy.neighbours_on_sheet")->value < -0.1);
    results_free(results);
    network_free(scattered);
    network_free(network);
    small_settings_finish(&settings);
}

static void cortical_lengths_come_in_millimetres_too(void **state) {
    (void)state;
    Results *results = results_new("made");
    results_add_cortical(results, "wavelength", 0.237, "sheet units", "a length", "careful");
    results_add_cortical(results, "per_area", 17.3, "per square sheet unit", "a density", "");
    results_add_cortical(results, "ratio", 2.1, "1", "a ratio", "");
    results_add_cortical(results, "gap", (double)NAN, "sheet units", "a length", "there is none");
    results_add_number(results, "receptive_field", 0.31, "sheet units", "of the retina", "");
    results_add_millimetres(results, 4.1);
    assert_int_equal(results->numbers, 8);
    assert_near(results_number(results, "wavelength_mm")->value, 0.237 * 4.1, 1e-12);
    assert_near(results_number(results, "per_area_mm")->value, 17.3 / (4.1 * 4.1), 1e-12);
    assert_string_equal(results_number(results, "wavelength_mm")->unit, "mm");
    assert_string_equal(results_number(results, "per_area_mm")->unit, "per square mm");
    assert_string_equal(results_number(results, "wavelength_mm")->note, "careful");
    assert_true(isnan(results_number(results, "gap_mm")->value));
    assert_string_equal(results_number(results, "gap_mm")->note, "there is none");
    results_free(results);
}

static void check_bar(const NetworkSettings *network, double scale_mm, const char *sheet,
                      const char *label, double samples) {
    char title[] = "";
    const Experiment experiment = {.network = *network, .title = title, .scale_mm = scale_mm};
    const MeasurePage page = {.folder = "maps", .experiment = &experiment, .suffix = "-000300"};
    const MeasuredSheet measured = {sheet, 48.0, 0};
    MeasureFrame frame = measure_map_frame(&page, "orientation", "map", "A map", &measured);
    assert_string_equal(frame.path, "maps/orientation-map-000300.png");
    assert_string_equal(frame.frame.scale_label, label);
    assert_near(frame.frame.scale_length * frame.frame.samples_per_unit, samples, 1e-9);
    measure_frame_finish(&frame);
}

static void maps_of_cortex_have_bars_in_millimetres(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, NULL);
    assert_true(measure_is_cortical(&settings, "v1"));
    assert_false(measure_is_cortical(&settings, "lgn_on"));
    assert_false(measure_is_cortical(&settings, "retina"));
    check_bar(&settings, (double)NAN, "v1", "0.25 sheet units", 12);
    check_bar(&settings, 4.0, "retina", "0.25 sheet units", 12);
    check_bar(&settings, 4.0, "v1", "1 mm", 12);
    check_bar(&settings, 3.9, "v1", "0.5 mm", 48 * 0.5 / 3.9);
    check_bar(&settings, 9.0, "v1", "2 mm", 48 * 2.0 / 9.0);
    check_bar(&settings, 0.04, "v1", "0.01 mm", 12);
    small_settings_finish(&settings);
}

// Rectified units respond to noise in proportion to their weights. Of kernels of peak P and
// deviation s = 0.085 in squares of side 0.1, 2000 frames have errors of 0.04 P, which move centres
// by 0.0039 (test_noise_mapping.c); a tenth of a step is for how the grid lies.
static void noise_finds_where_fields_lie(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, plain, NULL);
    Network *network = small_network(&settings);
    uint64_t before = network_hash(network);
    Results *results = take(network, "mapping",
                            (const char *const[]){"sheet=v1", "protocol=noise", "step=0.1",
                                                  "half_range=0.75", "frames=2000", NULL});
    assert_int_equal(network_hash(network), before);
    const Geometry *v1 = &network_sheet(network, "v1")->geometry;
    const ResultMap *x = results_map(results, "x"), *y = results_map(results, "y");
    for (size_t unit = 0; unit < v1->n * v1->n; unit++) {
        assert_near(x->values[unit], geometry_x(v1, unit % v1->n), 4.5 * 0.0039 + 0.01);
        assert_near(y->values[unit], geometry_y(v1, unit / v1->n), 4.5 * 0.0039 + 0.01);
    }
    assert_near(results_number(results, "responsive")->value, 1, 0);
    assert_non_null(strstr(x->protocol, "2000 frames"));
    results_free(results);
    network_free(network);
    small_settings_finish(&settings);
}

// Two eyes with random fields of their own.
static const char two_eyes[] =
    "eyes = { left = { }; right = { }; };\n"
    "sheets = { retina = { density = 24.0; half_width = 1.0; per_eye = true; stimulus = \"s\"; };\n"
    "           v1 = { density = 24.0; half_width = 0.5; }; };\n"
    "projections = { in = { from = \"retina\"; to = \"v1\"; radius = 0.3;\n"
    "                       weights = { kind = \"gaussian_cloud\"; sigma = 0.2; }; }; };\n"
    "stimuli = { s = { kind = \"noise\"; }; };\n";

// By 1 + depth sin(2 pi column / period) of the unit, and by `factor`.
static void multiply_weights(Projection *projection, double factor, double depth, double period) {
    Connection *connections = allocate(projection->field_units, sizeof *connections);
    float *weights = allocate(projection->field_units, sizeof *weights);
    for (size_t unit = 0; unit < projection->to->units; unit++) {
        size_t n = projection_connections(projection, unit, connections);
        double column = (double)(unit % projection->to->geometry.n),
               by = factor * (1 + depth * sin(2 * M_PI * column / period));
        for (size_t k = 0; k < n; k++)
            weights[k] = (float)by * connections[k].weight;
        projection_restore(projection, unit, weights, 1);
    }
    release(weights);
    release(connections);
}

// Distances in periods of ocular dominance, in a network whose index has stripes of that period.
static void check_distances_in_periods(Network *network, const char *const *of, double period) {
    Results *results = take(network, "geometry", of),
            *dominance = take(network, "ocular_dominance",
                              (const char *const[]){"sheet=v1", "region=0", NULL});
    double found = results_number(dominance, "wavelength.peak_fit_sheet")->value,
           sheet = results_number(results, "pinwheels.border_distance_sheet")->value,
           periods = results_number(results, "pinwheels.border_distance")->value,
           shifted = results_number(results, "pinwheels.border_distance_shifted")->value,
           expected = results_number(results, "pinwheels.border_distance_expected")->value,
           deviation =
               results_number(results, "pinwheels.border_distance_shifted_deviation")->value;
    assert_near(found, period, 0.1 * period);
    assert_near(periods * found, sheet, 1e-9);
    // Unrelated maps: in the shifted ones' range, whose mean is that over all places.
    assert_near(periods, shifted, 4 * deviation);
    assert_near(shifted, expected, 4 * deviation / sqrt(50));
    assert_near(expected, 1.0 / 8, 0.03); // but for what chance adds to the stripes
    results_free(dominance);
    results_free(results);
}

// What geometry reports of distances is that of the maps it files; in periods where there is one;
// without a border there is none.
static void distances_to_borders_are_those_of_the_maps(void **state) {
    (void)state;
    static const char *const of[] = {"sheet=v1", "smoothing=0", "shifts=50", "region=0", NULL};
    NetworkSettings settings;
    small_settings(&settings, two_eyes, NULL);
    Network *network = small_network(&settings);
    Results *results = take(network, "geometry", of);
    ComplexMap *z = analysed_map(results, "complex", 0);
    ScalarMap *index = analysed_map(results, "index", 0);
    Pinwheels *pinwheels = pinwheels_new(z);
    Contour border = contour_new(index);
    double sum = 0;
    for (size_t k = 0; k < pinwheels->count; k++) {
        double nearest = (double)INFINITY, x = pinwheels->list[k].column,
               y = pinwheels->list[k].row;
        for (size_t i = 0; i < border.count; i++)
            for (int step = 0; step <= 200; step++) { // along each piece, at most sqrt 2 long
                ContourPiece piece = border.list[i];
                double complex at =
                    piece.segment.from + step / 200.0 * (piece.segment.to - piece.segment.from);
                nearest = fmin(nearest, hypot((double)piece.column + creal(at) - x,
                                              (double)piece.row + cimag(at) - y));
            }
        sum += nearest / (double)pinwheels->count;
    }
    assert_true(pinwheels->count > 20 && border.count > 20);
    double sheet = results_number(results, "pinwheels.border_distance_sheet")->value,
           p = results_number(results, "pinwheels.border_distance_p")->value;
    assert_near(sheet * network_sheet(network, "v1")->geometry.density, sum, M_SQRT2 / 400);
    assert_true(p > 1.0 / 51 && p <= 1);
    assert_true(isnan(results_number(results, "pinwheels.border_distance")->value));
    assert_true(isnan(results_number(results, "pinwheels.border_distance_shifted")->value));
    assert_string_equal(results_number(results, "pinwheels.border_distance")->note,
                        "ocular dominance has no period: its spectrum has no ring");
    contour_free(&border);
    pinwheels_free(pinwheels);
    map_free(index);
    map_free(z);
    results_free(results);

    multiply_weights(network_projection(network, "in_left"), 1, 0.8, 6);
    check_distances_in_periods(network, of, 6 / 24.0);
    multiply_weights(network_projection(network, "in_left"), 50, 0, 6);
    results = take(network, "geometry", of);
    assert_true(isnan(results_number(results, "pinwheels.border_distance_sheet")->value));
    assert_string_equal(results_number(results, "pinwheels.border_distance")->note,
                        "there is no border");
    results_free(results);
    network_free(network);
    small_settings_finish(&settings);
}

// Weights that are made as Gaussians are fitted by them.
static void gaussian_weights_have_gaussian_fits(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, plain, NULL);
    Network *network = small_network(&settings);
    Results *results =
        take(network, "connection_fields",
             (const char *const[]){"sheet=v1", "add=in", "across=3", "fit=gaussian", NULL});
    assert_near(results_number(results, "fit.share")->value, 1, 0);
    assert_near(results_number(results, "fit.size")->value, 0.08, 1e-5);
    assert_near(results_number(results, "fit.aspect")->value, 1, 1e-4);
    assert_null(results_number(results, "fit.frequency"));
    assert_int_equal(results_map(results, "fits")->height, 9);
    results_free(results);
    results = take(network, "connection_fields", (const char *const[]){"sheet=v1", "add=in", NULL});
    assert_null(results_number(results, "fit.share"));
    results_free(results);
    network_free(network);
    small_settings_finish(&settings);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gaussian_weights_have_gaussian_fits),
        cmocka_unit_test(measuring_changes_nothing),
        cmocka_unit_test(a_gabor_field_prefers_its_own_orientation),
        cmocka_unit_test(retinotopy_of_gaussian_fields_is_exact),
        cmocka_unit_test(noise_finds_where_fields_lie),
        cmocka_unit_test(distances_to_borders_are_those_of_the_maps),
        cmocka_unit_test(cortical_lengths_come_in_millimetres_too),
        cmocka_unit_test(maps_of_cortex_have_bars_in_millimetres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
