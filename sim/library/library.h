// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of the library share: a simulation, and how a call of pinwheel.h begins and ends.
#pragma once

#include "base/memory.h"
#include "base/talk.h"
#include "library/pinwheel.h"
#include "run/plugin.h"
#include "run/run.h"
#include "run/saved_run.h"

#include <pthread.h>

struct pinwheel_simulation {
    SavedRun saved; // its experiment is the simulation's; the rest is of a run that goes on
    Run run;
    NetworkActivity *before; // activity to go back to after what did not count; NULL: none; owned
    bool is_changed, has_failed; // is_changed: from outside: run.memory.config is old
    int threads;
    Talk talk;
    PluginsInUse plugins;
    pinwheel_message *message; // NULL: none
    void *message_context;
    int64_t call_every; // 0: never
    pinwheel_callback *callback;
    void *callback_context;
    bool stop;              // by atomic operations, as the next
    bool at_work;           // is a call of a function going on?
    bool is_calling;        // is the callback at work?
    pthread_t calling_from; // its thread
};

// A call. It lets the thread use the simulation's talk, plug-ins and number of threads; its end
// restores them, and hands over the error.
typedef struct {
    bool ok; // false: it is refused
    Error error;
    pinwheel_simulation *simulation; // NULL: the call needs none
    char **message;
    bool entered, nested, has_files; // entered: what it lets the thread use is to be restored
    Talk *talk;
    PluginsInUse plugins;
    int threads;
} LibraryCall;

// What a call does.
typedef enum {
    CALL_READS,   // what stays where it is; may be made at any time
    CALL_CHANGES, // also within a callback
    CALL_STEPS,   // not within a callback
} LibraryUse;

// For OWNED_BY(library_leave). The second is of a call that changes the network from outside, which
// a run in a folder refuses; `what` begins the message.
LibraryCall library_enter(const pinwheel_simulation *simulation, LibraryUse use, char **message);
LibraryCall library_enter_free(pinwheel_simulation *simulation, const char *what, char **message);
void library_leave(LibraryCall *call);

// Waits until no other simulation works on files, measures or pictures, until the end of the call.
void library_take_files(LibraryCall *call);
void library_leave_files(LibraryCall *call);

// Refuses what would change a run in a folder from outside.
bool library_check_free(const pinwheel_simulation *simulation, const char *what, Error *error);

// The sheet or projection of that name; NULL with a message that names the nearest, or where the
// call is refused.
Sheet *library_sheet(LibraryCall *call, const char *name);
Projection *library_projection(LibraryCall *call, const char *name);

// Leaves the folder of a run.
void library_detach(pinwheel_simulation *simulation);

// Goes back to the activity before presentations that did not count.
void library_forget_shown(pinwheel_simulation *simulation);
