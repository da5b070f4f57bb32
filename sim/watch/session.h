// SPDX-License-Identifier: GPL-3.0-or-later
// Session: a run that a page shows and controls, or the folder of one, of a sweep, a replication or
// a fit, which it only shows.
//
// The pages of one session share the run: what one of them does, all of them see. Questions are
// those of live.h and folder.h, or of runs.h.
#pragma once

#include "watch/live.h"
#include "watch/server.h"

#include <signal.h>

typedef struct {
    QuestionQueue queue;
    Server *server;                    // owned
    const volatile sig_atomic_t *stop; // of a signal; borrowed
    const char *folder;                // borrowed
    Live live;                         // its run is NULL where the folder alone is shown
} WatchSession;

// Starts the server. Call watch_session_end either way.
bool watch_session_begin(WatchSession *session, const ServerOptions *options,
                         const volatile sig_atomic_t *stop, Error *error);
void watch_session_end(WatchSession *session);

// Answers one question of a page.
void watch_answer(void *session, Question *question);

// RunOptions.between of a run that is watched: answers what waits, and keeps the run while it is
// paused.
bool watch_between(void *session, Run *run, Error *error);

// Answers until a page or a signal ends the session.
void watch_linger(WatchSession *session);
