// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/child_runs.h"

#include "base/memory.h"
#include "base/talk.h"

void child_runs_begin(ChildRuns *runs, const RunPlan *plan, const char *folder, bool again,
                      const volatile sig_atomic_t *stop) {
    *runs = (ChildRuns){.plan = plan,
                        .folder = folder,
                        .at_once = 1,
                        .threads = 1,
                        .again = again,
                        .stop = stop,
                        .run = allocate(plan->count + 1, sizeof(ChildRun))};
    for (size_t i = 0; i < plan->count; i++)
        runs->run[i].wanted = true;
}

void child_runs_free(ChildRuns *runs) {
    for (size_t i = 0; runs->run && i < runs->plan->count; i++)
        release(runs->run[i].reason);
    release(runs->run);
    *runs = (ChildRuns){0};
}

void child_runs_choose(ChildRuns *runs, int64_t number) {
    for (size_t i = 0; i < runs->plan->count; i++)
        runs->run[i].wanted = number < 1 || i + 1 == (size_t)number;
}

bool child_runs_check_point(const RunPlan *plan, int64_t number, Error *error) {
    return number <= (int64_t)plan->count ||
           fail(error, "--point: there are %zu runs", plan->count);
}

size_t child_runs_count(const ChildRuns *runs, ChildState state) {
    size_t n = 0;
    for (size_t i = 0; i < runs->plan->count; i++)
        n += runs->run[i].wanted && runs->run[i].state == state;
    return n;
}

void child_runs_report_failures(const ChildRuns *runs) {
    for (size_t i = 0; i < runs->plan->count; i++)
        if (runs->run[i].wanted && runs->run[i].state == CHILD_FAILED)
            talk("failed: %s/%s: %s", runs->folder, runs->plan->run[i].name, runs->run[i].reason);
}
