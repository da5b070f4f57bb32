// SPDX-License-Identifier: GPL-3.0-or-later
// MisfitSearch: the place where the misfit of a surrogate, or another function of it, is least, or
// least while one setting is held. Each search begins at the best of many places, which are the
// same for all searches.
#pragma once

#include "fitting/surrogate.h"

typedef struct {
    const Surrogate *surrogate; // borrowed
    SurrogateFunction *function;
    const bool *counts; // [numbers] the targets that count; NULL: all; borrowed
    size_t starts;
    double *start; // [starts][axes] owned
} MisfitSearch;

MisfitSearch misfit_search_begin(const Surrogate *surrogate, SurrogateFunction *function,
                                 const bool *counts);
void misfit_search_free(MisfitSearch *search);

// Searches from the `from` best starts; returns the least value and leaves the place.
double misfit_search_best(const MisfitSearch *search, size_t from, double *place);

// Searches with axis `held` at `share`, from the best start and from `place`, near which it often
// lies; returns the least value and leaves the place.
double misfit_search_held(const MisfitSearch *search, size_t held, double share, double *place);
