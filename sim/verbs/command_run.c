// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/command.h"

#include "records/record.h"
#include "verbs/command_result.h"
#include "base/memory.h"
#include "run/run.h"
#include "files/rundir.h"
#include "base/talk.h"

// Carries out a run that was built.
static int carry_on(Run *run, const Options *options, const RunOptions *run_options, Error *error) {
    const Experiment *experiment = run->experiment;
    char *folder = rundir_make(options->output, options->words[0], options->force, error);
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

static int run_experiment(Experiment *experiment, const Options *options, Error *error) {
    Run run;
    RunOptions run_options = {options->most_seconds, options->line, &record_observer};
    int status = run_build(&run, experiment, options->kernels, &run_options, error)
                     ? carry_on(&run, options, &run_options, error)
                     : EXIT_USAGE;
    run_finish(&run);
    return status;
}

static int carry_out(int argc, char **argv, Error *error) {
    Options options;
    int status = EXIT_USAGE;
    if (options_parse(&command_run, argc, argv, &options, error)) {
        Experiment experiment;
        if (options.count < 1) {
            fail(error, "run: name a config file, as in: pinwheel run configs/gcal/demo.cfg");
        } else {
            if (experiment_load(&experiment, options.words[0],
                                (const char *const *)options.words + 1, (size_t)options.count - 1,
                                error))
                status = run_experiment(&experiment, &options, error);
            experiment_free(&experiment);
        }
    }
    options_free(&options);
    return status;
}

const Command command_run = {
    "run",
    "FILE [path=value ...]",
    "develop a network as a config file says",
    "  -o, --output DIR   folder for what the run writes (default: outputs/FILE-001, -002, ...)\n"
    "  --force            replace a run that is already in that folder\n"
    "  --threads N        processors to use (default: all); the results do not depend on it\n"
    "  --max-time TIME    pause after this long, as 90s, 15m, 2h30m; `resume` goes on\n"
    "  --kernel NAME      arithmetic for one kind of processor: avx512, avx2, baseline, reference; "
    "the "
    "results do not depend on it\n"
    "  -q, --quiet        print numbers and errors alone\n"
    "  path=value         change a setting, as sheets.v1.density=98 or "
    "sheets.*.boundary=periodic\n",
    NULL,
    carry_out};
