// SPDX-License-Identifier: GPL-3.0-or-later
// Learning: Hebb's rule and divisive normalisation, then adapting thresholds (docs/model.md, steps
// 6 and 7).
#include "network.h"

#include <string.h>

static bool group_is_plastic(const ProjectionList *group) {
    for (size_t p = 0; p < group->count; p++)
        if (projection_is_plastic(group->items[p]))
            return true;
    return false;
}

// weights += (learning rate / units on the whole disc) * activity * source; returns the new sum of
// |weights|.
static float grow(const Projection *projection, size_t unit, float activity) {
    const FieldPhase *field = projection_field(projection, unit);
    float rate =
        (float)(projection->settings->learning_rate / (double)projection->shape.units) * activity;
    return projection->kernels->grow(
        field->tiles, projection_weights(projection, unit), field->offset, field->mask,
        projection->from->tiles[projection->settings->delay] + projection->centre[unit], rate);
}

static void learn_group(const Sheet *sheet, const ProjectionList *group) {
    // Activity is patchy: units are handed out in small portions, each unit's arithmetic being its
    // own.
#pragma omp parallel for schedule(dynamic, 64)
    for (size_t unit = 0; unit < sheet->units; unit++) {
        float activity = sheet->activity[unit];
        if (activity == 0)
            continue;
        double total = 0;
        for (size_t p = 0; p < group->count; p++)
            total += (double)grow(group->items[p], unit, activity);
        for (size_t p = 0; p < group->count && total > 0; p++)
            group->items[p]->kernels->scale(projection_field(group->items[p], unit)->tiles,
                                            projection_weights(group->items[p], unit),
                                            (float)(1 / total));
    }
}

static void learn_alone(const Sheet *sheet, const Projection *projection) {
#pragma omp parallel for schedule(dynamic, 64)
    for (size_t unit = 0; unit < sheet->units; unit++)
        if (sheet->activity[unit] != 0)
            grow(projection, unit, sheet->activity[unit]);
}

void network_learn(Network *network) {
    for (size_t i = 0; i < network->sheets; i++)
        for (size_t g = 0; g < network->inputs[i].groups; g++)
            if (group_is_plastic(&network->inputs[i].group[g]))
                learn_group(&network->sheet[i], &network->inputs[i].group[g]);
    for (size_t k = 0; k < network->projections; k++) {
        const Projection *projection = &network->projection[k];
        if (strcmp(projection->settings->normalise, "none") == 0 &&
            projection_is_plastic(projection))
            learn_alone(projection->to, projection);
    }
    for (size_t i = 0; i < network->sheets; i++) {
        if (!sheet_is_input(&network->sheet[i]))
            sheet_adapt(&network->sheet[i]);
        sheet_remember(&network->sheet[i]);
    }
}
