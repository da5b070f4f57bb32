// SPDX-License-Identifier: GPL-3.0-or-later
// Fields that become smaller and larger, against what is left of them by hand.
#include "model/projection_place.h"

#include "base/memory.h"
#include "helpers/assert_near.h"
#include "helpers/small_network.h"
#include "model/network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <omp.h>

#include <cmocka.h>

// The weights of all units about their centres, [units][side][side].
typedef struct {
    long radius, side;
    double *weight; // owned
} Fields;

static Fields fields_of(const Projection *projection, long radius) {
    Fields fields = {radius, 2 * radius + 1, NULL};
    size_t area = (size_t)(fields.side * fields.side);
    fields.weight = allocate(projection->to->units * area, sizeof(double));
    long r = radius < projection->radius ? radius : projection->radius;
    for (size_t unit = 0; unit < projection->to->units; unit++)
        for (long di = -r; di <= r; di++)
            for (long dj = -r; dj <= r; dj++)
                if (field_covers(r, di, dj))
                    fields
                        .weight[unit * area + (size_t)((di + radius) * fields.side + dj + radius)] =
                        (double)*projection_weight(projection, unit, di, dj) *
                        (double)projection->scale[unit];
    return fields;
}

static void fields_free(Fields *fields) {
    release(fields->weight);
}

// The norm of the part of a unit's field within a radius.
static double norm_within(const Fields *fields, size_t unit, long radius, int norm) {
    double total = 0;
    for (long di = -fields->radius; di <= fields->radius; di++)
        for (long dj = -fields->radius; dj <= fields->radius; dj++) {
            double weight = fields->weight[(
                size_t)(((long)unit * fields->side + di + fields->radius) * fields->side + dj +
                        fields->radius)];
            if (field_covers(radius, di, dj))
                total += norm == NORM_L2 ? weight * weight : fabs(weight);
        }
    return norm == NORM_L2 ? sqrt(total) : total;
}

static ProjectionSettings *settings_of(const NetworkSettings *settings, const char *name) {
    return collection_find(&settings->projections, name)->variant.settings;
}

// Gives a projection another radius, one that is noted.
static void change(Network *network, const NetworkSettings *settings, const char *name,
                   double radius) {
    Error error = {0};
    settings_of(settings, name)->radius = radius;
    if (!network_change_radii(network, &error))
        fail_msg("%s", error.text);
}

// A network that has learned, whose fields may have a radius of up to 0.5.
static Network *grown_network(NetworkSettings *settings, const char *const *changes) {
    static const char *const names[] = {"on_to_v1", "off_to_v1", "excitation", "inhibition"};
    small_settings(settings, small_gcal, changes);
    for (size_t k = 0; k < 4; k++) {
        ProjectionSettings *projection = settings_of(settings, names[k]);
        projection->least_radius = 0.01;
        projection->most_radius = 0.5;
    }
    Network *network = small_network(settings);
    small_network_present(network, 9);
    return network;
}

// Is each field what the old one has within the radius, times a factor that gives it this norm?
static void is_cropped(const Projection *projection, const Fields *before, double norm_value) {
    OWNED_BY(fields_free) Fields after = fields_of(projection, before->radius);
    int norm = projection->settings->norm;
    double most = 0;
    for (size_t unit = 0; unit < projection->to->units; unit++) {
        double factor = norm_value / norm_within(before, unit, projection->radius, norm);
        size_t area = (size_t)(before->side * before->side);
        for (size_t k = 0; k < area; k++) {
            long di = (long)k / before->side - before->radius,
                 dj = (long)k % before->side - before->radius;
            double expected = field_covers(projection->radius, di, dj)
                                  ? factor * before->weight[unit * area + k]
                                  : 0;
            assert_near(after.weight[unit * area + k], expected, 2e-6 * norm_value);
            most = fmax(most, expected);
        }
    }
    assert_true(most > 0.03 * norm_value); // there was something to compare
}

static void smaller_fields_are_divided_by_their_own_norm(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = grown_network(
        &settings, (const char *const[]){"projections.excitation.norm=L2",
                                         "projections.excitation.norm_value=0.23",
                                         "projections.excitation.learning_rate=0.3", NULL});
    static const struct {
        const char *name;
        double radius, norm_value;
    } cases[] = {{"inhibition", 0.29, 1}, {"excitation", 0.09, 0.23}, {"on_to_v1", 0.17, 1}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        Projection *projection = network_projection(network, cases[k].name);
        OWNED_BY(fields_free) Fields before = fields_of(projection, projection->radius);
        change(network, &settings, cases[k].name, cases[k].radius);
        assert_int_equal(projection->radius,
                         field_radius(cases[k].radius, projection->from->geometry.density));
        assert_int_equal(projection->field_units, field_units(projection->radius, NULL));
        is_cropped(projection, &before, cases[k].norm_value);
    }
    // The group is normalised together again where units are active.
    small_network_present(network, 2);
    const Projection *on = network_projection(network, "on_to_v1"),
                     *off = network_projection(network, "off_to_v1");
    OWNED_BY(fields_free) Fields on_fields = fields_of(on, on->radius);
    OWNED_BY(fields_free) Fields off_fields = fields_of(off, off->radius);
    size_t active = 0;
    for (size_t unit = 0; unit < on->to->units; unit++) {
        double sum = norm_within(&on_fields, unit, on->radius, NORM_L1) +
                     norm_within(&off_fields, unit, off->radius, NORM_L1);
        active += on->to->activity[unit] != 0;
        if (on->to->activity[unit] != 0)
            assert_near(sum, 1, 1e-6);
    }
    assert_true(active > 5);
    small_network_finish(network, &settings);
}

// Where nothing learns, nothing else would restore the joint norm.
static void fixed_fields_of_a_group_keep_their_joint_norm(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = grown_network(
        &settings, (const char *const[]){"projections.*_to_v1.learning_rate=0", NULL});
    const Projection *on = network_projection(network, "on_to_v1"),
                     *off = network_projection(network, "off_to_v1");
    settings_of(&settings, "on_to_v1")->radius = 0.17;
    change(network, &settings, "off_to_v1", 0.17);
    OWNED_BY(fields_free) Fields on_fields = fields_of(on, on->radius);
    OWNED_BY(fields_free) Fields off_fields = fields_of(off, off->radius);
    for (size_t unit = 0; unit < on->to->units; unit++) { // each had the whole norm before
        assert_near(norm_within(&on_fields, unit, on->radius, NORM_L1), 0.5, 1e-6);
        assert_near(norm_within(&off_fields, unit, off->radius, NORM_L1), 0.5, 1e-6);
    }
    small_network_finish(network, &settings);
}

static void an_outline_without_a_unit_of_the_smallest_field_is_refused(void **state) {
    (void)state;
    NetworkSettings settings;
    Error error = {0};
    small_settings(&settings, small_gcal,
                   (const char *const[]){"projections.inhibition.outline=annulus",
                                         "projections.inhibition.outline.inner=0.16", NULL});
    network_free(small_network(&settings));
    ProjectionSettings *inhibition = settings_of(&settings, "inhibition");
    inhibition->least_radius = 0.11;
    inhibition->most_radius = inhibition->radius;
    assert_null(network_new(&settings, NULL, WEIGHTS_DRAWN, &error));
    assert_string_equal(
        error.text,
        "projections.inhibition.outline: has no unit of a field with a radius of 1 unit");
    error_clear(&error);
    small_settings_finish(&settings);
}

static void larger_fields_keep_their_norm(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = grown_network(&settings, NULL);
    static const struct {
        const char *name;
        double radius;
    } cases[] = {{"inhibition", 0.49}, {"off_to_v1", 0.43}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        Projection *projection = network_projection(network, cases[k].name);
        long old = projection->radius;
        OWNED_BY(fields_free) Fields before = fields_of(projection, old);
        change(network, &settings, cases[k].name, cases[k].radius);
        assert_true(projection->radius > old);
        OWNED_BY(fields_free) Fields after = fields_of(projection, projection->radius);
        OWNED_BY(fields_free) Fields middle = fields_of(projection, old);
        size_t grown = 0, area = (size_t)(before.side * before.side);
        for (size_t unit = 0; unit < projection->to->units; unit++) {
            double norm = norm_within(&before, unit, old, NORM_L1),
                   all = norm_within(&after, unit, projection->radius, NORM_L1),
                   inner = norm_within(&after, unit, old, NORM_L1);
            assert_near(all, norm, 3e-6);
            assert_true(inner > 0.4 * all);
            grown += inner < 0.99 * all;
            for (size_t i = 0; i < area; i++)
                assert_near(middle.weight[unit * area + i],
                            before.weight[unit * area + i] * inner / norm, 2e-6);
        }
        assert_true(grown > projection->to->units / 2);
    }
    small_network_finish(network, &settings);
}

// The hash after learning through two changes.
static uint64_t hash_with(int threads, const char *kernels, int64_t shift) {
    NetworkSettings settings;
    Network *network = grown_network(&settings, NULL);
    omp_set_num_threads(threads);
    network_use(network, kernels_choose(kernels));
    network->presentation += shift;
    change(network, &settings, "inhibition", 0.49);
    change(network, &settings, "on_to_v1", 0.17);
    network->presentation -= shift;
    small_network_present(network, 3);
    uint64_t hash = network_hash(network);
    small_network_finish(network, &settings);
    return hash;
}

static void draws_belong_to_the_presentation(void **state) {
    (void)state;
    int threads = omp_get_max_threads();
    uint64_t hash = hash_with(1, NULL, 0);
    assert_true(hash == hash_with(3, NULL, 0));
    assert_true(hash == hash_with(2, "reference", 0));
    assert_true(hash != hash_with(1, NULL, 5));
    omp_set_num_threads(threads);
}

static void collected_growth_is_kept_within_the_field(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = grown_network(
        &settings, (const char *const[]){"projections.inhibition.learning=averaged_correlation",
                                         "projections.inhibition.learning.patterns=20",
                                         "projections.inhibition.learning.target_mean=0.01",
                                         "projections.inhibition.learning.source_mean=0.02", NULL});
    Projection *projection = network_projection(network, "inhibition");
    size_t unit = 84, most = field_units(5, NULL);
    OWNED float *before = allocate(most, sizeof *before), *after = allocate(most, sizeof *after);
    OWNED Connection *there = allocate(most, sizeof *there), *here = allocate(most, sizeof *here);
    size_t n = projection_store_collected(projection, unit, before);
    projection_connections(projection, unit, there);
    change(network, &settings, "inhibition", 0.29);
    size_t left = projection_store_collected(projection, unit, after), k = 0;
    projection_connections(projection, unit, here);
    assert_true(left < n && left > 0);
    double sum = 0;
    for (size_t i = 0; i < n && k < left; i++)
        if (there[i].row == here[k].row && there[i].column == here[k].column) {
            assert_true(before[i] == after[k]);
            sum += fabs((double)after[k++]);
        }
    assert_int_equal(k, left);
    assert_true(sum > 1e-4);
    small_network_finish(network, &settings);
}

static void a_shared_field_keeps_its_radius(void **state) {
    (void)state;
    NetworkSettings settings, later;
    Error error = {0};
    small_settings(&settings, small_gcal, NULL);
    block_copy(&network_settings, &later, &settings);
    settings_of(&later, "inhibition")->radius = 0.47;
    settings_of(&later, "excitation")->radius = 0.12;
    assert_true(network_note_later(&settings, &later, &error));
    RadiusRange radii = projection_radii(settings_of(&settings, "inhibition"), 13);
    assert_true(radii.least == 5 && radii.most == 6);
    radii = projection_radii(settings_of(&settings, "excitation"), 13);
    assert_true(radii.least == 1 && radii.most == 2);
    settings_of(&later, "retina_to_on")->radius = 0.31;
    assert_false(network_note_later(&settings, &later, &error));
    assert_string_equal(error.text,
                        "projections.retina_to_on.radius: becomes 0.31, and a shared field keeps "
                        "its radius during a run; set shared = false");
    error_clear(&error);
    small_settings_finish(&later);
    small_settings_finish(&settings);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(smaller_fields_are_divided_by_their_own_norm),
        cmocka_unit_test(fixed_fields_of_a_group_keep_their_joint_norm),
        cmocka_unit_test(an_outline_without_a_unit_of_the_smallest_field_is_refused),
        cmocka_unit_test(larger_fields_keep_their_norm),
        cmocka_unit_test(draws_belong_to_the_presentation),
        cmocka_unit_test(collected_growth_is_kept_within_the_field),
        cmocka_unit_test(a_shared_field_keeps_its_radius)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
