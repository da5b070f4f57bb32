// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/event.h"
#include "run/run.h"

bool run_events(Run *run, EventPhase phase, int64_t iteration, Error *error) {
    const Experiment *experiment = run->experiment;
    bool ok = true, changed = false;
    for (size_t i = 0; i < experiment->events.count && ok; i++) {
        const Item *item = &experiment->events.items[i];
        const void *settings = item->variant.settings;
        const EventKind *kind = (const EventKind *)item->variant.kind;
        if (!event_is_due(settings, iteration, experiment->iterations))
            continue;
        const TextList *changes = event_changes(kind, settings);
        if (phase != EVENTS_HAPPEN && changes) {
            ok = experiment_change(run->experiment, changes, "events", error);
            changed = true;
        }
        if (phase == EVENTS_CHANGE && kind->alter && ok)
            ok = kind->alter(settings, item->name, run->network, error);
        if (phase == EVENTS_HAPPEN && kind->happen)
            ok = kind->happen(settings, run, error);
    }
    // All changes of an iteration have to fit together, not each as it is made.
    return ok && (!changed || network_check_stimuli(run->network, run->network->settings, error));
}
