// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lesion.h"

#include "base/memory.h"
#include "helpers/small_network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static Variant disc(double x, double radius) {
    Variant region = {0};
    assert_true(variant_choose(&region, region_kinds, "disc"));
    *(double *)setting_value(block_find(&region.kind->block, "x"), region.settings) = x;
    *(double *)setting_value(block_find(&region.kind->block, "radius"), region.settings) = radius;
    return region;
}

static void forget(Variant *region) {
    block_finish(&region->kind->block, region->settings);
    release(region->settings);
}

static void make(const Lesion *lesion, Network *network) {
    Error error = {0};
    if (!lesion_check(lesion, network->settings, "test", &error) ||
        !lesion_make(lesion, network, &error))
        fail_msg("%s", error.text);
}

// Is unit i of a sheet in a disc about (x, 0)?
static bool is_in(const Sheet *sheet, size_t i, double x, double radius) {
    size_t n = sheet->geometry.n;
    double dx = geometry_x(&sheet->geometry, i % n) - x, dy = geometry_y(&sheet->geometry, i / n);
    return dx * dx + dy * dy <= radius * radius;
}

// The network with every sheet but V1 per eye.
static char *two_eyes(void) {
    return format_text("%s\neyes = { left = {}; right = {}; };", small_gcal);
}
static const char *const per_eye[] = {"sheets.retina.per_eye=true", "sheets.lgn_*.per_eye=true",
                                      NULL};

static void a_lesion_is_of_its_target_and_region(void **state) {
    (void)state;
    static const struct {
        const char *target, *eye, *sheets; // hit
    } cases[] = {
        {"retina", "", "retina_left retina_right"},
        {"lgn", "", "lgn_on_left lgn_on_right lgn_off_left lgn_off_right"},
        {"lgn", "right", "lgn_on_right lgn_off_right"},
        {"rgc", "left", "retina_left lgn_on_left lgn_off_left"},
        {"cortex", "", "v1"},
        {"v1", "", "v1"},
        {"lgn_off", "", "lgn_off_left lgn_off_right"},
        {"lgn_off", "left", "lgn_off_left"},
        {"lgn_off_right", "", "lgn_off_right"},
    };
    char *text = two_eyes();
    NetworkSettings settings;
    small_settings(&settings, text, per_eye);
    Network *network = small_network(&settings);
    Variant region = disc(0.11, 0.23);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        Lesion lesion = {"a", cases[k].target, cases[k].eye, &region, false};
        make(&lesion, network);
        for (size_t s = 0; s < network->sheets; s++) {
            const Sheet *sheet = &network->sheet[s];
            const char *at = strstr(cases[k].sheets, sheet->name);
            bool hit = at && strchr(" ", at[strlen(sheet->name)]);
            for (size_t i = 0; i < sheet->units; i++)
                assert_int_equal(sheet->inside[i], !hit || !is_in(sheet, i, 0.11, 0.23));
        }
        lesion_undo("another", network);
        assert_int_equal(network_sheet(network, "v1")->lesions, strstr(cases[k].sheets, "v1") != 0);
        lesion_undo("a", network);
        for (size_t s = 0; s < network->sheets; s++)
            for (size_t i = 0; i < network->sheet[s].units; i++)
                assert_true(network->sheet[s].inside[i]);
    }
    forget(&region);
    network_free(network);
    small_settings_finish(&settings);
    release(text);
}

static void refused(const NetworkSettings *settings, Lesion lesion, const char *message) {
    Error error = {0};
    assert_false(lesion_check(&lesion, settings, "here", &error));
    if (!strstr(error.text, message))
        fail_msg("\"%s\" lacks \"%s\"", error.text, message);
    assert_int_equal(error.count, 1);
    error_clear(&error);
}

static void lesions_of_nothing_are_refused(void **state) {
    (void)state;
    char *text = two_eyes();
    NetworkSettings settings;
    small_settings(&settings, text, per_eye);
    Variant region = disc(0, 0.2), beside = disc(4, 0.2);
    refused(&settings, (Lesion){"a", "lgm", "", &region, false}, "here.target: 'lgm' is neither");
    refused(&settings, (Lesion){"a", "cortex", "left", &region, false}, "here.target: 'cortex'");
    refused(&settings, (Lesion){"a", "lgn_on_left", "right", &region, false}, "of eye right");
    refused(&settings, (Lesion){"a", "rgc", "third", &region, false},
            "here.eye: there is no eye 'third'");
    refused(&settings, (Lesion){"a", "rgc", "", &beside, false},
            "here.region: no unit of rgc lies in it");
    Variant image = {0};
    assert_true(variant_choose(&image, region_kinds, "image"));
    Error error = {0};
    assert_true(settings_assign(&image.kind->block, image.settings, "file=nowhere.png", false,
                                "test", &error));
    refused(&settings, (Lesion){"a", "rgc", "", &image, false}, "here.region: nowhere.png");
    forget(&image);
    forget(&beside);
    forget(&region);
    small_settings_finish(&settings);
    release(text);
}

// Copies of what learning and homeostasis may change at the units of V1.
typedef struct {
    float *weights;
    double *threshold, *average;
} Kept;

static Kept keep(const Projection *projection) {
    const Sheet *sheet = projection->to;
    Kept kept = {allocate(sheet->units * projection->field_units, sizeof(float)),
                 allocate(sheet->units, sizeof(double)), allocate(sheet->units, sizeof(double))};
    for (size_t i = 0; i < sheet->units; i++)
        projection_store(projection, i, kept.weights + i * projection->field_units);
    memcpy(kept.threshold, sheet->threshold, sheet->units * sizeof(double));
    memcpy(kept.average, sheet->average, sheet->units * sizeof(double));
    return kept;
}

static void forget_kept(Kept *kept) {
    release(kept->weights);
    release(kept->threshold);
    release(kept->average);
}

static void lost_units_are_silent_and_change_nothing(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, NULL);
    Network *network = small_network(&settings);
    Sheet *v1 = network_sheet(network, "v1");
    const Projection *in = network_projection(network, "on_to_v1");
    Variant region = disc(0.1, 0.31);
    small_network_present(network, 11);
    double mean = 0;
    for (size_t i = 0; i < v1->units; i++)
        mean += v1->threshold[i] / (double)v1->units;
    Lesion lesion = {"hole", "cortex", "", &region, false};
    make(&lesion, network);
    Kept kept = keep(in);
    uint64_t hash = network_hash(network);
    make(&lesion, network);
    assert_true(network_hash(network) == hash); // made twice, as once
    assert_near(v1->lesion_threshold, mean, 1e-12);
    size_t lost = 0, active = 0;
    float *weights = allocate(in->field_units, sizeof *weights);
    for (int k = 0; k < 1100; k++) { // past where all weights are normalised themselves
        small_network_present(network, 1);
        for (size_t i = 0; i < v1->units; i++)
            assert_true(!is_in(v1, i, 0.1, 0.31) || v1->activity[i] == 0);
    }
    for (size_t i = 0; i < v1->units; i++) {
        size_t n = projection_store(in, i, weights);
        bool same = memcmp(weights, kept.weights + i * in->field_units, n * sizeof(float)) == 0;
        bool gone = is_in(v1, i, 0.1, 0.31);
        assert_true(!gone || (same && v1->threshold[i] == kept.threshold[i] &&
                              v1->average[i] == kept.average[i]));
        lost += gone;
        active += !gone && !same;
    }
    assert_true(lost > 20 && active > 20);
    release(weights);
    forget_kept(&kept);
    // Restored, they respond and learn with what they had.
    lesion_undo("hole", network);
    small_network_present(network, 60);
    active = 0;
    for (size_t i = 0; i < v1->units; i++)
        active += is_in(v1, i, 0.1, 0.31) && v1->average[i] != v1->settings->homeostasis.target;
    assert_int_equal(active, lost);
    forget(&region);
    network_free(network);
    small_settings_finish(&settings);
}

// The sum of a unit's weights from the sources that are inside their sheet, or from the others.
static double weight_from(const Projection *projection, size_t unit, bool inside) {
    Connection *connections = allocate(projection->field_units, sizeof *connections);
    size_t n = projection_connections(projection, unit, connections);
    double sum = 0;
    for (size_t k = 0; k < n; k++) {
        size_t source = (size_t)connections[k].row * projection->from->geometry.n +
                        (size_t)connections[k].column;
        sum += projection->from->inside[source] == inside ? (double)connections[k].weight : 0;
    }
    release(connections);
    return sum;
}

// What learning adds to a unit's weights of one projection, before they are divided by their sum.
static double growth(const Projection *projection, size_t unit) {
    const Sheet *from = projection->from;
    Connection *connections = allocate(projection->field_units, sizeof *connections);
    size_t n = projection_connections(projection, unit, connections);
    double sum = 0;
    for (size_t k = 0; k < n; k++)
        sum += (double)from->activity[(size_t)connections[k].row * from->geometry.n +
                                      (size_t)connections[k].column];
    release(connections);
    return projection->settings->learning_rate / (double)projection->field_units *
           (double)projection->to->activity[unit] * sum;
}

// The connections from lost units do not grow: normalisation divides them by what all grow by.
static void weights_from_lost_units_decay(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, NULL);
    Network *network = small_network(&settings);
    Sheet *v1 = network_sheet(network, "v1");
    Projection *on = network_projection(network, "on_to_v1"),
               *off = network_projection(network, "off_to_v1");
    Variant region = disc(0, 0.29);
    Lesion lesion = {"scotoma", "rgc", "", &region, false};
    make(&lesion, network);
    double *expected = allocate(v1->units, sizeof *expected);
    for (size_t i = 0; i < v1->units; i++)
        expected[i] = weight_from(on, i, false) + weight_from(off, i, false);
    for (int k = 0; k < 150; k++) {
        small_network_present(network, 1);
        for (size_t i = 0; i < v1->units; i++)
            expected[i] /= 1 + growth(on, i) + growth(off, i);
    }
    size_t fallen = 0;
    for (size_t i = 0; i < v1->units; i++) {
        double lost = weight_from(on, i, false) + weight_from(off, i, false),
               live = weight_from(on, i, true) + weight_from(off, i, true);
        assert_near(lost, expected[i], 1e-5);
        assert_near(lost + live, 1, 1e-5);
        fallen += lost > 0.01 && live > 0.01;
    }
    assert_true(fallen > 100);
    release(expected);
    forget(&region);
    network_free(network);
    small_settings_finish(&settings);
}

static void a_sham_only_notes_thresholds(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, NULL);
    Network *network = small_network(&settings), *other = small_network(&settings);
    Variant region = disc(0, 0.3);
    Lesion lesion = {"sham", "cortex", "", &region, true};
    small_network_present(network, 7);
    small_network_present(other, 7);
    make(&lesion, network);
    Sheet *v1 = network_sheet(network, "v1");
    assert_true(v1->lesion_threshold == sheet_mean_threshold(v1));
    assert_true(v1->lesions == 0 && v1->lesion_threshold != 0.0915);
    for (size_t s = 0; s < network->sheets; s++)
        other->sheet[s].lesion_threshold = network->sheet[s].lesion_threshold;
    small_network_present(network, 7);
    small_network_present(other, 7);
    assert_true(network_hash(network) == network_hash(other));
    forget(&region);
    network_free(other);
    network_free(network);
    small_settings_finish(&settings);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lesion_is_of_its_target_and_region),
        cmocka_unit_test(lesions_of_nothing_are_refused),
        cmocka_unit_test(lost_units_are_silent_and_change_nothing),
        cmocka_unit_test(weights_from_lost_units_decay),
        cmocka_unit_test(a_sham_only_notes_thresholds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
