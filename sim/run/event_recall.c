// SPDX-License-Identifier: GPL-3.0-or-later
// Gives projections the weights that an event of kind keep has kept.
#include "base/memory.h"
#include "base/suggestion.h"
#include "run/event.h"
#include "run/experiment.h"

typedef struct {
    EventSettings event;
    char *kept;
    TextList projections;
} RecallSettings;

extern const EventKind event_keep;

static bool check_kept(const RecallSettings *recall, const char *place,
                       const Experiment *experiment, Error *error) {
    OWNED const char **names = allocate(experiment->events.count + 1, sizeof *names);
    size_t n = 0;
    for (size_t i = 0; i < experiment->events.count; i++) {
        const Item *item = &experiment->events.items[i];
        if (item->variant.kind != &event_keep.kind)
            continue;
        names[n++] = item->name;
        if (strcmp(item->name, recall->kept) != 0)
            continue;
        int64_t last = experiment->iterations,
                first = event_next_due(item->variant.settings, 0, last),
                due = event_next_due(&recall->event, 0, last);
        return due < 0 || (first >= 0 && first <= due) ||
               fail(error,
                    "%s.kept: event '%s' does not keep weights before this event recalls them",
                    place, recall->kept);
    }
    return fail(error, "%s.kept: there is no event '%s' of kind keep%s", place, recall->kept,
                suggestion("", recall->kept, names, n).text);
}

static bool is_named(const TextList *names, const char *name) {
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return true;
    return false;
}

// Fields that are normalised together have one scale, and so come together.
static bool check_group(const RecallSettings *recall, const char *where,
                        const Collection *projections, const Item *item, Error *error) {
    const ProjectionSettings *named = item->variant.settings;
    bool ok = true;
    for (size_t k = 0; k < projections->count; k++) {
        const ProjectionSettings *other = projections->items[k].variant.settings;
        bool together = strcmp(named->normalise, "own") != 0 &&
                        strcmp(named->normalise, other->normalise) == 0 &&
                        strcmp(named->to, other->to) == 0;
        if (together && !is_named(&recall->projections, projections->items[k].name))
            ok = fail(error, "%s: '%s' is normalised together with '%s'; name both", where,
                      item->name, projections->items[k].name);
    }
    return ok;
}

static bool check(const void *settings, const char *place, const Experiment *experiment,
                  Error *error) {
    const RecallSettings *recall = settings;
    const Collection *projections = &experiment->network.projections;
    OWNED char *where = format_text("%s.projections", place);
    bool ok = check_kept(recall, place, experiment, error);
    for (size_t i = 0; i < recall->projections.count; i++) {
        const char *name = recall->projections.items[i];
        const Item *item = collection_find(projections, name);
        if (item == NULL)
            ok = collection_refuse(projections, "projection", name, where, error);
        else if (((const ProjectionSettings *)item->variant.settings)->shared)
            ok = fail(error, "%s: the shared field of '%s' does not change and is not kept", where,
                      name);
        else
            ok = check_group(recall, where, projections, item, error) && ok;
    }
    return ok;
}

static bool alter(const void *settings, const char *name, Network *network, Error *error) {
    const RecallSettings *recall = settings;
    ProjectionList list = network_projections(network, &recall->projections);
    bool ok = true;
    for (size_t k = 0; k < list.count; k++)
        if (!projection_recall(list.items[k], recall->kept))
            ok = fail(error,
                      "events.%s: no weights of %s are kept by event '%s'; the state that the run "
                      "started from has none, or the radius of its fields has changed since",
                      name, list.items[k]->name, recall->kept);
    release(list.items);
    return ok;
}

const EventKind event_recall = {
    .kind = {"recall", "gives projections the weights that were kept",
             BLOCK(RecallSettings, &event_settings,
                   {SETTING(RecallSettings, kept), NULL, 1, 256,
                    .help = "name of the event of kind keep, which comes before"},
                   {SETTING(RecallSettings, projections), NULL, 1, 64,
                    .help = "names of projections; those that are normalised together, together"})},
    .check = check,
    .alter = alter,
};
