// SPDX-License-Identifier: GPL-3.0-or-later
// child_runs_go: when each run is started, and how it ended (child_runs.h).
#include "batch/child_runs.h"

#include "base/memory.h"
#include "batch/child_progress.h"
#include "batch/child_ranks.h"
#include "files/json_value.h"
#include "files/rundir.h"
#include "run/checkpoint.h"
#include "run/plugin.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { INTERRUPTED = 130 }; // exit status of a run that a signal stopped, and that was saved

static const struct timespec moment = {0, 20000000}; // between looks at the children

static void end_run(ChildRuns *runs, size_t i, ChildState state, char *reason) {
    ChildRun *run = &runs->run[i];
    release(run->reason);
    run->state = state;
    run->reason = reason;
    if (runs->ended)
        runs->ended(i, runs->context);
}

// Why a run failed, by its run.json; owned by the caller.
static char *reason_on_disk(const char *path) {
    json_auto_t *json = rundir_read_json(path, "run.json", true, NULL);
    const char *reason = json_text(json, "reason");
    return copy_text(reason[0] ? reason : "failed");
}

// Removes what an earlier process wrote before it came to run.json, so that the run can begin anew.
static void clear_beginning(const char *path) {
    static const char *const names[] = {"log.txt", "config.cfg", "config.cfg.new", "run.json.new"};
    for (size_t k = 0; !rundir_is_run(path) && k < sizeof names / sizeof *names; k++) {
        OWNED char *file = rundir_path(path, names[k]);
        unlink(file);
    }
}

static int64_t iteration_of(const char *path, PlannedState state) {
    OWNED char *file =
        rundir_path(path, state == PLANNED_BEFORE ? "checkpoint.prev.h5" : "checkpoint.h5");
    int64_t iteration = checkpoint_iteration(file);
    return iteration > 0 ? iteration : 0;
}

// The command line that makes a run, or goes on with it: NULL-terminated, of borrowed words.
static const char **command_of(const PlannedRun *run, PlannedState state, const char *path,
                               const char *threads, const TextList *plugins) {
    const char **word = allocate(run->changes + 2 * plugins->count + 16, sizeof *word);
    size_t n = 0;
    bool resumes = state == PLANNED_BEGUN || state == PLANNED_BEFORE;
    word[n++] = "pinwheel";
    word[n++] = resumes ? "resume" : run->verb->name;
    word[n++] = "-q";
    if (run->verb->threaded) {
        word[n++] = "--threads";
        word[n++] = threads;
    }
    for (size_t k = 0; k < plugins->count; k++) {
        word[n++] = "--plugin";
        word[n++] = plugins->items[k];
    }
    if (state == PLANNED_BEFORE)
        word[n++] = "--previous";
    if (!resumes) {
        if (rundir_is_run(path))
            word[n++] = "--force";
        word[n++] = "-o";
        word[n++] = path;
    }
    word[n++] = "--";
    word[n++] = resumes ? path : run->config;
    for (size_t k = 0; !resumes && k < run->changes; k++)
        word[n++] = run->change[k];
    return word;
}

// Turns the forked child into the program. It has a process group of its own, so that Ctrl-C
// reaches it only through the parent; it dies with the parent; it prints only on stderr.
static _Noreturn void become(const char *const *word, FILE *said, pid_t parent) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    if (freopen("/dev/null", "r", stdin) && freopen("/dev/null", "w", stdout) &&
        dup2(fileno(said), STDERR_FILENO) >= 0) {
        union {
            const char *const *constant;
            char *const *words; // execv changes none
        } words = {word};
        execv("/proc/self/exe", words.words);
    }
    dprintf(STDERR_FILENO, "cannot be started: %s\n", strerror(errno));
    _exit(1);
}

static bool start(ChildRuns *runs, size_t i, Error *error) {
    const PlannedRun *planned = &runs->plan->run[i];
    ChildRun *run = &runs->run[i];
    PlannedState state = planned_run_state(planned, runs->folder);
    OWNED char *path = planned_run_path(planned, runs->folder),
               *threads = format_text("%d", runs->threads);
    bool resumes = state == PLANNED_BEGUN || state == PLANNED_BEFORE;
    if (!resumes)
        clear_beginning(path);
    else
        run->begun = iteration_of(path, state);
    OWNED_BY(text_list_finish) TextList plugins = resumes ? plugins_loaded() : plugins_commanded();
    OWNED const char **word = command_of(planned, state, path, threads, &plugins);
    pid_t parent = getpid();
    run->said = tmpfile();
    fflush(stdout);
    run->process = run->said ? fork() : -1;
    if (run->process == 0)
        become(word, run->said, parent);
    if (run->process > 0) {
        run->state = CHILD_GOING;
        return true;
    }
    fail(error, "%s: a process cannot be started: %s", path, strerror(errno));
    if (run->said)
        fclose(run->said);
    return false;
}

// Takes the runs that finished or failed before.
static void take_ended(ChildRuns *runs) {
    for (size_t i = 0; i < runs->plan->count; i++) {
        const PlannedRun *planned = &runs->plan->run[i];
        PlannedState state = planned_run_state(planned, runs->folder);
        OWNED char *path = planned_run_path(planned, runs->folder);
        if (state == PLANNED_FINISHED)
            end_run(runs, i, CHILD_FINISHED, NULL);
        else if (state == PLANNED_FAILED && !runs->again)
            end_run(runs, i, CHILD_FAILED, reason_on_disk(path));
    }
}

// The first line of a child's stderr without the program's name, or NULL; owned by the caller.
static char *first_said(FILE *said) {
    static const char name[] = "pinwheel: ";
    char line[1024] = "";
    rewind(said);
    char *read = fgets(line, sizeof line, said);
    line[strcspn(line, "\n")] = '\0';
    bool named = strncmp(line, name, sizeof name - 1) == 0;
    return read && line[0] ? copy_text(line + (named ? sizeof name - 1 : 0)) : NULL;
}

// Notes how an ended child's run stands.
static void take_end(ChildRuns *runs, size_t i, int status) {
    ChildRun *run = &runs->run[i];
    OWNED char *said = first_said(run->said);
    fclose(run->said);
    run->said = NULL;
    PlannedState state = planned_run_state(&runs->plan->run[i], runs->folder);
    if (state == PLANNED_FINISHED) {
        end_run(runs, i, CHILD_FINISHED, NULL);
    } else if (*runs->stop) {
        run->state = CHILD_WAITING;
    } else {
        bool was_interrupted = WIFEXITED(status) && WEXITSTATUS(status) == INTERRUPTED;
        char *reason = WIFSIGNALED(status)
                           ? format_text("ended by signal %d", WTERMSIG(status))
                           : copy_text(said              ? said
                                       : was_interrupted ? "interrupted; the same command goes on"
                                                         : "ended before it was finished");
        end_run(runs, i, CHILD_FAILED, reason);
    }
}

// Notes what a helper has reported. It reports CHILD_WAITING when it was stopped.
static void take_report(ChildRuns *runs, size_t i, ChildState state, const char *reason) {
    if (state == CHILD_WAITING && *runs->stop)
        runs->run[i].state = CHILD_WAITING;
    else if (state == CHILD_WAITING)
        end_run(runs, i, CHILD_FAILED, copy_text("its helper was stopped"));
    else
        end_run(runs, i, state, state == CHILD_FAILED ? copy_text(reason) : NULL);
}

static void look_at_children(ChildRuns *runs) {
    if (runs->helpers)
        child_ranks_take(runs, take_report);
    for (size_t i = 0; i < runs->plan->count; i++) {
        int status;
        if (runs->run[i].state == CHILD_GOING && !runs->helpers &&
            waitpid(runs->run[i].process, &status, WNOHANG) == runs->run[i].process)
            take_end(runs, i, status);
    }
}

// Does a run wait for one that failed, or that is neither finished nor wanted?
static bool is_hopeless(const ChildRuns *runs, const PlannedRun *planned) {
    const ChildRun *before = &runs->run[planned->after];
    return planned->waits &&
           (before->state == CHILD_FAILED || (before->state == CHILD_WAITING && !before->wanted));
}

static bool start_more(ChildRuns *runs, Error *error) {
    for (size_t i = 0; i < runs->plan->count && !*runs->stop; i++) {
        const PlannedRun *planned = &runs->plan->run[i];
        if (!runs->run[i].wanted || runs->run[i].state != CHILD_WAITING)
            continue;
        if (is_hopeless(runs, planned))
            end_run(runs, i, CHILD_FAILED,
                    format_text("%s, which it begins at, is not finished",
                                runs->plan->run[planned->after].name));
        else if (planned->waits && runs->run[planned->after].state != CHILD_FINISHED)
            continue;
        else if (child_runs_count(runs, CHILD_GOING) >= runs->at_once)
            return true;
        else if (runs->helpers)
            child_ranks_give(runs, i);
        else if (!start(runs, i, error))
            return false;
    }
    return true;
}

static void pass_stop_on(const ChildRuns *runs) {
    for (size_t i = 0; i < runs->plan->count; i++)
        if (runs->run[i].state == CHILD_GOING && !runs->helpers) // mpirun signals helpers
            kill(runs->run[i].process, SIGTERM);
}

bool child_runs_go(ChildRuns *runs, Error *error) {
    take_ended(runs);
    ChildProgress progress = child_progress_begin(runs);
    bool ok = true, stopping = false;
    while (ok || child_runs_count(runs, CHILD_GOING) > 0) {
        ok = ok && start_more(runs, error);
        child_progress_show(&progress, runs);
        if (child_runs_count(runs, CHILD_GOING) == 0)
            break;
        if ((*runs->stop || !ok) && !stopping) {
            pass_stop_on(runs);
            stopping = true;
        }
        nanosleep(&moment, NULL);
        look_at_children(runs);
        if (runs->passed)
            runs->passed(runs->context);
    }
    return ok;
}
