// SPDX-License-Identifier: GPL-3.0-or-later
// Learning: Hebb's rule and divisive normalisation, then adapting thresholds (docs/model.md, steps
// 6 and 7).
//
// Dividing all weights of a unit by their sum is one division of its scale (projection.h). The sum
// after growth is 1 plus what was added, where nothing is negative; the weights themselves are
// normalised again whenever the scale has become small, so that rounding does not add up.
#include "network.h"

#include <omp.h>
#include <string.h>

static const float LEAST_SCALE = 1.0f / 1024;

static bool group_is_plastic(const ProjectionList *group) {
    for (size_t p = 0; p < group->count; p++)
        if (projection_is_plastic(group->items[p]))
            return true;
    return false;
}

// Can a weight or an activity of the group be below 0?
static bool group_has_negative(const ProjectionList *group) {
    for (size_t p = 0; p < group->count; p++) {
        const Projection *projection = group->items[p];
        if (projection->has_negative ||
            (projection_is_plastic(projection) &&
             sheet_has_negative(projection->from, (size_t)projection->settings->delay)))
            return true;
    }
    return sheet_has_negative(group->items[0]->to, 0);
}

// The units of the sheet in one tile that are active: bits of lanes. (The tiles at a periodic
// sheet's edge hold units of the margin as well.)
static unsigned active_lanes(const Sheet *sheet, size_t row, size_t column) {
    size_t tile = tile_of(&sheet->grid, (long)row, (long)column), n = sheet->grid.n;
    const float *lanes = sheet->shown[0].tiles + tile * LANES;
    unsigned active = 0;
    for (size_t l = 0; l < LANES && sheet->shown[0].peak[tile] != 0; l++)
        active |= (unsigned)(lanes[l] != 0 && row + l / TILE_SIDE < n && column + l % TILE_SIDE < n)
                  << l;
    return active;
}

// What a team of threads learns together.
typedef struct {
    Network *network;
    Sheet *sheet;
    const ProjectionList *group;
    bool normalises, negative;
} Lesson;

// Hebb's rule at the active units of one tile.
static void learn_block(const Lesson *lesson, size_t b, uint16_t *places, ResponseCount *count) {
    const Sheet *sheet = lesson->sheet;
    const TileGrid *grid = &sheet->grid;
    size_t row = b / grid->side * TILE_SIDE, column = b % grid->side * TILE_SIDE;
    double grown[LANES] = {0};
    unsigned active = active_lanes(sheet, row, column);
    for (size_t p = 0; p < lesson->group->count && active; p++) {
        const Projection *projection = lesson->group->items[p];
        if (!projection_is_plastic(projection))
            continue;
        TileList list = projection_tiles(projection, &projection->block[b],
                                         projection_source(projection), places);
        for (unsigned left = active; left; left &= left - 1) {
            size_t lane = (size_t)__builtin_ctz(left);
            size_t unit = (row + lane / TILE_SIDE) * grid->n + column + lane % TILE_SIDE;
            grown[lane] += (double)projection_grow(projection, unit, sheet->activity[unit], &list);
            count->responses++;
            count->tiles += list.count;
        }
    }
    for (unsigned left = active; left && lesson->normalises; left &= left - 1) {
        size_t lane = (size_t)__builtin_ctz(left);
        size_t unit = (row + lane / TILE_SIDE) * grid->n + column + lane % TILE_SIDE;
        float *scale = &lesson->group->items[0]->scale[unit];
        if (!lesson->negative)
            *scale = (float)((double)*scale / (1 + grown[lane]));
        for (size_t p = 1; p < lesson->group->count; p++)
            lesson->group->items[p]->scale[unit] = *scale;
        if (lesson->negative || *scale < LEAST_SCALE)
            projection_normalise(lesson->group->items, lesson->group->count, unit);
    }
}

static void learn(const Lesson *lesson) {
    size_t blocks = lesson->sheet->grid.side * lesson->sheet->grid.side;
#pragma omp parallel if (lesson->sheet->units >= FEWEST_UNITS_FOR_THREADS)
    {
        ResponseCount count = {0};
// Activity is patchy: tiles are handed out in small portions, each unit's arithmetic being its own.
#pragma omp for schedule(dynamic, 8)
        for (size_t b = 0; b < blocks; b++)
            learn_block(lesson, b, lesson->network->places[omp_get_thread_num()], &count);
        network_count(lesson->network, STAGE_LEARNING, &count, 0);
    }
}

void network_learn(Network *network) {
    double start = omp_get_wtime();
    for (size_t i = 0; i < network->sheets; i++)
        for (size_t g = 0; g < network->inputs[i].groups; g++) {
            const ProjectionList *group = &network->inputs[i].group[g];
            if (group_is_plastic(group))
                learn(&(Lesson){network, &network->sheet[i], group, true,
                                group_has_negative(group)});
        }
    for (size_t k = 0; k < network->projections; k++) {
        Projection *projection = &network->projection[k];
        if (strcmp(projection->settings->normalise, "none") == 0 &&
            projection_is_plastic(projection))
            learn(&(Lesson){network, projection->to, &(ProjectionList){1, &projection}, false,
                            false});
    }
    for (size_t i = 0; i < network->sheets; i++) {
        if (!sheet_is_input(&network->sheet[i]))
            sheet_adapt(&network->sheet[i]);
        sheet_remember(&network->sheet[i]);
    }
    network->work.seconds[STAGE_LEARNING] += omp_get_wtime() - start;
}
