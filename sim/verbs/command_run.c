// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/talk.h"
#include "files/rundir.h"
#include "records/record.h"
#include "run/run.h"
#include "run/settings_warnings.h"
#include "verbs/command_result.h"
#include "verbs/stop.h"
#include "verbs/whole_units.h"

static void tell_warnings(const Run *run) {
    Error found = {0};
    settings_warnings(run->experiment, &found);
    experiment_missed_events(run->experiment, run->started_at, &found);
    talk_lines("warning", &found);
    whole_units_warnings(run->experiment, &found);
    talk_lines("note", &found);
}

static bool start(Run *run, const Options *options, Error *error) {
    const Experiment *experiment = run->experiment;
    char *folder =
        rundir_make(option_text(options->output), options->words[0], options->force, error);
    if (folder == NULL)
        return false;
    OWNED char *log = rundir_path(folder, "log.txt");
    bool logged = talk_log(log, error);
    talk("%s%s%s", experiment->title, experiment->title[0] ? " -> " : "", folder);
    if (experiment->from[0])
        talk("from iteration %lld of %s", (long long)run->started_at, experiment->from);
    tell_warnings(run);
    return run_start(run, folder, error) && logged; // takes over the folder
}

static int carry_out(const Options *options, Error *error) {
    const volatile sig_atomic_t *stop = stop_request();
    OWNED_BY(experiment_free) Experiment experiment;
    OWNED_BY(run_finish) Run run = {0};
    RunOptions run_options = {options->most_seconds, options->line, &record_observer};
    if (!experiment_load(&experiment, options->words[0], options->words + 1, options->count - 1,
                         error) ||
        !run_build(&run, &experiment, options->kernels, &run_options, error))
        return EXIT_USAGE;
    if (!start(&run, options, error))
        return EXIT_FAILED;
    return command_result(&run, run_loop(&run, &run_options, stop, error), error);
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
