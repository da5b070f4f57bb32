// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/shell_word.h"
#include "base/talk.h"
#include "files/rundir.h"
#include "records/record.h"
#include "run/run.h"
#include "run/saved_run.h"
#include "verbs/command_result.h"
#include "verbs/stop.h"

static int carry_out(const Options *options, Error *error) {
    const volatile sig_atomic_t *stop = stop_request();
    const char *change = options->count > 1 ? options->words[1] : NULL;
    if (change && !saved_run_check_change(change, error))
        return EXIT_USAGE;
    OWNED_BY(saved_run_close) SavedRun saved;
    if (!saved_run_open(&saved, options->words[0], -1, options->previous, change, error))
        return EXIT_FAILED;
    OWNED char *log = rundir_path(saved.folder, "log.txt"), *word = shell_word(saved.folder);
    if (!options->previous && saved_run_is_finished(&saved)) {
        talk("%s: is finished, at iteration %lld; extend it with: pinwheel resume %s iterations=N",
             saved.folder, (long long)saved.experiment.iterations, word);
        return EXIT_DONE;
    }
    OWNED_BY(run_finish) Run run = {0};
    RunOptions run_options = {.most_seconds = options->most_seconds,
                              .command = options->line,
                              .observer = &record_observer};
    bool logged = talk_log(log, error);
    talk("resuming %s from %s", saved.folder, saved.checkpoint);
    if (!logged || !run_resume(&run, &saved.experiment, copy_text(saved.folder), saved.checkpoint,
                               options->kernels, &run_options, error))
        return EXIT_FAILED;
    return command_result(&run, run_loop(&run, &run_options, stop, error), error);
}

const Command command_resume = {
    .name = "resume",
    .summary = "go on with a run from its last checkpoint, bit for bit",
    .asks = "name a run directory",
    .no_changes = saved_run_changes,
    .examples = EXAMPLES("pinwheel resume outputs/demo-001",
                         "pinwheel resume outputs/demo-001 iterations=20000"),
    .words = WORDS({"DIR", 1, 1, NULL, NULL},
                   {"iterations=N", 0, 1, "a new end, to extend a finished run", NULL}),
    .options =
        OPTIONS(OPTION_FLAG(previous, "from the checkpoint before the last"),
                OPTION_THREADS("processors to use; the results do not depend on it"),
                OPTION_MAX_TIME, OPTION_KERNEL, OPTION_QUIET("print numbers and errors alone")),
    .carry_out = carry_out,
};
