// SPDX-License-Identifier: GPL-3.0-or-later
// The sections of a sweep's page, in their order, each in its own file sweep_report_PART.c;
// `factors` are SweepFactors.
#pragma once

#include "report/html.h"
#include "records/sweep_factors.h"

void sweep_report_maps(Html *html, const void *factors);
void sweep_report_responses(Html *html, const void *factors);
