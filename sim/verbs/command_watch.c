// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/session.h"

#include "base/memory.h"
#include "base/talk.h"
#include "files/rundir.h"
#include "verbs/command_result.h"
#include "verbs/new_run.h"
#include "verbs/stop.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void print_link(const WatchSession *session, const char *listen) {
    if (listen)
        talk("warning: whoever gets to see the link can control this run over the network: it is "
             "not encrypted");
    printf("%s\n", server_link(session->server));
    fflush(stdout);
}

// A new run, with control.
static int watch_config(WatchSession *session, const Options *options, Error *error) {
    OWNED_BY(experiment_free) Experiment experiment = {0};
    OWNED_BY(run_finish) Run run = {0};
    const Observer observer = live_observer(&session->live);
    RunOptions run_options = {.command = options->line,
                              .observer = &observer,
                              .between = watch_between,
                              .context = session};
    if (!new_run_build(&run, &experiment, options, &run_options, error))
        return EXIT_USAGE;
    if (!new_run_start(&run, options, error))
        return EXIT_FAILED;
    session->folder = run.folder;
    session->live.run = &run;
    session->live.paused = options->paused;
    session->live.forks.listen = option_text(options->listen);
    print_link(session, option_text(options->listen));
    int status = command_result(&run, run_loop(&run, &run_options, session->stop, error), error);
    talk_error(error);
    watch_linger(session);
    server_stop(session->server); // what asks no more needs no run
    session->server = NULL;
    return status;
}

// The folder of a run, or of a sweep, a replication or a fit with its runs, read only.
static int watch_folder(WatchSession *session, const Options *options, Error *error) {
    if (options->count > 1)
        return fail(error,
                    "watch: '%s': a folder is only looked at; to change settings, watch a "
                    "config",
                    options->words[1]),
               EXIT_USAGE;
    OWNED char *folder = rundir_plain(options->words[0]);
    if (!rundir_is_run(folder) && rundir_kind_of_runs(folder) == NULL) {
        rundir_fail_as_no_run(folder, error);
        return EXIT_USAGE;
    }
    session->folder = folder;
    print_link(session, option_text(options->listen));
    watch_linger(session);
    server_stop(session->server);
    session->server = NULL;
    return EXIT_DONE;
}

static int carry_out(const Options *options, Error *error) {
    OWNED_BY(watch_session_end) WatchSession session;
    const ServerOptions server = {option_text(options->listen),
                                  options->port > 0 ? options->port : 0};
    struct stat status;
    bool is_folder = stat(options->words[0], &status) == 0 && S_ISDIR(status.st_mode);
    if (!watch_session_begin(&session, &server, stop_request(), error))
        return EXIT_FAILED;
    return is_folder ? watch_folder(&session, options, error)
                     : watch_config(&session, options, error);
}

const Command command_watch = {
    .name = "watch",
    .summary = "see a run in the browser as it goes on, and act on it",
    .about =
        "With a config, a new run is shown live: pause it, change settings, make lesions, "
        "show patterns, fork it; all that is done to it becomes part of the run's config. With the "
        "folder of a run, a sweep, a replication or a fit that another process makes, or that "
        "has ended, the page shows what is written there. Open the link that is printed; "
        "docs/watch.md says how to reach another computer.",
    .asks = "name a config file, or the folder of a run, a sweep, a replication or a fit",
    .examples =
        EXAMPLES("pinwheel watch configs/gcal/demo.cfg",
                 "pinwheel watch configs/gcal/demo.cfg seed=7 --port 8000",
                 "pinwheel watch outputs/demo-001", "pinwheel watch outputs/contrast-sweep-001"),
    .words =
        WORDS({"FILE|DIR", 1, 1, NULL, NULL},
              {"path=value", 0, ANY_NUMBER,
               "change a setting before the run, as sheets.v1.density=98", &experiment_settings}),
    .options =
        OPTIONS({OPTION(port), "free", 1, 65535, NULL, "of the link", "free", .value = "N"},
                {OPTION(listen), .value = "ADDRESS",
                 .help = "listen to other computers, too, on this computer's ADDRESS in digits"},
                OPTION_FLAG(paused, "begin paused"),
                OPTION_OUTPUT("DIR", "folder for what the run writes (default: outputs/FILE-001, "
                                     "-002, ...)"),
                OPTION_FORCE, OPTION_THREADS("processors to use; the results do not depend on it"),
                OPTION_KERNEL, OPTION_QUIET("print numbers, errors and the link alone")),
    .carry_out = carry_out,
};
