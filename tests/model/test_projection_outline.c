// SPDX-License-Identifier: GPL-3.0-or-later
// Fields with an outline, sparse fields and weights from patterns against their definitions.
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

// Is the source unit (di, dj) from a field's centre on it? x to the right and y up, sheet units.
typedef bool Covers(double x, double y, long di, long dj);

static bool on_annulus(double x, double y, long di, long dj) {
    (void)di;
    (void)dj;
    return hypot(x, y) > 0.13 && hypot(x, y) <= 0.37;
}

static bool on_ellipse(double x, double y, long di, long dj) {
    (void)di;
    (void)dj;
    double turn = 30 * M_PI / 180, along = x * cos(turn) + y * sin(turn),
           across = y * cos(turn) - x * sin(turn);
    return along * along + 2.3 * 2.3 * across * across <= 0.39 * 0.39;
}

static bool on_half_plane(double x, double y, long di, long dj) {
    (void)di;
    (void)dj;
    return y >= tan(20 * M_PI / 180) * x;
}

static bool on_middle(double x, double y, long di, long dj) {
    (void)x;
    (void)y;
    return di == 0 && dj == 0;
}

static const struct {
    const char *changes[6];
    Covers *covers;
} outlines[] = {
    {{"projections.inhibition.outline=annulus", "projections.inhibition.outline.inner=0.13",
      "projections.inhibition.outline.outer=0.37", NULL},
     on_annulus},
    {{"projections.inhibition.outline=ellipse", "projections.inhibition.outline.radius=0.39",
      "projections.inhibition.outline.aspect=2.3", "projections.inhibition.outline.orientation=30",
      NULL},
     on_ellipse},
    {{"projections.inhibition.outline=half_plane", "projections.inhibition.outline.orientation=20",
      NULL},
     on_half_plane},
    {{"projections.inhibition.outline=point", "projections.inhibition.radius=0.01", NULL},
     on_middle}};

// Are the connections of a unit those on the outline? All weights of its field sum to 1.
static void has_connections(const Projection *projection, size_t unit, Covers *covers) {
    OWNED Connection *connections = allocate(projection->field_units, sizeof *connections);
    size_t n = projection_connections(projection, unit, connections), k = 0;
    long side = (long)projection->from->geometry.n, row, column;
    double sum = 0, all = 0, density = projection->from->geometry.density;
    projection_centre(projection, unit, &row, &column);
    for (long i = 0; i < side; i++)
        for (long j = 0; j < side; j++) {
            long di = i - row, dj = j - column;
            if (!field_covers(projection->radius, di, dj) ||
                !covers((double)dj / density, -(double)di / density, di, dj))
                continue;
            assert_true(k < n && connections[k].row == i && connections[k].column == j);
            sum += fabs((double)connections[k++].weight);
        }
    assert_int_equal(k, n);
    assert_int_equal(projection_connections_of(projection, unit), n);
    const FieldBlock *block = projection_block(projection, unit);
    size_t lane = projection_lane(projection, unit);
    for (size_t line = 0; line < block->pattern->tiles * LANES; line++)
        all += fabs((double)projection->weights[block->first + line * LANES + lane]);
    assert_near(all * (double)projection->scale[unit], sum, 1e-6);
    if (n > 0)
        assert_near(sum, 1, 1e-5);
}

static void fields_have_their_outline_through_learning(void **state) {
    (void)state;
    for (size_t k = 0; k < sizeof outlines / sizeof *outlines; k++) {
        NetworkSettings settings;
        Network *network = small_gcal_network(&settings, outlines[k].changes);
        const Projection *projection = network_projection(network, "inhibition");
        uint64_t before = network_hash(network);
        for (int round = 0; round < 2; round++) {
            for (size_t unit = 0; unit < projection->to->units; unit++)
                has_connections(projection, unit, outlines[k].covers);
            small_network_present(network, 4);
        }
        assert_true(network_hash(network) != before);
        size_t on = 0;
        for (long di = -projection->radius; di <= projection->radius; di++)
            for (long dj = -projection->radius; dj <= projection->radius; dj++)
                on += field_covers(projection->radius, di, dj) &&
                      outlines[k].covers((double)dj / 13, -(double)di / 13, di, dj);
        assert_int_equal(projection->field_units, on);
        assert_near(projection_n(projection), (double)on, 0);
        double estimate = projection_memory(projection->settings, projection->from->settings,
                                            projection->to->settings),
               taken = (double)projection->weight_count * sizeof(float);
        if (!(estimate > 0.75 * taken && estimate < 3.5 * taken))
            fail_msg("outline %zu: estimate %g, taken %g", k, estimate, taken);
        small_network_finish(network, &settings);
    }
}

static const char *const sparse[] = {"projections.inhibition.probability=0.37",
                                     "projections.on_to_v1.probability=0.61", NULL};

// Which connections of a projection there are: [units][sources].
static unsigned char *connections_of(const Projection *projection) {
    size_t sources = projection->from->units;
    unsigned char *there = allocate(projection->to->units * sources, 1);
    OWNED Connection *connections = allocate(projection->field_units, sizeof *connections);
    for (size_t unit = 0; unit < projection->to->units; unit++) {
        size_t n = projection_connections(projection, unit, connections);
        for (size_t k = 0; k < n; k++)
            there[unit * sources + (size_t)connections[k].row * projection->from->geometry.n +
                  (size_t)connections[k].column] = 1;
    }
    return there;
}

static void sparse_fields_have_a_share_of_their_connections(void **state) {
    (void)state;
    NetworkSettings settings, whole_settings;
    Network *network = small_gcal_network(&settings, sparse),
            *whole = small_gcal_network(&whole_settings, NULL);
    const char *const names[] = {"inhibition", "on_to_v1"};
    const double shares[] = {0.37, 0.61};
    for (size_t k = 0; k < 2; k++) {
        const Projection *projection = network_projection(network, names[k]);
        double all = (double)projection_connection_count(network_projection(whole, names[k])),
               there = (double)projection_connection_count(projection);
        assert_near(there / all, shares[k], 4 * sqrt(shares[k] * (1 - shares[k]) / all));
        assert_near(projection_n(projection), shares[k] * (double)projection->field_units, 1e-12);
    }
    // Learning makes none; a field that shrinks and grows again has those that it had.
    Projection *inhibition = network_projection(network, "inhibition");
    OWNED unsigned char *before = connections_of(inhibition);
    small_network_present(network, 5);
    ProjectionSettings *changed =
        collection_find(&settings.projections, "inhibition")->variant.settings;
    Error error = {0};
    double radius = changed->radius;
    changed->radius = 0.2;
    assert_true(network_change_radii(network, &error));
    assert_true(projection_connection_count(inhibition) > 0);
    changed->radius = radius;
    assert_true(network_change_radii(network, &error));
    small_network_present(network, 3);
    OWNED unsigned char *after = connections_of(inhibition);
    assert_memory_equal(before, after, inhibition->to->units * inhibition->from->units);
    small_network_finish(network, &settings);
    small_network_finish(whole, &whole_settings);
}

static uint64_t hash_with(int threads, const char *kernels) {
    NetworkSettings settings;
    omp_set_num_threads(threads);
    Network *network = small_gcal_network(&settings, sparse);
    network_use(network, kernels_choose(kernels));
    small_network_present(network, 6);
    uint64_t hash = network_hash(network);
    small_network_finish(network, &settings);
    return hash;
}

static void sparse_fields_have_the_same_bits(void **state) {
    (void)state;
    int threads = omp_get_max_threads();
    uint64_t hash = hash_with(1, NULL);
    assert_true(hash == hash_with(3, NULL));
    assert_true(hash == hash_with(2, "reference"));
    omp_set_num_threads(threads);
}

static void weights_have_the_values_of_a_pattern(void **state) {
    (void)state;
    NetworkSettings settings;
    Network *network = small_gcal_network(
        &settings,
        (const char *const[]){"projections.inhibition.weights=pattern",
                              "projections.inhibition.weights.pattern=gabor",
                              "projections.inhibition.weights.pattern.sigma=0.13",
                              "projections.inhibition.weights.pattern.aspect=1.7",
                              "projections.inhibition.weights.pattern.frequency=2.9",
                              "projections.inhibition.weights.pattern.phase=40",
                              "projections.inhibition.weights.pattern.orientation=25",
                              "projections.inhibition.weights.pattern.orientation_range=0", NULL});
    const Projection *projection = network_projection(network, "inhibition");
    OWNED Connection *connections = allocate(projection->field_units, sizeof *connections);
    double turn = 25 * M_PI / 180, most = 0;
    for (size_t unit = 0; unit < projection->to->units; unit++) {
        size_t n = projection_connections(projection, unit, connections);
        long i = (long)(unit / 13), j = (long)(unit % 13);
        double value[2000], sum = 0;
        assert_true(n < 2000);
        for (size_t k = 0; k < n; k++) {
            double x = (double)(connections[k].column - j) / 13,
                   y = (double)(i - connections[k].row) / 13;
            double u = cos(turn) * x + sin(turn) * y, v = cos(turn) * y - sin(turn) * x;
            value[k] = exp(-u * u / (2 * 1.7 * 1.7 * 0.13 * 0.13) - v * v / (2 * 0.13 * 0.13)) *
                       cos(2 * M_PI * 2.9 * v + 40 * M_PI / 180);
            sum += fabs(value[k]);
        }
        for (size_t k = 0; k < n; k++) {
            assert_near((double)connections[k].weight, value[k] / sum, 1e-7);
            most = fmax(most, -value[k] / sum);
        }
    }
    assert_true(most > 0.01); // a Gabor has negative weights
    small_network_finish(network, &settings);
}

static void wrong_outlines_are_refused(void **state) {
    (void)state;
    small_network_refused(small_gcal,
                          (const char *const[]){"projections.inhibition.outline=annulus",
                                                "projections.inhibition.outline.inner=0.6",
                                                "projections.inhibition.outline.outer=0.9", NULL},
                          "projections.inhibition.outline: has no unit of a field with a radius of "
                          "5 units");
    small_network_refused(small_gcal,
                          (const char *const[]){"projections.retina_to_on.probability=0.5", NULL},
                          "projections.retina_to_on.shared: connections of a shared field cannot "
                          "be left out by chance; set probability = 1");
    small_network_refused(small_gcal,
                          (const char *const[]){"projections.inhibition.outline=image",
                                                "projections.inhibition.outline.file=none.png",
                                                NULL},
                          "projections.inhibition.outline: none.png");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_have_their_outline_through_learning),
        cmocka_unit_test(sparse_fields_have_a_share_of_their_connections),
        cmocka_unit_test(sparse_fields_have_the_same_bits),
        cmocka_unit_test(weights_have_the_values_of_a_pattern),
        cmocka_unit_test(wrong_outlines_are_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
