// SPDX-License-Identifier: GPL-3.0-or-later
// Event: something that happens to a run at given iterations.
//
// The kinds are listed in event.c; each stands in its own file event_KIND.c. An event at iteration
// n happens when n iterations are done; events of one iteration happen in the order of the config,
// changes before all others. What an event does depends only on the config and the network, so that
// a resumed run meets the same.
#pragma once

#include "base/error.h"
#include "settings/setting.h"

struct Network;
struct Run;
struct Experiment;

// The settings that every kind shares: the beginning of each kind's own struct.
typedef struct {
    int64_t at;          // once, at this iteration; -1: never
    int64_t every;       // at every multiple of this; 0: not so
    int64_t from, until; // bounds of `every`; until -1: the end of the run
    bool at_end;         // when all iterations are done
} EventSettings;

extern const Block event_settings; // rows of EventSettings: the base of every kind's block

typedef struct {
    Kind kind;
    // Says what is wrong with the settings before anything runs; NULL if nothing can be.
    bool (*check)(const void *settings, const char *place, const struct Experiment *experiment,
                  Error *error);
    // What it does, of three; the first two before all that other events do. It changes settings:
    // that is tried on a copy before the run, and done again in order when a run resumes. It alters
    // the network's state, which a checkpoint holds; done twice in one iteration, it is as if done
    // once; `name` is the event's. Or it does anything that leaves settings and network alone.
    bool (*change)(const void *settings, const char *place, struct Experiment *experiment,
                   Error *error);
    bool (*alter)(const void *settings, const char *name, struct Network *network, Error *error);
    bool (*happen)(const void *settings, struct Run *run, Error *error);
} EventKind;

extern const Kind *const event_kinds[]; // NULL-terminated, first members of EventKind

// Is the event due when `iteration` iterations are done, in a run of `iterations`?
bool event_is_due(const EventSettings *event, int64_t iteration, int64_t iterations);

// Is it due at all in a run that goes from `first` to `iterations`?
bool event_ever_due(const EventSettings *event, int64_t first, int64_t iterations);
