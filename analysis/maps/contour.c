// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/contour.h"

#include "base/memory.h"
#include "maps/plaquette.h"

#include <math.h>

size_t contour_segments(const double value[4], ContourSegment segments[2]) {
    static const size_t corners[4][2] = {{0, 1}, {1, 3}, {3, 2}, {2, 0}}; // edges, clockwise
    static const double complex place[4] = {0.0, 1.0, (double complex)I, 1.0 + (double complex)I};
    double complex crossing[4];
    size_t count = 0;
    for (size_t i = 0; i < 4; i++) {
        size_t a = corners[i][0], b = corners[i][1];
        if ((value[a] < 0.0) != (value[b] < 0.0)) {
            double share = value[a] / (value[a] - value[b]);
            crossing[count++] = place[a] + share * (place[b] - place[a]);
        }
    }
    if (count < 4) {
        if (count == 2)
            segments[0] = (ContourSegment){crossing[0], crossing[1]};
        return count / 2;
    }
    // A saddle: the contour cuts off the corners whose sign is not that of the middle.
    bool middle = value[0] + value[1] + value[2] + value[3] < 0.0;
    size_t shift = (value[1] < 0.0) != middle ? 0 : 1; // edges 0 and 1 meet at corner 1
    segments[0] = (ContourSegment){crossing[shift], crossing[shift + 1]};
    segments[1] = (ContourSegment){crossing[shift + 2], crossing[(shift + 3) % 4]};
    return 2;
}

// False where a corner is missing.
static bool corners_of(const ScalarMap *map, size_t row, size_t column, double value[4]) {
    size_t corner[4];
    bool there = true;
    plaquette_corners(map->height, map->width, row, column, corner);
    for (size_t i = 0; i < 4; i++) {
        value[i] = map->value[corner[i]];
        there = there && isfinite(value[i]);
    }
    return there;
}

Contour contour_new(const ScalarMap *map) {
    size_t rows = plaquettes_along(map->height, map->periodic),
           columns = plaquettes_along(map->width, map->periodic);
    Contour contour = {.height = map->height,
                       .width = map->width,
                       .periodic = map->periodic,
                       .list = allocate(2 * rows * columns, sizeof *contour.list),
                       .first = allocate(map->height + 1, sizeof *contour.first)};
    for (size_t row = 0; row < rows; row++) {
        for (size_t column = 0; column < columns; column++) {
            double value[4];
            ContourSegment segments[2];
            if (!corners_of(map, row, column, value))
                continue;
            contour.plaquettes++;
            size_t found = contour_segments(value, segments);
            for (size_t k = 0; k < found; k++) {
                contour.list[contour.count++] = (ContourPiece){row, column, segments[k]};
                contour.length += cabs(segments[k].to - segments[k].from);
            }
        }
        contour.first[row + 1] = contour.count;
    }
    contour.first[map->height] = contour.count;
    return contour;
}

void contour_free(Contour *contour) {
    release(contour->list);
    release(contour->first);
}

double contour_density(const Contour *contour) {
    return contour->plaquettes > 0 ? contour->length / (double)contour->plaquettes : (double)NAN;
}
