// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/child_ranks.h"

#include "batch/ranks.h"

#include <omp.h>
#include <stdio.h>

static bool is_busy(const ChildRuns *runs, int rank) {
    for (size_t i = 0; i < runs->plan->count; i++)
        if (runs->run[i].state == CHILD_GOING && runs->run[i].rank == rank)
            return true;
    return false;
}

void child_ranks_divide(ChildRuns *runs, int rank, int jobs, int threads) {
    int cores = threads > 0 ? threads : omp_get_num_procs();
    bool alone = ranks_count() == 1;
    if (!alone)
        jobs = 1;
    runs->helpers = !alone && rank == 0;
    runs->at_once = runs->helpers ? (size_t)ranks_count() - 1 : (size_t)jobs;
    runs->threads = cores > jobs ? cores / jobs : 1;
}

void child_ranks_give(ChildRuns *runs, size_t i) {
    int rank = 1;
    while (is_busy(runs, rank))
        rank++;
    runs->run[i].state = CHILD_GOING;
    runs->run[i].rank = rank;
    ranks_give(rank, (int64_t)i);
}

void child_ranks_take(ChildRuns *runs, ChildRanksEnded *ended) {
    int rank;
    for (RankReport report; ranks_take(&rank, &report);)
        ended(runs, (size_t)report.work, (ChildState)report.outcome, report.remark);
}

void child_ranks_dismiss(void) {
    for (int rank = 1; rank < ranks_count(); rank++)
        ranks_give(rank, -1);
}

bool child_ranks_help(ChildRuns *runs, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < runs->plan->count; i++)
        runs->run[i].wanted = false;
    for (int64_t work; (work = ranks_wait()) >= 0;) {
        ChildRun *run = &runs->run[work];
        run->wanted = true;
        run->state = CHILD_WAITING;
        Error found = {0};
        ok = child_runs_go(runs, &found) && ok;
        run->wanted = false;
        RankReport report = {work, found.count > 0 ? CHILD_FAILED : run->state, ""};
        const char *remark = found.count > 0 ? found.text : run->reason;
        snprintf(report.remark, sizeof report.remark, "%s", remark ? remark : "");
        error_move(error, &found);
        ranks_report(&report);
    }
    return ok;
}

int child_ranks_leave(int rank, int status, Error *error) {
    if (rank > 0) {
        error_clear(error);
        status = 0;
    }
    ranks_end();
    return status;
}
