// SPDX-License-Identifier: GPL-3.0-or-later
// Winner: the most active unit, the first in row-major order if there are several, and a Gaussian
// neighbourhood about it, whatever the others' activity was (Kohonen 1982, Biol Cybern 43:59).
#include "kinds/competition.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    double radius, least_radius, crop;
} WinnerSettings;

// The first of the most active units inside; n * n: there is none.
static size_t find_winner(const Geometry *geometry, const unsigned char *inside,
                          const float *activity) {
    size_t units = geometry->n * geometry->n, winner = units;
    for (size_t i = 0; i < units; i++)
        if (inside[i] && (winner == units || activity[i] > activity[winner]))
            winner = i;
    return winner;
}

// The distance in units along one axis, the short way round on a torus.
static long apart(const Geometry *geometry, size_t a, size_t b) {
    long distance = labs((long)a - (long)b), n = (long)geometry->n;
    return geometry->periodic && n - distance < distance ? n - distance : distance;
}

static void compete(const void *settings_of_kind, const Geometry *geometry,
                    const unsigned char *inside, float *activity) {
    const WinnerSettings *settings = settings_of_kind;
    size_t n = geometry->n, winner = find_winner(geometry, inside, activity);
    double sigma = fmax(settings->radius, settings->least_radius) * geometry->density; // units
    long reach = (long)fmin(fmax(1, settings->crop * sigma), (double)n);
    memset(activity, 0, n * n * sizeof *activity);
    for (size_t i = 0; i < n * n && winner < n * n; i++) {
        long down = apart(geometry, i / n, winner / n), across = apart(geometry, i % n, winner % n);
        if (inside[i] && down <= reach && across <= reach)
            activity[i] =
                (float)exp(-(double)(down * down + across * across) / (2 * sigma * sigma));
    }
}

const CompetitionKind competition_winner = {
    .kind = {"winner", "the most active unit and a Gaussian neighbourhood about it",
             BLOCK(WinnerSettings, NULL,
                   {SETTING(WinnerSettings, radius), NULL, 0, 1000, "sheet units",
                    .help = "standard deviation of the neighbourhood; a course can make it shrink",
                    .live = true},
                   {SETTING(WinnerSettings, least_radius), "0.0125", 1e-4, 1000, "sheet units",
                    .help = "the standard deviation is at least this", .live = true},
                   {SETTING(WinnerSettings, crop), "3.0", 0, 1000, "standard deviations",
                    .help = "half the side of the square that the neighbourhood is cropped to; at "
                            "least one unit",
                    .live = true})},
    .compete = compete,
};
