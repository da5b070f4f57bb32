// SPDX-License-Identifier: GPL-3.0-or-later
// Trials settle in sets: settling.h with a tile of targets in all trials of a set as a bundle.
#include "model/trials.h"

#include "base/memory.h"
#include "base/walk.h"
#include "kernels/trial_activity.h"
#include "model/settling.h"

#include <assert.h>
#include <string.h>

static_assert(TRIALS * (int)LANES == (int)BUNDLE, "a tile in all trials is a bundle");
static_assert((int)TRIAL_SETS <= (int)MOST_SETTLING, "all sets settle together");

// One projection to the sheet.
typedef struct {
    const Projection *projection;
    float *lines; // weights of a shared field with aligned targets, owned; or NULL
    float *scale; // [tiles][LANES] owned
} TrialInput;

typedef struct {
    size_t count;
    TrialInput *items; // owned
} TrialInputs;

// A thread's room for lists of sources.
typedef struct {
    int32_t *tile;
    TrialSources sources;
} TrialRoom;

// Up to TRIALS trials.
typedef struct {
    const Trials *trials;     // borrowed
    TrialActivity *source;    // [forward projections] activity of their sources; owned
    TrialActivity written[2]; // the sheet's own activity, which passes write in turn; owned
} TrialSet;

// The sheet is laid out by tiles of targets. Target LANES k + t of a bundle is the unit in lane t,
// in trial k of a set.
struct Trials {
    Network *network;
    const Sheet *sheet;
    TrialInputs forward, lateral, pool; // of the pool one or none
    size_t tiles;                       // of targets
    size_t *walk; // [walked] tiles with units inside, in the order of walk.h; owned
    size_t walked;
    Targets *inside;  // [tiles] owned
    float *threshold; // [tiles][BUNDLE] owned
    float *gain;      // the same
    TrialRoom *room;  // [network->workers] owned
    size_t count;     // of trials
    size_t set_size;  // trials that a set holds
    size_t sets;
    TrialSet set[TRIAL_SETS];      // [sets]
    Settling settling[TRIAL_SETS]; // [sets] whose drive and driven are owned
    Response response;             // that was computed last
};

// The same as the kernel add_trials, for targets that are not aligned with the source's grid.
static void add_one_by_one(const TrialInput *input, size_t b, const TrialActivity *source,
                           float strength, float sum[TRIALS][LANES]) {
    const Projection *projection = input->projection;
    for (size_t t = 0; t < LANES; t++) {
        float response[TRIALS], scale = input->scale[b * LANES + t];
        size_t unit;
        long row, column;
        if (!sheet_unit(projection->to, b, t, &unit))
            continue;
        projection_centre(projection, unit, &row, &column);
        convolution_trials_at(&projection->stencil, &projection->from->grid, source, row, column,
                              response);
        for (size_t k = 0; k < TRIALS; k++)
            sum[k][t] += strength * (response[k] * scale);
    }
}

// sum += strength * response of one projection to a source sheet's activity. False: that is 0.
static bool add(const Settling *settling, const TrialInput *input, size_t b,
                const TrialActivity *source, float strength, const SettlingWorker *worker,
                float sum[BUNDLE]) {
    const Projection *projection = input->projection;
    const TrialRoom *room = &((const TrialSet *)settling->of)->trials->room[worker->number];
    TrialSources sources = room->sources;
    const float *weights = input->lines;
    float(*lanes)[LANES] = (float(*)[LANES])(void *)sum;
    size_t side = projection->to->grid.side;
    if (input->lines) {
        convolution_list_trials(&projection->stencil, &projection->from->grid, source,
                                projection->row + (long)(b / side * TILE_SIDE),
                                projection->column + (long)(b % side * TILE_SIDE), &sources);
    } else if (projection->settings->shared) {
        add_one_by_one(input, b, source, strength, lanes);
        return true;
    } else {
        const FieldBlock *block = &projection->block[b];
        SourceTiles tiles = {block->pattern->tiles, block->pattern->tile, block->origin, 0};
        projection->kernels->list_trials(&tiles, source, room->tile, &sources);
        weights = projection->weights + block->first;
    }
    if (sources.count == 0)
        return false;
    projection->kernels->add_trials(settling->presentations, &sources, weights, source->value,
                                    input->scale + b * LANES, strength, lanes);
    return true;
}

// The two activities that a set's passes write in turn.
static TrialActivity *written(const Settling *settling, uint64_t pass) {
    return &((TrialSet *)settling->of)->written[pass % 2];
}

// drive = gain * sum over feed-forward projections of strength * response.
static void find_drive(const Settling *settling, size_t b, SettlingWorker *worker) {
    const TrialSet *set = settling->of;
    const TrialInputs *forward = &set->trials->forward;
    const float *gain = set->trials->gain + b * BUNDLE;
    float sum[BUNDLE] = {0};
    for (size_t p = 0; p < forward->count; p++)
        add(settling, &forward->items[p], b, &set->source[p],
            (float)forward->items[p].projection->strength, worker, sum);
    for (size_t k = 0; k < BUNDLE; k++)
        settling->drive[b * BUNDLE + k] = settling->targets[b] >> k & 1 ? gain[k] * sum[k] : 0;
}

static void find_pool(const Settling *settling, size_t b, SettlingWorker *worker,
                      float pool[BUNDLE]) {
    const TrialInput *input = &((const TrialSet *)settling->of)->trials->pool.items[0];
    memset(pool, 0, BUNDLE * sizeof *pool);
    add(settling, input, b, written(settling, worker->pass - 1), 1, worker, pool);
}

static bool add_lateral(const Settling *settling, size_t b, size_t p, Targets targets,
                        SettlingWorker *worker, float sum[BUNDLE]) {
    (void)targets;
    const TrialInput *input = &((const TrialSet *)settling->of)->trials->lateral.items[p];
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

static const SettlingLayout tiles_in_trials = {
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

// Are the sheet's activity and its drive found unit by unit?
static bool has_plain_units(const Network *network, const Sheet *sheet) {
    const SheetInputs *inputs = &network->inputs[sheet - network->sheet];
    const ProjectionList *forward = &inputs->forward;
    for (size_t p = 0; p < forward->count; p++)
        if (forward->items[p]->compared)
            return false;
    return inputs->modulation == NULL && !competition_is_on(&sheet->settings->competition) &&
           !noise_is_on(&sheet->settings->noise);
}

bool trials_possible(const Network *network, const Sheet *sheet) {
    return network_delays(network) == 0 && !network_carries(network) && !sheet_is_input(sheet) &&
           network_group(network, sheet)->count == 1 && sheet->back == 1 &&
           has_plain_units(network, sheet);
}

// The scales of a projection as [tiles of targets][LANES], 0 where there is no unit.
static float *lay_out_scale(const Projection *projection) {
    const Sheet *to = projection->to;
    size_t n = to->grid.side * to->grid.side * LANES, unit;
    float *scale = allocate(n, sizeof *scale);
    for (size_t k = 0; k < n; k++)
        if (sheet_unit(to, k / LANES, k % LANES, &unit))
            scale[k] = projection->scale[unit];
    return scale;
}

static TrialInputs inputs_new(Projection *const *projections, size_t count) {
    TrialInputs inputs = {count, allocate(count, sizeof(TrialInput))};
    for (size_t p = 0; p < count; p++) {
        const Projection *projection = projections[p];
        inputs.items[p] = (TrialInput){projection, NULL, lay_out_scale(projection)};
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

// The maximum of lines of weights of a tile of targets, or `most` if it is greater.
static size_t most_lines(const TrialInputs *inputs, size_t most) {
    for (size_t p = 0; p < inputs->count; p++) {
        const Projection *projection = inputs->items[p].projection;
        size_t side = convolution_side(&projection->stencil),
               lines =
                   inputs->items[p].lines ? side * side : projection_most_tiles(projection) * LANES;
        most = lines > most ? lines : most;
    }
    return most;
}

static void give_room(Trials *trials) {
    size_t lines = most_lines(&trials->forward, 0);
    lines = most_lines(&trials->lateral, lines);
    lines = most_lines(&trials->pool, lines) + LANES;
    trials->room = allocate((size_t)trials->network->workers, sizeof(TrialRoom));
    for (int w = 0; w < trials->network->workers; w++)
        trials->room[w] =
            (TrialRoom){allocate(lines / LANES + 1, sizeof(int32_t)),
                        {0, allocate(lines, sizeof(int32_t)), allocate(lines, sizeof(int32_t))}};
}

static void lay_out_targets(Trials *trials) {
    const Sheet *sheet = trials->sheet;
    trials->threshold = allocate(trials->tiles * BUNDLE, sizeof(float));
    trials->gain = allocate(trials->tiles * BUNDLE, sizeof(float));
    trials->inside = allocate(trials->tiles, sizeof(Targets));
    for (size_t i = 0, unit; i < trials->tiles * BUNDLE; i++) {
        if (!sheet_unit(sheet, i / BUNDLE, i % LANES, &unit))
            continue;
        trials->threshold[i] = (float)sheet->threshold[unit];
        trials->gain[i] = (float)sheet->gain[unit];
        trials->inside[i / BUNDLE] |= (Targets)sheet->inside[unit] << i % BUNDLE;
    }
}

static void lay_walk(Trials *trials) {
    trials->walk = walk_of(trials->sheet->grid.side);
    for (size_t i = 0; i < trials->tiles; i++)
        if (trials->inside[trials->walk[i]])
            trials->walk[trials->walked++] = trials->walk[i];
}

static void set_init(TrialSet *set, Settling *settling, const Trials *trials) {
    const Network *network = trials->network;
    const TrialInputs *forward = &trials->forward;
    bool skips = network->kernels->skips;
    *set = (TrialSet){trials, allocate(forward->count, sizeof *set->source), {{0}}};
    for (size_t p = 0; p < forward->count; p++)
        trial_activity_init(&set->source[p], &forward->items[p].projection->from->grid, skips);
    for (size_t k = 0; k < 2; k++)
        trial_activity_init(&set->written[k], &trials->sheet->grid, skips);
    *settling = (Settling){.network = trials->network,
                           .sheet = trials->sheet,
                           .inputs = &network->inputs[trials->sheet - network->sheet],
                           .layout = &tiles_in_trials,
                           .of = set,
                           .bundles = trials->tiles,
                           .targets = trials->inside,
                           .threshold = trials->threshold,
                           .drive = allocate(trials->tiles * BUNDLE, sizeof(float)),
                           .driven = allocate(trials->tiles, 1)};
}

static void set_finish(TrialSet *set, Settling *settling) {
    for (size_t p = 0; p < set->trials->forward.count; p++)
        trial_activity_finish(&set->source[p]);
    for (size_t k = 0; k < 2; k++)
        trial_activity_finish(&set->written[k]);
    release(set->source);
    release(settling->drive);
    release(settling->driven);
}

Trials *trials_new(Network *network, const Sheet *sheet, size_t most, size_t alike) {
    assert(alike >= 1);
    const SheetInputs *inputs = &network->inputs[sheet - network->sheet];
    Trials *trials = allocate(1, sizeof *trials);
    *trials = (Trials){.network = network,
                       .sheet = sheet,
                       .forward = inputs_new(inputs->forward.items, inputs->forward.count),
                       .lateral = inputs_new(inputs->lateral.items, inputs->lateral.count),
                       .pool = inputs_new(&inputs->pool, inputs->pool != NULL),
                       .tiles = sheet->grid.side * sheet->grid.side};
    lay_out_targets(trials);
    lay_walk(trials);
    give_room(trials);
    trials->set_size = alike < TRIALS ? TRIALS / alike * alike : TRIALS;
    trials->sets = (most + trials->set_size - 1) / trials->set_size;
    trials->sets = trials->sets < TRIAL_SETS ? trials->sets : TRIAL_SETS;
    for (size_t s = 0; s < trials->sets; s++)
        set_init(&trials->set[s], &trials->settling[s], trials);
    return trials;
}

void trials_free(Trials *trials) {
    for (size_t s = 0; s < trials->sets; s++)
        set_finish(&trials->set[s], &trials->settling[s]);
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
    size_t s = trials->count++ / trials->set_size;
    for (size_t p = 0; p < trials->forward.count; p++) {
        const Projection *projection = trials->forward.items[p].projection;
        trial_activity_add(&trials->set[s].source[p], &projection->from->grid,
                           trials->settling[s].presentations, projection_source(projection));
    }
    trials->settling[s].presentations++;
}

void trials_clear(Trials *trials) {
    const TrialInputs *forward = &trials->forward;
    for (size_t s = 0; s < trials->sets; s++) {
        for (size_t p = 0; p < forward->count; p++)
            trial_activity_clear(&trials->set[s].source[p],
                                 &forward->items[p].projection->from->grid);
        trials->settling[s].presentations = 0;
    }
    trials->count = 0;
}

void trials_respond(Trials *trials, Response response) {
    SettlingTogether together = {.settling = trials->settling,
                                 .count = trials->sets,
                                 .bundles = trials->walked,
                                 .walk = trials->walk,
                                 .phases = 1,
                                 .back = 1};
    trials->response = response;
    if (trials->count && response == RESPOND_FEEDFORWARD)
        settling_find_drive(&together);
    else if (trials->count)
        settling_run(&together, response);
}

void trials_read(const Trials *trials, size_t k, float *response) {
    const Sheet *sheet = trials->sheet;
    const Settling *settling = &trials->settling[k / trials->set_size];
    size_t place = k % trials->set_size;
    if (trials->response == RESPOND_SETTLED) {
        trial_activity_read(written(settling, settling->passes), &sheet->grid, place, response);
        return;
    }
    for (size_t i = 0, unit; i < trials->tiles * LANES; i++)
        if (sheet_unit(sheet, i / LANES, i % LANES, &unit))
            response[unit] = settling->drive[i / LANES * BUNDLE + place * LANES + i % LANES];
}
