// SPDX-License-Identifier: GPL-3.0-or-later
// Saves the whole state as state-ITERATION.h5, with the connections' indices, so that it can be
// measured later or serve as another network's initial weights.
#include "base/memory.h"
#include "run/checkpoint.h"
#include "run/event.h"
#include "run/run.h"

typedef struct {
    EventSettings event;
} SaveSettings;

static bool happen(const void *settings, Run *run, Error *error) {
    (void)settings;
    if (run->folder == NULL)
        return true;
    OWNED char *name = format_text("state-%09lld", (long long)run->network->presentation);
    RunMemory memory = run->memory;
    memory.events_done = true; // changes of this iteration have been made
    return checkpoint_write(run->network, &memory, run->folder, name, true, error);
}

const EventKind event_save = {
    .kind = {"save", "saves the whole state for later",
             BLOCK_OF_NONE(SaveSettings, &event_settings)},
    .happen = happen,
    .saves = true,
};
