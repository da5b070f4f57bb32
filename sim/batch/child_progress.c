// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/child_progress.h"

#include "base/memory.h"
#include "base/talk.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "run/progress.h"

#include <stdlib.h>
#include <string.h>

// The iteration of the last row of a run's history, or 0.
static int64_t iteration_of(const ChildRuns *runs, size_t i) {
    enum { TAIL = 4096 };
    OWNED char *folder = planned_run_path(&runs->plan->run[i], runs->folder),
               *path = rundir_path(folder, "history.csv");
    char tail[TAIL + 1] = "";
    OWNED_BY(error_clear) Error ignored = {0}; // there is none before the first row
    OWNED_BY(ordinary_file_close) FILE *file = ordinary_file_open(path, "a history", &ignored);
    if (file && fseek(file, 0, SEEK_END) == 0) {
        long size = ftell(file);
        if (size >= 0 && fseek(file, size > TAIL ? size - TAIL : 0, SEEK_SET) == 0)
            tail[fread(tail, 1, TAIL, file)] = '\0';
    }
    size_t length = strlen(tail);
    if (length > 0 && tail[length - 1] == '\n')
        tail[length - 1] = '\0';
    const char *row = strrchr(tail, '\n');
    return row ? atoll(row + 1) : 0;
}

// Iterations that the wanted runs still have to do.
static double work_left(const ChildRuns *runs) {
    double left = 0;
    for (size_t i = 0; i < runs->plan->count; i++) {
        const ChildRun *run = &runs->run[i];
        const PlannedRun *planned = &runs->plan->run[i];
        double all = (double)planned->iterations;
        if (planned->waits)
            all -= (double)runs->plan->run[planned->after].iterations;
        if (run->wanted && run->state == CHILD_WAITING)
            left += all;
        if (run->wanted && run->state == CHILD_GOING) {
            int64_t at = iteration_of(runs, i);
            left += (double)(planned->iterations - (at > run->begun ? at : run->begun));
        }
    }
    return left;
}

ChildProgress child_progress_begin(const ChildRuns *runs) {
    return (ChildProgress){clock_seconds(), clock_seconds(), work_left(runs), 0};
}

void child_progress_show(ChildProgress *progress, const ChildRuns *runs) {
    size_t finished = child_runs_count(runs, CHILD_FINISHED),
           failed = child_runs_count(runs, CHILD_FAILED), ended = finished + failed,
           going = child_runs_count(runs, CHILD_GOING),
           all = ended + going + child_runs_count(runs, CHILD_WAITING);
    double now = clock_seconds();
    if (talk_is_terminal() ? now - progress->shown < 0.5 : ended == progress->ended)
        return;
    double left = work_left(runs), done = progress->work - left;
    char line[160], time[32] = "", failures[32] = "";
    if (done > 0 && ended < all)
        progress_duration(time, sizeof time, (now - progress->began) * left / done);
    if (failed > 0)
        snprintf(failures, sizeof failures, ", %zu failed", failed);
    snprintf(line, sizeof line, "%zu of %zu runs finished%s, %zu at work%s%s%s", finished, all,
             failures, going, time[0] ? ", about " : "", time, time[0] ? " left" : "");
    if (talk_is_terminal())
        talk_progress(line);
    else
        talk("%s", line);
    progress->shown = now;
    progress->ended = ended;
}
