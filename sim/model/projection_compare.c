// SPDX-License-Identifier: GPL-3.0-or-later
// Responses of other kinds than the dot product, of all units of a sheet at once.
#include "model/projection.h"

#include <omp.h>

// The sums of the targets in block b.
static void add_block(Projection *projection, size_t b, const SourceRoom *room,
                      ResponseCount *count) {
    const FieldBlock *block = &projection->block[b];
    SourceList list = projection_all_sources(projection, b, projection_source(projection), room);
    float scale[LANES] = {0};
    double sum[LANES] = {0};
    ResponseSums sums = {&list, projection->weights + block->first, block->covered, scale, sum};
    size_t targets = 0;
    for (size_t t = 0, unit; t < LANES; t++)
        if (sheet_unit(projection->to, b, t, &unit))
            scale[t] = projection->scale[unit];
    response_kind(&projection->settings->response)->add(&sums);
    for (size_t t = 0, unit; t < LANES; t++)
        if (sheet_unit(projection->to, b, t, &unit)) {
            projection->compared[unit] = sum[t];
            targets++;
        }
    count->lines += list.count;
    count->needed += list.count * targets;
}

void projection_compare(Projection *projection, const SourceRoom *room, int team,
                        ResponseCount *count) {
    const Sheet *to = projection->to;
    size_t blocks = to->grid.side * to->grid.side;
    uint64_t lines = 0, needed = 0;
#pragma omp parallel for schedule(static) num_threads(team) reduction(+ : lines, needed)
    for (size_t b = 0; b < blocks; b++) {
        ResponseCount own = {0};
        add_block(projection, b, &room[omp_get_thread_num()], &own);
        lines += own.lines;
        needed += own.needed;
    }
    response_kind(&projection->settings->response)
        ->finish(to->units, to->inside, projection->compared);
    *count = (ResponseCount){count->lines + lines, count->needed + needed};
}
