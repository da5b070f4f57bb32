// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/trial_set.h"

#include "base/memory.h"

#include <assert.h>
#include <string.h>

static_assert(TRIALS * (int)LANES == (int)BUNDLE, "a tile in all trials is a bundle");

void trial_set_init(TrialSet *set, const TrialSheet *trial_sheet) {
    bool skips = trial_sheet->network->kernels->skips;
    *set = (TrialSet){.trial_sheet = trial_sheet,
                      .source = allocate(trial_sheet->forward.count, sizeof *set->source),
                      .drive = allocate(trial_sheet->tiles * BUNDLE, sizeof *set->drive),
                      .driven = allocate(trial_sheet->tiles, 1)};
    for (size_t p = 0; p < trial_sheet->forward.count; p++)
        trial_activity_init(&set->source[p], &trial_sheet->forward.items[p].projection->from->grid,
                            skips);
    for (size_t k = 0; k < 2; k++)
        trial_activity_init(&set->written[k], &trial_sheet->sheet->grid, skips);
}

void trial_set_finish(TrialSet *set) {
    for (size_t p = 0; p < set->trial_sheet->forward.count; p++)
        trial_activity_finish(&set->source[p]);
    for (size_t k = 0; k < 2; k++)
        trial_activity_finish(&set->written[k]);
    release(set->source);
    release(set->drive);
    release(set->driven);
}

void trial_set_add(TrialSet *set) {
    for (size_t p = 0; p < set->trial_sheet->forward.count; p++) {
        const Projection *projection = set->trial_sheet->forward.items[p].projection;
        trial_activity_add(&set->source[p], &projection->from->grid, set->count,
                           projection_source(projection));
    }
    set->count++;
}

void trial_set_clear(TrialSet *set) {
    const TrialInputs *forward = &set->trial_sheet->forward;
    for (size_t p = 0; p < forward->count; p++)
        trial_activity_clear(&set->source[p], &forward->items[p].projection->from->grid);
    set->count = 0;
}

// A field that the targets of tile b have on a source sheet, and which sources there are active.
typedef struct {
    const TrialInput *input;
    size_t b;
    const TrialActivity *source;
    const float *weights;        // of the sources listed
    const TrialSources *sources; // NULL for a shared field whose targets are no units of its grid
} Field;

// False: all sources are silent.
static bool find_field(const TrialInput *input, size_t b, const TrialActivity *source,
                       TrialRoom *room, Field *field) {
    const Projection *projection = input->projection;
    size_t side = projection->to->grid.side;
    *field = (Field){input, b, source, input->lines, &room->sources};
    if (input->lines) {
        convolution_list_trials(&projection->stencil, &projection->from->grid, source,
                                projection->row + (long)(b / side * TILE_SIDE),
                                projection->column + (long)(b % side * TILE_SIDE), &room->sources);
    } else if (projection->settings->shared) {
        field->sources = NULL;
        return true;
    } else {
        const FieldBlock *block = &projection->block[b];
        SourceTiles tiles = {block->pattern->tiles, block->pattern->tile, block->origin};
        projection->kernels->list_trials(&tiles, source, room->tile, &room->sources);
        field->weights = projection->weights + block->first;
    }
    return room->sources.count > 0;
}

// The same as the kernel's where there is no list of sources.
static void add_one_by_one(const Field *field, float strength, float sum[TRIALS][LANES]) {
    const Projection *projection = field->input->projection;
    for (size_t t = 0; t < LANES; t++) {
        float response[TRIALS], scale = field->input->scale[field->b * LANES + t];
        size_t unit;
        long row, column;
        if (!sheet_unit(projection->to, field->b, t, &unit))
            continue;
        projection_centre(projection, unit, &row, &column);
        convolution_trials_at(&projection->stencil, &projection->from->grid, field->source, row,
                              column, response);
        for (size_t k = 0; k < TRIALS; k++)
            sum[k][t] += strength * (response[k] * scale);
    }
}

// sum += strength * response of one projection to a source sheet's activity. False: that is 0.
static bool add(const Settling *settling, const TrialInput *input, size_t b,
                const TrialActivity *source, float strength, const SettlingWorker *worker,
                float sum[BUNDLE]) {
    const TrialSet *set = settling->of;
    float(*lanes)[LANES] = (float(*)[LANES])(void *)sum;
    Field field;
    if (!find_field(input, b, source, &set->trial_sheet->room[worker->number], &field))
        return false;
    if (field.sources)
        input->projection->kernels->add_trials(set->count, field.sources, field.weights,
                                               source->value, input->scale + b * LANES, strength,
                                               lanes);
    else
        add_one_by_one(&field, strength, lanes);
    return true;
}

// The two activities that a set's passes write in turn.
static TrialActivity *written(const Settling *settling, uint64_t pass) {
    return &((TrialSet *)settling->of)->written[pass % 2];
}

// drive = gain * sum over feed-forward projections of strength * response.
static void find_drive(const Settling *settling, size_t b, SettlingWorker *worker) {
    const TrialSet *set = settling->of;
    const TrialInputs *forward = &set->trial_sheet->forward;
    const float *gain = set->trial_sheet->gain + b * BUNDLE;
    float sum[BUNDLE] = {0};
    for (size_t p = 0; p < forward->count; p++)
        add(settling, &forward->items[p], b, &set->source[p],
            (float)forward->items[p].projection->strength, worker, sum);
    for (size_t k = 0; k < BUNDLE; k++)
        set->drive[b * BUNDLE + k] = settling->targets[b] >> k & 1 ? gain[k] * sum[k] : 0;
}

static void find_pool(const Settling *settling, size_t b, SettlingWorker *worker,
                      float pool[BUNDLE]) {
    const TrialSet *set = settling->of;
    memset(pool, 0, BUNDLE * sizeof *pool);
    add(settling, &set->trial_sheet->pool.items[0], b, written(settling, worker->pass - 1), 1,
        worker, pool);
}

static bool add_lateral(const Settling *settling, size_t b, size_t p, Targets targets,
                        SettlingWorker *worker, float sum[BUNDLE]) {
    (void)targets;
    const TrialInput *input = &((const TrialSet *)settling->of)->trial_sheet->lateral.items[p];
    return add(settling, input, b, written(settling, worker->pass - 1),
               (float)input->projection->strength, worker, sum);
}

static size_t tile_at(const Settling *settling, size_t b) {
    const TileGrid *grid = &settling->sheet->grid;
    return tile_of(grid, (long)(b / grid->side * TILE_SIDE), (long)(b % grid->side * TILE_SIDE));
}

static bool is_silent(const Settling *settling, size_t b, uint64_t pass) {
    return written(settling, pass)->active[tile_at(settling, b)] == 0;
}

static void read_activity(const Settling *settling, size_t b, uint64_t pass,
                          float activity[BUNDLE]) {
    const float *from = written(settling, pass)->value + tile_at(settling, b) * BUNDLE;
    for (size_t k = 0; k < BUNDLE; k++)
        activity[k] = from[k % LANES * TRIALS + k / LANES];
}

static void write_activity(const Settling *settling, size_t b, uint64_t pass,
                           float activity[BUNDLE]) {
    trial_activity_put(written(settling, pass), tile_at(settling, b),
                       (float(*)[LANES])(void *)activity);
}

static void wrap(const Settling *settling, uint64_t pass) {
    trial_activity_wrap(written(settling, pass), &settling->sheet->grid);
}

static const SettlingLayout tiles = {
    .share = LANES,
    .columns = TILE_SIDE,
    .find_drive = find_drive,
    .find_pool = find_pool,
    .add_lateral = add_lateral,
    .is_silent = is_silent,
    .read = read_activity,
    .write = write_activity,
    .wrap = wrap,
};

void trial_sets_respond(TrialSet *set, size_t sets, Response response) {
    const TrialSheet *trial_sheet = set->trial_sheet;
    Settling settling[MOST_SETTLING];
    assert(sets <= MOST_SETTLING);
    for (size_t s = 0; s < sets; s++)
        settling[s] = (Settling){
            .network = trial_sheet->network,
            .sheet = trial_sheet->sheet,
            .inputs =
                &trial_sheet->network->inputs[trial_sheet->sheet - trial_sheet->network->sheet],
            .layout = &tiles,
            .of = &set[s],
            .presentations = set[s].count,
            .targets = trial_sheet->inside,
            .threshold = trial_sheet->threshold,
            .drive = set[s].drive,
            .driven = set[s].driven};
    SettlingTogether together = {.settling = settling,
                                 .count = sets,
                                 .bundles = trial_sheet->walked,
                                 .walk = trial_sheet->walk};
    if (response == RESPOND_FEEDFORWARD)
        settling_find_drive(&together);
    else
        settling_run(&together, response);
    for (size_t s = 0; s < sets; s++)
        set[s].passes = settling[s].passes;
}

void trial_set_read(const TrialSet *set, size_t k, Response response, float *values) {
    const Sheet *sheet = set->trial_sheet->sheet;
    if (response == RESPOND_SETTLED) {
        trial_activity_read(&set->written[set->passes % 2], &sheet->grid, k, values);
        return;
    }
    for (size_t i = 0; i < set->trial_sheet->tiles * LANES; i++) {
        size_t unit;
        if (sheet_unit(sheet, i / LANES, i % LANES, &unit))
            values[unit] = set->drive[i / LANES * BUNDLE + k * LANES + i % LANES];
    }
}
