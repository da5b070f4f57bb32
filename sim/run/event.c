// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/event.h"

const Block event_settings = BLOCK(
    EventSettings, NULL,
    {SETTING(EventSettings, at), "never", 0, 1e12, "iterations",
     .help = "happens once, when so many are done", .word = "never"},
    {SETTING(EventSettings, every), "0", 0, 1e12, "iterations",
     .help = "happens at every multiple; 0: at none, which switches off an event of the base that "
             "has no other time"},
    {SETTING(EventSettings, from), "1", 0, 1e12, "iterations", .help = "first of those multiples"},
    {SETTING(EventSettings, until), "end", 0, 1e12, "iterations", .help = "last of those multiples",
     .word = "end"},
    {SETTING(EventSettings, at_end), "false", .help = "happens when all iterations are done"});

extern const EventKind event_change, event_lesion, event_restore, event_keep, event_recall,
    event_measure, event_save;

const Kind *const event_kinds[] = {
    &event_change.kind, &event_lesion.kind,  &event_restore.kind, &event_keep.kind,
    &event_recall.kind, &event_measure.kind, &event_save.kind,    NULL,
};

const TextList *event_changes(const EventKind *kind, const void *settings) {
    return kind->changes ? (const void *)((const char *)settings + kind->changes) : NULL;
}

bool event_is_off(const EventSettings *event) {
    return event->at < 0 && event->every == 0 && !event->at_end;
}

bool event_is_due(const EventSettings *event, int64_t iteration, int64_t iterations) {
    bool multiple = event->every > 0 && iteration % event->every == 0 && iteration >= event->from &&
                    (event->until < 0 || iteration <= event->until);
    return iteration == event->at || multiple || (event->at_end && iteration == iterations);
}

int64_t event_times_due(const EventSettings *event, int64_t first, int64_t last,
                        int64_t iterations) {
    int64_t from = event->from > first ? event->from : first,
            until = event->until >= 0 && event->until < last ? event->until : last, times = 0;
    if (event->every > 0 && until >= from)
        times = until / event->every - (from + event->every - 1) / event->every + 1;
    int64_t once[] = {event->at, event->at_end && event->at != iterations ? iterations : -1};
    EventSettings multiples = *event;
    multiples.at = -1;
    multiples.at_end = false;
    for (size_t i = 0; i < 2; i++)
        times +=
            once[i] >= first && once[i] <= last && !event_is_due(&multiples, once[i], iterations);
    return times;
}

int64_t event_next_due(const EventSettings *event, int64_t first, int64_t iterations) {
    int64_t from = event->from > first ? event->from : first,
            multiple =
                event->every > 0 ? (from + event->every - 1) / event->every * event->every : -1,
            due[] = {event->at, event->at_end ? iterations : -1,
                     event->until < 0 || multiple <= event->until ? multiple : -1},
            next = -1;
    for (size_t i = 0; i < sizeof due / sizeof *due; i++)
        if (due[i] >= first && due[i] <= iterations && (next < 0 || due[i] < next))
            next = due[i];
    return next;
}
