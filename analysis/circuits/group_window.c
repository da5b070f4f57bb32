// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/group_window.h"

#include "base/memory.h"
#include "base/random.h"
#include "kinds/transfer.h"
#include "model/settling.h"

#include <math.h>
#include <string.h>

enum { ROUNDS = 200 };
static const double CONNECTIONS_MOST = 1e6; // take seconds

typedef struct {
    const Network *network;
    const SettlingGroup *group;
    size_t n;                    // units of all sheets
    size_t first[MOST_SETTLING]; // of each sheet, in one vector of all
    double slope[MOST_SETTLING]; // of its transfer
    double shift;                // added to the diagonal, so that growth does not alternate
    Connection *room;            // [the most of one unit] owned
} Coupling;

static size_t place_of(const Coupling *coupling, const Sheet *sheet) {
    size_t k = 0;
    while (&coupling->network->sheet[coupling->group->sheets[k]] != sheet)
        k++;
    return k;
}

static const ProjectionList *lateral_of(const Coupling *coupling, size_t k) {
    return &coupling->network->inputs[coupling->group->sheets[k]].lateral;
}

// next = (L + shift) v
static void apply(const Coupling *coupling, const double *v, double *next) {
    for (size_t i = 0; i < coupling->n; i++)
        next[i] = coupling->shift * v[i];
    for (size_t k = 0; k < coupling->group->count; k++)
        for (size_t p = 0; p < lateral_of(coupling, k)->count; p++) {
            const Projection *projection = lateral_of(coupling, k)->items[p];
            const double *from = v + coupling->first[place_of(coupling, projection->from)];
            double strength = coupling->slope[k] *
                              projection_strength(projection, coupling->network->presentation);
            for (size_t unit = 0; unit < projection->to->units; unit++) {
                size_t count = projection_connections(projection, unit, coupling->room);
                double sum = 0;
                for (size_t c = 0; c < count; c++)
                    sum += (double)coupling->room[c].weight *
                           from[(size_t)coupling->room[c].row * projection->from->geometry.n +
                                (size_t)coupling->room[c].column];
                next[coupling->first[k] + unit] += strength * sum;
            }
        }
}

// The mean growth of a vector in later rounds, less the shift: v <- (L + shift) v, with rectified
// units [(L + shift) v]+, and length 1. 0: it vanishes.
static double growth(const Coupling *coupling, bool rectified, double *v, double *next) {
    double sum = 0;
    RandomStream stream = random_stream(1, "group window");
    for (size_t i = 0; i < coupling->n; i++) {
        RandomDraws draws = random_draws(stream, i);
        v[i] = random_between(&draws, rectified ? 0.5 : -1, 1);
    }
    for (int round = 0; round < ROUNDS; round++) {
        double before = 0, after = 0;
        apply(coupling, v, next);
        for (size_t i = 0; i < coupling->n; i++) {
            before += v[i] * v[i];
            next[i] = rectified ? fmax(0, next[i]) : next[i];
            after += next[i] * next[i];
        }
        if (!(after > 0))
            return 0;
        for (size_t i = 0; i < coupling->n; i++)
            v[i] = next[i] / sqrt(after);
        sum += round < ROUNDS / 2 ? 0 : log(after / before) / 2;
    }
    return exp(sum / (ROUNDS - ROUNDS / 2)) - coupling->shift;
}

// Lays out the group; returns the number of its connections.
static double lay_out(Coupling *coupling, GroupWindow *window) {
    double connections = 0;
    size_t most = 1;
    for (size_t k = 0; k < coupling->group->count; k++) {
        const Sheet *sheet = &coupling->network->sheet[coupling->group->sheets[k]];
        TransferSlope slope = transfer_slope(&sheet->settings->transfer);
        coupling->first[k] = coupling->n;
        coupling->n += sheet->units;
        coupling->slope[k] = slope.bounded ? slope.greatest : 1;
        window->slope_bounded = window->slope_bounded && slope.bounded;
        window->saturates = window->saturates && slope.saturates;
        double strengths = 0;
        for (size_t p = 0; p < lateral_of(coupling, k)->count; p++) {
            const Projection *projection = lateral_of(coupling, k)->items[p];
            connections += (double)projection_connection_count(projection);
            most = projection->field_units > most ? projection->field_units : most;
            strengths += fabs(projection->settings->strength);
        }
        coupling->shift = fmax(coupling->shift, coupling->slope[k] * strengths);
    }
    coupling->room = allocate(most, sizeof *coupling->room);
    return connections;
}

GroupWindow group_window(const Network *network, const SettlingGroup *group) {
    GroupWindow window = {.slope_bounded = true, .saturates = true};
    Coupling coupling = {.network = network, .group = group};
    window.found = lay_out(&coupling, &window) <= CONNECTIONS_MOST;
    if (window.found) {
        OWNED double *v = allocate(coupling.n, sizeof *v),
                     *next = allocate(coupling.n, sizeof *next);
        window.linear_gain = growth(&coupling, false, v, next);
        window.copositivity = growth(&coupling, true, v, next);
    }
    release(coupling.room);
    return window;
}
