// SPDX-License-Identifier: GPL-3.0-or-later
// One presentation: stimuli are shown, then the other sheets respond in their order. Strengths and
// rates, threads and counts of work.
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
        const Eye *eye = sheet->eye == NO_EYE ? NULL : &network->eye[sheet->eye];
        for (size_t k = 0; k < network->stimuli; k++)
            if (strcmp(sheet->settings->stimulus, network->stimulus[k].name) == 0)
                stimulus_present(&network->stimulus[k], eye, presentation, &sheet->geometry,
                                 network->scratch, sheet->activity);
        sheet_add_noise(sheet, network->settings->seed, presentation);
        sheet_publish(sheet);
    }
    network->work.seconds[STAGE_STIMULUS] += omp_get_wtime() - start;
}

void network_schedule(Network *network) {
    for (size_t i = 0; i < network->sheets; i++)
        sheet_follow_threshold(&network->sheet[i]);
    for (size_t k = 0; k < network->projections; k++) {
        Projection *projection = &network->projection[k];
        const ProjectionSettings *settings = projection->settings;
        projection->strength = projection_strength(projection, network->presentation);
        projection->learning_rate =
            settings->learning_rate *
            schedule_factor(&settings->learning_schedule, network->presentation);
    }
}

int network_team(const Network *network) {
    int wished = omp_get_max_threads();
    return wished < network->workers ? wished : network->workers;
}

void network_count(Network *network, Stage stage, const ResponseCount *count, uint64_t candidates) {
    Work *work = &network->work;
#pragma omp atomic
    work->count[stage].lines += count->lines;
#pragma omp atomic
    work->candidates += candidates;
#pragma omp atomic
    work->needed += count->needed;
}

void network_respond(Network *network, Response response) {
    network_schedule(network);
    network_respond_before(network, NULL, response);
}

static bool holds(const Network *network, const SettlingGroup *group, const Sheet *sheet) {
    for (size_t k = 0; k < group->count; k++)
        if (&network->sheet[group->sheets[k]] == sheet)
            return true;
    return false;
}

const SettlingGroup *network_group(const Network *network, const Sheet *sheet) {
    size_t g = 0;
    while (!holds(network, &network->group[g], sheet))
        g++;
    return &network->group[g];
}

void network_respond_before(Network *network, const Sheet *sheet, Response response) {
    for (size_t g = 0; g < network->groups; g++) {
        const SettlingGroup *group = &network->group[g];
        if (holds(network, group, sheet))
            return;
        if (!sheet_is_input(&network->sheet[group->sheets[0]]))
            network_settle(network, group, response);
    }
}

size_t network_delays(const Network *network) {
    size_t delays = 0;
    for (size_t i = 0; i < network->sheets; i++)
        delays += network->sheet[i].delays;
    return delays;
}

bool network_group_carries(const Network *network, const SettlingGroup *group) {
    for (size_t k = 0; k < group->count; k++)
        if (network->sheet[group->sheets[k]].settings->carry > 0)
            return true;
    return false;
}

bool network_carries(const Network *network) {
    for (size_t g = 0; g < network->groups; g++)
        if (network_group_carries(network, &network->group[g]))
            return true;
    return false;
}

// Does a path of projections lead from one sheet to another?
static bool leads_to(const Network *network, const Sheet *from, const Sheet *to) {
    OWNED bool *reached = allocate(network->sheets, sizeof *reached);
    reached[from - network->sheet] = true;
    for (size_t step = 0; step < network->sheets; step++)
        for (size_t k = 0; k < network->projections; k++)
            if (reached[network->projection[k].from - network->sheet])
                reached[network->projection[k].to - network->sheet] = true;
    return reached[to - network->sheet];
}

bool network_echoes(const Network *network) {
    bool echoes = network_carries(network);
    for (size_t k = 0; k < network->projections && !echoes; k++) {
        const Projection *projection = &network->projection[k];
        echoes =
            projection->settings->delay > 0 && leads_to(network, projection->to, projection->from);
    }
    return echoes;
}

bool network_check_activity(const Network *network, Error *error) {
    for (size_t i = 0; i < network->sheets; i++)
        if (!sheet_check_activity(&network->sheet[i], ACTIVITY_LIMIT, error))
            return false;
    return true;
}

bool network_present_shown(Network *network, Error *error) {
    network_respond(network, RESPOND_SETTLED);
    if (!network_check_activity(network, error))
        return false;
    network_learn(network);
    network->presentation++;
    return true;
}

bool network_present(Network *network, Error *error) {
    network_show(network, network->presentation);
    return network_present_shown(network, error);
}

// Of one sheet.
struct NetworkActivity {
    float *activity;   // [units]
    Activity *shown;   // [1 + delays]
    double *threshold; // [units] a response moves it to its setting
    double threshold_setting;
};

NetworkActivity *network_activity_save(const Network *network) {
    NetworkActivity *saved = allocate(network->sheets, sizeof *saved);
    for (size_t i = 0; i < network->sheets; i++) {
        const Sheet *sheet = &network->sheet[i];
        saved[i].activity = allocate(sheet->units, sizeof(float));
        memcpy(saved[i].activity, sheet->activity, sheet->units * sizeof(float));
        saved[i].threshold = allocate(sheet->units, sizeof(double));
        memcpy(saved[i].threshold, sheet->threshold, sheet->units * sizeof(double));
        saved[i].threshold_setting = sheet->threshold_setting;
        saved[i].shown = allocate(1 + sheet->delays, sizeof(Activity));
        for (size_t d = 0; d <= sheet->delays; d++) {
            activity_init(&saved[i].shown[d], &sheet->grid);
            activity_copy(&sheet->grid, &sheet->shown[d], &saved[i].shown[d]);
        }
    }
    return saved;
}

void network_activity_restore(Network *network, NetworkActivity *saved) {
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *sheet = &network->sheet[i];
        memcpy(sheet->activity, saved[i].activity, sheet->units * sizeof(float));
        memcpy(sheet->threshold, saved[i].threshold, sheet->units * sizeof(double));
        sheet->threshold_setting = saved[i].threshold_setting;
        for (size_t d = 0; d <= sheet->delays; d++) {
            activity_copy(&sheet->grid, &saved[i].shown[d], &sheet->shown[d]);
            activity_finish(&saved[i].shown[d]);
        }
        release(saved[i].activity);
        release(saved[i].threshold);
        release(saved[i].shown);
    }
    release(saved);
}

Rest *network_rest_save(const Network *network) {
    Rest *saved = allocate(network->sheets, sizeof *saved);
    memcpy(saved, network->rest, network->sheets * sizeof *saved);
    return saved;
}

void network_rest_restore(Network *network, Rest *saved) {
    memcpy(network->rest, saved, network->sheets * sizeof *saved);
    release(saved);
}
