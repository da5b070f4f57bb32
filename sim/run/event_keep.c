// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps all weights as they are, beside the present ones, for events of kind recall.
#include "model/network.h"
#include "run/event.h"

typedef struct {
    EventSettings event;
} KeepSettings;

static bool alter(const void *settings, const char *name, Network *network, Error *error) {
    (void)settings;
    (void)error;
    for (size_t k = 0; k < network->projections; k++)
        if (!network->projection[k].settings->shared)
            projection_keep(&network->projection[k], name);
    return true;
}

const EventKind event_keep = {
    .kind = {"keep", "keeps all weights as they are, for recall",
             BLOCK_OF_NONE(KeepSettings, &event_settings)},
    .alter = alter,
};
