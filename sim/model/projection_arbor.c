// SPDX-License-Identifier: GPL-3.0-or-later
// Gives each tile of targets its arbor factors.
#include "base/memory.h"
#include "model/projection_place.h"

#include <string.h>

// A coordinate rounded to multiples of 2^-30 units, so that tiles of targets with the same position
// get the same coordinates in spite of rounding errors.
static double counted(double coordinate) {
    return round(coordinate * 0x1p30) * 0x1p-30 + 0.0; // never -0
}

static ArborCentres centres_of(const Projection *projection, size_t b) {
    const Geometry *from = &projection->from->geometry;
    size_t origin = projection->block[b].origin;
    double top = (double)tile_top(&projection->from->grid, origin),
           left = (double)tile_left(&projection->from->grid, origin);
    ArborCentres centres = {0};
    for (size_t t = 0, unit; t < LANES; t++) {
        if (!sheet_unit(projection->to, b, t, &unit))
            continue;
        Place place = projection_arbor_place(projection, unit);
        centres.row[t] = counted((from->half_width - place.y) * from->density - 0.5 - top);
        centres.column[t] = counted((place.x + from->half_width) * from->density - 0.5 - left);
    }
    return centres;
}

// The arbor of a block, if there is one; or a new one, not yet drawn.
static const float *find_arbor(Projection *projection, const FieldPattern *pattern,
                               const ArborCentres *centres) {
    for (size_t k = projection->arbor_count; k > 0; k--) { // the last ones are the likeliest
        const BlockArbor *arbor = &projection->arbors[k - 1];
        if (arbor->pattern == pattern && memcmp(&arbor->centres, centres, sizeof *centres) == 0)
            return arbor->factor;
    }
    float *factor = allocate(pattern->tiles * LANES * LANES, sizeof *factor);
    projection->arbors[projection->arbor_count++] = (BlockArbor){pattern, *centres, factor};
    return factor;
}

void projection_lay_arbors(Projection *projection) {
    const Variant *arbor = &projection->settings->arbor;
    size_t blocks = projection->to->grid.side * projection->to->grid.side;
    if (arbor_settings_of(arbor) == NULL)
        return;
    projection->arbors = allocate(blocks, sizeof *projection->arbors);
    for (size_t b = 0; b < blocks; b++) {
        FieldBlock *block = &projection->block[b];
        ArborCentres centres = centres_of(projection, b);
        block->arbor = find_arbor(projection, block->pattern, &centres);
    }
#pragma omp parallel for schedule(static)
    for (size_t k = 0; k < projection->arbor_count; k++)
        arbor_draw(arbor, &projection->from->geometry, projection->arbors[k].pattern,
                   &projection->arbors[k].centres, projection->arbors[k].factor);
}
