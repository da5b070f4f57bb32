// SPDX-License-Identifier: GPL-3.0-or-later
// Event: something that happens to a run at given iterations.
//
// The kinds are listed in event.c; each has its own file event_KIND.c. An event at iteration n
// happens when n iterations are done. Events of one iteration happen in the order of the config,
// changes before all others. What an event does depends only on the config and the network, so that
// a resumed run repeats it.
#pragma once

#include "base/error.h"
#include "settings/setting.h"

struct Network;
struct Run;
struct Experiment;

// The settings that every kind shares: the beginning of each kind's own struct.
typedef struct {
    int64_t at;          // once, at this iteration; -1: never
    int64_t every;       // at every multiple of this; 0: at none
    int64_t from, until; // bounds of `every`; until -1: the end of the run
    bool at_end;         // when all iterations are done
} EventSettings;

extern const Block event_settings; // rows of EventSettings: the base of every kind's block

typedef struct {
    Kind kind;
    // Refuses wrong settings before anything runs; NULL: none can be wrong.
    bool (*check)(const void *settings, const char *place, const struct Experiment *experiment,
                  Error *error);
    // Where its settings have a TextList of changes "path=value" of the experiment's settings; 0:
    // nowhere. The changes are tried on a copy before the run, and made again in order when a run
    // resumes.
    size_t changes;
    // Alters the network's state, which a checkpoint holds. Doing it twice in one iteration is the
    // same as doing it once. `name` is the event's. Changes and alterations come before all else.
    bool (*alter)(const void *settings, const char *name, struct Network *network, Error *error);
    // Does anything that leaves settings and network as they are.
    bool (*happen)(const void *settings, struct Run *run, Error *error);
    bool saves; // `happen` writes the whole state
} EventKind;

// Events that an act added to a run under way (act.h) are called act_1, act_2, ...
#define EVENT_OF_ACT "act_"

extern const Kind *const event_kinds[]; // NULL-terminated, first members of EventKind

// Is it without any time, so that it never happens?
bool event_is_off(const EventSettings *event);

// The changes that an event makes; NULL: it makes none.
const TextList *event_changes(const EventKind *kind, const void *settings);

// Is the event due when `iteration` iterations are done, in a run of `iterations`?
bool event_is_due(const EventSettings *event, int64_t iteration, int64_t iterations);

// How often is it due when `first` to `last` iterations are done, in a run of `iterations`?
int64_t event_times_due(const EventSettings *event, int64_t first, int64_t last,
                        int64_t iterations);

// The first iteration from `first` on at which it is due; -1: there is none.
int64_t event_next_due(const EventSettings *event, int64_t first, int64_t iterations);
