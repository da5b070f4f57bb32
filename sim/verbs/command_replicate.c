// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/talk.h"
#include "batch/child_ranks.h"
#include "batch/ranks.h"
#include "batch/runs_folder.h"
#include "claims/scorecard.h"
#include "files/rundir.h"
#include "records/run_index.h"
#include "run/progress.h"
#include "verbs/slurm_script.h"
#include "verbs/stop.h"

#include <math.h>
#include <string.h>

static bool write_index(const Replication *replication, const ChildRuns *runs, Error *error) {
    OWNED_BY(run_index_free) RunIndex index;
    bool ok = true;
    run_index_begin(&index, &replication->runs, 0, replication->folder);
    for (size_t i = 0; i < replication->runs.count; i++)
        ok = run_index_take(&index, i, runs->run[i].state == CHILD_FAILED, error) && ok;
    return run_index_write(&index, error) && ok;
}

// Hears of each run that ends: reports claims about missing numbers as soon as a run shows them,
// and writes index and scorecard from time to time.
typedef struct {
    const Replication *replication;
    const ChildRuns *runs;
    ClaimLookUp *look_up; // [claims]
    bool stale;           // has a run ended since they were written?
    double due;           // clock when they may be written again
} Listener;

// How the claims stand so far, for those who watch. It takes at most a twentieth of the time. What
// goes wrong is reported at the end, when the same is written again.
static void write_so_far(void *context) {
    enum { SHARE = 20 };
    Listener *listener = context;
    double begun = clock_seconds();
    if (!listener->stale || begun < listener->due)
        return;
    OWNED_BY(scorecard_free) Scorecard scorecard;
    scorecard_make(&scorecard, listener->replication);
    scorecard_write(&scorecard, NULL);
    write_index(listener->replication, listener->runs, NULL);
    double end = clock_seconds();
    listener->stale = false;
    listener->due = end + fmax(1, SHARE * (end - begun));
}

static void note_end(size_t run, void *context) {
    Listener *listener = context;
    const Collection *claims = &listener->replication->claims;
    for (size_t i = 0; i < claims->count; i++) {
        OWNED char *wrong =
            scorecard_look_up(listener->replication, &claims->items[i], run, &listener->look_up[i]);
        if (wrong)
            talk("claims.%s.number: %s", claims->items[i].name, wrong);
    }
    listener->stale = true;
}

// Reports the claims that stay untested because they name a number that their runs do not have.
static int report_mistaken(const Scorecard *scorecard, Error *error) {
    int status = EXIT_DONE;
    for (size_t i = 0; i < scorecard->rows; i++)
        if (scorecard->row[i].mistaken) {
            fail(error, "%s: claims.%s.number: %s; the claim is untested",
                 scorecard->replication->path, scorecard->row[i].name, scorecard->row[i].remark);
            status = EXIT_USAGE;
        }
    return status;
}

// Writes and prints the scorecard. Returns the exit status.
static int score(const Replication *replication, Error *error) {
    OWNED_BY(scorecard_free) Scorecard scorecard;
    scorecard_make(&scorecard, replication);
    if (!scorecard_write(&scorecard, error))
        return EXIT_FAILED;
    scorecard_print(&scorecard, stdout);
    talk("%zu met, %zu missed, %zu undecided, %zu untested; scorecard: %s/scorecard.html, .csv "
         "and .md",
         scorecard_count(&scorecard, CLAIM_MET), scorecard_count(&scorecard, CLAIM_MISSED),
         scorecard_count(&scorecard, CLAIM_UNDECIDED), scorecard_count(&scorecard, CLAIM_UNTESTED),
         replication->folder);
    return report_mistaken(&scorecard, error);
}

// Makes the missing runs, or lets helpers make them, and tests the claims with all finished runs. A
// task of a batch system tests none.
static int make_runs(const Replication *replication, ChildRuns *runs, bool is_task, Error *error) {
    OWNED ClaimLookUp *look_up = allocate(replication->claims.count + 1, sizeof *look_up);
    Listener listener = {replication, runs, look_up, .stale = true};
    runs->ended = note_end;
    runs->passed = is_task ? NULL : write_so_far;
    runs->context = &listener;
    if (!is_task)
        write_so_far(&listener);
    bool ok = child_runs_go(runs, error);
    int scored = EXIT_DONE;
    if (!is_task) {
        ok = write_index(replication, runs, error) && ok;
        scored = score(replication, error);
    }
    child_runs_report_failures(runs);
    size_t waiting = child_runs_count(runs, CHILD_WAITING),
           failed = child_runs_count(runs, CHILD_FAILED);
    if (waiting > 0)
        talk("stopped with %zu runs to go; the same command goes on", waiting);
    bool lost = !ok || scored == EXIT_FAILED || (failed > 0 && waiting == 0);
    return lost ? EXIT_FAILED : waiting > 0 ? EXIT_INTERRUPTED : scored;
}

static bool begin(const Replication *replication, RunsFolder *folder, const Options *options,
                  Error *error) {
    if (!runs_folder_check(folder, &replication->runs, error) ||
        !runs_folder_note(folder, replication->title, options->line, error))
        return false;
    talk("%s%s%zu claims, %zu runs -> %s", replication->title, replication->title[0] ? ": " : "",
         replication->claims.count, replication->runs.count, folder->path);
    return true;
}

// Rank 0 opens the folder, and sends its path to the other ranks.
static int replicate(const Replication *replication, const Options *options, Error *error) {
    OWNED_BY(runs_folder_close) RunsFolder folder = {0};
    int rank = options->rank;
    bool ok = rank > 0 || runs_folder_open(&folder, "replication", replication->folder,
                                           replication->path, options->point > 0, error);
    if (!ranks_share(ok, &folder.path))
        return EXIT_FAILED;
    OWNED_BY(child_runs_free) ChildRuns runs;
    child_runs_begin(&runs, &replication->runs, replication->folder, options->again,
                     stop_request());
    child_runs_choose(&runs, options->point);
    child_ranks_divide(&runs, rank, (int)options->jobs, (int)options->threads);
    if (rank > 0)
        return child_ranks_help(&runs, error) ? EXIT_DONE : EXIT_FAILED;
    int status = begin(replication, &folder, options, error)
                     ? make_runs(replication, &runs, options->point > 0, error)
                     : EXIT_FAILED;
    child_ranks_dismiss();
    return status;
}

// The folder for the runs of a file, or NULL for the default; owned by the caller.
static char *folder_of(const char *file, const Options *options) {
    const char *named = option_text(options->output);
    if (named == NULL || options->count == 1)
        return named ? copy_text(named) : NULL;
    OWNED char *name = rundir_base_name(file);
    return rundir_path(named, name);
}

// Refuses a file whose folder is that of a file before it.
static bool check_folder(const Replication *replication, size_t i, Error *error) {
    for (size_t k = 0; k < i; k++)
        if (strcmp(replication[k].folder, replication[i].folder) == 0)
            return fail(error,
                        "%s and %s: would both be written to %s; name one at a time, with -o",
                        replication[k].path, replication[i].path, replication[i].folder);
    return true;
}

// Is the next file to be carried out? Rank 0 decides for all ranks.
static bool goes_on(int status) {
    OWNED char *nothing = NULL;
    return ranks_share(status != EXIT_INTERRUPTED, &nothing);
}

static int print_script(const Replication *replication, const Options *options, Error *error) {
    SlurmTasks tasks = {"replicate",       options->quick ? "--quick " : "",
                        replication->path, replication->folder,
                        "the scorecard",   &replication->runs};
    return slurm_script_print(&tasks, options, error);
}

// A batch system makes the runs of one file.
static bool check_tasks(const Options *options, const Replication *replication, Error *error) {
    bool tasks = options->slurm || options->point > 0;
    return !tasks || (options->count == 1
                          ? child_runs_check_point(&replication->runs, options->point, error)
                          : fail(error, "replicate: --slurm and --point take one file at a time"));
}

// All ranks read all files. If none has a mistake, they carry them out one after the other.
static int carry_out(const Options *options, Error *error) {
    size_t n = options->count;
    Replication *replication = allocate(n, sizeof *replication);
    bool ok = true;
    for (size_t i = 0; i < n; i++) {
        OWNED char *folder = folder_of(options->words[i], options);
        ok = replication_load(&replication[i], options->words[i], folder, options->quick, error) &&
             check_folder(replication, i, error) && ok;
    }
    ok = ok && check_tasks(options, replication, error);
    int status = ok ? EXIT_DONE : EXIT_USAGE;
    if (ok && options->slurm)
        status = print_script(replication, options, error);
    for (size_t i = 0; ok && !options->slurm && i < n && goes_on(status); i++) {
        int of_file = replicate(&replication[i], options, error);
        status = of_file != EXIT_DONE ? of_file : status;
    }
    for (size_t i = 0; i < n; i++)
        replication_free(&replication[i]);
    release(replication);
    return status;
}

const Command command_replicate = {
    .name = "replicate",
    .summary = "test claims over seeds, and write a scorecard",
    .about = "It runs what is missing of the experiments that the claims are about; the same "
             "command goes on where it was stopped.",
    .asks = "name files",
    .examples = EXAMPLES("pinwheel replicate configs/replication/unified.cfg",
                         "pinwheel replicate configs/replication/unified.cfg --quick -j 4"),
    .words = WORDS({"FILE", 1, ANY_NUMBER, "claims, and the experiments they are about", NULL}),
    .options = OPTIONS(
        OPTION_FLAG(
            quick,
            "fewer seeds, fewer iterations and the other settings of the file's quick block"),
        OPTION_OUTPUT("DIR", "folder for all runs (default: outputs/FILE-replication); of several "
                             "files, DIR/FILE for each"),
        OPTION_JOBS, OPTION_THREADS("processors for all of them"), OPTION_AGAIN, OPTION_POINT,
        OPTION_SLURM, OPTION_QUIET("print the scorecard and errors alone")),
    .spreads = true,
    .carry_out = carry_out,
};
