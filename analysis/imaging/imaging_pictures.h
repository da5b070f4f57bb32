// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of what a stack of responses adds to the results of its map: each condition's response,
// and how sure the trials make the map.
#pragma once

#include "imaging/response_stack.h"
#include "measure/measure.h"

// Adds the maps "conditions", the mean response to each condition over trials, and "stimuli", their
// orientations in degrees.
void imaging_add_conditions(Results *results, const ResponseStack *stack);

// Draws what the results have of these, and of the confidence (confidence_results.h): half the
// interval of the preference and of the selectivity, each condition, and pinwheels with their
// ellipses. Refuses maps that do not fit together, with `where` in front.
bool imaging_pictures_draw(const Results *results, const MeasurePage *page, const char *where,
                           Error *error);
