// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/command.h"

#include "verbs/command_result.h"
#include "base/memory.h"
#include "records/record.h"
#include "run/run.h"
#include "run/saved_run.h"
#include "base/talk.h"

static int measure(SavedRun *saved, const Options *options, Error *error) {
    Run run = {0};
    RunOptions run_options = {.command = options->line};
    bool ok = run_open(&run, &saved->experiment, copy_text(saved->folder), saved->checkpoint,
                       options->kernels, &run_options, error);
    if (ok && saved->experiment.measures.count == 0)
        ok = fail(error, "%s/config.cfg: names no measures", saved->folder);
    for (size_t i = 0; ok && i < saved->experiment.measures.count; i++)
        ok = record_measure(&saved->experiment, run.network,
                            saved->experiment.measures.items[i].name, saved->folder, NULL, error);
    if (ok)
        talk("measured %s at iteration %lld; pictures: %s/maps/*.png", saved->folder,
             (long long)run.network->presentation, saved->folder);
    ok = ok && command_print_measures(saved->folder, run.network->presentation,
                                      options->json ? PRINT_JSON : PRINT_ALL, error);
    run_finish(&run);
    return ok ? EXIT_DONE : EXIT_FAILED;
}

static int carry_out(int argc, char **argv, Error *error) {
    Options options;
    int status = EXIT_USAGE;
    if (options_parse(&command_measure, argc, argv, &options, error)) {
        SavedRun saved;
        if (options.count != 1) {
            fail(error,
                 "measure: name one run directory, as in: pinwheel measure outputs/demo-001");
        } else {
            status = EXIT_FAILED;
            if (saved_run_open(&saved, options.words[0], options.at, false, NULL, error))
                status = measure(&saved, &options, error);
            saved_run_close(&saved);
        }
    }
    options_free(&options);
    return status;
}

const Command command_measure = {
    "measure",
    "DIR",
    "take all measures of a run again, from a saved state",
    "  --at N             of the state saved at iteration N (default: the last checkpoint)\n"
    "  --json             print the numbers as JSON\n"
    "  --threads N        processors to use (default: all)\n"
    "  --kernel NAME      arithmetic for one kind of processor: avx512, avx2, baseline, reference\n"
    "  -q, --quiet        print numbers and errors alone\n",
    NULL,
    carry_out};
