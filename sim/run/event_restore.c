// SPDX-License-Identifier: GPL-3.0-or-later
// Undoes a lesion: its units respond and learn again, with their weights and thresholds of that
// time.
#include "base/memory.h"
#include "base/suggestion.h"
#include "model/lesion.h"
#include "run/event.h"
#include "run/experiment.h"

typedef struct {
    EventSettings event;
    char *lesion;
    TextList set;
} RestoreSettings;

extern const EventKind event_lesion;

static bool check(const void *settings, const char *place, const Experiment *experiment,
                  Error *error) {
    const RestoreSettings *restore = settings;
    OWNED const char **names = allocate(experiment->events.count + 1, sizeof *names);
    size_t n = 0;
    bool found = false;
    for (size_t i = 0; i < experiment->events.count; i++) {
        const Item *item = &experiment->events.items[i];
        if (item->variant.kind != &event_lesion.kind)
            continue;
        names[n++] = item->name;
        found = found || strcmp(item->name, restore->lesion) == 0;
    }
    if (!found)
        fail(error, "%s.lesion: there is no event '%s' of kind lesion%s", place, restore->lesion,
             suggestion("", restore->lesion, names, n).text);
    return found;
}

static bool alter(const void *settings, const char *name, Network *network, Error *error) {
    (void)name;
    (void)error;
    lesion_undo(((const RestoreSettings *)settings)->lesion, network);
    return true;
}

const EventKind event_restore = {
    .kind = {"restore", "undoes a lesion",
             BLOCK(
                 RestoreSettings, &event_settings,
                 {SETTING(RestoreSettings, lesion), NULL, 1, 256,
                  .help = "name of the event of kind lesion that is undone; where another lesion "
                          "holds, units stay silent"},
                 {SETTING(RestoreSettings, set), "", 0, 100,
                  .help = "settings that change with it, \"path=value\" texts as of kind change"})},
    .check = check,
    .changes = offsetof(RestoreSettings, set),
    .alter = alter,
};
