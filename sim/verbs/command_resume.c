// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/command.h"

#include "records/record.h"
#include "verbs/command_result.h"
#include "base/memory.h"
#include "run/run.h"
#include "files/rundir.h"
#include "run/saved_run.h"
#include "base/talk.h"

#include <string.h>

static int resume(SavedRun *saved, const Options *options, Error *error) {
    char *log = rundir_path(saved->folder, "log.txt");
    Run run = {0};
    RunOptions run_options = {options->most_seconds, options->line, &record_observer};
    bool ok = talk_log(log, error);
    release(log);
    talk("resuming %s from %s", saved->folder, saved->checkpoint);
    ok = ok && run_resume(&run, &saved->experiment, copy_text(saved->folder), saved->checkpoint,
                          options->kernels, &run_options, error);
    int status =
        ok ? command_result(&run, run_loop(&run, &run_options, stop_request(), error), error)
           : EXIT_FAILED;
    run_finish(&run);
    return status;
}

// Is iterations=N a number that is allowed?
static bool check_iterations(const char *assignment, Error *error) {
    const Setting *setting = block_find(&experiment_settings, "iterations");
    int64_t iterations;
    return setting_parse(setting, &iterations, strchr(assignment, '=') + 1,
                         "command line: iterations", error);
}

static int carry_out(int argc, char **argv, Error *error) {
    Options options;
    int status = EXIT_USAGE;
    if (options_parse(&command_resume, argc, argv, &options, error)) {
        bool changes_iterations =
            options.count == 2 && strncmp(options.words[1], "iterations=", 11) == 0;
        if (options.count < 1) {
            fail(error, "resume: name a run directory, as in: pinwheel resume outputs/demo-001");
        } else if (options.count > 1 && !changes_iterations) {
            fail(error,
                 "resume: '%s': only iterations=N may change; to change more, start a new run",
                 options.words[options.count > 2 ? 2 : 1]);
        } else {
            SavedRun saved = {0};
            if (changes_iterations && !check_iterations(options.words[1], error))
                status = EXIT_USAGE;
            else if (saved_run_open(&saved, options.words[0], -1, options.previous,
                                    changes_iterations ? options.words[1] : NULL, error))
                status = resume(&saved, &options, error);
            else
                status = EXIT_FAILED;
            saved_run_close(&saved);
        }
    }
    options_free(&options);
    return status;
}

const Command command_resume = {
    "resume",
    "DIR [iterations=N]",
    "go on with a run from its last checkpoint, bit for bit",
    "  --previous         from the checkpoint before the last\n"
    "  --threads N        processors to use (default: all); the results do not depend on it\n"
    "  --max-time TIME    pause after this long, as 90s, 15m, 2h30m\n"
    "  --kernel NAME      arithmetic for one kind of processor: avx512, avx2, baseline, reference\n"
    "  -q, --quiet        print numbers and errors alone\n"
    "  iterations=N       a new end, to extend a finished run\n",
    NULL,
    carry_out};
