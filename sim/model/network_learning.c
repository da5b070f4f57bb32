// SPDX-License-Identifier: GPL-3.0-or-later
// Learning: the rules of the projections and normalisation, then adapting thresholds
// (docs/model.md, steps 6 and 7).
//
// A group under Hebb's rule alone, whose fields sum to 1, learns fast: a unit's weights are divided
// by their sum by dividing its scale (projection.h). The sum after growth is 1 plus the growth if
// no weight is negative. Every 1000 presentations, and when the scale has become small, the weights
// themselves are normalised, so that rounding errors do not build up. With another rule, limit or
// norm, scales are 1 and weights are normalised at each step.
#include "model/network.h"

#include <omp.h>

enum { ANEW_EVERY = 1000 }; // presentations

static bool group_is_plastic(const ProjectionList *group) {
    for (size_t p = 0; p < group->count; p++)
        if (projection_is_plastic(group->items[p]))
            return true;
    return false;
}

static bool group_is_hebbian(const ProjectionList *group) {
    for (size_t p = 0; p < group->count; p++)
        if (!projection_is_hebbian(group->items[p]))
            return false;
    return true;
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
    bool anew;    // are all weights of the group normalised themselves?
    bool hebbian; // Hebb's rule alone, and fields that sum to 1
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

// The rules of the group in one tile.
static void learn_block_by_rules(const Lesson *lesson, size_t b, const SourceRoom *room,
                                 ResponseCount *count) {
    const ProjectionList *group = lesson->group;
    float activity[LANES] = {0};
    unsigned inside = 0, due = 0;
    for (size_t t = 0, unit; t < LANES; t++) {
        if (!sheet_unit(group->items[0]->to, b, t, &unit))
            continue;
        activity[t] = lesson->sheet->activity[unit];
        inside |= (unsigned)lesson->sheet->inside[unit] << t;
    }
    for (size_t p = 0; p < group->count; p++)
        projection_unscale(group->items[p], b, inside);
    for (size_t p = 0; p < group->count; p++)
        if (projection_is_plastic(group->items[p]))
            due |= projection_learn(group->items[p], b, activity, inside,
                                    lesson->network->presentation, room, count);
    if (!lesson->normalises || !due)
        return;
    if (group->items[0]->settings->norm == NORM_SUBTRACTIVE)
        projection_subtract(group->items, group->count, b, due);
    else
        projection_normalise(group->items, group->count, b, due);
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
                    (lesson->hebbian ? learn_block : learn_block_by_rules)(lesson, first + q, room,
                                                                           &count);
        }
        network_count(lesson->network, STAGE_LEARNING, &count, 0);
    }
}

// Notes what a lesson may have done to the weights.
static void note(const Lesson *lesson) {
    for (size_t p = 0; p < lesson->group->count; p++) {
        Projection *projection = lesson->group->items[p];
        const ProjectionSettings *settings = projection->settings;
        bool falls = !learning_kind(&settings->learning)->hebbian ||
                     settings->norm == NORM_SUBTRACTIVE || lesson->negative;
        if (falls && !(settings->least_weight >= 0))
            projection->has_negative = true; // there may be such weights now
        if (!lesson->hebbian)
            projection->sums_differ = true;
    }
}

static void learn_group(Network *network, Sheet *sheet, const ProjectionList *group,
                        bool normalises) {
    if (!group_is_plastic(group))
        return;
    bool hebbian = group_is_hebbian(group);
    Lesson lesson = {.network = network,
                     .sheet = sheet,
                     .group = group,
                     .normalises = normalises,
                     .negative = group_has_negative(group),
                     .anew = normalises && network->presentation % ANEW_EVERY == ANEW_EVERY - 1,
                     .hebbian = hebbian};
    learn(&lesson);
    note(&lesson);
}

void network_learn(Network *network) {
    double start = omp_get_wtime();
    network_schedule(network);
    for (size_t i = 0; i < network->sheets; i++)
        for (size_t g = 0; g < network->inputs[i].groups; g++)
            learn_group(network, &network->sheet[i], &network->inputs[i].group[g], true);
    for (size_t k = 0; k < network->projections; k++) {
        Projection *projection = &network->projection[k];
        if (projection_norm(projection->settings) == NORM_NONE)
            learn_group(network, projection->to, &(ProjectionList){1, &projection}, false);
    }
    for (size_t i = 0; i < network->sheets; i++) {
        if (!sheet_is_input(&network->sheet[i]))
            sheet_adapt(&network->sheet[i], network->presentation);
        sheet_remember(&network->sheet[i]);
    }
    network->work.seconds[STAGE_LEARNING] += omp_get_wtime() - start;
}
