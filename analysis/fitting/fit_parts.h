// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of fit_carry_out (fit_search.c), each in its own file fit_PART.c.
#pragma once

#include "fitting/fit.h"
#include "fitting/misfit_search.h"

// Writes the places of a round into places[n][axes]: first that with the least misfit, then those
// that may be as good and of which the surrogate knows least. The surrogate expects them
// afterwards.
void fit_propose(Surrogate *surrogate, size_t round, size_t n, double *places);

// Sets best, misfit and profiles.
void fit_profiles(Fit *fit, const Surrogate *surrogate);

// Sets the findings, of confirmed points as well. Needs the profiles.
void fit_findings(Fit *fit, const Surrogate *surrogate);

// Sets whether the targets are reachable, and if not, conflicts and targets to blame.
void fit_conflicts(Fit *fit, const Surrogate *surrogate);
