// SPDX-License-Identifier: GPL-3.0-or-later
// Settling: one sheet from the activity of its sources to its own (docs/model.md, steps 2 to 5).
//
// The sheet is dealt with in strips of targets, each pass over them writing what is shown next.
// Eyes' copies that share a pool go through the passes together. The kernels' reference set
// computes all of it; the others leave out what cannot matter, and get the same bits, as long as
// activity is finite:
//   - silent sources, which add nothing to a response (kernels.h);
//   - inhibition of rectified targets that are not above threshold without it, or in the middle of
//     it: inhibition only grows, and rounding is monotone, so they are silent whatever the rest is.
#include "model/settling.h"

#include "base/memory.h"
#include "kinds/transfer.h"

#include <omp.h>
#include <string.h>

typedef struct {
    Sheet *sheet;
    const SheetInputs *inputs;
    const Sheet *pooled; // [pools] the eyes' copies whose pools are averaged
    size_t pools;
    SettlingRules rules;
} Settling;

// What a thread counts and needs room for.
typedef struct {
    const SourceRoom *room;
    ResponseCount count;
    uint64_t candidates;
    uint64_t pass;            // that it is in, counted from 1
    int64_t steps[MOST_EYES]; // of settling, that each sheet has taken
    bool settled[MOST_EYES];  // sheets that take no more
    const Activity *before;   // what the sheet in hand showed a step ago, where that matters
    Largest *largest;         // over its units, in this step
} Worker;

typedef struct {
    size_t i, j;          // of its first unit
    StripTargets targets; // units of the sheet that are inside
} Strip;

static size_t first_of_inhibition(const ProjectionList *lateral) {
    size_t p = lateral->count;
    while (p > 0 && lateral->items[p - 1]->strength <= 0 && !lateral->items[p - 1]->has_negative)
        p--;
    return p;
}

static Strip strip_at(const Sheet *sheet, size_t index) {
    size_t across = sheet_strips_across(sheet);
    return (Strip){.i = index / across * STRIP_ROWS,
                   .j = index % across * STRIP_COLUMNS,
                   .targets = sheet->strip_targets[index]};
}

// How many columns of a row of a strip lie on the sheet.
static size_t columns_of(const Sheet *sheet, const Strip *strip, size_t row) {
    size_t n = sheet->geometry.n, left = n - strip->j;
    return strip->i + row >= n ? 0 : left < STRIP_COLUMNS ? left : STRIP_COLUMNS;
}

// Thresholds of a strip's units, 0 beyond the sheet.
static void read_thresholds(const Sheet *sheet, const Strip *strip, float threshold[STRIP]) {
    for (size_t r = 0; r < STRIP_ROWS; r++) {
        size_t columns = columns_of(sheet, strip, r);
        const double *from = sheet->threshold + (strip->i + r) * sheet->geometry.n + strip->j;
        for (size_t c = 0; c < STRIP_COLUMNS; c++)
            threshold[r * STRIP_COLUMNS + c] = c < columns ? (float)from[c] : 0;
    }
}

// sum += strength * response of one projection.
static void add(const Projection *projection, const float response[STRIP], float sum[STRIP]) {
    float strength = (float)projection->strength;
    for (size_t k = 0; k < STRIP; k++)
        sum[k] += strength * response[k];
}

// drive = gain * sum over feed-forward projections of strength * response.
static void find_drive(const Settling *settling, const Strip *strip, Worker *worker) {
    const ProjectionList *forward = &settling->inputs->forward;
    const Sheet *sheet = settling->sheet;
    size_t side = sheet->geometry.n;
    float sum[STRIP] = {0}, response[STRIP];
    for (size_t p = 0; p < forward->count; p++) {
        const Projection *projection = forward->items[p];
        StripRequest request = {.source = projection_source(projection),
                                .i = strip->i,
                                .j = strip->j,
                                .targets = strip->targets,
                                .room = worker->room};
        if (projection_respond(projection, &request, response, &worker->count))
            add(projection, response, sum);
    }
    for (size_t r = 0; r < STRIP_ROWS && strip->i + r < side; r++)
        for (size_t c = 0; c < STRIP_COLUMNS && strip->j + c < side; c++) {
            size_t unit = (strip->i + r) * side + strip->j + c, place = r * STRIP_COLUMNS + c;
            sheet->drive[unit] =
                strip->targets >> place & 1 ? (float)sheet->gain[unit] * sum[place] : 0;
        }
}

static void read_drive(const Sheet *sheet, const Strip *strip, float sum[STRIP]) {
    for (size_t r = 0; r < STRIP_ROWS; r++) {
        size_t columns = columns_of(sheet, strip, r);
        const float *from = sheet->drive + (strip->i + r) * sheet->geometry.n + strip->j;
        for (size_t c = 0; c < STRIP_COLUMNS; c++)
            sum[r * STRIP_COLUMNS + c] = c < columns ? from[c] : 0;
    }
}

// The targets whose sum is above threshold. (A sum that is not a number counts, to be reported.)
static StripTargets above_threshold(const float sum[STRIP], const float threshold[STRIP],
                                    StripTargets targets) {
    StripTargets above = 0;
    for (size_t k = 0; k < STRIP; k++)
        above |= (StripTargets) !(sum[k] - threshold[k] <= 0) << k;
    return above & targets;
}

static bool is_silent(const Activity *activity, size_t tile) {
    return activity->units.active[tile] == 0;
}

// From f(input), in the lanes of tile q of a strip, to the activity after a step.
static void take_step(const Sheet *sheet, const Strip *strip, size_t q, const float before[LANES],
                      float lanes[LANES], Largest *largest) {
    for (size_t l = 0; l < LANES; l++)
        if (strip->targets >> strip_place(q, l) & 1) // not beyond the sheet, and inside
            lanes[l] = settling_step(sheet->settings, before[l], lanes[l], largest);
}

// activity = f(input) at the given targets, 0 at others; in settling with damping, a share of it.
static void show(const Settling *settling, Worker *worker, const Strip *strip, float input[STRIP],
                 StripTargets targets, Activity *to) {
    const Sheet *sheet = settling->sheet;
    TransferUnits units = {.first = strip->i * sheet->geometry.n + strip->j,
                           .columns = STRIP_COLUMNS,
                           .pitch = sheet->geometry.n};
    if (settling->rules.noisy)
        units.noise = random_substream(settling->rules.noise, worker->pass);
    if (targets)
        transfer_apply(&sheet->settings->transfer, &units, STRIP, input);
    for (size_t q = 0; q < STRIP_TILES && strip->j + q * TILE_SIDE < sheet->grid.n; q++) {
        size_t tile = tile_of(&sheet->grid, (long)strip->i, (long)(strip->j + q * TILE_SIDE));
        const Activity *before = worker->before;
        if (!(targets & strip_tile(q)) && is_silent(to, tile) &&
            (!before || is_silent(before, tile)))
            continue; // silent already
        float lanes[LANES];
        for (size_t l = 0; l < LANES; l++) {
            size_t k = strip_place(q, l);
            lanes[l] = targets >> k & 1 ? input[k] : 0;
        }
        if (before)
            take_step(sheet, strip, q, before->tiles + tile * LANES, lanes, worker->largest);
        activity_put(&sheet->grid, to, tile, lanes);
    }
}

// First pass: activity = f(drive / constant - threshold), with constant = 1 where there is no gain
// control.
static void activate(const Settling *settling, size_t index, Activity *to, Worker *worker) {
    Sheet *sheet = settling->sheet;
    Strip strip = strip_at(sheet, index);
    float constant = settling->inputs->pool ? (float)sheet->settings->gain_control.constant : 1.0f;
    float sum[STRIP], threshold[STRIP];
    read_thresholds(sheet, &strip, threshold);
    find_drive(settling, &strip, worker);
    read_drive(sheet, &strip, sum);
    StripTargets alive = strip.targets;
    if (settling->rules.prunes && !settling->inputs->pool)
        alive = above_threshold(sum, threshold, alive);
    sheet->driven[index] = alive != 0;
    for (size_t k = 0; k < STRIP; k++)
        sum[k] = sum[k] / constant - threshold[k];
    show(settling, worker, &strip, sum, alive, to);
}

// Second pass, with gain control: activity = f(drive / (constant + strength * pool) - threshold),
// the pool over the first activation, which stands in `next`; with two eyes, the mean of theirs.
static void divide_by_pool(const Settling *settling, size_t index, Activity *to, Worker *worker) {
    const Sheet *sheet = settling->sheet;
    float constant = (float)sheet->settings->gain_control.constant;
    float strength = (float)sheet->settings->gain_control.strength;
    Strip strip = strip_at(sheet, index);
    float response[STRIP], total[STRIP] = {0}, sum[STRIP], threshold[STRIP];
    StripRequest request = {
        .i = strip.i, .j = strip.j, .targets = strip.targets, .room = worker->room};
    for (size_t e = 0; e < settling->pools; e++) {
        request.source = &settling->pooled[e].next;
        if (projection_respond(settling->inputs->pool, &request, response, &worker->count))
            for (size_t k = 0; k < STRIP; k++)
                total[k] += response[k];
    }
    read_thresholds(sheet, &strip, threshold);
    read_drive(sheet, &strip, sum);
    for (size_t k = 0; k < STRIP; k++) {
        float pool = strength * (total[k] / (float)settling->pools);
        sum[k] = sum[k] / (constant + (pool > 0 ? pool : 0)) - threshold[k];
    }
    show(settling, worker, &strip, sum, strip.targets, to);
}

// The response, before it is scaled, at which a target's inhibition has cancelled all else: a
// little more than what does so exactly, so that rounding and underflow do not matter.
static void find_enough(const Sheet *sheet, const Projection *projection, const Strip *strip,
                        const float sum[STRIP], const float threshold[STRIP], StripTargets targets,
                        float enough[STRIP]) {
    float strength = fabsf((float)projection->strength);
    for (; targets; targets &= targets - 1) {
        size_t k = (size_t)__builtin_ctzll(targets);
        size_t unit =
            (strip->i + k / STRIP_COLUMNS) * sheet->geometry.n + strip->j + k % STRIP_COLUMNS;
        enough[k] =
            strength < 1e-6f
                ? (float)INFINITY
                : (sum[k] - threshold[k]) / (strength * projection->scale[unit]) * 1.0001f + 1e-20f;
    }
}

// The given targets that were silent in the activity before.
static StripTargets silent_before(const Sheet *sheet, const Strip *strip, const Activity *from,
                                  StripTargets targets) {
    StripTargets silent = 0;
    for (; targets; targets &= targets - 1) {
        size_t k = (size_t)__builtin_ctzll(targets);
        size_t place = row_place(&sheet->grid, (long)(strip->i + k / STRIP_COLUMNS),
                                 (long)(strip->j + k % STRIP_COLUMNS));
        silent |= (StripTargets)(from->rows[place] == 0) << k;
    }
    return silent;
}

// A later pass, all units at once: activity = f(drive + sum over lateral projections of strength *
// response - threshold).
static void settle(const Settling *settling, size_t index, const Activity *from, Activity *to,
                   Worker *worker) {
    const Sheet *sheet = settling->sheet;
    const ProjectionList *lateral = &settling->inputs->lateral;
    Strip strip = strip_at(sheet, index);
    StripTargets alive = strip.targets;
    StripRequest request = {
        .source = from, .i = strip.i, .j = strip.j, .targets = alive, .room = worker->room};
    float sum[STRIP], response[STRIP], threshold[STRIP], enough[STRIP];
    bool begun = sheet->driven[index];
    if (begun)
        read_drive(sheet, &strip, sum);
    for (size_t p = 0; p < settling->rules.inhibition; p++)
        if (projection_respond(lateral->items[p], &request, response, &worker->count)) {
            if (!begun)
                read_drive(sheet, &strip, sum);
            begun = true;
            add(lateral->items[p], response, sum);
        }
    if (!begun) { // neither drive nor excitation
        show(settling, worker, &strip, sum, 0, to);
        return;
    }
    read_thresholds(sheet, &strip, threshold);
    if (settling->rules.prunes)
        alive = above_threshold(sum, threshold, alive);
    for (size_t p = settling->rules.inhibition; p < lateral->count && alive; p++) {
        const Projection *projection = lateral->items[p];
        worker->candidates += (uint64_t)__builtin_popcountll(alive);
        request.targets = alive;
        request.stoppable = silent_before(sheet, &strip, from, alive);
        request.enough = enough;
        find_enough(sheet, projection, &strip, sum, threshold, request.stoppable, enough);
        if (projection_respond(projection, &request, response, &worker->count))
            add(projection, response, sum);
        alive = above_threshold(sum, threshold, alive);
    }
    for (size_t k = 0; k < STRIP; k++)
        sum[k] = sum[k] - threshold[k];
    show(settling, worker, &strip, sum, alive, to);
}

// The two activities that a sheet's passes write in turn.
static Activity *written(const Settling *settling, uint64_t pass) {
    return pass % 2 ? &settling->sheet->next : &settling->sheet->shown[0];
}

// One pass over `count` sheets of one shape, but for those that have settled, by all threads of the
// team. With `largest` [count], what changes is noted there.
typedef enum { PASS_ACTIVATE, PASS_DIVIDE, PASS_SETTLE } Pass;

static void do_pass(const Settling *settling, size_t count, Pass pass, Largest *largest,
                    Worker *worker) {
    size_t strips = sheet_strips(settling->sheet);
    worker->pass++;
// Activity is patchy: strips are dealt out in turn, to the same thread in every pass and in
// learning, which finds its weights in its own cache.
#pragma omp for schedule(static, 1)
    for (size_t index = 0; index < strips; index++)
        for (size_t k = 0; k < count; k++) {
            if (worker->settled[k])
                continue;
            const Activity *from = written(&settling[k], worker->pass - 1);
            Activity *to = written(&settling[k], worker->pass);
            worker->before = largest ? from : NULL;
            worker->largest = largest ? &largest[k] : NULL;
            if (pass == PASS_ACTIVATE)
                activate(&settling[k], index, to, worker);
            else if (pass == PASS_DIVIDE)
                divide_by_pool(&settling[k], index, to, worker);
            else
                settle(&settling[k], index, from, to, worker);
        }
    if (settling->sheet->grid.periodic) {
#pragma omp for schedule(static, 1)
        for (size_t k = 0; k < count; k++)
            activity_wrap(&settling[k].sheet->grid, written(&settling[k], worker->pass));
    }
}

// Which sheets have settled with the step that all threads of the team have done? `shared` is zero
// before the first step.
static void find_settled(size_t count, const SheetSettings *settings, const Largest *largest,
                         Largest shared[2][MOST_EYES], Worker *worker) {
    Largest *all = shared[worker->pass % 2];
#pragma omp critical
    for (size_t k = 0; k < count; k++)
        all[k] = settling_larger(all[k], largest[k]);
#pragma omp barrier
#pragma omp master
    memset(shared[(worker->pass + 1) % 2], 0, sizeof *shared); // read by all a step ago
    for (size_t k = 0; k < count; k++)
        worker->settled[k] = worker->settled[k] || settling_is_done(settings, all[k]);
}

static bool have_settled(const Worker *worker, size_t count) {
    bool all = true;
    for (size_t k = 0; k < count; k++)
        all = all && worker->settled[k];
    return all;
}

// Steps until all sheets have settled, `most` at most, and notes how many each took. To be called
// by all threads of the team.
static void take_steps(const Settling *settling, size_t count, int64_t most,
                       Largest shared[2][MOST_EYES], Worker *worker) {
    const SheetSettings *settings = settling->sheet->settings;
    bool has_tolerance = settings->tolerance > 0, watched = has_tolerance || settings->damping < 1;
    for (size_t k = 0; k < count; k++)
        worker->settled[k] = settling->inputs->lateral.count == 0;
    for (int64_t step = 0; step < most && !have_settled(worker, count); step++) {
        Largest largest[MOST_EYES] = {{0}};
        do_pass(settling, count, PASS_SETTLE, watched ? largest : NULL, worker);
        for (size_t k = 0; k < count; k++)
            worker->steps[k] += worker->settled[k] ? 0 : 1;
        if (has_tolerance)
            find_settled(count, settings, largest, shared, worker);
    }
#pragma omp master
    for (size_t k = 0; k < count; k++) {
        settling[k].sheet->steps = 1 + worker->steps[k];
        settling[k].sheet->settled = worker->settled[k];
    }
}

SettlingRules settling_rules(const Network *network, const Sheet *sheet, Response response) {
    const ProjectionList *lateral = &network->inputs[sheet - network->sheet].lateral;
    SettlingRules rules = {.prunes = network->kernels->skips && response == RESPOND_SETTLED &&
                                     sheet->settings->transfer.kind == &transfer_rectified.kind,
                           .noisy = transfer_is_noisy(&sheet->settings->transfer)};
    rules.inhibition = rules.prunes ? first_of_inhibition(lateral) : lateral->count;
    if (rules.noisy) {
        char *name = format_text("noise/%s", sheet->name);
        rules.noise = random_substream(random_stream((uint64_t)network->settings->seed, name),
                                       (uint64_t)network->presentation);
        release(name);
    }
    return rules;
}

static void settle_together(Network *network, const Settling *settling, size_t count,
                            Response response) {
    const SheetInputs *inputs = settling->inputs;
    const Sheet *first = settling->sheet;
    int64_t most =
        inputs->lateral.count && response == RESPOND_SETTLED ? first->settings->settle - 1 : 0;
    Largest shared[2][MOST_EYES] = {{{0}}};
    Stage stage = inputs->lateral.count ? STAGE_AFFERENT : STAGE_SUBCORTICAL;
    double start = omp_get_wtime(), driven = start;
    int team = network_team(network);
#pragma omp parallel if (first->units >= FEWEST_UNITS_FOR_THREADS) num_threads(team)
    {
        Worker worker = {.room = &network->room[omp_get_thread_num()]};
        do_pass(settling, count, PASS_ACTIVATE, NULL, &worker);
        if (inputs->pool)
            do_pass(settling, count, PASS_DIVIDE, NULL, &worker);
        network_count(network, stage, &worker.count, 0);
        worker.count = (ResponseCount){0};
#pragma omp master
        driven = omp_get_wtime();
        take_steps(settling, count, most, shared, &worker);
        network_count(network, STAGE_SETTLING, &worker.count, worker.candidates);
    }
    network->work.seconds[stage] += driven - start;
    network->work.seconds[STAGE_SETTLING] += omp_get_wtime() - driven;
    for (size_t k = 0; k < count; k++) {
        Sheet *sheet = settling[k].sheet;
        if ((sheet->steps + (inputs->pool ? 1 : 0)) % 2) {
            Activity next = sheet->next;
            sheet->next = sheet->shown[0];
            sheet->shown[0] = next;
        }
        activity_read(&sheet->grid, &sheet->shown[0], sheet->activity);
    }
}

void network_settle(Network *network, Sheet *sheet, Response response) {
    const SheetInputs *inputs = &network->inputs[sheet - network->sheet];
    Settling settling[MOST_EYES];
    for (size_t e = 0; e < inputs->pooled; e++)
        settling[e] = (Settling){.sheet = sheet + e,
                                 .inputs = &inputs[e],
                                 .pooled = sheet,
                                 .pools = inputs->pooled,
                                 .rules = settling_rules(network, sheet + e, response)};
    settle_together(network, settling, inputs->pooled, response);
}
