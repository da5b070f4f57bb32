// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/shell_word.h"
#include "base/talk.h"
#include "batch/child_ranks.h"
#include "batch/ranks.h"
#include "batch/runs_folder.h"
#include "batch/sweep_plan.h"
#include "files/rundir.h"
#include "records/run_index.h"
#include "verbs/slurm_script.h"
#include "verbs/stop.h"

#include <string.h>

// A sweep while it is made.
typedef struct {
    const Options *options;
    const SweepSettings *settings;
    SweepPlan plan;
    RunsFolder folder;
    RunIndex index;
    ChildRuns runs;
    int rank;     // of this process among those that mpirun started
    Error *error; // about the index
} Sweep;

static void sweep_finish(Sweep *sweep) {
    child_runs_free(&sweep->runs);
    run_index_free(&sweep->index);
    runs_folder_close(&sweep->folder);
    sweep_plan_free(&sweep->plan);
}

// With --point, many processes make the runs of the sweep, and none of them writes the index.
static bool is_alone(const Sweep *sweep) {
    return sweep->options->point < 0;
}

// The index before the first run: what finished in an earlier process, and all that waits.
static void begin_index(Sweep *sweep) {
    const SweepPlan *plan = &sweep->plan;
    run_index_begin(&sweep->index, &plan->runs, plan->developments, sweep->folder.path);
    if (!is_alone(sweep))
        return;
    run_index_take_finished(&sweep->index); // note_end tells of damage
    run_index_write(&sweep->index, sweep->error);
}

static void note_end(size_t run, void *context) {
    Sweep *sweep = context;
    if (!is_alone(sweep) || run < sweep->plan.developments)
        return;
    run_index_take(&sweep->index, run, sweep->runs.run[run].state == CHILD_FAILED, sweep->error);
}

static void refresh_index(void *context) {
    Sweep *sweep = context;
    if (is_alone(sweep))
        run_index_refresh(&sweep->index);
}

static void echo(FILE *file, const void *settings) {
    fprintf(file, "# The sweep whose runs are in this folder; paths are as in its file.\n\n");
    config_echo(file, &sweep_settings, settings);
}

static bool write_about(const Sweep *sweep, Error *error) {
    return rundir_replace(sweep->folder.path, "sweep.cfg", echo, sweep->settings, error) &&
           runs_folder_note(&sweep->folder, sweep->settings->title, sweep->options->line, error);
}

// Adds to the index how far the unfinished runs are.
static bool finish_index(Sweep *sweep, Error *error) {
    const SweepPlan *plan = &sweep->plan;
    bool ok = true;
    for (size_t i = plan->developments; i < plan->runs.count; i++)
        if (sweep->runs.run[i].state == CHILD_WAITING)
            ok = run_index_take(&sweep->index, i, false, error) && ok;
    return run_index_write(&sweep->index, error) && ok;
}

static int report_end(const Sweep *sweep) {
    const ChildRuns *runs = &sweep->runs;
    size_t failed = child_runs_count(runs, CHILD_FAILED),
           waiting = child_runs_count(runs, CHILD_WAITING);
    child_runs_report_failures(runs);
    if (waiting > 0) {
        OWNED char *file = shell_word(sweep->settings->path),
                   *folder = shell_word(sweep->folder.path);
        talk("stopped with %zu runs to go; go on with: pinwheel sweep %s -o %s", waiting, file,
             folder);
        return EXIT_INTERRUPTED;
    }
    talk("%zu runs finished, %zu failed%s%s%s", child_runs_count(runs, CHILD_FINISHED), failed,
         is_alone(sweep) ? "; index: " : "", is_alone(sweep) ? sweep->folder.path : "",
         is_alone(sweep) ? "/index.csv" : "");
    return failed > 0 ? EXIT_FAILED : EXIT_DONE;
}

static void begin_runs(Sweep *sweep) {
    const Options *options = sweep->options;
    child_runs_begin(&sweep->runs, &sweep->plan.runs, sweep->folder.path, options->again,
                     stop_request());
    child_ranks_divide(&sweep->runs, sweep->rank, (int)options->jobs, (int)options->threads);
}

// Makes all runs, or has helpers make them, and keeps the index.
static int make_runs(Sweep *sweep, Error *error) {
    sweep->runs.ended = note_end;
    sweep->runs.passed = refresh_index;
    sweep->runs.context = sweep;
    child_runs_choose(&sweep->runs, sweep->options->point);
    begin_index(sweep);
    bool ok = child_runs_go(&sweep->runs, error) && error->count == 0;
    ok = (!is_alone(sweep) || finish_index(sweep, error)) && ok;
    int status = report_end(sweep);
    return ok ? status : EXIT_FAILED;
}

// Rank 0 opens the folder, and sends its path to the other ranks.
static bool open_folder(Sweep *sweep, Error *error) {
    bool ok = sweep->rank > 0 ||
              runs_folder_open(&sweep->folder, "sweep", option_text(sweep->options->output),
                               sweep->settings->path, !is_alone(sweep), error);
    return ranks_share(ok, &sweep->folder.path);
}

static bool begin(Sweep *sweep, Error *error) {
    if (!runs_folder_check(&sweep->folder, &sweep->plan.runs, error) || !write_about(sweep, error))
        return false;
    talk("%s%s%zu runs -> %s", sweep->settings->title, sweep->settings->title[0] ? ": " : "",
         sweep->plan.runs.count, sweep->folder.path);
    return true;
}

static int carry_on(Sweep *sweep, Error *error) {
    if (!open_folder(sweep, error))
        return EXIT_FAILED;
    bool ok = sweep_plan_branch(&sweep->plan, sweep->folder.path, error);
    begin_runs(sweep);
    if (sweep->rank > 0)
        return child_ranks_help(&sweep->runs, error) && ok ? EXIT_DONE : EXIT_FAILED;
    int status = ok && begin(sweep, error) ? make_runs(sweep, error) : EXIT_FAILED;
    child_ranks_dismiss();
    return status;
}

static int sweep(const SweepSettings *settings, const Options *options, Error *error) {
    OWNED_BY(sweep_finish)
    Sweep sweep = {.options = options, .settings = settings, .error = error, .rank = options->rank};
    if (!sweep_plan_make(&sweep.plan, settings, error))
        return EXIT_USAGE;
    if (!child_runs_check_point(&sweep.plan.runs, options->point, error))
        return EXIT_USAGE;
    if (!options->slurm)
        return carry_on(&sweep, error);
    const char *named = option_text(options->output);
    SlurmTasks tasks = {"sweep",        "",
                        settings->path, named ? named : "outputs/sweep",
                        "index.csv",    &sweep.plan.runs};
    return slurm_script_print(&tasks, options, error);
}

static int carry_out(const Options *options, Error *error) {
    if (options->point > 0 && option_text(options->output) == NULL) {
        fail(error, "sweep: --point needs the folder that all points share, -o");
        return EXIT_USAGE;
    }
    OWNED_BY(sweep_settings_free) SweepSettings settings;
    return sweep_settings_load(&settings, options->words[0], error)
               ? sweep(&settings, options, error)
               : EXIT_USAGE;
}

const Command command_sweep = {
    .name = "sweep",
    .summary = "run a config over settings and seeds",
    .asks = "name one file",
    .no_changes = "the settings of a sweep are changed in its file",
    .examples = EXAMPLES("pinwheel sweep configs/sweeps/contrast.cfg",
                         "pinwheel sweep configs/sweeps/contrast.cfg -j 4"),
    .words = WORDS({"FILE", 1, 1, NULL, NULL}),
    .options =
        OPTIONS(OPTION_OUTPUT(
                    "DIR", "folder for all runs (default: outputs/FILE-sweep-001, ...); of a sweep "
                           "that was begun there, what is finished stays, and the rest goes on"),
                OPTION_JOBS, OPTION_THREADS("processors for all of them"), OPTION_AGAIN,
                OPTION_POINT, OPTION_SLURM, OPTION_QUIET("say nothing but errors")),
    .spreads = true,
    .carry_out = carry_out,
};
