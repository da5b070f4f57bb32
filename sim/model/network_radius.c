// SPDX-License-Identifier: GPL-3.0-or-later
// Fields whose radius changes during a run: its range, which the layout of sheets needs, and the
// change.
#include "model/network.h"

#include "base/memory.h"

#include <math.h>

bool network_note_later(NetworkSettings *settings, const NetworkSettings *later, Error *error) {
    bool ok = true;
    for (size_t k = 0; k < settings->projections.count; k++) {
        const Item *item = &settings->projections.items[k];
        ProjectionSettings *projection = item->variant.settings;
        const ProjectionSettings *changed = later->projections.items[k].variant.settings;
        if (projection->most_radius <= 0)
            projection->least_radius = projection->most_radius = projection->radius;
        if (projection->shared && changed->radius != projection->radius)
            ok = fail(error,
                      "projections.%s.radius: becomes %g, and a shared field keeps its radius "
                      "during a run; set shared = false",
                      item->name, changed->radius);
        projection->learns =
            projection->learns || projection->learning_rate > 0 || changed->learning_rate > 0;
        projection->least_radius = fmin(projection->least_radius, changed->radius);
        projection->most_radius = fmax(projection->most_radius, changed->radius);
    }
    return ok;
}

double network_memory_now(const NetworkSettings *settings) {
    NetworkSettings now;
    block_copy(&network_settings, &now, settings);
    for (size_t k = 0; k < now.projections.count; k++) {
        ProjectionSettings *projection = now.projections.items[k].variant.settings;
        projection->least_radius = projection->most_radius = projection->radius;
    }
    double bytes = network_memory(&now);
    block_finish(&network_settings, &now);
    return bytes;
}

// The projections that are normalised together with one, and itself.
static ProjectionList group_of(const Network *network, Projection **projection) {
    const SheetInputs *inputs = &network->inputs[(*projection)->to - network->sheet];
    for (size_t g = 0; g < inputs->groups; g++)
        for (size_t p = 0; p < inputs->group[g].count; p++)
            if (inputs->group[g].items[p] == *projection)
                return inputs->group[g];
    return (ProjectionList){1, projection};
}

static void unscale(const ProjectionList *group) {
    size_t side = group->items[0]->to->grid.side;
    for (size_t p = 0; p < group->count; p++)
#pragma omp parallel for schedule(static)
        for (size_t b = 0; b < side * side; b++)
            projection_unscale(group->items[p], b, ~0u);
}

// Brings groups with a changed field, in which nothing learns, to their joint norm, which otherwise
// the next learning does.
static void normalise_fixed(const ProjectionList *group, const Network *network,
                            const bool *changed) {
    size_t side = group->items[0]->to->grid.side;
    bool any = false;
    for (size_t p = 0; p < group->count; p++) {
        if (projection_is_plastic(group->items[p]))
            return;
        any = any || changed[group->items[p] - network->projection];
    }
#pragma omp parallel for schedule(static) if (any)
    for (size_t b = 0; b < (any ? side * side : 0); b++)
        projection_normalise(group->items, group->count, b, ~0u);
}

bool network_change_radii(Network *network, Error *error) {
    OWNED bool *changed = allocate(network->projections, sizeof *changed);
    bool ok = true, any = false;
    for (size_t k = 0; k < network->projections && ok; k++) {
        Projection *projection = &network->projection[k];
        if (!projection_radius_differs(projection))
            continue;
        ProjectionList group = group_of(network, &projection);
        unscale(&group);
        ok =
            projection_change_radius(projection, group.count > 1, (uint64_t)network->settings->seed,
                                     network->presentation, error);
        any = changed[k] = true;
    }
    for (size_t s = 0; s < network->sheets && any && ok; s++)
        for (size_t g = 0; g < network->inputs[s].groups; g++)
            if (network->inputs[s].group[g].count > 1)
                normalise_fixed(&network->inputs[s].group[g], network, changed);
    if (any)
        network_give_room(network);
    return ok;
}
