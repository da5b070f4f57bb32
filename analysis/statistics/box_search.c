// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/box_search.h"

#include "base/memory.h"

#include <assert.h>
#include <float.h>
#include <gsl/gsl_multimin.h>
#include <math.h>
#include <stdbool.h>

typedef struct {
    BoxFunction *function;
    void *context;
    double *folded; // [n]
} Folded;

// A coordinate outside of [0, 1] is reflected at the ends, so that the function goes on smoothly.
static double fold(double coordinate) {
    double rest = fmod(fabs(coordinate), 2.0);
    return rest > 1 ? 2 - rest : rest;
}

static double value_of(const gsl_vector *at, void *context) {
    const Folded *folded = context;
    for (size_t k = 0; k < at->size; k++)
        folded->folded[k] = fold(gsl_vector_get(at, k));
    double value = folded->function(folded->folded, folded->context);
    return isfinite(value) ? value : DBL_MAX;
}

// One search; the simplex may have collapsed before it came to the least value.
static double search(gsl_multimin_function *function, gsl_vector *at, const gsl_vector *step) {
    enum { STEPS = 100 }; // for each coordinate, at most
    static const double SIZE = 1e-4;
    gsl_multimin_fminimizer *simplex =
        gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, at->size);
    assert(simplex != NULL);
    bool going = gsl_multimin_fminimizer_set(simplex, function, at, step) == GSL_SUCCESS;
    for (size_t i = 0; going && i < STEPS * at->size; i++)
        going = gsl_multimin_fminimizer_iterate(simplex) == GSL_SUCCESS &&
                gsl_multimin_fminimizer_size(simplex) > SIZE;
    gsl_vector_memcpy(at, gsl_multimin_fminimizer_x(simplex));
    gsl_multimin_fminimizer_free(simplex);
    return value_of(at, function->params);
}

double box_search(BoxFunction *function, void *context, size_t n, double step, double *at) {
    enum { SEARCHES = 2 };
    OWNED double *folded = allocate(n, sizeof *folded), *steps = allocate(n, sizeof *steps);
    Folded inside = {function, context, folded};
    gsl_multimin_function outside = {value_of, n, &inside};
    gsl_vector_view place = gsl_vector_view_array(at, n), first = gsl_vector_view_array(steps, n);
    double value = 0;
    for (int k = 0; k < SEARCHES; k++) {
        gsl_vector_set_all(&first.vector, k > 0 ? step / 4 : step);
        value = search(&outside, &place.vector, &first.vector);
    }
    for (size_t k = 0; k < n; k++)
        at[k] = fold(at[k]);
    return value == DBL_MAX ? (double)INFINITY : value;
}
