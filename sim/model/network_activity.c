// SPDX-License-Identifier: GPL-3.0-or-later
// One presentation: stimuli are shown, then the other sheets respond in their order.
#include "model/network.h"

#include "base/memory.h"

#include <omp.h>
#include <string.h>

// Activity above this has diverged: that of published models is near 1.
static const double ACTIVITY_LIMIT = 1e6;

void network_show(Network *network, int64_t presentation) {
    double start = omp_get_wtime();
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *sheet = &network->sheet[i];
        if (!sheet_is_input(sheet))
            continue;
        View view = {sheet->eye == NO_EYE ? NULL : &network->eye[sheet->eye], network->eyes};
        for (size_t k = 0; k < network->stimuli; k++)
            if (strcmp(sheet->settings->stimulus, network->stimulus[k].name) == 0)
                stimulus_present(&network->stimulus[k], &view, presentation, &sheet->geometry,
                                 network->scratch, sheet->activity);
        sheet_publish(sheet);
    }
    network->work.seconds[STAGE_STIMULUS] += omp_get_wtime() - start;
}

void network_respond(Network *network, Response response) {
    network_schedule(network);
    network_respond_before(network, NULL, response);
}

void network_respond_before(Network *network, const Sheet *sheet, Response response) {
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *before = &network->sheet[network->order[i]];
        if (before == sheet)
            return;
        if (!sheet_is_input(before) && network->inputs[network->order[i]].pooled)
            network_settle(network, before, response);
    }
}

size_t network_delays(const Network *network) {
    size_t delays = 0;
    for (size_t i = 0; i < network->sheets; i++)
        delays += network->sheet[i].delays;
    return delays;
}

bool network_check_activity(const Network *network, Error *error) {
    for (size_t i = 0; i < network->sheets; i++)
        if (!sheet_check_activity(&network->sheet[i], ACTIVITY_LIMIT, error))
            return false;
    return true;
}

bool network_present(Network *network, Error *error) {
    network_show(network, network->presentation);
    network_respond(network, RESPOND_SETTLED);
    if (!network_check_activity(network, error))
        return false;
    network_learn(network);
    network->presentation++;
    return true;
}

struct NetworkActivity {
    float **activity; // [sheets][units]
    Activity **shown; // [sheets][1 + delays]
};

NetworkActivity *network_activity_save(const Network *network) {
    NetworkActivity *saved = allocate(1, sizeof *saved);
    saved->activity = allocate(network->sheets, sizeof *saved->activity);
    saved->shown = allocate(network->sheets, sizeof *saved->shown);
    for (size_t i = 0; i < network->sheets; i++) {
        const Sheet *sheet = &network->sheet[i];
        saved->activity[i] = allocate(sheet->units, sizeof(float));
        memcpy(saved->activity[i], sheet->activity, sheet->units * sizeof(float));
        saved->shown[i] = allocate(1 + sheet->delays, sizeof(Activity));
        for (size_t d = 0; d <= sheet->delays; d++) {
            activity_init(&saved->shown[i][d], &sheet->grid);
            activity_copy(&sheet->grid, &sheet->shown[d], &saved->shown[i][d]);
        }
    }
    return saved;
}

void network_activity_restore(Network *network, NetworkActivity *saved) {
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *sheet = &network->sheet[i];
        memcpy(sheet->activity, saved->activity[i], sheet->units * sizeof(float));
        for (size_t d = 0; d <= sheet->delays; d++) {
            activity_copy(&sheet->grid, &saved->shown[i][d], &sheet->shown[d]);
            activity_finish(&saved->shown[i][d]);
        }
        release(saved->activity[i]);
        release(saved->shown[i]);
    }
    release(saved->activity);
    release(saved->shown);
    release(saved);
}
