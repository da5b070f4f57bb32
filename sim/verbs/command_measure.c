// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/talk.h"
#include "records/record.h"
#include "records/record_maps.h"
#include "run/run.h"
#include "run/saved_run.h"
#include "verbs/command_result.h"

static bool measure(const Options *options, Error *error) {
    OWNED_BY(saved_run_close) SavedRun saved;
    OWNED_BY(run_finish) Run run = {0};
    RunOptions run_options = {.command = options->line};
    if (!saved_run_open(&saved, options->words[0], options->at, false, NULL, error) ||
        !run_open(&run, &saved.experiment, copy_text(saved.folder), saved.checkpoint,
                  options->kernels, &run_options, error))
        return false;
    const Collection *measures = &saved.experiment.measures;
    if (measures->count == 0)
        return fail(error, "%s/config.cfg: names no measures", saved.folder);
    if (!record_maps_check(saved.folder, error))
        return false;
    for (size_t i = 0; i < measures->count; i++)
        if (!record_measure(&saved.experiment, run.network, measures->items[i].name, saved.folder,
                            NULL, error))
            return false;
    talk("measured %s at iteration %lld; pictures: %s/maps/*.png", saved.folder,
         (long long)run.network->presentation, saved.folder);
    return command_print_measures(saved.folder, run.network->presentation,
                                  options->json ? PRINT_JSON : PRINT_ALL, error);
}

static int carry_out(const Options *options, Error *error) {
    return measure(options, error) ? EXIT_DONE : EXIT_FAILED;
}

const Command command_measure = {
    .name = "measure",
    .summary = "take all measures of a run again, from a saved state",
    .asks = "name one run directory",
    .no_changes = "measure takes no changes; the settings are those in the run's config.cfg",
    .examples = EXAMPLES("pinwheel measure outputs/demo-001",
                         "pinwheel measure outputs/demo-001 --at 5000 --json"),
    .words = WORDS({"DIR", 1, 1, NULL, NULL}),
    .options = OPTIONS(
        OPTION_AT("last", "of the state saved at iteration N; last: of the last checkpoint"),
        OPTION_JSON("print the numbers as JSON"), OPTION_THREADS("processors to use"),
        OPTION_KERNEL, OPTION_QUIET("print numbers and errors alone")),
    .carry_out = carry_out,
};
