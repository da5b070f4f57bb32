// SPDX-License-Identifier: GPL-3.0-or-later
// Difference of Gaussians, centre minus surround, each summing to 1 over the disc, so that the
// whole sums to 0 (docs/model.md: retina to ON cells; a polarity of -1 gives OFF cells).
#include "kinds/weights.h"

#include <math.h>

enum { POLARITY_ON, POLARITY_OFF };
static const char *const polarities[] = {"on", "off", NULL};

typedef struct {
    double centre_sigma, surround_sigma; // sheet units
    int polarity;
} DifferenceSettings;

static bool draw(const void *settings_of_kind, const void *state, const WeightsWindow *window,
                 double *weight, Error *error) {
    (void)state;
    (void)error;
    const DifferenceSettings *settings = settings_of_kind;
    double centre = 0.5 / (settings->centre_sigma * settings->centre_sigma);
    double surround = 0.5 / (settings->surround_sigma * settings->surround_sigma);
    double centre_total = 0, surround_total = 0;
    for (size_t i = 0; i < window->side; i++)
        for (size_t j = window->first[i]; j < weights_last(window, i); j++) {
            double squared = window->x[j] * window->x[j] + window->y[i] * window->y[i];
            centre_total += exp(-centre * squared);
            surround_total += exp(-surround * squared);
        }
    double sign = settings->polarity == POLARITY_ON ? 1 : -1;
    for (size_t i = 0; i < window->side; i++, weight += window->side)
        for (size_t j = window->first[i]; j < weights_last(window, i); j++) {
            double squared = window->x[j] * window->x[j] + window->y[i] * window->y[i];
            weight[j] = sign * (exp(-centre * squared) / centre_total -
                                exp(-surround * squared) / surround_total);
        }
    return true;
}

const WeightsKind weights_difference_of_gaussians = {
    .kind = {"difference_of_gaussians", "centre minus surround, each of sum 1",
             BLOCK(DifferenceSettings, NULL,
                   {SETTING(DifferenceSettings, centre_sigma), "0.036925", 1e-6, 1000,
                    "sheet units", .help = "standard deviation of the centre"},
                   {SETTING(DifferenceSettings, surround_sigma), "0.1477", 1e-6, 1000,
                    "sheet units", .help = "standard deviation of the surround"},
                   {SETTING(DifferenceSettings, polarity), "on", .choices = polarities,
                    .help = "on: excited by light in the centre; off: the negative"})},
    .draw = draw,
};
