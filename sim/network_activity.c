// SPDX-License-Identifier: GPL-3.0-or-later
// Settling: from the input sheets' activity to that of all others (docs/model.md, steps 1 to 5).
#include "network.h"

#include "memory.h"
#include "transfer.h"

#include <string.h>

// Beyond this an activity counts as run away: published models stay near 1.
static const double ACTIVITY_LIMIT = 1e6;

void network_show(Network *network, int64_t presentation) {
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *sheet = &network->sheet[i];
        if (!sheet_is_input(sheet))
            continue;
        for (size_t k = 0; k < network->stimuli; k++)
            if (strcmp(sheet->settings->stimulus, network->stimulus[k].name) == 0)
                stimulus_present(&network->stimulus[k], presentation, &sheet->geometry,
                                 network->scratch, sheet->activity);
        sheet_publish(sheet);
    }
}

// drive = sum over feed-forward projections of strength * response.
static void drive(Sheet *sheet, const SheetInputs *inputs) {
#pragma omp parallel for schedule(static)
    for (size_t unit = 0; unit < sheet->units; unit++) {
        float sum = 0;
        for (size_t p = 0; p < inputs->forward.count; p++) {
            const Projection *projection = inputs->forward.items[p];
            sum += (float)projection->settings->strength * projection_response(projection, unit);
        }
        sheet->drive[unit] = sum;
    }
}

// activity = f(drive / constant - threshold), with constant = 1 where there is no gain control.
static void activate(Sheet *sheet, float constant) {
    for (size_t unit = 0; unit < sheet->units; unit++)
        sheet->activity[unit] = sheet->drive[unit] / constant - (float)sheet->threshold[unit];
    transfer_apply(&sheet->settings->transfer, sheet->units, sheet->activity);
    sheet_publish(sheet);
}

// activity = f(drive / (constant + strength * pool) - threshold), pool over the first activation.
static void divide_by_pool(Sheet *sheet, const Projection *pool) {
    float constant = (float)sheet->settings->gain_control.constant;
    float strength = (float)sheet->settings->gain_control.strength;
#pragma omp parallel for schedule(static)
    for (size_t unit = 0; unit < sheet->units; unit++) {
        float response = strength * projection_response(pool, unit);
        float divisor = constant + (response > 0 ? response : 0);
        sheet->next[unit] = sheet->drive[unit] / divisor - (float)sheet->threshold[unit];
    }
    memcpy(sheet->activity, sheet->next, sheet->units * sizeof *sheet->activity);
    transfer_apply(&sheet->settings->transfer, sheet->units, sheet->activity);
    sheet_publish(sheet);
}

// One synchronous step: activity = f(drive + sum over lateral projections of strength * response -
// threshold).
static void settle_once(Sheet *sheet, const SheetInputs *inputs) {
#pragma omp parallel for schedule(static)
    for (size_t unit = 0; unit < sheet->units; unit++) {
        float sum = sheet->drive[unit];
        for (size_t p = 0; p < inputs->lateral.count; p++) {
            const Projection *projection = inputs->lateral.items[p];
            sum += (float)projection->settings->strength * projection_response(projection, unit);
        }
        sheet->next[unit] = sum - (float)sheet->threshold[unit];
    }
    memcpy(sheet->activity, sheet->next, sheet->units * sizeof *sheet->activity);
    transfer_apply(&sheet->settings->transfer, sheet->units, sheet->activity);
    sheet_publish(sheet);
}

void network_respond(Network *network, Response response) {
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *sheet = &network->sheet[network->order[i]];
        const SheetInputs *inputs = &network->inputs[network->order[i]];
        if (sheet_is_input(sheet))
            continue;
        drive(sheet, inputs);
        activate(sheet, inputs->pool ? (float)sheet->settings->gain_control.constant : 1.0f);
        if (inputs->pool)
            divide_by_pool(sheet, inputs->pool);
        for (int64_t step = 1;
             step < sheet->settings->settle && inputs->lateral.count && response == RESPOND_SETTLED;
             step++)
            settle_once(sheet, inputs);
    }
}

bool network_present(Network *network, Error *error) {
    network_show(network, network->presentation);
    network_respond(network, RESPOND_SETTLED);
    for (size_t i = 0; i < network->sheets; i++)
        if (!sheet_check_activity(&network->sheet[i], ACTIVITY_LIMIT, error))
            return false;
    network_learn(network);
    network->presentation++;
    return true;
}

// What a probe overwrites: each sheet's activity, now and at the presentations that delayed
// projections look back to.
struct NetworkActivity {
    float ***activity; // [sheets][1 + delays][units]
    float ***tiles;    // [sheets][1 + delays][grid.size]
};

static float *activity_at(const Sheet *sheet, size_t delay) {
    return delay == 0 ? sheet->activity : sheet->past[delay - 1];
}

static float *copy_floats(const float *values, size_t n) {
    return memcpy(allocate(n, sizeof *values), values, n * sizeof *values);
}

NetworkActivity *network_activity_save(const Network *network) {
    NetworkActivity *saved = allocate(1, sizeof *saved);
    saved->activity = allocate(network->sheets, sizeof *saved->activity);
    saved->tiles = allocate(network->sheets, sizeof *saved->tiles);
    for (size_t i = 0; i < network->sheets; i++) {
        const Sheet *sheet = &network->sheet[i];
        saved->activity[i] = allocate(1 + sheet->delays, sizeof *saved->activity[i]);
        saved->tiles[i] = allocate(1 + sheet->delays, sizeof *saved->tiles[i]);
        for (size_t d = 0; d <= sheet->delays; d++) {
            saved->activity[i][d] = copy_floats(activity_at(sheet, d), sheet->units);
            saved->tiles[i][d] = copy_floats(sheet->tiles[d], sheet->grid.size);
        }
    }
    return saved;
}

void network_activity_restore(Network *network, NetworkActivity *saved) {
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *sheet = &network->sheet[i];
        for (size_t d = 0; d <= sheet->delays; d++) {
            memcpy(activity_at(sheet, d), saved->activity[i][d], sheet->units * sizeof(float));
            memcpy(sheet->tiles[d], saved->tiles[i][d], sheet->grid.size * sizeof(float));
            release(saved->activity[i][d]);
            release(saved->tiles[i][d]);
        }
        release(saved->activity[i]);
        release(saved->tiles[i]);
    }
    release(saved->activity);
    release(saved->tiles);
    release(saved);
}
