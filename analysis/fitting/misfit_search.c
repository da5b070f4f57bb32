// SPDX-License-Identifier: GPL-3.0-or-later
#include "fitting/misfit_search.h"

#include "base/memory.h"
#include "statistics/box_search.h"

#include <math.h>
#include <string.h>

enum { DRAWN_STARTS = 64 }; // for each axis
static const double STEP = 0.1;

MisfitSearch misfit_search_begin(const Surrogate *surrogate, SurrogateFunction *function,
                                 const bool *counts) {
    const FitProblem *problem = surrogate->problem;
    const FitPoints *points = surrogate->points;
    size_t drawn = DRAWN_STARTS * problem->axes, all = points->count + drawn;
    MisfitSearch search = {surrogate, function, counts, all,
                           allocate(all * problem->axes, sizeof *search.start)};
    memcpy(search.start, points->place, points->count * problem->axes * sizeof *search.start);
    fit_design(problem, "starts", drawn, search.start + points->count * problem->axes);
    return search;
}

void misfit_search_free(MisfitSearch *search) {
    release(search->start);
    *search = (MisfitSearch){0};
}

// A search over the coordinates of a place but one.
typedef struct {
    const MisfitSearch *search;
    size_t held;   // SIZE_MAX: none
    double *place; // [axes] the held coordinate is there
} Held;

static double value_at(const MisfitSearch *search, const double *place) {
    return search->function(search->surrogate, search->counts, place);
}

// Moves coordinates between a place and those that are free.
static void take_free(const Held *held, size_t axes, double *coordinate) {
    for (size_t k = 0; k < axes; k++)
        if (k != held->held)
            *coordinate++ = held->place[k];
}

static void put_free(const Held *held, size_t axes, const double *coordinate) {
    for (size_t k = 0; k < axes; k++)
        if (k != held->held)
            held->place[k] = *coordinate++;
}

static double value_of_free(const double *coordinate, void *context) {
    const Held *held = context;
    put_free(held, held->search->surrogate->problem->axes, coordinate);
    return value_at(held->search, held->place);
}

// Searches from a place, which moves to the result.
static double search_from(const MisfitSearch *search, size_t held, double *place) {
    size_t axes = search->surrogate->problem->axes, n = held < axes ? axes - 1 : axes;
    Held context = {search, held, place};
    if (n == 0)
        return value_at(search, place);
    OWNED double *coordinate = allocate(n, sizeof *coordinate);
    take_free(&context, axes, coordinate);
    double value = box_search(value_of_free, &context, n, STEP, coordinate);
    put_free(&context, axes, coordinate);
    return value;
}

double misfit_search_best(const MisfitSearch *search, size_t from, double *place) {
    size_t axes = search->surrogate->problem->axes;
    OWNED double *value = allocate(search->starts, sizeof *value), *at = allocate(axes, sizeof *at);
    double least = (double)INFINITY;
    for (size_t i = 0; i < search->starts; i++)
        value[i] = value_at(search, search->start + i * axes);
    for (size_t s = 0; s < from; s++) {
        size_t best = 0;
        for (size_t i = 1; i < search->starts; i++)
            if (value[i] < value[best])
                best = i;
        value[best] = (double)INFINITY;
        memcpy(at, search->start + best * axes, axes * sizeof *at);
        double found = search_from(search, SIZE_MAX, at);
        if (s == 0 || found < least) {
            least = found;
            memcpy(place, at, axes * sizeof *place);
        }
    }
    return least;
}

// The start that is best with a held coordinate, in `place`.
static void best_held_start(const MisfitSearch *search, size_t held, double share, double *place) {
    size_t axes = search->surrogate->problem->axes;
    OWNED double *at = allocate(axes, sizeof *at);
    double least = (double)INFINITY;
    for (size_t i = 0; i < search->starts; i++) {
        memcpy(at, search->start + i * axes, axes * sizeof *at);
        at[held] = share;
        double value = value_at(search, at);
        if (i == 0 || value < least) {
            least = value;
            memcpy(place, at, axes * sizeof *place);
        }
    }
}

double misfit_search_held(const MisfitSearch *search, size_t held, double share, double *place) {
    size_t axes = search->surrogate->problem->axes;
    OWNED double *other = allocate(axes, sizeof *other);
    best_held_start(search, held, share, other);
    double found = search_from(search, held, other);
    place[held] = share;
    double near = search_from(search, held, place);
    if (found < near)
        memcpy(place, other, axes * sizeof *place);
    return fmin(found, near);
}
