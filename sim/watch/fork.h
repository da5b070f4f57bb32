// SPDX-License-Identifier: GPL-3.0-or-later
// Fork: a second run that begins with the state of the watched one, with other settings, beside it.
//
// The watched run saves its state, which is an act of it. The config of the fork is that of the run
// with `from`, this state, and the change as an event. So both configs give the same bits again. A
// fork is made by a child process, which watches it on a page of its own, paused at first.
#pragma once

#include "run/run.h"
#include "watch/question.h"

#include <sys/types.h>

typedef struct {
    char *folder, *temporary; // of the fork; of its config until it has a page; owned
    char *link;               // to its page; NULL: it has none yet; owned
    int said;                 // its stdout
    pid_t process;            // 0: it has ended
} Fork;

typedef struct {
    size_t count;
    Fork *fork;         // [count] owned
    const char *listen; // address of the pages; NULL: the loopback alone; borrowed
} Forks;

// Settings as of an event of kind `change`, or none. False: it was refused, and nothing changed.
bool forks_add(Forks *forks, Run *run, const TextList *settings, Error *error);

// [{folder, link, ended}]; link null: it is being made.
json_t *forks_json(Forks *forks);

// Waits until all have ended; asks them to when *stop is set.
void forks_finish(Forks *forks, const volatile sig_atomic_t *stop);
