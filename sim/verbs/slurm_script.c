// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/slurm_script.h"

#include "base/memory.h"
#include "base/shell_word.h"
#include "batch/plan_forecast.h"
#include "records/record.h"
#include "verbs/stop.h"

#include <math.h>
#include <omp.h>
#include <string.h>

enum { MARGIN = 2 }; // limits are so many times the forecast

static bool check_name(const char *name, Error *error) {
    return strpbrk(name, "\n\r") == NULL ||
           fail(error, "--slurm: '%s': a name with a line break cannot stand in a script", name);
}

// Writes for each run how many runs it waits for, one after another; returns the most.
static size_t find_depths(const RunPlan *plan, size_t *depth) {
    size_t most = 0;
    for (size_t i = 0; i < plan->count; i++) {
        depth[i] = plan->run[i].waits ? depth[plan->run[i].after] + 1 : 0;
        most = depth[i] > most ? depth[i] : most;
    }
    return most;
}

// Prints the numbers of the runs of a depth as 1-4,7.
static void print_array(const RunPlan *plan, const size_t *depth, size_t wanted) {
    const char *before = "";
    for (size_t i = 0, next; i < plan->count; i = next) {
        for (next = i + 1; next < plan->count && depth[next] == depth[i];)
            next++;
        if (depth[i] != wanted)
            continue;
        printf(next > i + 1 ? "%s%zu-%zu" : "%s%zu", before, i + 1, next);
        before = ",";
    }
}

static void print_how_to_submit(const RunPlan *plan) {
    OWNED size_t *depth = allocate(plan->count, sizeof *depth);
    size_t most = find_depths(plan, depth);
    printf("#!/bin/sh\n# Submit with sbatch from this folder%s\n",
           most > 0 ? ", those first at whose end others begin:" : ".");
    for (size_t k = 0; k <= most && most > 0; k++) {
        printf("#     sbatch --array=");
        print_array(plan, depth, k);
        printf("%s SCRIPT\n", k > 0 ? " --dependency=afterok:JOB" : "");
    }
}

static void print_limits(const PlanForecast *forecast) {
    if (forecast->rehearsed == 0)
        return;
    // A minute is for the start, and one for saving after the signal.
    double minutes = ceil(MARGIN * forecast->longest / 60) + 2,
           megabytes = ceil(MARGIN * forecast->megabytes / 100) * 100;
    printf("# The limits are %d times what the longest of %zu rehearsed runs would take on the "
           "machine that\n# wrote this: %.0f s and %.0f MB. A run that is stopped by its limit is "
           "saved; submit again.\n"
           "#SBATCH --time=%.0f\n"
           "#SBATCH --mem=%.0fM\n",
           MARGIN, forecast->rehearsed, forecast->longest, forecast->megabytes, minutes, megabytes);
}

int slurm_script_print(const SlurmTasks *tasks, const Options *options, Error *error) {
    if (!check_name(tasks->file, error) || !check_name(tasks->folder, error))
        return EXIT_USAGE;
    OWNED char *file_word = shell_word(tasks->file), *folder_word = shell_word(tasks->folder);
    int threads = options->threads > 0 ? (int)options->threads : 1;
    PlanForecast forecast;
    omp_set_num_threads(threads); // the rehearsals use what a task will
    const volatile sig_atomic_t *stop = stop_request();
    if (!plan_forecast(tasks->runs, options->kernels, &record_observer, stop, &forecast, error))
        return *stop ? EXIT_INTERRUPTED : EXIT_FAILED;
    print_how_to_submit(tasks->runs);
    printf("# When all tasks have ended, this makes what is missing, and %s:\n"
           "#     pinwheel %s %s-o %s -- %s\n"
           "#SBATCH --job-name=pinwheel-%s\n"
           "#SBATCH --array=1-%zu\n"
           "#SBATCH --cpus-per-task=%d\n"
           "#SBATCH --output=pinwheel-%s-%%A_%%a.out\n",
           tasks->result, tasks->verb, tasks->flags, folder_word, file_word, tasks->verb,
           tasks->runs->count, threads, tasks->verb);
    print_limits(&forecast);
    printf("#SBATCH --signal=B:TERM@60\n"
           "exec pinwheel %s %s-o %s --point \"$SLURM_ARRAY_TASK_ID\" "
           "--threads \"${SLURM_CPUS_PER_TASK:-1}\" -- %s\n",
           tasks->verb, tasks->flags, folder_word, file_word);
    return EXIT_DONE;
}
