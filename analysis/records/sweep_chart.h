// SPDX-License-Identifier: GPL-3.0-or-later
// SweepChart: a number of a sweep as a function of a setting that varied, as a chart: means over
// seeds with their 95 % intervals, and a line for each combination of the other settings.
#pragma once

#include "pictures/picture.h"
#include "records/sweep_response.h"

typedef struct {
    PictureChart chart;  // without a name of the y axis; borrows from the response
    PictureCurve *curve; // [lines] owned
    double *values;      // [lines][3][levels] means, and the ends of their intervals; owned
} SweepChart;

// Lines of up to PICTURE_CURVES differ. Call sweep_chart_free before the response is freed.
SweepChart sweep_chart_make(const SweepResponse *response);
void sweep_chart_free(SweepChart *chart);

// Draws a number of a measure over the first setting that varied, into a folder, in the given form,
// and lists the picture under the number's name. Refuses a number that no finished run has, with
// the nearest name, and one that is undefined in all of them, with the reason.
bool sweep_chart_draw(const SweptRuns *runs, const char *measure, const char *number,
                      const PictureForm *form, const char *folder, PictureList *drawn,
                      Error *error);
