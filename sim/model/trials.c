// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/trials.h"

#include "base/memory.h"
#include "model/trial_set.h"

#include <assert.h>

static_assert((int)TRIAL_SETS <= (int)MOST_SETTLING, "all sets settle together");

struct Trials {
    TrialSheet trial_sheet;
    size_t count;    // of trials
    size_t set_size; // trials that a set holds
    size_t sets;
    TrialSet set[TRIAL_SETS]; // [sets]
    Response response;        // that was computed last
};

bool trials_possible(const Network *network, const Sheet *sheet) {
    return network_delays(network) == 0 && !sheet_is_input(sheet) &&
           network->inputs[sheet - network->sheet].pooled == 1;
}

Trials *trials_new(Network *network, const Sheet *sheet, size_t most, size_t alike) {
    assert(alike >= 1);
    Trials *trials = allocate(1, sizeof *trials);
    trial_sheet_init(&trials->trial_sheet, network, sheet);
    trials->set_size = alike < TRIALS ? TRIALS / alike * alike : TRIALS;
    trials->sets = (most + trials->set_size - 1) / trials->set_size;
    trials->sets = trials->sets < TRIAL_SETS ? trials->sets : TRIAL_SETS;
    for (size_t s = 0; s < trials->sets; s++)
        trial_set_init(&trials->set[s], &trials->trial_sheet);
    return trials;
}

void trials_free(Trials *trials) {
    for (size_t s = 0; s < trials->sets; s++)
        trial_set_finish(&trials->set[s]);
    trial_sheet_finish(&trials->trial_sheet);
    release(trials);
}

size_t trials_room(const Trials *trials) {
    return trials->sets * trials->set_size;
}

void trials_add(Trials *trials) {
    assert(trials->count < trials_room(trials));
    trial_set_add(&trials->set[trials->count++ / trials->set_size]);
}

void trials_clear(Trials *trials) {
    for (size_t s = 0; s < trials->sets; s++)
        trial_set_clear(&trials->set[s]);
    trials->count = 0;
}

void trials_respond(Trials *trials, Response response) {
    trials->response = response;
    if (trials->count)
        trial_sets_respond(trials->set, trials->sets, response);
}

void trials_read(const Trials *trials, size_t k, float *response) {
    trial_set_read(&trials->set[k / trials->set_size], k % trials->set_size, trials->response,
                   response);
}
