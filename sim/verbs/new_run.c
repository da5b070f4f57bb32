// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/new_run.h"

#include "base/memory.h"
#include "base/talk.h"
#include "files/rundir.h"
#include "verbs/whole_units.h"

static void tell_warnings(const Run *run) {
    Error found = {0};
    run_warnings(run, &found);
    talk_lines("warning", &found);
    whole_units_warnings(run->experiment, &found);
    talk_lines("note", &found);
}

bool new_run_build(Run *run, Experiment *experiment, const Options *options,
                   const RunOptions *run_options, Error *error) {
    return experiment_load(experiment, options->words[0], options->words + 1, options->count - 1,
                           error) &&
           run_build(run, experiment, options->kernels, run_options, error);
}

bool new_run_start(Run *run, const Options *options, Error *error) {
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
