// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/new_run.h"

#include "base/memory.h"
#include "records/record.h"
#include "verbs/command_result.h"
#include "verbs/stop.h"

static int carry_out(const Options *options, Error *error) {
    const volatile sig_atomic_t *stop = stop_request();
    OWNED_BY(experiment_free) Experiment experiment = {0};
    OWNED_BY(run_finish) Run run = {0};
    RunOptions run_options = {.most_seconds = options->most_seconds,
                              .command = options->line,
                              .observer = &record_observer};
    if (!new_run_build(&run, &experiment, options, &run_options, error))
        return EXIT_USAGE;
    if (!new_run_start(&run, options, error))
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
