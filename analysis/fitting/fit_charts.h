// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of a fit's page: the profile of each setting, settings that trade off, and pairs of
// targets against each other.
#pragma once

#include "fitting/fit_result.h"
#include "report/html.h"

void fit_chart_profile(Html *html, const FitResult *result, size_t axis);

// A setting that another trades off with (fit_profile_trade): both where the misfit is least while
// the one is held, over its values that are not ruled out.
void fit_chart_trade(Html *html, const FitResult *result, size_t axis);

// All points, the published intervals as a box, and the best settings; a mean over draws for each
// point.
void fit_chart_pair(Html *html, const FitResult *result, size_t first, size_t second);
