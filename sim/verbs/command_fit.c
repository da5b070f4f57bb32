// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/shell_word.h"
#include "base/talk.h"
#include "batch/child_ranks.h"
#include "batch/runs_folder.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "fitting/fit_result.h"
#include "records/run_index.h"
#include "settings/config_difference.h"
#include "verbs/stop.h"

// A fit while its runs are made.
typedef struct {
    const Options *options;
    FitPlan plan;
    RunsFolder folder;
    RunIndex index;
    ChildRuns runs;
    FitPoints *points;             // those whose runs are made
    size_t first_point, first_run; // the first of these points, and its first run in the plan
    bool stopped;
    Error *error;
} FitRuns;

static void fit_runs_finish(FitRuns *fit) {
    runs_folder_close(&fit->folder);
    fit_plan_free(&fit->plan);
}

static void begin_no_more(ChildRuns *runs) {
    for (size_t i = 0; i < runs->plan->count; i++)
        runs->run[i].wanted = runs->run[i].wanted && runs->run[i].state != CHILD_WAITING;
}

// Takes the numbers of a run that has ended. Where activity diverged they stay undefined.
static bool take_numbers(const FitRuns *fit, size_t run, FitPlan *plan) {
    const PlannedRun *planned = &plan->runs.run[run];
    const char *folder = fit->folder.path;
    size_t draw = fit->first_point * plan->problem.seeds + run - fit->first_run;
    if (fit->runs.run[run].state == CHILD_FINISHED)
        return fit_plan_read(plan, run, folder, fit->points->value + draw * plan->problem.numbers,
                             fit->error);
    bool stays = planned_run_state(planned, folder) == PLANNED_FAILED;
    return planned_run_diverged(planned, folder) ||
           fail(fit->error, "%s/%s: %s%s", folder, planned->name, fit->runs.run[run].reason,
                stays ? "; --again makes it again" : "");
}

static void note_end(size_t run, void *context) {
    FitRuns *fit = context;
    run_index_take(&fit->index, run, fit->runs.run[run].state == CHILD_FAILED, fit->error);
    if (run >= fit->first_run && !take_numbers(fit, run, &fit->plan))
        begin_no_more(&fit->runs);
}

static void refresh_index(void *context) {
    FitRuns *fit = context;
    run_index_refresh(&fit->index);
}

// Lists how far the unfinished runs are.
static void finish_index(FitRuns *fit) {
    for (size_t i = 0; i < fit->plan.runs.count; i++)
        if (fit->runs.run[i].state == CHILD_WAITING)
            run_index_take(&fit->index, i, false, fit->error);
    run_index_write(&fit->index, fit->error);
}

// Makes the new runs of the plan, and lists all.
static void make_runs(FitRuns *fit) {
    const Options *options = fit->options;
    child_runs_begin(&fit->runs, &fit->plan.runs, fit->folder.path, options->again, stop_request());
    child_ranks_divide(&fit->runs, 0, (int)options->jobs, (int)options->threads);
    run_index_begin(&fit->index, &fit->plan.runs, 0, fit->folder.path);
    run_index_take_finished(&fit->index);
    run_index_write(&fit->index, fit->error);
    for (size_t i = 0; i < fit->first_run; i++)
        fit->runs.run[i].wanted = false;
    fit->runs.ended = note_end;
    fit->runs.passed = refresh_index;
    fit->runs.context = fit;
    child_runs_go(&fit->runs, fit->error);
    finish_index(fit);
    child_runs_report_failures(&fit->runs);
    fit->stopped = child_runs_count(&fit->runs, CHILD_WAITING) > 0;
    run_index_free(&fit->index);
    child_runs_free(&fit->runs);
}

static void echo(FILE *file, const void *settings) {
    fprintf(file, "# The fit whose runs are in this folder; paths are as in its file.\n\n");
    config_echo(file, &fit_settings, settings);
}

// Refuses a folder with another fit: its runs, index and result would be mixed with those of this
// one. What adds to a fit may differ.
static bool is_same_fit(const FitRuns *fit) {
    static const char *const may_differ[] = {"title", "rounds", "confirmations", NULL};
    OWNED char *path = rundir_path(fit->folder.path, "fit.cfg");
    if (ordinary_file_is_absent(path))
        return true;
    OWNED char *there = rundir_read_text(fit->folder.path, "fit.cfg", fit->error),
               *now = config_echo_text(&fit_settings, fit->plan.settings),
               *difference = there ? config_difference(there, now, may_differ) : NULL;
    if (difference)
        fail(fit->error, "%s: holds another fit (%s); name another folder with -o, or move it away",
             fit->folder.path, difference);
    return there && difference == NULL;
}

static bool write_about(const FitRuns *fit) {
    return rundir_replace(fit->folder.path, "fit.cfg", echo, fit->plan.settings, fit->error) &&
           runs_folder_note(&fit->folder, fit->plan.settings->title, fit->options->line,
                            fit->error);
}

static void tell_what_begins(const FitRuns *fit, bool confirms) {
    const FitSettings *settings = fit->plan.settings;
    const FitProblem *problem = &fit->plan.problem;
    size_t n = fit->points->count - fit->first_point;
    if (confirms)
        talk("at the best settings: %zu runs", n * problem->seeds);
    else if (fit->first_point == 0)
        talk("%s%sdesign of %zu points, %zu runs -> %s", settings->title,
             settings->title[0] ? ": " : "", n, n * problem->seeds, fit->folder.path);
    else
        talk("round %zu of %zu: %zu points, %zu runs",
             (fit->first_point - problem->samples) / problem->points + 1, problem->rounds, n,
             n * problem->seeds);
}

// Makes the runs of new points, unless the folder holds others of their names.
static bool evaluate(FitPoints *points, size_t first, bool confirms, void *context) {
    FitRuns *fit = context;
    fit->points = points;
    fit->first_point = first;
    fit->first_run = fit->plan.runs.count;
    if (!fit_plan_add(&fit->plan, points, first, confirms, fit->error) ||
        !runs_folder_check(&fit->folder, &fit->plan.runs, fit->error) ||
        (fit->first_run == 0 && !write_about(fit)))
        return false;
    tell_what_begins(fit, confirms);
    make_runs(fit);
    return !fit->stopped && fit->error->count == 0;
}

static void tell_how_to_go_on(const FitRuns *fit) {
    char *command = copy_text("");
    for (size_t i = 0; i < fit->options->count; i++) {
        OWNED char *word = shell_word(fit->options->words[i]);
        text_append(&command, " %s", word);
    }
    OWNED char *folder = shell_word(fit->folder.path);
    talk("stopped; go on with: pinwheel fit%s -o %s", command, folder);
    release(command);
}

static bool carry_out_fit(FitRuns *runs, Fit *fit) {
    const FitSettings *settings = runs->plan.settings;
    Error found = {0};
    bool ok = fit_carry_out(fit, &runs->plan.problem, evaluate, runs, &found);
    config_locate(&settings->places, settings->path, &found);
    error_move(runs->error, &found);
    return ok;
}

static int carry_on(FitRuns *runs) {
    OWNED_BY(fit_free) Fit fit = {0};
    if (!runs_folder_open(&runs->folder, "fit", option_text(runs->options->output),
                          runs->plan.settings->path, false, runs->error) ||
        !is_same_fit(runs))
        return EXIT_FAILED;
    if (!carry_out_fit(runs, &fit)) {
        if (runs->stopped)
            tell_how_to_go_on(runs);
        return runs->stopped ? EXIT_INTERRUPTED : EXIT_FAILED;
    }
    const FitResult result = {&fit, &runs->plan, runs->folder.path};
    fit_result_print(stdout, &result);
    if (!fit_result_write(&result, runs->error))
        return EXIT_FAILED;
    talk("wrote %s/fitted.html and fitted.json", runs->folder.path);
    return EXIT_DONE;
}

static int carry_out(const Options *options, Error *error) {
    OWNED_BY(fit_settings_free) FitSettings settings;
    OWNED_BY(fit_runs_finish) FitRuns runs = {.options = options, .error = error};
    bool ok = fit_settings_load(&settings, options->words[0], options->words + 1,
                                options->count - 1, error) &&
              fit_plan_begin(&runs.plan, &settings, error);
    return ok ? carry_on(&runs) : EXIT_USAGE;
}

const Command command_fit = {
    .name = "fit",
    .summary = "find settings at which numbers come near published ones",
    .about = "It makes runs at points all over the ranges, then where what it has learned of the "
             "numbers promises most, and says how well each is met, which settings the numbers do "
             "not determine, and what they predict of numbers held out.",
    .asks = "name one file",
    .examples = EXAMPLES("pinwheel fit configs/fits/gain-control.cfg -j 2",
                         "pinwheel fit configs/fits/gain-control.cfg rounds=2 -o outputs/fit"),
    .words = WORDS({"FILE", 1, 1, NULL, NULL},
                   {"path=value", 0, ANY_NUMBER, "change a setting of the fit", &fit_settings}),
    .options = OPTIONS(
        OPTION_OUTPUT("DIR", "folder for all runs (default: outputs/FILE-fit-001, ...); of a fit "
                             "that was begun there, what is finished stays, and the rest goes on"),
        OPTION_JOBS, OPTION_THREADS("processors for all of them"), OPTION_AGAIN,
        OPTION_QUIET("print the result and errors alone")),
    .carry_out = carry_out,
};
