// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "records/record.h"
#include "verbs/command_result.h"
#include "base/memory.h"
#include "run/run.h"
#include "files/rundir.h"
#include "base/talk.h"
#include "verbs/stop.h"

// Carries out a run that was built.
static int carry_on(Run *run, const Options *options, const RunOptions *run_options, Error *error) {
    const Experiment *experiment = run->experiment;
    char *folder =
        rundir_make(option_text(options->output), options->words[0], options->force, error);
    if (folder == NULL)
        return EXIT_FAILED;
    char *log = rundir_path(folder, "log.txt");
    bool ok = talk_log(log, error);
    release(log);
    talk("%s%s%s", experiment->title, experiment->title[0] ? " -> " : "", folder);
    if (experiment->from[0])
        talk("from iteration %lld of %s", (long long)run->started_at, experiment->from);
    char *missed = experiment_missed_events(experiment, run->started_at);
    if (missed)
        talk("warning: %s", missed);
    release(missed);
    ok = run_start(run, folder, error) && ok;
    return ok ? command_result(run, run_loop(run, run_options, stop_request(), error), error)
              : EXIT_FAILED;
}

static int build_and_go(Experiment *experiment, const Options *options, Error *error) {
    OWNED_BY(run_finish) Run run;
    RunOptions run_options = {options->most_seconds, options->line, &record_observer};
    return run_build(&run, experiment, options->kernels, &run_options, error)
               ? carry_on(&run, options, &run_options, error)
               : EXIT_USAGE;
}

static int carry_out(const Options *options, Error *error) {
    OWNED_BY(experiment_free) Experiment experiment;
    int status = EXIT_USAGE;
    if (experiment_load(&experiment, options->words[0], options->words + 1, options->count - 1,
                        error))
        status = build_and_go(&experiment, options, error);
    return status;
}

const Command command_run = {
    .name = "run",
    .summary = "develop a network as a config file says",
    .asks = "name a config file",
    .examples = EXAMPLES("pinwheel run configs/gcal/demo.cfg",
                         "pinwheel run configs/gcal/demo.cfg seed=7 -o outputs/seed-7"),
    .words = WORDS({"FILE", 1, 1, NULL, NULL},
                   {"path=value", 0, ANY_NUMBER,
                    "change a setting, as sheets.v1.density=98 or sheets.*.boundary=periodic",
                    &experiment_settings}),
    .options =
        OPTIONS(OPTION_OUTPUT(
                    "DIR", "folder for what the run writes (default: outputs/FILE-001, -002, ...)"),
                OPTION_FORCE, OPTION_THREADS("processors to use; the results do not depend on it"),
                OPTION_MAX_TIME, OPTION_KERNEL, OPTION_QUIET("print numbers and errors alone")),
    .carry_out = carry_out,
};
