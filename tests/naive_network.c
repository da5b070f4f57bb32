// SPDX-License-Identifier: GPL-3.0-or-later
#include "naive_network.h"

#include <assert.h>
#include <math.h>
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

// Joins every target to the sources within radius + 1/2 units of the source unit that contains its
// place.
static NaiveMatrix join(const Sheet *from, const Sheet *to, double radius) {
    size_t n = from->geometry.n, m = to->geometry.n;
    NaiveMatrix matrix = {.rows = m * m, .columns = n * n};
    matrix.w = calloc(matrix.rows * matrix.columns, sizeof *matrix.w);
    matrix.joined = calloc(matrix.rows * matrix.columns, sizeof *matrix.joined);
    double reach = fmax(1, floor(radius * from->geometry.density)) + 0.5,
           edge = from->geometry.half_width - to->geometry.half_width;
    for (double di = -40; di <= 40; di++)
        for (double dj = -40; dj <= 40; dj++)
            matrix.units += di * di + dj * dj <= reach * reach;
    for (size_t t = 0; t < matrix.rows; t++) {
        double row = floor((place(to, t / m) + edge) * from->geometry.density);
        double column = floor((place(to, t % m) + edge) * from->geometry.density);
        for (size_t s = 0; s < matrix.columns; s++) {
            double di = (double)(s / n) - row, dj = (double)(s % n) - column;
            if (from->geometry.periodic) {
                di = remainder(di, (double)n);
                dj = remainder(dj, (double)n);
            }
            matrix.joined[t * matrix.columns + s] = di * di + dj * dj <= reach * reach;
        }
    }
    return matrix;
}

static double separation(const Sheet *from, double a, double b) {
    double side = 2 * from->geometry.half_width;
    return from->geometry.periodic ? remainder(a - b, side) : a - b;
}

// A Gaussian about each target's own place, of sum 1 over what is joined; or, when `whole`, over a
// whole disc about the middle of the centre unit, as shared fields are.
static void add_gaussian(NaiveMatrix *matrix, const Sheet *from, const Sheet *to, double sigma,
                         double factor, bool whole) {
    size_t n = from->geometry.n, m = to->geometry.n;
    double edge = from->geometry.half_width - to->geometry.half_width, d = from->geometry.density,
           disc = 0, reach = -1;
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
        double y = place(to, t / m) + edge, x = place(to, t % m) + edge, sum = 0;
        double *w = calloc(matrix->columns, sizeof *w);
        if (whole) {
            y = (floor(y * d) + 0.5) / d;
            x = (floor(x * d) + 0.5) / d;
        }
        for (size_t s = 0; s < matrix->columns; s++)
            if (matrix->joined[t * matrix->columns + s]) {
                double dy = separation(from, place(from, s / n), y),
                       dx = separation(from, place(from, s % n), x);
                w[s] = exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
                sum += w[s];
            }
        for (size_t s = 0; s < matrix->columns; s++)
            matrix->w[t * matrix->columns + s] += factor * w[s] / (whole ? disc : sum);
        free(w);
    }
}

static NaiveMatrix copied(const Network *network, const char *name) {
    const Projection *p = network_projection(network, name);
    NaiveMatrix matrix = join(p->from, p->to, p->settings->radius);
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

static const ProjectionSettings *settings_of(const Network *network, const char *name) {
    return network_projection(network, name)->settings;
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
        *centre[k] = join(retina, on, radius);
        add_gaussian(centre[k], retina, on, 0.0573, sign, true);
        add_gaussian(centre[k], retina, on, 0.1477, -sign, true);
        *pools[k] = join(on, on, pool);
        add_gaussian(pools[k], on, on, on->settings->gain_control.sigma, 1, true);
    }
    naive.on_to_v1 = copied(network, "on_to_v1");
    naive.off_to_v1 = copied(network, "off_to_v1");
    naive.inhibition = copied(network, "inhibition");
    naive.excitation = join(v1, v1, settings_of(network, "excitation")->radius);
    add_gaussian(&naive.excitation, v1, v1, 0.083, 1, false);
    naive.retina = calloc(retina->units, sizeof(double));
    naive.lgn_on = calloc(on->units, sizeof(double));
    naive.lgn_off = calloc(on->units, sizeof(double));
    naive.v1 = calloc(v1->units, sizeof(double));
    naive.threshold = calloc(v1->units, sizeof(double));
    naive.average = calloc(v1->units, sizeof(double));
    for (size_t i = 0; i < v1->units; i++) {
        naive.threshold[i] = v1->settings->threshold;
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
    }
    free(naive->retina);
    free(naive->lgn_on);
    free(naive->lgn_off);
    free(naive->v1);
    free(naive->threshold);
    free(naive->average);
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
        first[i] = fmax(0, a[i] / divisor[i]);
    }
    if (gain->enabled)
        add_product(pool, first, gain->strength, divisor);
    for (size_t i = 0; i < sheet->units; i++)
        activity[i] = fmax(0, a[i] / divisor[i]);
    free(divisor);
    free(first);
    free(a);
}

static void settle_v1(NaiveNetwork *naive, const Sheet *v1) {
    const Network *network = naive->network;
    double *drive = calloc(v1->units, sizeof *drive), *sum = calloc(v1->units, sizeof *sum);
    add_product(&naive->on_to_v1, naive->lgn_on, settings_of(network, "on_to_v1")->strength, drive);
    add_product(&naive->off_to_v1, naive->lgn_off, settings_of(network, "off_to_v1")->strength,
                drive);
    naive->settled = false;
    for (naive->steps = 0; naive->steps < v1->settings->settle && !naive->settled;) {
        bool first = naive->steps++ == 0;
        double damping = first ? 1 : v1->settings->damping, change = 0, largest = 0;
        memcpy(sum, drive, v1->units * sizeof *sum);
        if (!first) {
            add_product(&naive->excitation, naive->v1, settings_of(network, "excitation")->strength,
                        sum);
            add_product(&naive->inhibition, naive->v1, settings_of(network, "inhibition")->strength,
                        sum);
        }
        for (size_t i = 0; i < v1->units; i++) {
            double old = naive->v1[i],
                   new = v1->inside[i] ? fmax(0, sum[i] - naive->threshold[i]) : 0;
            naive->v1[i] = first ? new : (1 - damping) * old + damping *new;
            change = fmax(change, fabs(naive->v1[i] - old));
            largest = fmax(largest, naive->v1[i]);
        }
        naive->settled =
            !first && v1->settings->tolerance > 0 && change <= v1->settings->tolerance * largest;
    }
    free(sum);
    free(drive);
}

// w += (rate / units) post pre, then all the group's weights of a unit are divided by their sum.
static void learn(NaiveMatrix *const *group, const double *const *pre, size_t n, const double *post,
                  double rate) {
    for (size_t t = 0; t < group[0]->rows; t++) {
        double sum = 0;
        for (size_t p = 0; p < n; p++)
            for (size_t s = 0; s < group[p]->columns; s++) {
                size_t k = t * group[p]->columns + s;
                if (group[p]->joined[k])
                    group[p]->w[k] += rate / group[p]->units * post[t] * pre[p][s];
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
                settings_of(network, "retina_to_on")->strength, naive->lgn_on);
    respond_lgn(naive, sheet_of(network, "lgn_off"), &naive->off, &naive->off_pool,
                settings_of(network, "retina_to_off")->strength, naive->lgn_off);
    settle_v1(naive, v1);
    learn((NaiveMatrix *[]){&naive->on_to_v1, &naive->off_to_v1},
          (const double *[]){naive->lgn_on, naive->lgn_off}, 2, naive->v1,
          settings_of(network, "on_to_v1")->learning_rate);
    learn((NaiveMatrix *[]){&naive->inhibition}, (const double *[]){naive->v1}, 1, naive->v1,
          settings_of(network, "inhibition")->learning_rate);
    const Homeostasis *homeostasis = &v1->settings->homeostasis;
    for (size_t i = 0; i < v1->units && homeostasis->enabled; i++)
        if (v1->inside[i]) {
            naive->average[i] = (1 - homeostasis->smoothing) * naive->v1[i] +
                                homeostasis->smoothing * naive->average[i];
            naive->threshold[i] += homeostasis->rate * (naive->average[i] - homeostasis->target);
        }
}
