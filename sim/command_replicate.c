// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

#include "child_runs.h"
#include "memory.h"
#include "runs_folder.h"
#include "scorecard.h"
#include "talk.h"

#include <omp.h>
#include <string.h>

// outputs/NAME-replication, with NAME of the file; of a quick one, -quick after it. Owned by the
// caller.
static char *default_folder(const Replication *replication) {
    const char *slash = strrchr(replication->path, '/'),
               *name = slash ? slash + 1 : replication->path, *dot = strrchr(name, '.');
    int length = dot && dot != name ? (int)(dot - name) : (int)strlen(name);
    return format_text("outputs/%.*s-replication%s", length, name,
                       replication->is_quick ? "-quick" : "");
}

static bool score(const Replication *replication, const char *folder, Error *error) {
    Scorecard scorecard;
    scorecard_make(&scorecard, replication, folder);
    bool ok = scorecard_write(&scorecard, error);
    if (ok) {
        scorecard_print(&scorecard, stdout);
        talk("%zu met, %zu missed, %zu undecided, %zu untested; scorecard: %s/scorecard.html, .csv "
             "and .md",
             scorecard_count(&scorecard, CLAIM_MET), scorecard_count(&scorecard, CLAIM_MISSED),
             scorecard_count(&scorecard, CLAIM_UNDECIDED),
             scorecard_count(&scorecard, CLAIM_UNTESTED), folder);
    }
    scorecard_free(&scorecard);
    return ok;
}

// Makes the runs that are missing, and tests the claims with all that there are.
static int make_runs(const Replication *replication, const RunsFolder *folder,
                     const Options *options, Error *error) {
    int cores = options->threads ? options->threads : omp_get_num_procs();
    ChildRuns runs;
    child_runs_begin(&runs, &replication->runs, folder->path);
    runs.at_once = (size_t)options->jobs;
    runs.threads = cores > options->jobs ? cores / options->jobs : 1;
    runs.again = options->again;
    runs.stop = stop_request();
    bool ok = child_runs_go(&runs, error);
    ok = score(replication, folder->path, error) && ok;
    child_runs_tell_failures(&runs);
    size_t waiting = child_runs_count(&runs, CHILD_WAITING),
           failed = child_runs_count(&runs, CHILD_FAILED);
    if (waiting > 0)
        talk("stopped with %zu runs to go; the same command goes on", waiting);
    child_runs_free(&runs);
    return !ok || (failed > 0 && waiting == 0) ? EXIT_FAILED
           : waiting > 0                       ? EXIT_INTERRUPTED
                                               : EXIT_DONE;
}

static int replicate(const Replication *replication, const Options *options, Error *error) {
    char *usual = default_folder(replication);
    RunsFolder folder;
    bool ok = runs_folder_open(&folder, "replication", options->output ? options->output : usual,
                               replication->path, false, error) &&
              runs_folder_check(&folder, &replication->runs, error) &&
              runs_folder_note(&folder, options->line, error);
    if (ok)
        talk("%s%s%zu claims, %zu runs -> %s", replication->title,
             replication->title[0] ? ": " : "", replication->claims.count, replication->runs.count,
             folder.path);
    int status = ok ? make_runs(replication, &folder, options, error) : EXIT_FAILED;
    runs_folder_close(&folder);
    release(usual);
    return status;
}

static int carry_out(int argc, char **argv, Error *error) {
    Options options;
    int status = EXIT_USAGE;
    if (options_parse(&command_replicate, argc, argv, &options, error)) {
        Replication replication;
        if (options.count != 1) {
            fail(error, "replicate: name one file, as in: pinwheel replicate "
                        "configs/replication/unified.cfg");
        } else {
            if (replication_load(&replication, options.words[0], options.quick, error))
                status = replicate(&replication, &options, error);
            replication_free(&replication);
        }
    }
    options_free(&options);
    return status;
}

const Command command_replicate = {
    "replicate", "FILE [--quick] [-j N]", "test claims over seeds, and write a scorecard",
    "  runs what is missing of the experiments that the claims are about; the same command goes on "
    "where it was stopped\n"
    "  --quick            fewer seeds and iterations, as the file says; each line tells so\n"
    "  -o, --output DIR   folder for all runs (default: outputs/FILE-replication)\n"
    "  -j, --jobs N       runs side by side, which share the processors (default: 1)\n"
    "  --threads N        processors for all of them (default: all)\n"
    "  --again            make runs again that failed\n"
    "  -q, --quiet        say nothing but errors\n",
    carry_out};
