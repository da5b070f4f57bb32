// SPDX-License-Identifier: GPL-3.0-or-later
// Learning: Hebb's rule and divisive normalisation, then adapting thresholds (docs/model.md, steps
// 6 and 7).
//
// A unit's weights are divided by their sum by dividing its scale (projection.h). The sum after
// growth is 1 plus the growth if no weight is negative. Every 1000 presentations, and when the
// scale has become small, the weights themselves are normalised, so that rounding errors do not
// build up.
#include "model/network.h"

#include <omp.h>
#include <string.h>

enum { ANEW_EVERY = 1000 }; // presentations

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

// What a team of threads learns together.
typedef struct {
    Network *network;
    Sheet *sheet;
    const ProjectionList *group;
    bool normalises, negative;
    bool anew; // are all weights of the group normalised themselves?
} Lesson;

// Hebb's rule at the active units of one tile.
static void learn_block(const Lesson *lesson, size_t b, const SourceRoom *room,
                        ResponseCount *count) {
    const ProjectionList *group = lesson->group;
    float activity[LANES] = {0};
    double grown[LANES] = {0};
    size_t unit[LANES];
    unsigned active = 0, inside = 0, faint = 0;
    for (size_t t = 0; t < LANES; t++) {
        if (!sheet_unit(group->items[0]->to, b, t, &unit[t]))
            continue;
        activity[t] = lesson->sheet->activity[unit[t]];
        inside |= (unsigned)lesson->sheet->inside[unit[t]] << t;
        active |= (unsigned)(activity[t] != 0) << t;
    }
    for (size_t p = 0; p < group->count && active; p++) {
        const Projection *projection = group->items[p];
        if (!projection_is_plastic(projection))
            continue;
        SourceList list = projection_sources(projection, b, projection_source(projection), room);
        projection_grow(projection, b, activity, &list, grown);
        count->lines += list.count;
        count->needed += list.count * (uint64_t)__builtin_popcount(active);
    }
    if (!lesson->normalises)
        return;
    for (size_t t = 0; t < LANES; t++) {
        if (!(active >> t & 1))
            continue;
        float *scale = &group->items[0]->scale[unit[t]];
        if (!lesson->negative)
            *scale = (float)((double)*scale / (1 + grown[t]));
        for (size_t p = 1; p < group->count; p++)
            group->items[p]->scale[unit[t]] = *scale;
        faint |= (unsigned)(lesson->negative || *scale < PROJECTION_LEAST_SCALE) << t;
    }
    if (lesson->anew || faint)
        projection_normalise(group->items, group->count, b, lesson->anew ? inside : faint);
}

static void learn(const Lesson *lesson) {
    const Sheet *sheet = lesson->sheet;
    size_t strips = sheet_strips(sheet), across = sheet_strips_across(sheet);
    int team = network_team(lesson->network);
#pragma omp parallel if (sheet->units >= FEWEST_UNITS_FOR_THREADS) num_threads(team)
    {
        const SourceRoom *room = &lesson->network->room[omp_get_thread_num()];
        ResponseCount count = {0};
#pragma omp for schedule(static, 1) // as in settling: each thread has its own strips
        for (size_t index = 0; index < strips; index++) {
            size_t first = index / across * sheet->grid.side + index % across * STRIP_TILES;
            for (size_t q = 0; q < STRIP_TILES; q++)
                if (index % across * STRIP_TILES + q < sheet->grid.side)
                    learn_block(lesson, first + q, room, &count);
        }
        network_count(lesson->network, STAGE_LEARNING, &count, 0);
    }
}

void network_learn(Network *network) {
    double start = omp_get_wtime();
    network_schedule(network);
    for (size_t i = 0; i < network->sheets; i++)
        for (size_t g = 0; g < network->inputs[i].groups; g++) {
            const ProjectionList *group = &network->inputs[i].group[g];
            if (!group_is_plastic(group))
                continue;
            Lesson lesson = {network,
                             &network->sheet[i],
                             group,
                             true,
                             group_has_negative(group),
                             network->presentation % ANEW_EVERY == ANEW_EVERY - 1};
            learn(&lesson);
            for (size_t p = 0; p < group->count && lesson.negative; p++)
                group->items[p]->has_negative = true; // there may be such weights now
        }
    for (size_t k = 0; k < network->projections; k++) {
        Projection *projection = &network->projection[k];
        if (strcmp(projection->settings->normalise, "none") == 0 &&
            projection_is_plastic(projection))
            learn(&(Lesson){network, projection->to, &(ProjectionList){1, &projection}, false,
                            false, false});
    }
    for (size_t i = 0; i < network->sheets; i++) {
        if (!sheet_is_input(&network->sheet[i]))
            sheet_adapt(&network->sheet[i], network->presentation);
        sheet_remember(&network->sheet[i]);
    }
    network->work.seconds[STAGE_LEARNING] += omp_get_wtime() - start;
}
