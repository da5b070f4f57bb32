// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/naive_network.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const Sheet *sheet_of(const Network *network, const char *name) {
    const Sheet *sheet = network_sheet(network, name);
    assert(sheet);
    return sheet;
}

static double place(const Sheet *sheet, size_t k) {
    return ((double)k + 0.5) / (double)sheet->geometry.n * 2 * sheet->geometry.half_width;
}

// A target unit's place on a source sheet: distances from its left and top edges.
typedef struct {
    double x, y;
} Spot;

// A number in the settings of a variant's kind.
static double number(const Variant *variant, const char *name) {
    const Setting *row = block_find(&variant->kind->block, name);
    assert(row && row->type == SETTING_REAL);
    return *(const double *)setting_value_const(row, variant->settings);
}

static int64_t whole_number(const Variant *variant, const char *name) {
    const Setting *row = block_find(&variant->kind->block, name);
    assert(row && row->type == SETTING_INTEGER);
    return *(const int64_t *)setting_value_const(row, variant->settings);
}

static bool is_kind(const Variant *variant, const char *name) {
    return strcmp(variant->kind->name, name) == 0;
}

static const ProjectionSettings *settings_of(const Network *network, const char *name) {
    return network_projection(network, name)->settings;
}

// Moves a target's place by a draw within +- reach in x and in y, the same for all projections to
// its sheet unless each has its own.
static void displace(const Network *network, const char *name, const char *what, double reach,
                     size_t target, Spot *spot) {
    const ProjectionSettings *settings = settings_of(network, name);
    char stream[100];
    if (settings->scatter_by == SCATTER_BY_TARGET)
        snprintf(stream, sizeof stream, "%s/to/%s", what, settings->to);
    else
        snprintf(stream, sizeof stream, "%s/%s", what, name);
    RandomDraws draws =
        random_draws(random_stream((uint64_t)network->settings->seed, stream), target);
    spot->x += reach * (2 * random_uniform(&draws) - 1);
    spot->y -= reach * (2 * random_uniform(&draws) - 1); // y points up
}

static Spot own_spot(const Sheet *from, const Sheet *to, size_t target) {
    double edge = from->geometry.half_width - to->geometry.half_width;
    return (Spot){place(to, target % to->geometry.n) + edge,
                  place(to, target / to->geometry.n) + edge};
}

// The first source unit from an edge that a place is in; on an open sheet, the nearest.
static double unit_in(const Sheet *from, double distance) {
    double unit = floor(distance * from->geometry.density);
    return from->geometry.periodic ? unit : fmin(fmax(unit, 0), (double)from->geometry.n - 1);
}

static double separation(const Sheet *from, double a, double b) {
    double side = 2 * from->geometry.half_width;
    return from->geometry.periodic ? remainder(a - b, side) : a - b;
}

// Where a target's field is centred; `name` NULL: not scattered.
static Spot field_spot(const Network *network, const char *name, const Sheet *from, const Sheet *to,
                       size_t target) {
    double side = 2 * from->geometry.half_width;
    Spot spot = own_spot(from, to, target);
    if (name == NULL || settings_of(network, name)->scatter <= 0)
        return spot;
    displace(network, name, "scatter", settings_of(network, name)->scatter, target, &spot);
    if (!from->geometry.periodic)
        spot = (Spot){fmin(fmax(spot.x, 0), side), fmin(fmax(spot.y, 0), side)};
    return spot;
}

static double arbor_at(const Variant *arbor, double r) {
    if (is_kind(arbor, "sigmoid"))
        return 1 / (1 + exp((r - number(arbor, "radius")) / number(arbor, "softness")));
    if (is_kind(arbor, "gaussian"))
        return exp(-r * r / (2 * number(arbor, "sigma") * number(arbor, "sigma")));
    return 1;
}

static void fill_arbor(NaiveMatrix *matrix, const Network *network, const char *name) {
    const Projection *p = network_projection(network, name);
    const Variant *arbor = &p->settings->arbor;
    size_t n = p->from->geometry.n;
    double d = p->from->geometry.density;
    for (size_t t = 0; t < matrix->rows; t++) {
        Spot spot = own_spot(p->from, p->to, t);
        if (!is_kind(arbor, "none")) {
            displace(network, name, "arbor_scatter", number(arbor, "scatter"), t, &spot);
            if (*(const bool *)setting_value_const(block_find(&arbor->kind->block, "snapped"),
                                                   arbor->settings))
                spot = (Spot){(unit_in(p->from, spot.x) + 0.5) / d,
                              (unit_in(p->from, spot.y) + 0.5) / d};
        }
        for (size_t s = 0; s < matrix->columns; s++)
            matrix->arbor[t * matrix->columns + s] =
                arbor_at(arbor, hypot(separation(p->from, place(p->from, s % n), spot.x),
                                      separation(p->from, place(p->from, s / n), spot.y)));
    }
}

// Joins every target to the sources within radius + 1/2 units of the source unit that contains its
// field's centre.
static NaiveMatrix join(const Network *network, const char *name, const Sheet *from,
                        const Sheet *to, double radius) {
    size_t n = from->geometry.n, m = to->geometry.n;
    NaiveMatrix matrix = {.rows = m * m, .columns = n * n};
    matrix.w = calloc(matrix.rows * matrix.columns, sizeof *matrix.w);
    matrix.joined = calloc(matrix.rows * matrix.columns, sizeof *matrix.joined);
    matrix.arbor = calloc(matrix.rows * matrix.columns, sizeof *matrix.arbor);
    double reach = fmax(1, floor(radius * from->geometry.density)) + 0.5;
    for (double di = -40; di <= 40; di++)
        for (double dj = -40; dj <= 40; dj++)
            matrix.units += di * di + dj * dj <= reach * reach;
    for (size_t t = 0; t < matrix.rows; t++) {
        Spot spot = field_spot(network, name, from, to, t);
        double row = unit_in(from, spot.y), column = unit_in(from, spot.x);
        for (size_t s = 0; s < matrix.columns; s++) {
            double di = (double)(s / n) - row, dj = (double)(s % n) - column;
            if (from->geometry.periodic) {
                di = remainder(di, (double)n);
                dj = remainder(dj, (double)n);
            }
            matrix.joined[t * matrix.columns + s] = di * di + dj * dj <= reach * reach;
        }
    }
    if (name)
        fill_arbor(&matrix, network, name);
    return matrix;
}

static NaiveMatrix join_projection(const Network *network, const char *name) {
    const Projection *p = network_projection(network, name);
    return join(network, name, p->from, p->to, p->settings->radius);
}

// A Gaussian of sum 1: about each target's place, displaced as its weights are, over what is
// joined; or, when `name` is NULL, over a whole disc about the middle of the centre unit, as shared
// fields are.
static void add_gaussian(NaiveMatrix *matrix, const Network *network, const char *name,
                         const Sheet *from, const Sheet *to, double sigma, double factor) {
    size_t n = from->geometry.n;
    double d = from->geometry.density, disc = 0, reach = -1;
    for (double r = 1; reach < 0; r++) { // the disc with so many units
        double units = 0;
        for (double di = -r; di <= r; di++)
            for (double dj = -r; dj <= r; dj++)
                units += di * di + dj * dj <= (r + 0.5) * (r + 0.5);
        reach = units == matrix->units ? r : -1;
    }
    for (double di = -reach; di <= reach; di++)
        for (double dj = -reach; dj <= reach; dj++)
            if (di * di + dj * dj <= (reach + 0.5) * (reach + 0.5))
                disc += exp(-(di * di + dj * dj) / (d * d * 2 * sigma * sigma));
    for (size_t t = 0; t < matrix->rows; t++) {
        double *w = calloc(matrix->columns, sizeof *w), sum = 0;
        Spot spot = field_spot(network, name, from, to, t);
        if (name)
            displace(network, name, "weights_scatter", settings_of(network, name)->weights_scatter,
                     t, &spot);
        else
            spot = (Spot){(floor(spot.x * d) + 0.5) / d, (floor(spot.y * d) + 0.5) / d};
        for (size_t s = 0; s < matrix->columns; s++)
            if (matrix->joined[t * matrix->columns + s]) {
                double dy = separation(from, place(from, s / n), spot.y),
                       dx = separation(from, place(from, s % n), spot.x);
                w[s] = exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
                sum += w[s];
            }
        for (size_t s = 0; s < matrix->columns; s++)
            matrix->w[t * matrix->columns + s] += factor * w[s] / (name ? sum : disc);
        free(w);
    }
}

static NaiveMatrix copied(const Network *network, const char *name) {
    const Projection *p = network_projection(network, name);
    NaiveMatrix matrix = join_projection(network, name);
    Connection *connections = calloc(p->field_units, sizeof *connections);
    for (size_t t = 0; t < matrix.rows; t++) {
        size_t n = projection_connections(p, t, connections);
        for (size_t k = 0; k < n; k++) {
            size_t s =
                (size_t)connections[k].row * p->from->geometry.n + (size_t)connections[k].column;
            assert(matrix.joined[t * matrix.columns + s]);
            matrix.w[t * matrix.columns + s] = (double)connections[k].weight;
        }
    }
    free(connections);
    return matrix;
}

NaiveNetwork naive_new(const Network *network) {
    const Sheet *retina = sheet_of(network, "retina"), *on = sheet_of(network, "lgn_on"),
                *v1 = sheet_of(network, "v1");
    NaiveNetwork naive = {.network = network};
    double radius = settings_of(network, "retina_to_on")->radius,
           pool = on->settings->gain_control.radius;
    NaiveMatrix *const centre[2] = {&naive.on, &naive.off}, *const pools[2] = {&naive.on_pool,
                                                                               &naive.off_pool};
    for (int k = 0; k < 2; k++) {
        double sign = k ? -1 : 1;
        *centre[k] = join(network, NULL, retina, on, radius);
        add_gaussian(centre[k], network, NULL, retina, on, 0.0573, sign);
        add_gaussian(centre[k], network, NULL, retina, on, 0.1477, -sign);
        *pools[k] = join(network, NULL, on, on, pool);
        add_gaussian(pools[k], network, NULL, on, on, on->settings->gain_control.sigma, 1);
    }
    naive.on_to_v1 = copied(network, "on_to_v1");
    naive.off_to_v1 = copied(network, "off_to_v1");
    naive.inhibition = copied(network, "inhibition");
    naive.excitation = join_projection(network, "excitation");
    add_gaussian(&naive.excitation, network, "excitation", v1, v1, 0.083, 1);
    naive.retina = calloc(retina->units, sizeof(double));
    naive.lgn_on = calloc(on->units, sizeof(double));
    naive.lgn_off = calloc(on->units, sizeof(double));
    naive.v1 = calloc(v1->units, sizeof(double));
    naive.threshold = calloc(v1->units, sizeof(double));
    naive.gain = calloc(v1->units, sizeof(double));
    naive.average = calloc(v1->units, sizeof(double));
    for (size_t i = 0; i < v1->units; i++) {
        naive.threshold[i] = v1->settings->threshold;
        naive.gain[i] = 1;
        naive.average[i] = v1->settings->homeostasis.target;
    }
    return naive;
}

void naive_free(NaiveNetwork *naive) {
    NaiveMatrix *const matrices[] = {&naive->on,         &naive->off,       &naive->on_pool,
                                     &naive->off_pool,   &naive->on_to_v1,  &naive->off_to_v1,
                                     &naive->excitation, &naive->inhibition};
    for (size_t k = 0; k < sizeof matrices / sizeof *matrices; k++) {
        free(matrices[k]->w);
        free(matrices[k]->joined);
        free(matrices[k]->arbor);
    }
    free(naive->retina);
    free(naive->lgn_on);
    free(naive->lgn_off);
    free(naive->v1);
    free(naive->threshold);
    free(naive->gain);
    free(naive->average);
}

static double factor_at(const Variant *schedule, int64_t presentation) {
    if (is_kind(schedule, "constant"))
        return 1;
    double passed = fmax(0, (double)(presentation - whole_number(schedule, "start")));
    if (is_kind(schedule, "steps"))
        return pow(number(schedule, "factor"),
                   floor(passed / (double)whole_number(schedule, "every")));
    double floor_share = number(schedule, "floor");
    return floor_share + (1 - floor_share) * exp(-passed / number(schedule, "time_constant"));
}

static double strength_of(const NaiveNetwork *naive, const char *name) {
    const ProjectionSettings *settings = settings_of(naive->network, name);
    return settings->strength * factor_at(&settings->strength_schedule, naive->presentation);
}

static double learning_rate_of(const NaiveNetwork *naive, const char *name) {
    const ProjectionSettings *settings = settings_of(naive->network, name);
    return settings->learning_rate * factor_at(&settings->learning_schedule, naive->presentation);
}

// to += factor * matrix from
static void add_product(const NaiveMatrix *matrix, const double *from, double factor, double *to) {
    for (size_t t = 0; t < matrix->rows; t++)
        for (size_t s = 0; s < matrix->columns; s++)
            to[t] += factor * matrix->w[t * matrix->columns + s] * from[s];
}

// eta0 = [a / k]+ ; eta = [a / (k + gamma_S G eta0)]+ ; without gain control eta = [a]+.
static void respond_lgn(const NaiveNetwork *naive, const Sheet *sheet, const NaiveMatrix *centre,
                        const NaiveMatrix *pool, double strength, double *activity) {
    const GainControl *gain = &sheet->settings->gain_control;
    double *a = calloc(sheet->units, sizeof *a), *first = calloc(sheet->units, sizeof *first);
    double *divisor = calloc(sheet->units, sizeof *divisor);
    add_product(centre, naive->retina, strength, a);
    for (size_t i = 0; i < sheet->units; i++) {
        divisor[i] = gain->enabled ? gain->constant : 1;
        first[i] = sheet->inside[i] ? fmax(0, a[i] / divisor[i]) : 0;
    }
    if (gain->enabled)
        add_product(pool, first, gain->strength, divisor);
    for (size_t i = 0; i < sheet->units; i++)
        activity[i] = sheet->inside[i] ? fmax(0, a[i] / divisor[i]) : 0;
    free(divisor);
    free(first);
    free(a);
}

static void settle_v1(NaiveNetwork *naive, const Sheet *v1) {
    double *drive = calloc(v1->units, sizeof *drive), *sum = calloc(v1->units, sizeof *sum);
    add_product(&naive->on_to_v1, naive->lgn_on, strength_of(naive, "on_to_v1"), drive);
    add_product(&naive->off_to_v1, naive->lgn_off, strength_of(naive, "off_to_v1"), drive);
    for (size_t i = 0; i < v1->units; i++)
        drive[i] *= naive->gain[i];
    naive->settled = false;
    for (naive->steps = 0; naive->steps < v1->settings->settle && !naive->settled;) {
        bool first = naive->steps++ == 0;
        double damping = first ? 1 : v1->settings->damping, change = 0, largest = 0;
        memcpy(sum, drive, v1->units * sizeof *sum);
        if (!first) {
            add_product(&naive->excitation, naive->v1, strength_of(naive, "excitation"), sum);
            add_product(&naive->inhibition, naive->v1, strength_of(naive, "inhibition"), sum);
        }
        for (size_t i = 0; i < v1->units; i++) {
            double old = naive->v1[i],
                   new = v1->inside[i] ? fmax(0, sum[i] - naive->threshold[i]) : 0;
            naive->v1[i] = first ? new : (1 - damping) * old + damping *new;
            change = fmax(change, fabs(naive->v1[i] - old));
            largest = fmax(largest, naive->v1[i]);
        }
        naive->last_change = first ? 0 : largest > 0 ? change / largest : change > 0;
        naive->settled =
            !first && v1->settings->tolerance > 0 && change <= v1->settings->tolerance * largest;
    }
    free(sum);
    free(drive);
}

// w += (rate / units) post pre arbor, then all the group's weights of a unit are divided by their
// sum.
static void learn(NaiveMatrix *const *group, const double *const *pre, size_t n, const double *post,
                  double rate) {
    for (size_t t = 0; t < group[0]->rows; t++) {
        double sum = 0;
        for (size_t p = 0; p < n; p++)
            for (size_t s = 0; s < group[p]->columns; s++) {
                size_t k = t * group[p]->columns + s;
                if (group[p]->joined[k])
                    group[p]->w[k] +=
                        rate / group[p]->units * post[t] * pre[p][s] * group[p]->arbor[k];
                sum += group[p]->w[k];
            }
        for (size_t p = 0; p < n; p++)
            for (size_t s = 0; s < group[p]->columns; s++)
                group[p]->w[t * group[p]->columns + s] /= sum;
    }
}

void naive_present(NaiveNetwork *naive) {
    const Network *network = naive->network;
    const Sheet *retina = sheet_of(network, "retina"), *v1 = sheet_of(network, "v1");
    for (size_t i = 0; i < retina->units; i++)
        naive->retina[i] = (double)retina->activity[i];
    respond_lgn(naive, sheet_of(network, "lgn_on"), &naive->on, &naive->on_pool,
                strength_of(naive, "retina_to_on"), naive->lgn_on);
    respond_lgn(naive, sheet_of(network, "lgn_off"), &naive->off, &naive->off_pool,
                strength_of(naive, "retina_to_off"), naive->lgn_off);
    settle_v1(naive, v1);
    learn((NaiveMatrix *[]){&naive->on_to_v1, &naive->off_to_v1},
          (const double *[]){naive->lgn_on, naive->lgn_off}, 2, naive->v1,
          learning_rate_of(naive, "on_to_v1"));
    learn((NaiveMatrix *[]){&naive->inhibition}, (const double *[]){naive->v1}, 1, naive->v1,
          learning_rate_of(naive, "inhibition"));
    const Homeostasis *homeostasis = &v1->settings->homeostasis;
    double rate = homeostasis->rate * factor_at(&homeostasis->schedule, naive->presentation);
    for (size_t i = 0; i < v1->units && homeostasis->enabled; i++)
        if (v1->inside[i]) {
            naive->average[i] = (1 - homeostasis->smoothing) * naive->v1[i] +
                                homeostasis->smoothing * naive->average[i];
            double excess = naive->average[i] - homeostasis->target;
            if (homeostasis->mode == HOMEOSTASIS_GAIN)
                naive->gain[i] = fmin(homeostasis->cap, fmax(1 / homeostasis->cap,
                                                             naive->gain[i] * (1 - rate * excess)));
            else
                naive->threshold[i] += rate * excess;
            double floors[] = {homeostasis->floor,
                               homeostasis->relative_floor * v1->lesion_threshold};
            for (size_t k = 0; k < 2 && homeostasis->mode != HOMEOSTASIS_GAIN; k++)
                if (!isnan(floors[k]) && naive->threshold[i] < floors[k])
                    naive->threshold[i] = floors[k];
        }
    naive->presentation++;
}
