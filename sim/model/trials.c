// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/trials_parts.h"

#include "base/memory.h"
#include "base/walk.h"

#include <assert.h>

bool trials_possible(const Network *network, const Sheet *sheet) {
    return network_delays(network) == 0 && !sheet_is_input(sheet) &&
           network->inputs[sheet - network->sheet].pooled == 1;
}

// values[units] as [tiles of targets][LANES], 0 where there is no unit; to be released.
static float *lay_out(const Sheet *sheet, const float *values) {
    size_t tiles = sheet->grid.side * sheet->grid.side, unit;
    float *laid_out = allocate(tiles * LANES, sizeof *laid_out);
    for (size_t k = 0; k < tiles * LANES; k++)
        if (sheet_unit(sheet, k / LANES, k % LANES, &unit))
            laid_out[k] = values[unit];
    return laid_out;
}

static Inputs inputs_new(Projection *const *projections, size_t count) {
    Inputs inputs = {count, allocate(count, sizeof(Input))};
    for (size_t p = 0; p < count; p++) {
        const Projection *projection = projections[p];
        inputs.items[p] = (Input){projection, NULL, lay_out(projection->to, projection->scale)};
        if (projection->settings->shared && projection->aligned)
            inputs.items[p].lines = convolution_lines(&projection->stencil);
    }
    return inputs;
}

static void inputs_free(Inputs *inputs) {
    for (size_t p = 0; p < inputs->count; p++) {
        release(inputs->items[p].lines);
        release(inputs->items[p].scale);
    }
    release(inputs->items);
}

// Lines of weights that a tile of targets has at most.
static size_t most_lines(const Inputs *inputs, size_t most) {
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

static void give_room(Trials *trials) {
    size_t lines = most_lines(&trials->forward, 0);
    lines = most_lines(&trials->lateral, lines);
    lines = most_lines(&trials->pool, lines) + LANES;
    trials->room = allocate((size_t)trials->network->workers, sizeof(Room));
    for (int w = 0; w < trials->network->workers; w++)
        trials->room[w] =
            (Room){allocate(lines / LANES + 1, sizeof(int32_t)),
                   {0, allocate(lines, sizeof(int32_t)), allocate(lines, sizeof(int32_t))}};
}

static void set_init(TrialSet *set, const Trials *trials) {
    bool skips = trials->network->kernels->skips;
    set->source = allocate(trials->forward.count, sizeof *set->source);
    for (size_t p = 0; p < trials->forward.count; p++)
        trial_activity_init(&set->source[p], &trials->forward.items[p].projection->from->grid,
                            skips);
    for (size_t k = 0; k < 2; k++)
        trial_activity_init(&set->shown[k], &trials->sheet->grid, skips);
    set->drive = allocate(trials->tiles, sizeof *set->drive);
    set->driven = allocate(trials->tiles, 1);
}

static void set_finish(TrialSet *set, const Trials *trials) {
    for (size_t p = 0; p < trials->forward.count; p++)
        trial_activity_finish(&set->source[p]);
    for (size_t k = 0; k < 2; k++)
        trial_activity_finish(&set->shown[k]);
    release(set->source);
    release(set->drive);
    release(set->driven);
}

static void lay_walk(Trials *trials) {
    trials->walk = walk_of(trials->sheet->grid.side);
    for (size_t i = 0; i < trials->tiles; i++) {
        size_t b = trials->walk[i];
        int32_t any = 0;
        for (size_t t = 0; t < LANES; t++)
            any |= trials->inside[b * LANES + t];
        if (any)
            trials->walk[trials->walked++] = b;
    }
}

Trials *trials_new(Network *network, const Sheet *sheet, size_t most, size_t alike) {
    assert(alike >= 1);
    const SheetInputs *inputs = &network->inputs[sheet - network->sheet];
    Trials *trials = allocate(1, sizeof *trials);
    *trials = (Trials){.network = network,
                       .sheet = sheet,
                       .set_size = alike < TRIALS ? TRIALS / alike * alike : TRIALS,
                       .forward = inputs_new(inputs->forward.items, inputs->forward.count),
                       .lateral = inputs_new(inputs->lateral.items, inputs->lateral.count),
                       .pool = inputs_new(&inputs->pool, inputs->pool != NULL),
                       .tiles = sheet->grid.side * sheet->grid.side};
    trials->threshold = allocate(trials->tiles * LANES, sizeof(float));
    trials->gain = allocate(trials->tiles * LANES, sizeof(float));
    trials->inside = allocate(trials->tiles * LANES, sizeof(int32_t));
    for (size_t k = 0; k < trials->tiles * LANES; k++) {
        size_t unit;
        if (sheet_unit(sheet, k / LANES, k % LANES, &unit)) {
            trials->threshold[k] = (float)sheet->threshold[unit];
            trials->gain[k] = (float)sheet->gain[unit];
            trials->inside[k] = sheet->inside[unit];
        }
    }
    lay_walk(trials);
    give_room(trials);
    trials->sets = (most + trials->set_size - 1) / trials->set_size;
    trials->sets = trials->sets < TRIAL_SETS ? trials->sets : TRIAL_SETS;
    for (size_t s = 0; s < trials->sets; s++)
        set_init(&trials->set[s], trials);
    return trials;
}

void trials_free(Trials *trials) {
    for (size_t s = 0; s < trials->sets; s++)
        set_finish(&trials->set[s], trials);
    for (int w = 0; w < trials->network->workers; w++) {
        release(trials->room[w].tile);
        release(trials->room[w].sources.line);
        release(trials->room[w].sources.place);
    }
    release(trials->room);
    release(trials->walk);
    release(trials->inside);
    release(trials->gain);
    release(trials->threshold);
    inputs_free(&trials->forward);
    inputs_free(&trials->lateral);
    inputs_free(&trials->pool);
    release(trials);
}

size_t trials_room(const Trials *trials) {
    return trials->sets * trials->set_size;
}

void trials_add(Trials *trials) {
    assert(trials->count < trials_room(trials));
    TrialSet *set = &trials->set[trials->count++ / trials->set_size];
    for (size_t p = 0; p < trials->forward.count; p++) {
        const Projection *projection = trials->forward.items[p].projection;
        trial_activity_add(&set->source[p], &projection->from->grid, set->count,
                           projection_source(projection));
    }
    set->count++;
}

void trials_clear(Trials *trials) {
    for (size_t s = 0; s < trials->sets; s++) {
        TrialSet *set = &trials->set[s];
        for (size_t p = 0; p < trials->forward.count; p++)
            trial_activity_clear(&set->source[p], &trials->forward.items[p].projection->from->grid);
        set->count = 0;
    }
    trials->count = 0;
}

void trials_read(const Trials *trials, size_t k, float *response) {
    const Sheet *sheet = trials->sheet;
    const TrialSet *set = &trials->set[k / trials->set_size];
    size_t place = k % trials->set_size;
    if (trials->response == RESPOND_SETTLED) {
        trial_activity_read(&set->shown[set->last], &sheet->grid, place, response);
        return;
    }
    for (size_t i = 0; i < trials->tiles * LANES; i++) {
        size_t unit;
        if (sheet_unit(sheet, i / LANES, i % LANES, &unit))
            response[unit] = set->drive[i / LANES][place][i % LANES];
    }
}
