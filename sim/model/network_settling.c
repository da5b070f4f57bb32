// SPDX-License-Identifier: GPL-3.0-or-later
// The response of a group of sheets to one presentation: settling.h with strips of targets as
// bundles.
#include "model/settling.h"

#include <assert.h>
#include <string.h>

static_assert((int)STRIP == (int)BUNDLE, "a strip is a bundle");

// The first unit of a strip, and how many columns of its rows lie on the sheet.
typedef struct {
    size_t i, j, columns;
} Strip;

static Strip strip_at(const Sheet *sheet, size_t index) {
    size_t across = sheet_strips_across(sheet);
    size_t j = index % across * STRIP_COLUMNS, left = sheet->geometry.n - j;
    return (Strip){index / across * STRIP_ROWS, j, left < STRIP_COLUMNS ? left : STRIP_COLUMNS};
}

static Sheet *sheet_of(const Settling *settling) {
    return &settling->network->sheet[settling->sheet - settling->network->sheet];
}

static Activity *written(const Settling *settling, uint64_t pass) {
    return sheet_pass(sheet_of(settling), pass);
}

static StripRequest request_of(const Settling *settling, size_t index,
                               const SettlingWorker *worker) {
    Strip strip = strip_at(settling->sheet, index);
    return (StripRequest){.i = strip.i,
                          .j = strip.j,
                          .targets = settling->targets[index],
                          .room = &settling->network->room[worker->number]};
}

// sum += strength * response of one projection.
static void add(const Projection *projection, const float response[STRIP], float sum[STRIP]) {
    float strength = (float)projection->strength;
    for (size_t k = 0; k < STRIP; k++)
        sum[k] += strength * response[k];
}

// Adds strength * response to what divides or to what multiplies.
static void add_modulating_response(const Projection *projection, const float response[STRIP],
                                    Modulation *sum) {
    add(projection, response,
        projection->settings->effect == EFFECT_DIVIDE ? sum->divisor : sum->factor);
}

// What forward projections modulate the drive by, and the drive that results. Not inlined, as few
// sheets need it.
static __attribute__((noinline)) void modulate_drive(const Settling *settling, size_t index,
                                                     StripRequest *request,
                                                     SettlingWorker *worker) {
    const ProjectionList *modulating = &settling->inputs->forward_modulating;
    Sheet *sheet = sheet_of(settling);
    Strip strip = strip_at(sheet, index);
    Modulation *sum = &settling->modulation[index];
    float drive[STRIP], response[STRIP];
    *sum = (Modulation){0};
    for (size_t p = 0; p < modulating->count; p++) {
        request->source = projection_source(modulating->items[p]);
        if (projection_respond(modulating->items[p], request, response, &worker->count))
            add_modulating_response(modulating->items[p], response, sum);
    }
    memcpy(drive, sheet->strip_drive + index * STRIP, sizeof drive);
    settling_modulate(settling, sum, drive);
    for (size_t r = 0; r < STRIP_ROWS && strip.i + r < sheet->geometry.n; r++)
        memcpy(sheet->drive + (strip.i + r) * sheet->geometry.n + strip.j,
               drive + r * STRIP_COLUMNS, strip.columns * sizeof *drive);
}

// drive = gain * sum over feed-forward projections of strength * response.
static void find_drive(const Settling *settling, size_t index, SettlingWorker *worker) {
    const ProjectionList *forward = &settling->inputs->forward;
    Sheet *sheet = sheet_of(settling);
    Strip strip = strip_at(sheet, index);
    StripRequest request = request_of(settling, index, worker);
    float sum[STRIP] = {0}, response[STRIP];
    for (size_t p = 0; p < forward->count; p++) {
        request.source = projection_source(forward->items[p]);
        if (projection_respond(forward->items[p], &request, response, &worker->count))
            add(forward->items[p], response, sum);
    }
    for (size_t r = 0; r < STRIP_ROWS && strip.i + r < sheet->geometry.n; r++)
        for (size_t c = 0; c < strip.columns; c++) {
            size_t unit = (strip.i + r) * sheet->geometry.n + strip.j + c,
                   k = r * STRIP_COLUMNS + c;
            sheet->drive[unit] = request.targets >> k & 1 ? (float)sheet->gain[unit] * sum[k] : 0;
            sheet->strip_drive[index * STRIP + k] = sheet->drive[unit];
            sheet->strip_threshold[index * STRIP + k] = (float)sheet->threshold[unit];
        }
    if (settling->modulation)
        modulate_drive(settling, index, &request, worker);
}

// With two eyes, the mean of their pools. `of` is the first copy.
static void find_pool(const Settling *settling, size_t index, SettlingWorker *worker,
                      float pool[STRIP]) {
    const Sheet *first = settling->of;
    size_t pools = settling->network->inputs[first - settling->network->sheet].pooled;
    StripRequest request = request_of(settling, index, worker);
    float response[STRIP];
    memset(pool, 0, STRIP * sizeof *pool);
    for (size_t e = 0; e < pools; e++) {
        request.source = &first[e].next[0]; // the first activation
        if (projection_respond(settling->inputs->pool, &request, response, &worker->count))
            for (size_t k = 0; k < STRIP; k++)
                pool[k] += response[k];
    }
    for (size_t k = 0; k < STRIP; k++)
        pool[k] /= (float)pools;
}

// The response, before scaling, at which inhibition silences a target. It is a little above the
// exact value, so that rounding and underflow do not matter.
static void find_enough(const Sheet *sheet, const Projection *projection, size_t index,
                        const float sum[STRIP], StripTargets targets, float enough[STRIP]) {
    Strip strip = strip_at(sheet, index);
    const float *threshold = sheet->strip_threshold + index * STRIP;
    float strength = fabsf((float)projection->strength);
    for (; targets; targets &= targets - 1) {
        size_t k = (size_t)__builtin_ctzll(targets);
        size_t unit =
            (strip.i + k / STRIP_COLUMNS) * sheet->geometry.n + strip.j + k % STRIP_COLUMNS;
        enough[k] =
            strength < 1e-6f
                ? (float)INFINITY
                : (sum[k] - threshold[k]) / (strength * projection->scale[unit]) * 1.0001f + 1e-20f;
    }
}

// The given targets that were silent in the activity before.
static StripTargets silent_before(const Sheet *sheet, const Activity *before,
                                  const StripRequest *request, StripTargets targets) {
    StripTargets silent = 0;
    for (; targets; targets &= targets - 1) {
        size_t k = (size_t)__builtin_ctzll(targets);
        size_t place = row_place(&sheet->grid, (long)(request->i + k / STRIP_COLUMNS),
                                 (long)(request->j + k % STRIP_COLUMNS));
        silent |= (StripTargets)(before->rows[place] == 0) << k;
    }
    return silent;
}

// The sum of inhibition of a target that was silent stops when it is enough to silence it again.
static bool add_lateral(const Settling *settling, size_t index, size_t p, Targets targets,
                        SettlingWorker *worker, float sum[STRIP]) {
    const Projection *projection = settling->inputs->lateral.items[p];
    StripRequest request = request_of(settling, index, worker);
    float response[STRIP], enough[STRIP];
    uint64_t back = (uint64_t)projection->settings->step_delay;
    if (worker->pass < settling->rules.first + back)
        return false; // there was nothing yet
    request.source = sheet_pass(projection->from, worker->pass - back);
    request.targets = targets;
    if (p >= settling->rules.inhibition) {
        worker->candidates += (uint64_t)__builtin_popcountll(targets);
        request.stoppable =
            silent_before(settling->sheet, written(settling, worker->pass - 1), &request, targets);
        request.enough = enough;
        find_enough(settling->sheet, projection, index, sum, request.stoppable, enough);
    }
    if (!projection_respond(projection, &request, response, &worker->count))
        return false;
    add(projection, response, sum);
    return true;
}

static void add_modulating(const Settling *settling, size_t index, size_t p, SettlingWorker *worker,
                           Modulation *sum) {
    const Projection *projection = settling->inputs->lateral_modulating.items[p];
    StripRequest request = request_of(settling, index, worker);
    float response[STRIP];
    uint64_t back = (uint64_t)projection->settings->step_delay;
    if (worker->pass < settling->rules.first + back)
        return; // there was nothing yet
    request.source = sheet_pass(projection->from, worker->pass - back);
    if (projection_respond(projection, &request, response, &worker->count))
        add_modulating_response(projection, response, sum);
}

// The tiles of a strip that lie on the sheet.
static size_t tiles_of(const Sheet *sheet, size_t index, size_t *first) {
    Strip strip = strip_at(sheet, index);
    *first = tile_of(&sheet->grid, (long)strip.i, (long)strip.j);
    return (strip.columns + TILE_SIDE - 1) / TILE_SIDE;
}

static bool is_silent(const Settling *settling, size_t index, uint64_t pass) {
    const unsigned char *active = written(settling, pass)->units.active;
    size_t first, tiles = tiles_of(settling->sheet, index, &first);
    for (size_t q = 0; q < tiles; q++)
        if (active[first + q] != 0)
            return false;
    return true;
}

static void read_activity(const Settling *settling, size_t index, uint64_t pass,
                          float activity[STRIP]) {
    const Activity *from = written(settling, pass);
    size_t first, tiles = tiles_of(settling->sheet, index, &first);
    for (size_t k = 0; k < tiles * LANES; k++)
        activity[strip_place(k / LANES, k % LANES)] = from->tiles[first * LANES + k];
}

static void write_activity(const Settling *settling, size_t index, uint64_t pass,
                           float activity[STRIP]) {
    Activity *to = written(settling, pass);
    size_t first, tiles = tiles_of(settling->sheet, index, &first);
    for (size_t q = 0; q < tiles; q++) {
        float lanes[LANES];
        bool any = false;
        for (size_t l = 0; l < LANES; l++) {
            lanes[l] = activity[strip_place(q, l)];
            any |= lanes[l] != 0;
        }
        if (any || to->units.active[first + q] != 0)
            activity_put(&settling->sheet->grid, to, first + q, lanes);
    }
}

static void wrap(const Settling *settling, uint64_t pass) {
    activity_wrap(&settling->sheet->grid, written(settling, pass));
}

static const SettlingLayout strips = {
    .share = STRIP,
    .columns = STRIP_COLUMNS,
    .in_turn = true,
    .find_drive = find_drive,
    .find_pool = find_pool,
    .add_lateral = add_lateral,
    .add_modulating = add_modulating,
    .is_silent = is_silent,
    .read = read_activity,
    .write = write_activity,
    .wrap = wrap,
};

// The first of the eyes' copies whose pools a sheet shares.
static Sheet *first_of_pool(Network *network, size_t sheet) {
    while (network->inputs[sheet].pooled == 0)
        sheet--;
    return &network->sheet[sheet];
}

// Makes what the last pass wrote the sheet's activity.
static void take_over(Sheet *sheet, uint64_t passes) {
    Activity *last = sheet_pass(sheet, passes), shown = sheet->shown[0];
    sheet->shown[0] = *last;
    *last = shown;
    activity_read(&sheet->grid, &sheet->shown[0], sheet->activity);
}

// Finds the responses of other kinds than the dot product, each of all units of a sheet at once.
static void compare(Network *network, const SheetInputs *inputs) {
    const ProjectionList *lists[] = {&inputs->forward, &inputs->forward_modulating};
    ResponseCount count = {0};
    for (size_t l = 0; l < 2; l++)
        for (size_t p = 0; p < lists[l]->count; p++)
            if (lists[l]->items[p]->compared)
                projection_compare(lists[l]->items[p], network->room, network_team(network),
                                   &count);
    network_count(network, STAGE_AFFERENT, &count, 0);
}

void network_settle(Network *network, const SettlingGroup *group, Response response) {
    Settling settling[MOST_SETTLING];
    SettlingTogether together = {.settling = settling,
                                 .count = group->count,
                                 .loop = group->loop,
                                 .carries = network_group_carries(network, group),
                                 .phases = group->phases,
                                 .back = group->back};
    for (size_t k = 0; k < group->count; k++) {
        Sheet *sheet = &network->sheet[group->sheets[k]];
        settling[k] = (Settling){.network = network,
                                 .sheet = sheet,
                                 .inputs = &network->inputs[group->sheets[k]],
                                 .layout = &strips,
                                 .of = first_of_pool(network, group->sheets[k]),
                                 .presentations = 1,
                                 .bundles = sheet_strips(sheet),
                                 .targets = sheet->strip_targets,
                                 .threshold = sheet->strip_threshold,
                                 .drive = sheet->strip_drive,
                                 .modulation = network->inputs[group->sheets[k]].modulation,
                                 .driven = sheet->driven};
        if (settling[k].bundles > together.bundles)
            together.bundles = settling[k].bundles;
    }
    for (size_t k = 0; k < group->count && together.carries && response == RESPOND_SETTLED; k++)
        sheet_carry(&network->sheet[group->sheets[k]]);
    for (size_t k = 0; k < group->count; k++)
        compare(network, &network->inputs[group->sheets[k]]);
    settling_run(&together, response);
    for (size_t k = 0; k < group->count; k++) {
        Sheet *settled = &network->sheet[group->sheets[k]];
        settled->steps = (int64_t)settling[k].passes - (settling[k].rules.first > 1);
        settled->settled = settling[k].settled[0] || !network_settles(network, group->sheets[k]);
        settled->last_change = settling[k].last_change[0];
        take_over(settled, settling[k].passes);
        if (response == RESPOND_SETTLED)
            sheet_conclude(settled, network->settings->seed, network->presentation);
    }
}
