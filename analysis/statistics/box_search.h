// SPDX-License-Identifier: GPL-3.0-or-later
// BoxSearch: the place in the unit cube at which a function is least, by the simplex method (Nelder
// & Mead 1965, Comput J 7:308), which takes no derivatives.
#pragma once

#include <stddef.h>

typedef double BoxFunction(const double *at, void *context);

// Searches n >= 1 coordinates from `at`, with first steps of `step`; leaves there the best place
// found, and returns the value. The function is called inside the cube alone; a value that is not
// finite counts as the worst.
double box_search(BoxFunction *function, void *context, size_t n, double step, double *at);
