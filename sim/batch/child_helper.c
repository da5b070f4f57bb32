// SPDX-License-Identifier: GPL-3.0-or-later
// What a helper does: it makes the runs that rank 0 gives it. The end of all ranks' work
// (child_ranks.h).
#include "batch/child_ranks.h"

#include "batch/ranks.h"

#include <stdio.h>

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
