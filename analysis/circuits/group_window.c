// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/group_window.h"

#include "base/memory.h"
#include "base/random.h"
#include "kinds/transfer.h"
#include "model/settling.h"

#include <math.h>
#include <string.h>

enum { ROUNDS = 100 };
static const double CONNECTIONS_MOST = 5e6; // take seconds

// The connections of one projection, strengths and slopes included.
typedef struct {
    const Projection *projection;
    size_t from, to; // sheets of the group
    size_t *first;   // [units + 1] of each target; owned
    size_t *source;  // [connections] unit; owned
    float *weight;   // [connections] owned
} Link;

typedef struct {
    size_t sheets, units, links;
    const Sheet *sheet[MOST_SETTLING];
    size_t phase[MOST_SETTLING];
    size_t first[MOST_SETTLING + 1]; // unit of each sheet, in one vector of all
    double slope[MOST_SETTLING];     // of its transfer
    double shift;                    // exceeds the magnitude of all eigenvalues
    Link *link;                      // [links] owned
} Coupling;

static void link_init(Link *link, const Projection *projection, double strength) {
    size_t units = projection->to->units, count = projection_connection_count(projection), done = 0;
    OWNED Connection *connections = allocate(projection->field_units, sizeof *connections);
    link->projection = projection;
    link->first = allocate(units + 1, sizeof *link->first);
    link->source = allocate(count, sizeof *link->source);
    link->weight = allocate(count, sizeof *link->weight);
    for (size_t unit = 0; unit < units; unit++) {
        size_t n = projection_connections(projection, unit, connections);
        for (size_t k = 0; k < n; k++, done++) {
            link->source[done] = (size_t)connections[k].row * projection->from->geometry.n +
                                 (size_t)connections[k].column;
            link->weight[done] = (float)strength * connections[k].weight;
        }
        link->first[unit + 1] = done;
    }
}

// sum[units of the target] += weights * activity
static void add_link(const Coupling *coupling, const Link *link, const double *v, double *sum) {
    const double *from = v + coupling->first[link->from];
    for (size_t unit = 0; unit < coupling->sheet[link->to]->units; unit++)
        for (size_t k = link->first[unit]; k < link->first[unit + 1]; k++)
            sum[unit] += (double)link->weight[k] * from[link->source[k]];
}

// The input that a sheet gets in a step from what was shown before, or, by some projections, is
// shown in the same step.
static void find_input(const Coupling *coupling, size_t to, const double *before,
                       const double *after, double *sum) {
    memset(sum, 0, coupling->sheet[to]->units * sizeof *sum);
    for (size_t l = 0; l < coupling->links; l++) {
        const Link *link = &coupling->link[l];
        if (link->to == to)
            add_link(coupling, link, link->projection->settings->step_delay == 0 ? after : before,
                     sum);
    }
}

// Divides by the length; returns it.
static double normalise(double *v, size_t n) {
    double squares = 0;
    for (size_t i = 0; i < n; i++)
        squares += v[i] * v[i];
    for (size_t i = 0; i < n && squares > 0; i++)
        v[i] /= sqrt(squares);
    return sqrt(squares);
}

// v <- (L + shift) v
static void apply(const Coupling *coupling, double *v, double *next) {
    for (size_t m = 0; m < coupling->sheets; m++)
        find_input(coupling, m, v, v, next + coupling->first[m]);
    for (size_t i = 0; i < coupling->units; i++)
        v[i] = next[i] + coupling->shift * v[i];
}

// v after one step of settling without input
static void take_step(const Coupling *coupling, double *v, double *next) {
    for (size_t phase = 0; phase < coupling->sheets; phase++)
        for (size_t m = 0; m < coupling->sheets; m++) {
            double damping = coupling->sheet[m]->settings->damping;
            if (coupling->phase[m] != phase)
                continue;
            find_input(coupling, m, v, next, next + coupling->first[m]);
            for (size_t i = coupling->first[m]; i < coupling->first[m + 1]; i++)
                next[i] = (1 - damping) * v[i] + damping * fmax(0, next[i]);
        }
    memcpy(v, next, coupling->units * sizeof *v);
}

// The mean factor of later rounds; 0: v vanishes.
static double growth(const Coupling *coupling,
                     void (*round)(const Coupling *coupling, double *v, double *next), double *v,
                     double *next) {
    double sum = 0;
    normalise(v, coupling->units);
    for (int k = 0; k < ROUNDS; k++) {
        round(coupling, v, next);
        double length = normalise(v, coupling->units);
        if (!(length > 0))
            return 0;
        sum += k < ROUNDS / 2 ? 0 : log(length);
    }
    return exp(sum / (ROUNDS - ROUNDS / 2));
}

static void fill_random(double least, double *v, size_t n) {
    RandomStream stream = random_stream(1, "group window");
    for (size_t i = 0; i < n; i++) {
        RandomDraws draws = random_draws(stream, i);
        v[i] = random_between(&draws, least, 1);
    }
}

static double find_linear_gain(const Coupling *coupling, double *v, double *next) {
    fill_random(-1, v, coupling->units);
    return growth(coupling, apply, v, next) - coupling->shift;
}

static double find_growth(const Coupling *coupling, double *v, double *next) {
    double most = 0;
    for (size_t m = 0; m < coupling->sheets; m++)
        for (int single = 0; single < 2; single++) {
            size_t units = coupling->sheet[m]->units, n = coupling->sheet[m]->geometry.n;
            double *own = v + coupling->first[m];
            memset(v, 0, coupling->units * sizeof *v);
            if (single)
                own[n / 2 * n + n / 2] = 1;
            else
                fill_random(0.5, own, units);
            most = fmax(most, growth(coupling, take_step, v, next));
        }
    return most;
}

static size_t place_of(const Coupling *coupling, const Sheet *sheet) {
    size_t m = 0;
    while (coupling->sheet[m] != sheet)
        m++;
    return m;
}

static void lay_out_sheets(Coupling *coupling, const Network *network, const SettlingGroup *group,
                           GroupWindow *window) {
    coupling->sheets = group->count;
    for (size_t m = 0; m < group->count; m++) {
        const Sheet *sheet = &network->sheet[group->sheets[m]];
        TransferSlope slope = transfer_slope(&sheet->settings->transfer);
        coupling->sheet[m] = sheet;
        coupling->phase[m] = network->inputs[group->sheets[m]].phase;
        coupling->slope[m] = slope.bounded ? slope.greatest : 1;
        coupling->first[m + 1] = coupling->units += sheet->units;
        bool modulated = network->inputs[group->sheets[m]].modulation != NULL;
        window->slope_bounded = window->slope_bounded && slope.bounded && !modulated;
        window->saturates = window->saturates && slope.saturates;
    }
}

// The number of connections within the group.
static double count_connections(const Network *network, const SettlingGroup *group) {
    double count = 0;
    for (size_t m = 0; m < group->count; m++) {
        const ProjectionList *lateral = &network->inputs[group->sheets[m]].lateral;
        for (size_t p = 0; p < lateral->count; p++)
            count += (double)projection_connection_count(lateral->items[p]);
    }
    return count;
}

static void lay_out_links(Coupling *coupling, const Network *network, const SettlingGroup *group) {
    for (size_t m = 0; m < group->count; m++) {
        const ProjectionList *lateral = &network->inputs[group->sheets[m]].lateral;
        double strengths = 0;
        for (size_t p = 0; p < lateral->count; p++) {
            const Projection *projection = lateral->items[p];
            double strength =
                coupling->slope[m] * projection_strength(projection, network->presentation);
            coupling->link =
                allocate_one_more(coupling->link, coupling->links, sizeof *coupling->link);
            Link *link = &coupling->link[coupling->links++];
            *link = (Link){.from = place_of(coupling, projection->from), .to = m};
            link_init(link, projection, strength);
            strengths += fabs(strength);
        }
        coupling->shift = fmax(coupling->shift, strengths);
    }
}

static void coupling_finish(Coupling *coupling) {
    for (size_t l = 0; l < coupling->links; l++) {
        release(coupling->link[l].first);
        release(coupling->link[l].source);
        release(coupling->link[l].weight);
    }
    release(coupling->link);
}

GroupWindow group_window(const Network *network, const SettlingGroup *group) {
    GroupWindow window = {.slope_bounded = true, .saturates = true};
    OWNED_BY(coupling_finish) Coupling coupling = {0};
    double connections = count_connections(network, group);
    window.found = connections > 0 && connections <= CONNECTIONS_MOST;
    lay_out_sheets(&coupling, network, group, &window);
    if (!window.found)
        return window;
    lay_out_links(&coupling, network, group);
    OWNED double *v = allocate(coupling.units, sizeof *v),
                 *next = allocate(coupling.units, sizeof *next);
    window.linear_gain = find_linear_gain(&coupling, v, next);
    window.growth = find_growth(&coupling, v, next);
    return window;
}
