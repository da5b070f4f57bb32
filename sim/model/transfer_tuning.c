// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transfer_tuning.h"

#include "base/memory.h"

#include <gsl/gsl_multimin.h>
#include <math.h>
#include <string.h>

enum {
    SUBSET = 5, // presentations in the first searches, about
    GAINS = 9,
    OFFSETS = 7,
    STARTS = 4 // of searches: the given place and the best of the grid
};
static const double offsets[OFFSETS] = {-3, -1, -0.3, 0, 0.3, 1, 3}; // in units of activity
static const double INFINITE = 1e30;

// A place in the plane that is searched: log gain, and offset in units of activity.
typedef struct {
    double x[2], cost;
} Place;

typedef struct {
    Network *network;
    const char *sheet;
    TransferScale *scale; // of the transfer that is tuned
    double unit;          // of offsets: the mean activity of a unit, weighted with activity
    size_t n, every;      // presentations
    ActivityLevel wanted; // in these
    size_t tries;
} Search;

// Sums over units and presentations.
typedef struct {
    double count, activity, squares;
} Sums;

static void add_activity(const Sheet *sheet, Sums *sums) {
    for (size_t unit = 0; unit < sheet->units; unit++) {
        double activity = fabs((double)sheet->activity[unit]);
        sums->count += sheet->inside[unit];
        sums->activity += activity;
        sums->squares += activity * activity;
    }
}

ActivityLevel activity_level(Network *network, const char *sheet, size_t n, size_t k) {
    NetworkActivity *start = network_activity_save(network);
    int64_t first = network->presentation;
    Sums sums = {0};
    OWNED_BY(error_clear) Error error = {0};
    for (size_t i = 0; i < n && error.count == 0; i += k) {
        network->presentation = first + (int64_t)i; // noise is drawn for it
        network_show(network, network->presentation);
        network_respond(network, RESPOND_SETTLED);
        network_check_activity(network, &error);
        for (size_t s = 0; s < network->sheets; s++) {
            if (strcmp(network->sheet[s].item, sheet) == 0)
                add_activity(&network->sheet[s], &sums);
            sheet_remember(&network->sheet[s]);
        }
    }
    network->presentation = first;
    network_activity_restore(network, start);
    double mean = sums.activity / sums.count;
    return error.count == 0 && sums.squares > 0
               ? (ActivityLevel){mean, mean * sums.activity / sums.squares}
               : (ActivityLevel){(double)NAN, (double)NAN};
}

bool transfer_is_tunable(const Kind *kind) {
    const Block *base = kind->block.base;
    while (base && base != &transfer_scale)
        base = base->base;
    return base != NULL;
}

static double cost_of(ActivityLevel level, ActivityLevel wanted) {
    double mean = log(level.mean / wanted.mean),
           sparseness = log(level.sparseness / wanted.sparseness);
    double cost = mean * mean + sparseness * sparseness;
    return cost < INFINITE ? cost : INFINITE; // also where it is not a number
}

// Does a row of the settings of a gain or offset allow it?
static bool allows(const char *name, double number) {
    const Setting *setting = block_find(&transfer_scale, name);
    return number >= setting->least && number <= setting->most;
}

static TransferScale scale_at(const Search *search, const double x[2]) {
    return (TransferScale){exp(x[0]), x[1] * search->unit};
}

static double cost_at(Search *search, const double x[2]) {
    *search->scale = scale_at(search, x);
    if (!allows("gain", search->scale->gain) || !allows("offset", search->scale->offset))
        return INFINITE;
    search->tries++;
    return cost_of(activity_level(search->network, search->sheet, search->n, search->every),
                   search->wanted);
}

static double cost_at_vector(const gsl_vector *x, void *search) {
    return cost_at(search, (const double[]){gsl_vector_get(x, 0), gsl_vector_get(x, 1)});
}

// Nelder-Mead from a place, with a first simplex of the given size.
static Place descend(Search *search, Place from, double size, size_t most) {
    gsl_vector_view x = gsl_vector_view_array(from.x, 2);
    gsl_vector *step = gsl_vector_alloc(2);
    gsl_vector_set_all(step, size);
    gsl_multimin_function function = {cost_at_vector, 2, search};
    gsl_multimin_fminimizer *minimiser =
        gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, 2);
    gsl_multimin_fminimizer_set(minimiser, &function, &x.vector, step);
    size_t i = 0;
    while (gsl_multimin_fminimizer_iterate(minimiser) == 0 && ++i < most)
        if (minimiser->fval < 1e-8 || minimiser->size < 1e-4)
            break;
    Place place = {{gsl_vector_get(minimiser->x, 0), gsl_vector_get(minimiser->x, 1)},
                   minimiser->fval};
    gsl_multimin_fminimizer_free(minimiser);
    gsl_vector_free(step);
    return place;
}

// Puts a place among the n best, which are in order.
static void keep_best(Place *best, size_t n, Place place) {
    for (size_t i = 0; i < n; i++)
        if (place.cost < best[i].cost) {
            Place worse = best[i];
            best[i] = place;
            place = worse;
        }
}

// The best places of a grid. Gains range from 0.1 to 100 times the gain that turns inputs into
// activities (1), or into pure numbers (1 / unit).
static void try_grid(Search *search, Place *best, size_t n) {
    double natural = 1 / search->unit;
    double least = log(0.1 * fmin(1, natural)), most = log(100 * fmax(1, natural));
    for (size_t g = 0; g < GAINS; g++)
        for (size_t o = 0; o < OFFSETS; o++) {
            Place place = {{least + (most - least) * (double)g / (GAINS - 1), offsets[o]}, 0};
            place.cost = cost_at(search, place.x);
            keep_best(best, n, place);
        }
}

// The best ends of searches with a few presentations, best first.
static void search_few(Search *search, Place given, Place ends[STARTS]) {
    Place starts[STARTS] = {given};
    for (size_t i = 1; i < STARTS; i++)
        starts[i].cost = INFINITE;
    starts[0].cost = cost_at(search, given.x);
    try_grid(search, starts + 1, STARTS - 1);
    for (size_t i = 0; i < STARTS; i++)
        ends[i].cost = INFINITE;
    for (size_t i = 0; i < STARTS; i++)
        if (starts[i].cost < INFINITE)
            keep_best(ends, STARTS, descend(search, starts[i], 0.3, 40));
}

static bool is_near(double a, double b) {
    return fabs(a - b) <= 0.01 * b;
}

static bool is_matched(ActivityLevel level, ActivityLevel wanted) {
    return is_near(level.mean, wanted.mean) && is_near(level.sparseness, wanted.sparseness);
}

static void swap(Variant *a, Variant *b) {
    Variant c = *a;
    *a = *b;
    *b = c;
}

// Searches with all presentations from a place, unless its cost is infinite, and takes the result
// if it is the best so far.
static void polish(Search *search, Place place, TransferTuning *tuning) {
    if (place.cost >= INFINITE || cost_at(search, place.x) >= INFINITE)
        return;
    place = descend(search, place, 0.1, 60);
    if (!(place.cost < tuning->residual))
        return;
    *search->scale = scale_at(search, place.x);
    ActivityLevel level = activity_level(search->network, search->sheet, search->n, 1);
    tuning->after = (TransferTry){search->scale->gain, search->scale->offset, level};
    tuning->residual = place.cost;
    tuning->matched = is_matched(level, tuning->wanted);
}

bool transfer_tune(Network *network, const char *sheet, Variant *own, Variant *transfer, size_t n,
                   TransferTuning *tuning, Error *error) {
    size_t every = n > SUBSET ? n / SUBSET : 1;
    ActivityLevel wanted = activity_level(network, sheet, n, 1),
                  wanted_of_few = activity_level(network, sheet, n, every);
    if (!(wanted.mean > 0 && wanted_of_few.mean > 0))
        return fail(error,
                    "sheets.%s: with its own transfer, activity diverges or is silent in the "
                    "presentations that it is tuned to",
                    sheet);
    TransferScale *scale = transfer->settings;
    Search search = {.network = network,
                     .sheet = sheet,
                     .scale = scale,
                     .unit = wanted.mean / wanted.sparseness,
                     .n = n,
                     .every = every,
                     .wanted = wanted_of_few};
    Place given = {{log(scale->gain), scale->offset / search.unit}, 0}, ends[STARTS + 1];
    *tuning = (TransferTuning){.wanted = wanted, .before = {scale->gain, scale->offset, {0}}};
    swap(own, transfer);
    tuning->before.level = activity_level(network, sheet, n, 1);
    tuning->after = tuning->before;
    tuning->residual = cost_of(tuning->before.level, wanted);
    tuning->matched = is_matched(tuning->before.level, wanted);
    search_few(&search, given, ends);
    search.every = 1;
    search.wanted = wanted;
    ends[STARTS] = given; // where all those may diverge
    for (size_t i = 0; i <= STARTS && (i == 0 || !tuning->matched); i++)
        polish(&search, ends[i], tuning);
    swap(own, transfer);
    scale->gain = tuning->after.gain;
    scale->offset = tuning->after.offset;
    tuning->tries = search.tries;
    return true;
}
