// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/trial_sheet.h"

#include "base/memory.h"
#include "base/walk.h"

// values[units] as [tiles of targets][LANES], 0 where there is no unit; to be released.
static float *lay_out(const Sheet *sheet, const float *values) {
    size_t tiles = sheet->grid.side * sheet->grid.side, unit;
    float *laid_out = allocate(tiles * LANES, sizeof *laid_out);
    for (size_t k = 0; k < tiles * LANES; k++)
        if (sheet_unit(sheet, k / LANES, k % LANES, &unit))
            laid_out[k] = values[unit];
    return laid_out;
}

static TrialInputs inputs_new(Projection *const *projections, size_t count) {
    TrialInputs inputs = {count, allocate(count, sizeof(TrialInput))};
    for (size_t p = 0; p < count; p++) {
        const Projection *projection = projections[p];
        inputs.items[p] =
            (TrialInput){projection, NULL, lay_out(projection->to, projection->scale)};
        if (projection->settings->shared && projection->aligned)
            inputs.items[p].lines = convolution_lines(&projection->stencil);
    }
    return inputs;
}

static void inputs_free(TrialInputs *inputs) {
    for (size_t p = 0; p < inputs->count; p++) {
        release(inputs->items[p].lines);
        release(inputs->items[p].scale);
    }
    release(inputs->items);
}

// Lines of weights that a tile of targets has at most.
static size_t most_lines(const TrialInputs *inputs, size_t most) {
    for (size_t p = 0; p < inputs->count; p++) {
        const Projection *projection = inputs->items[p].projection;
        size_t side = convolution_side(&projection->stencil),
               lines = inputs->items[p].lines ? side * side : 0;
        for (size_t k = 0; k < projection->pattern_count; k++)
            if (projection->patterns[k]->tiles * LANES > lines)
                lines = projection->patterns[k]->tiles * LANES;
        most = lines > most ? lines : most;
    }
    return most;
}

static void give_room(TrialSheet *trial_sheet) {
    size_t lines = most_lines(&trial_sheet->forward, 0);
    lines = most_lines(&trial_sheet->lateral, lines);
    lines = most_lines(&trial_sheet->pool, lines) + LANES;
    trial_sheet->room = allocate((size_t)trial_sheet->network->workers, sizeof(TrialRoom));
    for (int w = 0; w < trial_sheet->network->workers; w++)
        trial_sheet->room[w] =
            (TrialRoom){allocate(lines / LANES + 1, sizeof(int32_t)),
                        {0, allocate(lines, sizeof(int32_t)), allocate(lines, sizeof(int32_t))}};
}

static void lay_out_targets(TrialSheet *trial_sheet) {
    const Sheet *sheet = trial_sheet->sheet;
    trial_sheet->threshold = allocate(trial_sheet->tiles * BUNDLE, sizeof(float));
    trial_sheet->gain = allocate(trial_sheet->tiles * BUNDLE, sizeof(float));
    trial_sheet->inside = allocate(trial_sheet->tiles, sizeof(Targets));
    for (size_t i = 0; i < trial_sheet->tiles * BUNDLE; i++) {
        size_t unit;
        if (!sheet_unit(sheet, i / BUNDLE, i % LANES, &unit))
            continue;
        trial_sheet->threshold[i] = (float)sheet->threshold[unit];
        trial_sheet->gain[i] = (float)sheet->gain[unit];
        trial_sheet->inside[i / BUNDLE] |= (Targets)sheet->inside[unit] << i % BUNDLE;
    }
}

static void lay_walk(TrialSheet *trial_sheet) {
    trial_sheet->walk = walk_of(trial_sheet->sheet->grid.side);
    for (size_t i = 0; i < trial_sheet->tiles; i++)
        if (trial_sheet->inside[trial_sheet->walk[i]])
            trial_sheet->walk[trial_sheet->walked++] = trial_sheet->walk[i];
}

void trial_sheet_init(TrialSheet *trial_sheet, Network *network, const Sheet *sheet) {
    const SheetInputs *inputs = &network->inputs[sheet - network->sheet];
    *trial_sheet = (TrialSheet){.network = network,
                                .sheet = sheet,
                                .forward = inputs_new(inputs->forward.items, inputs->forward.count),
                                .lateral = inputs_new(inputs->lateral.items, inputs->lateral.count),
                                .pool = inputs_new(&inputs->pool, inputs->pool != NULL),
                                .tiles = sheet->grid.side * sheet->grid.side};
    lay_out_targets(trial_sheet);
    lay_walk(trial_sheet);
    give_room(trial_sheet);
}

void trial_sheet_finish(TrialSheet *trial_sheet) {
    for (int w = 0; w < trial_sheet->network->workers; w++) {
        release(trial_sheet->room[w].tile);
        release(trial_sheet->room[w].sources.line);
        release(trial_sheet->room[w].sources.place);
    }
    release(trial_sheet->room);
    release(trial_sheet->walk);
    release(trial_sheet->inside);
    release(trial_sheet->gain);
    release(trial_sheet->threshold);
    inputs_free(&trial_sheet->forward);
    inputs_free(&trial_sheet->lateral);
    inputs_free(&trial_sheet->pool);
    *trial_sheet = (TrialSheet){0};
}
