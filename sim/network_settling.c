// SPDX-License-Identifier: GPL-3.0-or-later
// Settling: one sheet from the activity of its sources to its own (docs/model.md, steps 2 to 5).
//
// The sheet is dealt with in strips of targets, each pass over them writing what is shown next. The
// kernels' reference set computes all of it; the others leave out what cannot matter, and get the
// same bits:
//   - tiles of silent sources, which add nothing to a response (kernels.h);
//   - the drive of targets that no drive could lift above threshold: their fields sum to 1, so that
//     the largest source they see bounds it;
//   - inhibition of rectified targets that are not above threshold without it, or in the middle of
//     it: inhibition only grows, and rounding is monotone, so they are silent whatever the rest is.
#include "network.h"

#include "transfer.h"

#include <math.h>
#include <omp.h>
#include <string.h>

typedef struct {
    const Network *network;
    Sheet *sheet;
    const SheetInputs *inputs;
    bool prunes;       // may targets be left out that are not above threshold?
    bool bounded;      // is a drive bounded by what its fields see?
    size_t inhibition; // from this lateral projection on, only inhibition follows
} Settling;

// What a thread counts and needs room for.
typedef struct {
    uint16_t *places;
    ResponseCount count;
    uint64_t candidates;
} Worker;

typedef struct {
    size_t i, j;          // of its first unit
    StripTargets targets; // units of the sheet that its mask keeps
    float threshold[STRIP];
} Strip;

static bool is_bounded(const SheetInputs *inputs) {
    bool bounded = !inputs->pool;
    for (size_t p = 0; p < inputs->forward.count; p++)
        bounded = bounded && !inputs->forward.items[p]->settings->shared &&
                  strcmp(inputs->forward.items[p]->settings->normalise, "none") != 0;
    return bounded;
}

static size_t first_of_inhibition(const ProjectionList *lateral) {
    size_t p = lateral->count;
    while (p > 0 && lateral->items[p - 1]->settings->strength <= 0 &&
           !lateral->items[p - 1]->has_negative)
        p--;
    return p;
}

static Strip strip_at(const Sheet *sheet, size_t index) {
    size_t across = sheet_strips_across(sheet);
    return (Strip){.i = index / across * STRIP_ROWS,
                   .j = index % across * STRIP_COLUMNS,
                   .targets = sheet->strip_targets[index]};
}

static void read_thresholds(const Sheet *sheet, Strip *strip) {
    size_t n = sheet->geometry.n;
    for (size_t r = 0; r < STRIP_ROWS && strip->i + r < n; r++)
        for (size_t c = 0; c < STRIP_COLUMNS && strip->j + c < n; c++)
            strip->threshold[r * STRIP_COLUMNS + c] =
                (float)sheet->threshold[(strip->i + r) * n + strip->j + c];
}

// Bits of tile q of a strip, and that tile's index on the sheet.
static StripTargets tile_targets(size_t q) {
    return UINT64_C(0x000f000f000f000f) << (q * TILE_SIDE);
}

static size_t tile_index(const Sheet *sheet, const Strip *strip, size_t q) {
    return strip->i / TILE_SIDE * sheet->grid.side + strip->j / TILE_SIDE + q;
}

static size_t tiles_of(const Sheet *sheet, const Strip *strip) {
    size_t left = sheet->grid.side - strip->j / TILE_SIDE;
    return left < STRIP_TILES ? left : STRIP_TILES;
}

// drive = sum over feed-forward projections of strength * response, at some targets.
static void drive(const Settling *settling, const Strip *strip, StripTargets targets,
                  Worker *worker) {
    Sheet *sheet = settling->sheet;
    float sum[STRIP] = {0}, response[STRIP];
    for (size_t p = 0; p < settling->inputs->forward.count; p++) {
        const Projection *projection = settling->inputs->forward.items[p];
        float strength = (float)projection->settings->strength;
        StripRequest request = {.source = projection_source(projection),
                                .i = strip->i,
                                .j = strip->j,
                                .targets = targets,
                                .places = worker->places};
        if (projection_respond(projection, &request, response, &worker->count))
            for (size_t k = 0; k < STRIP; k++)
                sum[k] += strength * response[k];
    }
    for (size_t q = 0; q < tiles_of(sheet, strip); q++)
        if (targets & tile_targets(q))
            sheet->driven[tile_index(sheet, strip, q)] = 1;
    for (; targets; targets &= targets - 1) {
        size_t k = (size_t)__builtin_ctzll(targets);
        sheet->drive[(strip->i + k / STRIP_COLUMNS) * sheet->geometry.n + strip->j +
                     k % STRIP_COLUMNS] = sum[k];
    }
}

// The drive of every target, or what it cannot exceed where it is not known.
static void known_drive(const Sheet *sheet, const Strip *strip, float sum[STRIP]) {
    size_t n = sheet->geometry.n;
    for (size_t q = 0; q < tiles_of(sheet, strip); q++) {
        size_t tile = tile_index(sheet, strip, q);
        for (size_t r = 0; r < STRIP_ROWS && strip->i + r < n; r++)
            for (size_t c = q * TILE_SIDE; c < (q + 1) * TILE_SIDE && strip->j + c < n; c++)
                sum[r * STRIP_COLUMNS + c] =
                    sheet->driven[tile] ? sheet->drive[(strip->i + r) * n + strip->j + c]
                                        : sheet->ceiling[tile];
    }
}

// The targets whose sum is above threshold. (A sum that is not a number counts, to be reported.)
static StripTargets above_threshold(const Strip *strip, const float sum[STRIP],
                                    StripTargets targets) {
    StripTargets above = 0;
    for (size_t k = 0; k < STRIP; k++)
        above |= (StripTargets) !(sum[k] - strip->threshold[k] <= 0) << k;
    return above & targets;
}

// activity = f(input) at the given targets, 0 at others.
static void show(const Sheet *sheet, const Strip *strip, float input[STRIP], StripTargets targets,
                 Activity *to) {
    transfer_apply(&sheet->settings->transfer, STRIP, input);
    for (size_t q = 0; q < tiles_of(sheet, strip); q++) {
        size_t tile = tile_of(&sheet->grid, (long)strip->i, (long)(strip->j + q * TILE_SIDE));
        if (!(targets & tile_targets(q)) && to->peak[tile] == 0)
            continue; // silent already
        float lanes[LANES];
        for (size_t l = 0; l < LANES; l++) {
            size_t k = l / TILE_SIDE * STRIP_COLUMNS + q * TILE_SIDE + l % TILE_SIDE;
            lanes[l] = targets >> k & 1 ? input[k] : 0;
        }
        activity_put(&sheet->grid, to, tile, lanes);
    }
}

// The tiles of targets that are driven at all, of those that are not yet.
static StripTargets undriven(const Sheet *sheet, const Strip *strip, StripTargets wanted) {
    StripTargets targets = 0;
    for (size_t q = 0; q < tiles_of(sheet, strip); q++)
        if (wanted & tile_targets(q) && !sheet->driven[tile_index(sheet, strip, q)])
            targets |= strip->targets & tile_targets(q);
    return targets;
}

// First pass: activity = f(drive / constant - threshold), with constant = 1 where there is no gain
// control.
static void activate(const Settling *settling, size_t index, Activity *to, Worker *worker) {
    enum { MARGIN_PERCENT = 1 }; // far above the rounding of a field's sum and of its weights' sum
    Sheet *sheet = settling->sheet;
    Strip strip = strip_at(sheet, index);
    float constant =
        settling->inputs->pool ? (float)sheet->settings->gain_control.constant : 1.0f;
    for (size_t q = 0; q < tiles_of(sheet, &strip); q++) {
        size_t tile = tile_index(sheet, &strip, q);
        float ceiling = 0;
        for (size_t p = 0; p < settling->inputs->forward.count && settling->bounded; p++) {
            const Projection *projection = settling->inputs->forward.items[p];
            ceiling += fabsf((float)projection->settings->strength) *
                       projection_ceiling(projection, projection_source(projection), tile);
        }
        sheet->ceiling[tile] = settling->bounded ? ceiling * (1 + MARGIN_PERCENT / 100.0f)
                                                 : (float)INFINITY;
        sheet->driven[tile] = 0;
    }
    float sum[STRIP] = {0};
    read_thresholds(sheet, &strip);
    known_drive(sheet, &strip, sum);
    StripTargets wanted = undriven(sheet, &strip, above_threshold(&strip, sum, strip.targets));
    sheet->hopeless[index] = !wanted;
    if (wanted) {
        drive(settling, &strip, wanted, worker);
        known_drive(sheet, &strip, sum);
        for (size_t k = 0; k < STRIP; k++)
            sum[k] = sum[k] / constant - strip.threshold[k];
    }
    show(sheet, &strip, sum, wanted, to);
}

// Second pass, with gain control: activity = f(drive / (constant + strength * pool) - threshold),
// the pool over the first activation.
static void divide_by_pool(const Settling *settling, size_t index, const Activity *from,
                           Activity *to, Worker *worker) {
    const Sheet *sheet = settling->sheet;
    float constant = (float)sheet->settings->gain_control.constant;
    float strength = (float)sheet->settings->gain_control.strength;
    Strip strip = strip_at(sheet, index);
    float response[STRIP], sum[STRIP] = {0};
    StripRequest request = {.source = from,
                            .i = strip.i,
                            .j = strip.j,
                            .targets = strip.targets,
                            .places = worker->places};
    projection_respond(settling->inputs->pool, &request, response, &worker->count);
    read_thresholds(sheet, &strip);
    known_drive(sheet, &strip, sum);
    for (size_t k = 0; k < STRIP; k++) {
        float pool = strength * response[k];
        sum[k] = sum[k] / (constant + (pool > 0 ? pool : 0)) - strip.threshold[k];
    }
    show(sheet, &strip, sum, strip.targets, to);
}

// The response, before it is scaled, at which a target's inhibition has cancelled all else: a
// little more than what does so exactly, so that rounding and underflow do not matter.
static void find_enough(const Sheet *sheet, const Projection *projection, const Strip *strip,
                        const float sum[STRIP], StripTargets targets, float enough[STRIP]) {
    float strength = fabsf((float)projection->settings->strength);
    for (; targets; targets &= targets - 1) {
        size_t k = (size_t)__builtin_ctzll(targets);
        size_t unit =
            (strip->i + k / STRIP_COLUMNS) * sheet->geometry.n + strip->j + k % STRIP_COLUMNS;
        enough[k] = strength < 1e-6f ? (float)INFINITY
                                     : (sum[k] - strip->threshold[k]) /
                                               (strength * projection->scale[unit]) * 1.0001f +
                                           1e-20f;
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

// sum += strength * response of one lateral projection.
static void add(const Projection *projection, const float response[STRIP], float sum[STRIP]) {
    float strength = (float)projection->settings->strength;
    for (size_t k = 0; k < STRIP; k++)
        sum[k] += strength * response[k];
}

// A later pass, all units at once: activity = f(drive + sum over lateral projections of strength *
// response - threshold).
static void settle(const Settling *settling, size_t index, const Activity *from, Activity *to,
                   Worker *worker) {
    Sheet *sheet = settling->sheet;
    const ProjectionList *lateral = &settling->inputs->lateral;
    Strip strip = strip_at(sheet, index);
    StripTargets alive = strip.targets;
    StripRequest request = {.source = from,
                            .i = strip.i,
                            .j = strip.j,
                            .targets = alive,
                            .places = worker->places};
    float sum[STRIP] = {0}, response[STRIP], enough[STRIP];
    bool known = !sheet->hopeless[index]; // has sum been begun?
    if (known)
        known_drive(sheet, &strip, sum);
    for (size_t p = 0; p < settling->inhibition; p++)
        if (projection_respond(lateral->items[p], &request, response, &worker->count)) {
            if (!known)
                known_drive(sheet, &strip, sum);
            known = true;
            add(lateral->items[p], response, sum);
        }
    if (!known) {
        show(sheet, &strip, sum, 0, to);
        return;
    }
    read_thresholds(sheet, &strip);
    if (settling->prunes) {
        alive = above_threshold(&strip, sum, alive);
        StripTargets wanted = undriven(sheet, &strip, alive);
        if (wanted) { // excitation may lift what the drive alone could not: begin again with it
            drive(settling, &strip, wanted, worker);
            settle(settling, index, from, to, worker);
            return;
        }
    }
    for (size_t p = settling->inhibition; p < lateral->count && alive; p++) {
        const Projection *projection = lateral->items[p];
        worker->candidates += (uint64_t)__builtin_popcountll(alive);
        request.targets = alive;
        request.stoppable = silent_before(sheet, &strip, from, alive);
        request.enough = enough;
        find_enough(sheet, projection, &strip, sum, request.stoppable, enough);
        if (projection_respond(projection, &request, response, &worker->count))
            add(projection, response, sum);
        alive = above_threshold(&strip, sum, alive);
    }
    for (size_t k = 0; k < STRIP; k++)
        sum[k] = sum[k] - strip.threshold[k];
    show(sheet, &strip, sum, alive, to);
}

// One pass over the sheet, by all threads of the team.
typedef enum { PASS_ACTIVATE, PASS_DIVIDE, PASS_SETTLE } Pass;

static void do_pass(const Settling *settling, Pass pass, const Activity *from, Activity *to,
                    Worker *worker) {
    size_t strips = sheet_strips(settling->sheet);
// Activity is patchy: strips are handed out one by one.
#pragma omp for schedule(dynamic)
    for (size_t index = 0; index < strips; index++) {
        if (pass == PASS_ACTIVATE)
            activate(settling, index, to, worker);
        else if (pass == PASS_DIVIDE)
            divide_by_pool(settling, index, from, to, worker);
        else
            settle(settling, index, from, to, worker);
    }
    if (settling->sheet->grid.periodic) {
#pragma omp single
        activity_wrap(&settling->sheet->grid, to);
    }
}

void network_settle(Network *network, Sheet *sheet, Response response) {
    const SheetInputs *inputs = &network->inputs[sheet - network->sheet];
    const int64_t steps = inputs->lateral.count && response == RESPOND_SETTLED
                              ? sheet->settings->settle - 1
                              : 0;
    Settling settling = {.network = network, .sheet = sheet, .inputs = inputs};
    settling.prunes = network->kernels->skips && response == RESPOND_SETTLED &&
                      sheet->settings->transfer.kind == &transfer_rectified.kind;
    settling.bounded = settling.prunes && is_bounded(inputs);
    settling.inhibition =
        settling.prunes ? first_of_inhibition(&inputs->lateral) : inputs->lateral.count;
    Stage stage = inputs->lateral.count ? STAGE_AFFERENT : STAGE_SUBCORTICAL;
    double start = omp_get_wtime(), driven = start;
    Activity *shown[2] = {&sheet->shown[0], &sheet->next};
    size_t passes = 1 + (inputs->pool ? 1 : 0);
#pragma omp parallel if (sheet->units >= FEWEST_UNITS_FOR_THREADS)
    {
        Worker worker = {.places = network->places[omp_get_thread_num()]};
        do_pass(&settling, PASS_ACTIVATE, shown[0], shown[1], &worker);
        if (inputs->pool)
            do_pass(&settling, PASS_DIVIDE, shown[1], shown[0], &worker);
        network_count(network, stage, &worker.count, 0);
        worker.count = (ResponseCount){0};
#pragma omp master
        driven = omp_get_wtime();
        for (int64_t step = 0; step < steps; step++)
            do_pass(&settling, PASS_SETTLE, shown[(passes + (size_t)step) % 2],
                    shown[(passes + (size_t)step + 1) % 2], &worker);
        network_count(network, STAGE_SETTLING, &worker.count, worker.candidates);
    }
    network->work.seconds[stage] += driven - start;
    network->work.seconds[STAGE_SETTLING] += omp_get_wtime() - driven;
    if ((passes + (size_t)steps) % 2) {
        Activity next = sheet->next;
        sheet->next = sheet->shown[0];
        sheet->shown[0] = next;
    }
    activity_read(&sheet->grid, &sheet->shown[0], sheet->activity);
}
