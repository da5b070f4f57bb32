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

static void print_how_to_submit(const SweepPlan *plan) {
    size_t first = plan->developments;
    printf("#!/bin/sh\n# Submit with sbatch from this folder");
    if (first > 0)
        printf(", developments first:\n"
               "#     sbatch --array=1-%zu SCRIPT\n"
               "#     sbatch --array=%zu-%zu --dependency=afterok:JOB SCRIPT\n",
               first, first + 1, plan->runs.count);
    else
        printf(".\n");
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

int slurm_script_print(const SweepSettings *settings, const SweepPlan *plan, const Options *options,
                       Error *error) {
    const char *named = option_text(options->output), *folder = named ? named : "outputs/sweep";
    if (!check_name(settings->path, error) || !check_name(folder, error))
        return EXIT_USAGE;
    OWNED char *file_word = shell_word(settings->path), *folder_word = shell_word(folder);
    int threads = options->threads > 0 ? (int)options->threads : 1;
    PlanForecast forecast;
    omp_set_num_threads(threads); // the rehearsals use what a task will
    const volatile sig_atomic_t *stop = stop_request();
    if (!plan_forecast(&plan->runs, options->kernels, &record_observer, stop, &forecast, error))
        return *stop ? EXIT_INTERRUPTED : EXIT_FAILED;
    print_how_to_submit(plan);
    printf("# When all tasks have ended, this makes what is missing, and index.csv:\n"
           "#     pinwheel sweep -o %s -- %s\n"
           "#SBATCH --job-name=pinwheel-sweep\n"
           "#SBATCH --array=1-%zu\n"
           "#SBATCH --cpus-per-task=%d\n"
           "#SBATCH --output=pinwheel-sweep-%%A_%%a.out\n",
           folder_word, file_word, plan->runs.count, threads);
    print_limits(&forecast);
    printf("#SBATCH --signal=B:TERM@60\n"
           "exec pinwheel sweep -o %s --point \"$SLURM_ARRAY_TASK_ID\" "
           "--threads \"${SLURM_CPUS_PER_TASK:-1}\" -- %s\n",
           folder_word, file_word);
    return EXIT_DONE;
}
