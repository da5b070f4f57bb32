// SPDX-License-Identifier: GPL-3.0-or-later
// Takes measures and records their results.
#include "base/memory.h"
#include "run/event.h"
#include "run/observer.h"
#include "run/run.h"

typedef struct {
    EventSettings event;
    TextList measures;
} MeasureEventSettings;

static bool check(const void *settings, const char *place, const Experiment *experiment,
                  Error *error) {
    const MeasureEventSettings *event = settings;
    OWNED char *where = format_text("%s.measures", place);
    bool ok = true;
    for (size_t i = 0; i < event->measures.count; i++)
        if (!collection_find(&experiment->measures, event->measures.items[i]))
            ok = collection_refuse(&experiment->measures, "measure", event->measures.items[i],
                                   where, error);
    return ok;
}

static bool happen(const void *settings, Run *run, Error *error) {
    const MeasureEventSettings *event = settings;
    for (size_t i = 0; run->observer && i < event->measures.count; i++)
        if (!run->observer->take(run->observer->context, run->experiment, run->network,
                                 event->measures.items[i], run->folder, &run->selectivity, error))
            return false;
    return true;
}

const EventKind event_measure = {
    .kind = {"measure", "takes measures",
             BLOCK(MeasureEventSettings, &event_settings,
                   {SETTING(MeasureEventSettings, measures), NULL, 1, 64,
                    .help = "names of measures, in order"})},
    .check = check,
    .happen = happen,
};
