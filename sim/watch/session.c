// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/session.h"

#include "files/rundir.h"
#include "watch/folder.h"
#include "watch/runs.h"

#include <math.h>

static const double LONGEST_WAIT = 0.1; // seconds until a signal is seen

bool watch_session_begin(WatchSession *session, const ServerOptions *options,
                         const volatile sig_atomic_t *stop, Error *error) {
    *session = (WatchSession){.stop = stop, .live = {.queue = &session->queue, .pause_at = -1}};
    question_queue_begin(&session->queue);
    session->server = server_start(options, &session->queue, error);
    return session->server != NULL;
}

void watch_session_end(WatchSession *session) {
    server_stop(session->server);
    tuning_finish(&session->live.tuning);
    forks_finish(&session->live.forks, session->stop);
    question_queue_finish(&session->queue);
}

static bool answer_from_folder(Question *question, const char *folder) {
    const char *kind = rundir_kind_of_runs(folder);
    return kind ? runs_answer(question, folder, kind) : folder_answer(question, folder);
}

void watch_answer(void *context, Question *question) {
    WatchSession *session = context;
    bool answered = session->live.run && live_answer(&session->live, question);
    if (!answered && !answer_from_folder(question, session->folder))
        answer_refusal(question, 404, "there is nothing of this name");
}

static bool goes_on(const WatchSession *session) {
    return !*session->stop && !session->live.quits && !session->live.failed;
}

bool watch_between(void *context, Run *run, Error *error) {
    WatchSession *session = context;
    Live *live = &session->live;
    traces_note(&live->traces, run->network);
    live->paused = live->paused || run->network->presentation == live->pause_at;
    if (!live->paused && live->interval <= 0 && !question_waits(&session->queue))
        return true;
    live->error = error;
    bool due = false;
    while (goes_on(session) && !due) {
        double left = live->next - clock_seconds();
        double wait = live->paused || left > LONGEST_WAIT ? LONGEST_WAIT : fmax(left, 0);
        question_answer(&session->queue, wait, watch_answer, session);
        due = !live->paused && clock_seconds() >= live->next;
    }
    live->next = clock_seconds() + live->interval;
    return !live->quits && !live->failed;
}

void watch_linger(WatchSession *session) {
    session->live.has_ended = true;
    while (!*session->stop && !session->live.quits)
        question_answer(&session->queue, LONGEST_WAIT, watch_answer, session);
}
