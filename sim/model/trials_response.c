// SPDX-License-Identifier: GPL-3.0-or-later
// What a sheet does in trials: network_settling.c's passes, a tile of targets at a time in each
// set.
#include "model/trials_parts.h"

#include "kinds/transfer.h"

#include <omp.h>
#include <string.h>

// A field that tile b of the targets has on a source sheet, and which sources there are active.
typedef struct {
    const Input *input;
    size_t b;
    const TrialActivity *source;
    const float *weights; // of the sources below,
    const TrialSources
        *sources; // or NULL for a shared field whose targets are no units of its grid
} Field;

// False: all sources are silent.
static bool find_field(const Input *input, size_t b, const TrialActivity *source, Room *room,
                       Field *field) {
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
static void add_one_by_one(const Field *field, float strength, Lanes sum) {
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

// sum += strength * response in the first n trials.
static void add(const Field *field, size_t n, float strength, Lanes sum) {
    if (field->sources)
        field->input->projection->kernels->add_trials(
            n, field->sources, field->weights, field->source->value,
            field->input->scale + field->b * LANES, strength, sum);
    else
        add_one_by_one(field, strength, sum);
}

// The same of an input with its own strength.
static void add_input(const Input *input, size_t b, size_t n, const TrialActivity *source,
                      Room *room, Lanes sum) {
    Field field;
    if (find_field(input, b, source, room, &field))
        add(&field, n, (float)input->projection->strength, sum);
}

// Is any target's sum above threshold in any trial? (A sum that is not a number counts.)
static bool any_above(const Trials *trials, const TrialSet *set, size_t b, Lanes sum) {
    const float *threshold = trials->threshold + b * LANES;
    const int32_t *inside = trials->inside + b * LANES;
    int32_t any = 0;
    for (size_t k = 0; k < set->count; k++)
        for (size_t t = 0; t < LANES; t++)
            any |= sum[k][t] - threshold[t] <= 0 ? 0 : inside[t];
    return any != 0;
}

// One pass of a thread.
typedef struct {
    const Trials *trials;
    Room *room;
    uint64_t number;  // counted from 1
    Largest *largest; // [sets][TRIALS] where what a step changes matters, or NULL
} Pass;

static const TrialActivity *shown_before(const Pass *pass, const TrialSet *set) {
    return &set->shown[(pass->number - 1) % 2];
}

// One trial's inputs, less their thresholds, to activities, 0 where no unit is inside.
static void transfer(const Pass *pass, size_t b, float lanes[LANES]) {
    const Trials *trials = pass->trials;
    TransferUnits units = {.columns = TILE_SIDE, .pitch = trials->sheet->geometry.n};
    sheet_unit(trials->sheet, b, 0, &units.first);
    if (trials->rules.noisy) // the same in all trials, each a presentation by itself
        units.noise = random_substream(trials->rules.noise, pass->number);
    transfer_apply(&trials->sheet->settings->transfer, &units, LANES, lanes);
    for (size_t t = 0; t < LANES; t++)
        lanes[t] = trials->inside[b * LANES + t] ? lanes[t] : 0;
}

// From f(input) to the activity after a step; that before in trials that have settled.
static void take_step(const Pass *pass, const TrialSet *set, size_t b, size_t tile, Lanes lanes) {
    const Trials *trials = pass->trials;
    const float *before = shown_before(pass, set)->value + tile * LANES * TRIALS;
    Largest *largest = pass->largest + (set - trials->set) * TRIALS;
    for (size_t k = 0; k < set->count; k++)
        for (size_t t = 0; t < LANES; t++)
            if (set->settled[k])
                lanes[k][t] = before[t * TRIALS + k];
            else if (trials->inside[b * LANES + t])
                lanes[k][t] = settling_step(trials->sheet->settings, before[t * TRIALS + k],
                                            lanes[k][t], &largest[k]);
}

// activity = f(input), or 0 all over where input is NULL; in settling with damping, a share of it.
static void show(const Pass *pass, TrialSet *set, size_t b, float (*input)[LANES]) {
    const TileGrid *grid = &pass->trials->sheet->grid;
    TrialActivity *to = &set->shown[pass->number % 2];
    size_t tile =
        tile_of(grid, (long)(b / grid->side * TILE_SIDE), (long)(b % grid->side * TILE_SIDE));
    bool was_silent = !pass->largest || shown_before(pass, set)->active[tile] == 0;
    Lanes lanes = {{0}};
    if (input == NULL && to->active[tile] == 0 && was_silent)
        return; // silent already
    for (size_t k = 0; k < set->count && input; k++) {
        memcpy(lanes[k], input[k], sizeof lanes[k]);
        transfer(pass, b, lanes[k]);
    }
    if (pass->largest)
        take_step(pass, set, b, tile, lanes);
    trial_activity_put(to, tile, lanes);
}

// drive = gain * sum over feed-forward projections of strength * response.
static void find_drive(const Pass *pass, TrialSet *set, size_t b) {
    const Trials *trials = pass->trials;
    Lanes sum = {{0}};
    for (size_t p = 0; p < trials->forward.count; p++)
        add_input(&trials->forward.items[p], b, set->count, &set->source[p], pass->room, sum);
    for (size_t k = 0; k < TRIALS; k++)
        for (size_t t = 0; t < LANES; t++)
            set->drive[b][k][t] =
                trials->inside[b * LANES + t] ? trials->gain[b * LANES + t] * sum[k][t] : 0;
}

// First pass: activity = f(drive / constant - threshold), with constant = 1 where there is no gain
// control.
static void activate(const Pass *pass, TrialSet *set, size_t b) {
    const Trials *trials = pass->trials;
    float constant =
        trials->pool.count ? (float)trials->sheet->settings->gain_control.constant : 1.0f;
    Lanes sum;
    find_drive(pass, set, b);
    memcpy(sum, set->drive[b], sizeof sum);
    set->driven[b] = !trials->rules.prunes || trials->pool.count || any_above(trials, set, b, sum);
    for (size_t k = 0; k < TRIALS; k++)
        for (size_t t = 0; t < LANES; t++)
            sum[k][t] = sum[k][t] / constant - trials->threshold[b * LANES + t];
    show(pass, set, b, set->driven[b] ? sum : NULL);
}

// Second pass, with gain control: activity = f(drive / (constant + strength * pool) - threshold),
// the pool over the first activation.
static void divide_by_pool(const Pass *pass, TrialSet *set, size_t b) {
    const Trials *trials = pass->trials;
    const GainControl *control = &trials->sheet->settings->gain_control;
    float constant = (float)control->constant, strength = (float)control->strength;
    Lanes pool = {{0}}, sum;
    Field field;
    if (find_field(&trials->pool.items[0], b, shown_before(pass, set), pass->room, &field))
        add(&field, set->count, 1, pool);
    for (size_t k = 0; k < TRIALS; k++)
        for (size_t t = 0; t < LANES; t++) {
            float divisor = strength * pool[k][t];
            sum[k][t] = set->drive[b][k][t] / (constant + (divisor > 0 ? divisor : 0)) -
                        trials->threshold[b * LANES + t];
        }
    show(pass, set, b, sum);
}

// A later pass: activity = f(drive + sum over lateral projections of strength * response -
// threshold). Inhibition is left out where nothing is above threshold without it.
static void settle(const Pass *pass, TrialSet *set, size_t b) {
    const Trials *trials = pass->trials;
    const TrialActivity *from = shown_before(pass, set);
    bool begun = set->driven[b];
    Field field;
    Lanes sum;
    if (begun)
        memcpy(sum, set->drive[b], sizeof sum);
    for (size_t p = 0; p < trials->rules.inhibition; p++) {
        const Input *input = &trials->lateral.items[p];
        if (!find_field(input, b, from, pass->room, &field))
            continue;
        if (!begun)
            memcpy(sum, set->drive[b], sizeof sum);
        begun = true;
        add(&field, set->count, (float)input->projection->strength, sum);
    }
    if (!begun || (trials->rules.prunes && !any_above(trials, set, b, sum))) {
        show(pass, set, b, NULL);
        return;
    }
    for (size_t p = trials->rules.inhibition; p < trials->lateral.count; p++)
        add_input(&trials->lateral.items[p], b, set->count, from, pass->room, sum);
    for (size_t k = 0; k < TRIALS; k++)
        for (size_t t = 0; t < LANES; t++)
            sum[k][t] -= trials->threshold[b * LANES + t];
    show(pass, set, b, sum);
}

static bool has_settled(const TrialSet *set) {
    bool all = true;
    for (size_t k = 0; k < set->count; k++)
        all = all && set->settled[k];
    return all;
}

static bool have_settled(const Trials *trials) {
    bool all = true;
    for (size_t s = 0; s < trials->sets; s++)
        all = all && has_settled(&trials->set[s]);
    return all;
}

enum { LARGEST_CHUNK = 16 }; // tiles that a thread takes at once, at most

// A tile of targets in one set.
typedef void Step(const Pass *pass, TrialSet *set, size_t b);

// One step in all tiles of all sets, but for those that have settled, by all threads of the team.
static void step_all(Trials *trials, const Pass *pass, Step *step) {
    size_t chunk = trials->walked / (4 * (size_t)omp_get_num_threads()) + 1;
// Neighbours follow each other, so that most of what they see is in the thread's cache.
#pragma omp for schedule(dynamic, chunk < LARGEST_CHUNK ? chunk : LARGEST_CHUNK)
    for (size_t i = 0; i < trials->walked; i++)
        for (size_t s = 0; s < trials->sets; s++)
            if (!has_settled(&trials->set[s]))
                step(pass, &trials->set[s], trials->walk[i]);
}

// One pass, which writes what is shown next.
static void do_pass(Trials *trials, Pass *pass, Step *step) {
    pass->number++;
    step_all(trials, pass, step);
#pragma omp for
    for (size_t s = 0; s < trials->sets; s++) {
        TrialSet *set = &trials->set[s];
        if (has_settled(set))
            continue;
        set->last = pass->number % 2;
        if (trials->sheet->grid.periodic)
            trial_activity_wrap(&set->shown[set->last], &trials->sheet->grid);
    }
}

// Which trials have settled with the step that all threads of the team have done? `all` is zero
// before, and again after.
static void find_settled(Trials *trials, const Pass *pass, Largest *all) {
    size_t n = trials->sets * TRIALS;
#pragma omp critical
    for (size_t i = 0; i < n; i++)
        all[i] = settling_larger(all[i], pass->largest[i]);
#pragma omp barrier
#pragma omp single
    for (size_t i = 0; i < n; i++) {
        if (settling_is_done(trials->sheet->settings, all[i]))
            trials->set[i / TRIALS].settled[i % TRIALS] = true;
        all[i] = (Largest){0};
    }
}

// Steps until all trials have settled, or as many as the sheet is given. To be called by all
// threads of the team.
static void take_steps(Trials *trials, Pass *pass, Largest *all) {
    const SheetSettings *settings = trials->sheet->settings;
    bool has_tolerance = settings->tolerance > 0, watched = has_tolerance || settings->damping < 1;
    Largest largest[MOST_TRIALS];
    for (int64_t step = 1; step < settings->settle && !have_settled(trials); step++) {
        memset(largest, 0, sizeof largest);
        pass->largest = watched ? largest : NULL;
        do_pass(trials, pass, settle);
        if (has_tolerance)
            find_settled(trials, pass, all);
    }
}

void trials_respond(Trials *trials, Response response) {
    Largest all[MOST_TRIALS] = {{0}};
    int team = network_team(trials->network);
    trials->response = response;
    trials->rules = settling_rules(trials->network, trials->sheet, response);
    for (size_t s = 0; s < trials->sets; s++)
        memset(trials->set[s].settled, 0, sizeof trials->set[s].settled);
#pragma omp parallel if (trials->sheet->units * trials->count >= FEWEST_UNITS_FOR_THREADS)         \
    num_threads(team)
    {
        Pass pass = {.trials = trials, .room = &trials->room[omp_get_thread_num()]};
        if (response == RESPOND_FEEDFORWARD)
            step_all(trials, &pass, find_drive);
        else
            do_pass(trials, &pass, activate);
        if (response == RESPOND_SETTLED && trials->pool.count)
            do_pass(trials, &pass, divide_by_pool);
        if (response == RESPOND_SETTLED && trials->lateral.count)
            take_steps(trials, &pass, all);
    }
}
