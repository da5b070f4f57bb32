// SPDX-License-Identifier: GPL-3.0-or-later
// Rules, limits and norms against a plain loop over all connections in double precision.
#include "model/projection_place.h"

#include "base/memory.h"
#include "helpers/assert_near.h"
#include "helpers/small_network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char two_sources[] =
    "seed = 2385;\n"
    "sheets = { a = { density = 13; half_width = 0.5; stimulus = \"s\"; };\n"
    "           c = { density = 11; half_width = 0.5; stimulus = \"s\"; };\n"
    "           b = { density = 9; half_width = 0.5; threshold = 0.49; }; };\n"
    "projections = {\n"
    "  in = { from = \"a\"; to = \"b\"; radius = 0.31; learning_rate = 0.73; weights = "
    "\"uniform\"; "
    "};\n"
    "  other = { from = \"c\"; to = \"b\"; radius = 0.23; learning_rate = 0.59; weights = "
    "\"uniform\"; }; };\n"
    "stimuli = { s = { kind = \"noise\"; }; };\n";

enum { NAMES = 2 };
static const char *const names[NAMES] = {"in", "other"};

// One field, by hand.
typedef struct {
    size_t count;
    Connection *connections;            // owned
    double *weight, *arbor, *collected; // owned
} Field;

// What a rule adds to a weight; `state` is that of the unit.
typedef double Growth(double x, double y, double w, double state);
// What the unit remembers, before learning and after it; NULL: nothing.
typedef double Memory(double y, double state);

typedef struct {
    const char *changes[10];
    Growth *growth;
    Memory *before, *after;
    double start;
    int interval;                   // presentations
    double least, most, norm_value; // limits over the units of a field
    char norm;                      // '1', '2', 'm'aximum, 's'ubtractive, 'n'one
    bool arbor, together;
} Case;

static double distance(const Projection *p, size_t unit, const Connection *c) {
    const Geometry *from = &p->from->geometry, *to = &p->to->geometry;
    return hypot(geometry_x(to, unit % to->n) - geometry_x(from, (size_t)c->column),
                 geometry_y(to, unit / to->n) - geometry_y(from, (size_t)c->row));
}

static Field *fields_of(const Projection *p, const Case *tried) {
    Field *fields = allocate(p->to->units, sizeof *fields);
    for (size_t unit = 0; unit < p->to->units; unit++) {
        Field *field = &fields[unit];
        field->connections = allocate(p->field_units, sizeof *field->connections);
        field->count = projection_connections(p, unit, field->connections);
        field->weight = allocate(field->count, sizeof(double));
        field->arbor = allocate(field->count, sizeof(double));
        field->collected = allocate(field->count, sizeof(double));
        for (size_t k = 0; k < field->count; k++) {
            double r = distance(p, unit, &field->connections[k]);
            field->weight[k] = (double)field->connections[k].weight;
            field->arbor[k] = tried->arbor ? exp(-r * r / (2 * 0.17 * 0.17)) : 1;
        }
    }
    return fields;
}

static void free_fields(Field *fields, size_t units) {
    for (size_t unit = 0; unit < units; unit++) {
        release(fields[unit].connections);
        release(fields[unit].weight);
        release(fields[unit].arbor);
        release(fields[unit].collected);
    }
    release(fields);
}

static void learn_field(const Projection *p, Field *field, const Case *tried, double y,
                        double state, bool applies) {
    double rate = p->settings->learning_rate / (double)p->field_units,
           units = (double)p->field_units;
    for (size_t k = 0; k < field->count; k++) {
        const Connection *c = &field->connections[k];
        double x =
            (double)p->from->activity[(size_t)c->row * p->from->geometry.n + (size_t)c->column];
        double *w = &field->weight[k];
        field->collected[k] += rate * field->arbor[k] * tried->growth(x, y, *w, state);
        if (!applies)
            continue;
        *w += field->collected[k];
        field->collected[k] = 0;
        if (tried->least > -1e9)
            *w = fmax(*w, tried->least / units);
        if (tried->most < 1e9)
            *w = fmin(*w, tried->most / units * field->arbor[k]);
    }
}

// The norm of some fields; or their sum.
static double norm_of(Field *const *fields, size_t n, char norm) {
    double total = 0;
    for (size_t p = 0; p < n; p++)
        for (size_t k = 0; k < fields[p]->count; k++) {
            double w = fields[p]->weight[k];
            total = norm == 'm' ? fmax(total, fabs(w))
                                : total + (norm == '2'   ? w * w
                                           : norm == 's' ? w
                                                         : fabs(w));
        }
    return norm == '2' ? sqrt(total) : total;
}

static void normalise(Field *const *fields, size_t n, const Case *tried) {
    double norm = norm_of(fields, n, tried->norm), arbors = 0;
    for (size_t p = 0; p < n; p++)
        for (size_t k = 0; k < fields[p]->count; k++)
            arbors += fields[p]->arbor[k];
    for (size_t p = 0; p < n; p++)
        for (size_t k = 0; k < fields[p]->count; k++)
            fields[p]->weight[k] = tried->norm == 's'
                                       ? fields[p]->weight[k] - (norm - tried->norm_value) *
                                                                    fields[p]->arbor[k] / arbors
                                       : fields[p]->weight[k] * tried->norm_value / norm;
}

static void try(const Case *tried) {
    NetworkSettings settings;
    small_settings(&settings, two_sources, tried->changes);
    Network *network = small_network(&settings);
    const Sheet *b = network_sheet(network, "b");
    const Projection *p[NAMES];
    Field *fields[NAMES];
    double *state[NAMES], change = 0;
    for (size_t k = 0; k < NAMES; k++) {
        p[k] = network_projection(network, names[k]);
        fields[k] = fields_of(p[k], tried);
        state[k] = allocate(b->units, sizeof(double));
        for (size_t unit = 0; unit < b->units; unit++)
            state[k][unit] = tried->start;
    }
    for (int step = 1; step <= 6; step++) {
        small_network_present(network, 1);
        bool applies = step % tried->interval == 0;
        for (size_t unit = 0; unit < b->units; unit++) {
            double y = (double)b->activity[unit];
            Field *both[NAMES];
            for (size_t k = 0; k < NAMES; k++) {
                both[k] = &fields[k][unit];
                if (tried->before)
                    state[k][unit] = tried->before(y, state[k][unit]);
                learn_field(p[k], both[k], tried, y, state[k][unit], applies);
                if (tried->after)
                    state[k][unit] = tried->after(y, state[k][unit]);
            }
            bool due = applies && tried->norm != 'n' && (y != 0 || tried->interval > 1);
            for (size_t k = 0; due && k < NAMES; k++)
                if (!tried->together || k == 0)
                    normalise(both + k, tried->together ? NAMES : 1, tried);
            Connection *now = allocate(p[0]->field_units, sizeof *now);
            for (size_t k = 0; k < NAMES; k++) {
                size_t count = projection_connections(p[k], unit, now);
                for (size_t c = 0; c < count; c++) {
                    assert_near((double)now[c].weight, both[k]->weight[c],
                                4e-7 * (1 + fabs(both[k]->weight[c])));
                    change = fmax(
                        change, fabs(both[k]->weight[c] - (double)both[k]->connections[c].weight));
                }
            }
            release(now);
        }
    }
    assert_true(change > 1e-3);
    for (size_t k = 0; k < NAMES; k++) {
        free_fields(fields[k], b->units);
        release(state[k]);
    }
    small_network_finish(network, &settings);
}

static double hebb(double x, double y, double w, double state) {
    (void)w;
    (void)state;
    return x * y;
}

static double bcm(double x, double y, double w, double state) {
    (void)w;
    return y * (y - state) * x;
}

static double slide(double y, double state) {
    return 0.6 * state + 0.4 * y * y / 0.3;
}

static double about_means(double x, double y, double w, double state) {
    (void)w;
    (void)state;
    return (y - 0.023) * (x - 0.41);
}

static double oja(double x, double y, double w, double state) {
    (void)state;
    return y * x - 0.7 * y * y * w;
}

static double follow(double x, double y, double w, double state) {
    (void)y;
    return state * (x - 0.9 * w);
}

static double trace(double y, double state) {
    return 0.3 * state + 0.7 * y;
}

static const double none = 1e10;

static void rules_follow_their_equations(void **state) {
    (void)state;
    const Case cases[] = {
        {.changes = {"projections.*.norm=none", "projections.*.learning=bcm",
                     "projections.*.learning.threshold=0.031",
                     "projections.*.learning.smoothing=0.6", "projections.*.learning.target=0.3"},
         .growth = bcm,
         .after = slide,
         .start = 0.031,
         .norm = 'n'},
        {.changes = {"projections.*.norm=L2", "projections.*.learning=oja",
                     "projections.*.learning.decay=0.7", "projections.*.norm_value=0.83"},
         .growth = oja,
         .norm = '2',
         .norm_value = 0.83},
        {.changes = {"projections.*.norm=none", "projections.*.learning=trace",
                     "projections.*.learning.smoothing=0.3", "projections.*.learning.decay=0.9",
                     "projections.*.arbor=gaussian", "projections.*.arbor.sigma=0.17"},
         .growth = follow,
         .before = trace,
         .norm = 'n',
         .arbor = true},
        {.changes = {"projections.*.norm=subtractive",
                     "projections.*.learning=averaged_correlation",
                     "projections.*.learning.patterns=3",
                     "projections.*.learning.target_mean=0.023",
                     "projections.*.learning.source_mean=0.41", "projections.*.normalise=both",
                     "projections.*.arbor=gaussian", "projections.*.arbor.sigma=0.17"},
         .growth = about_means,
         .norm = 's',
         .norm_value = 1,
         .interval = 3,
         .arbor = true,
         .together = true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        Case tried = cases[k];
        tried.least = -none;
        tried.most = none;
        tried.interval = tried.interval ? tried.interval : 1;
        try(&tried);
    }
}

static void norms_and_limits_apply_to_any_rule(void **state) {
    (void)state;
    const Case cases[] = {
        {.changes = {"projections.*.norm=L2", "projections.*.normalise=both"},
         .norm = '2',
         .norm_value = 1,
         .least = -none,
         .most = none,
         .together = true},
        {.changes = {"projections.*.norm=maximum", "projections.*.norm_value=0.31"},
         .norm = 'm',
         .norm_value = 0.31,
         .least = -none,
         .most = none},
        {.changes = {"projections.*.norm_value=1.7"},
         .norm = '1',
         .norm_value = 1.7,
         .least = -none,
         .most = none},
        {.changes = {"projections.*.least_weight=0.35", "projections.*.most_weight=1.63"},
         .norm = '1',
         .norm_value = 1,
         .least = 0.35,
         .most = 1.63},
        {.changes = {"projections.*.most_weight=1.27", "projections.*.norm=none",
                     "projections.*.learning_rate=9", "projections.*.arbor=gaussian",
                     "projections.*.arbor.sigma=0.17"},
         .norm = 'n',
         .least = -none,
         .most = 1.27,
         .arbor = true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        Case tried = cases[k];
        tried.growth = hebb;
        tried.interval = 1;
        try(&tried);
    }
}

// Subtraction keeps the sum while weights stop at their limits.
static void subtraction_keeps_the_sum_within_limits(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(
        &settings, two_sources,
        (const char *const[]){"projections.*.norm=subtractive", "projections.*.normalise=both",
                              "projections.*.learning_rate=6", "projections.*.least_weight=0",
                              "projections.*.most_weight=1.4", NULL});
    Network *network = small_network(&settings);
    small_network_present(network, 25);
    const Sheet *b = network_sheet(network, "b");
    size_t at_least = 0, at_most = 0, between = 0;
    for (size_t unit = 0; unit < b->units; unit++) {
        double sum = 0, room = 0; // room: of cropped fields, below 1
        for (size_t k = 0; k < NAMES; k++) {
            const Projection *p = network_projection(network, names[k]);
            float most = (float)(1.4 / (double)p->field_units);
            Connection *connections = allocate(p->field_units, sizeof *connections);
            size_t count = projection_connections(p, unit, connections);
            for (size_t c = 0; c < count; c++) {
                float w = connections[c].weight;
                assert_true(w >= 0 && w <= most);
                sum += (double)w;
                room += (double)most;
                at_least += w == 0;
                at_most += w == most;
                between += w > 0 && w < most;
            }
            release(connections);
        }
        assert_near(sum, fmin(1, room), 3e-6);
    }
    assert_true(at_least > 100 && at_most > 100 && between > 20);
    small_network_finish(network, &settings);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_follow_their_equations),
        cmocka_unit_test(norms_and_limits_apply_to_any_rule),
        cmocka_unit_test(subtraction_keeps_the_sum_within_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
