// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run.h"

#include "base/huge_pages.h"
#include "base/memory.h"
#include "base/talk.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "files/seal.h"
#include "run/history.h"
#include "run/run_inputs.h"
#include "run/saved_run.h"
#include "run/settings_warnings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void take_up(Run *run, Experiment *experiment, const RunOptions *options) {
    *run = (Run){.experiment = experiment,
                 .observer = options->observer,
                 .selectivity = (double)NAN,
                 .command = copy_text(options->command),
                 .clock = clock_seconds()};
    wall_time(run->started);
}

static bool enter(Run *run, char *folder, Error *error) {
    run->folder = folder;
    if (folder == NULL)
        return true;
    run->lock = rundir_lock(folder, error);
    return run->lock >= 0;
}

static const double BYTES_TOLD = 5e8, // of a network: building it takes a second or two
    SECONDS_TOLD = 2;

// Building is silent for half a minute where a network is as large as a machine takes.
static void tell_large(const NetworkSettings *settings) {
    double bytes = network_memory(settings);
    if (bytes > BYTES_TOLD)
        talk("building a network of about %.2g GB", bytes / 1e9);
}

static bool make_network(Run *run, const Kernels *kernels, InitialWeights initial, Error *error) {
    tell_large(&run->experiment->network);
    Network *network = run->network = experiment_network(run->experiment, kernels, initial, error);
    if (network == NULL)
        return false;
    run->silence = silence_start(network);
    run->memory.sum_count = history_sums(network);
    run->memory.sums = allocate(run->memory.sum_count, sizeof *run->memory.sums);
    run->memory.settling = allocate(network->sheets, sizeof *run->memory.settling);
    run->memory.config = config_echo_text(&experiment_settings, run->experiment);
    return true;
}

bool run_note_inputs(Run *run, Error *error) {
    if (run->inputs)
        return true;
    run->inputs = run_inputs(&experiment_settings, run->experiment, error);
    if (run->inputs == NULL)
        return false;
    run->memory.inputs = json_dumps(run->inputs, JSON_SORT_KEYS);
    return true;
}

static bool take_state(Run *run, const char *state, Error *error) {
    bool ok = checkpoint_read(run->network, &run->memory, state, error);
    run->started_at = ok ? run->network->presentation : 0;
    return ok;
}

// Makes again, in order, the changes of settings that happened before the checkpoint. Those of the
// end of a shorter run do not happen in a longer one: fields get back the radius that they have in
// it.
static bool redo_changes(Run *run, Error *error) {
    int64_t last = run->network->presentation - (run->memory.events_done ? 0 : 1);
    bool ok = true;
    for (int64_t iteration = 0; iteration <= last && ok; iteration++)
        ok = run_events(run, EVENTS_CHANGE_AGAIN, iteration, error);
    return ok && experiment_follow_courses(run->experiment, run->network->presentation, error) &&
           (!run->memory.events_done || network_change_radii(run->network, error));
}

// Takes the state that the experiment starts from.
static bool branch(Run *run, Error *error) {
    const Experiment *experiment = run->experiment;
    Error found = {0};
    OWNED_BY(error_clear) Error cause = {0};
    OWNED char *state = saved_run_state(experiment->from, &cause);
    bool ok = state && seal_check(state, &cause) && take_state(run, state, &cause);
    if (ok && run->started_at > experiment->iterations)
        ok = fail(&cause, "%s is of iteration %lld, beyond the end of this run, iterations = %lld",
                  state, (long long)run->started_at, (long long)experiment->iterations);
    run->memory.events_done = false;
    ok = ok && redo_changes(run, &cause);
    for (size_t i = 0; ok && i < run->network->sheets; i++) // the state's thresholds stay
        run->network->sheet[i].threshold_setting = run->network->sheet[i].settings->threshold;
    if (!ok)
        fail(&found, "from: %s", cause.text);
    config_locate(&experiment->places, experiment->path, &found);
    error_move(error, &found);
    return ok;
}

bool run_build(Run *run, Experiment *experiment, const Kernels *kernels, const RunOptions *options,
               Error *error) {
    take_up(run, experiment, options);
    bool branches = experiment->from[0] != '\0';
    return make_network(run, kernels, branches ? WEIGHTS_TO_COME : WEIGHTS_DRAWN, error) &&
           (!branches || branch(run, error));
}

void run_warnings(const Run *run, Error *warnings) {
    settings_warnings(run->experiment, warnings);
    experiment_missed_events(run->experiment, run->started_at, warnings);
}

bool run_start(Run *run, char *folder, Error *error) {
    return enter(run, folder, error) && run_note_inputs(run, error) &&
           run_write_config(run, error) && run_write_status(run, "running", "", error);
}

bool run_open(Run *run, Experiment *experiment, char *folder, const char *state,
              const Kernels *kernels, const RunOptions *options, Error *error) {
    take_up(run, experiment, options);
    if (!enter(run, folder, error) || !make_network(run, kernels, WEIGHTS_TO_COME, error) ||
        !run_note_inputs(run, error) || !run_inputs_check(run->inputs, state, error) ||
        !take_state(run, state, error))
        return false;
    if (experiment->iterations < run->started_at)
        return fail(
            error,
            "%s: iteration %lld is already done; iterations=%lld cannot be the end of this run",
            folder ? folder : state, (long long)run->started_at, (long long)experiment->iterations);
    return redo_changes(run, error);
}

// Renames a damaged checkpoint.h5, so that the next save does not keep it as checkpoint.prev.h5.
static bool set_damaged_aside(const char *folder, Error *error) {
    OWNED char *last = rundir_path(folder, "checkpoint.h5"),
               *aside = rundir_path(folder, "checkpoint.damaged.h5");
    return ordinary_file_is_absent(last) || seal_check(last, NULL) || rename(last, aside) == 0 ||
           fail(error, "%s: cannot be put aside: %s", last, strerror(errno));
}

// Drops later rows, and adds the row of a state that was saved after its row could not be written.
static bool restore_history(Run *run, Error *error) {
    int64_t done = run->network->presentation;
    bool due = run->memory.interval > 0 && done % run->experiment->output.history_every == 0;
    return run_rewind_history(run, due ? done - 1 : done, error) &&
           (!due || run_add_history(run, error));
}

bool run_resume(Run *run, Experiment *experiment, char *folder, const char *checkpoint,
                const Kernels *kernels, const RunOptions *options, Error *error) {
    if (!run_open(run, experiment, folder, checkpoint, kernels, options, error))
        return false;
    // A run may end where it was paused: the events of its end have still to happen. Other events
    // of this iteration are repeated, which changes nothing.
    if (experiment->iterations == run->started_at)
        run->memory.events_done = false;
    return set_damaged_aside(folder, error) && restore_history(run, error) &&
           (!run->observer || run->observer->forget(folder, run->started_at, error)) &&
           run_write_config(run, error) && run_write_status(run, "running", "", error);
}

static bool save(Run *run, Error *error) {
    save_clock_begin(&run->save_clock, clock_seconds());
    run->saved =
        checkpoint_write(run->network, &run->memory, run->folder, "checkpoint", false, error);
    save_clock_end(&run->save_clock, clock_seconds());
    return run->saved;
}

bool run_save_if_due(Run *run, Error *error) {
    return !save_clock_is_due(&run->save_clock, run->experiment->output.checkpoint_every,
                              clock_seconds()) ||
           run->network->presentation <= run->started_at || save(run, error);
}

// One presentation, with its sums and counts.
static bool present(Run *run, Presented presented, Error *error) {
    if (!(presented == PRESENT_SHOWN ? network_present_shown(run->network, error)
                                     : network_present(run->network, error)))
        return false;
    run->memory.events_done = false;
    history_add(run->network, run->memory.sums);
    silence_count(&run->silence, run->network);
    for (size_t i = 0; i < run->network->sheets; i++) {
        run->memory.settling[i].settled += run->network->sheet[i].settled;
        run->memory.settling[i].steps += run->network->sheet[i].steps;
    }
    run->memory.interval++;
    return run->network->presentation % run->experiment->output.history_every != 0 ||
           run_add_history(run, error);
}

bool run_present(Run *run, Presented presented, Error *error) {
    int64_t done = run->network->presentation;
    return present(run, presented, error) ||
           fail(error, "iteration %lld: the run was stopped", (long long)done + 1);
}

RunStatus run_end(Run *run, RunStatus status, Error *error) {
    static const char *const names[] = {"finished", "paused", "interrupted", "failed"};
    if (!save(run, error))
        status = RUN_FAILED;
    run->hash = network_hash(run->network);
    if (!run_write_status(run, names[status], error->count ? error->text : "", error))
        status = RUN_FAILED;
    return status;
}

// Begins a run's log with how long it took until the first iteration, and with its memory.
static void tell_start(const Run *run) {
    double seconds = clock_seconds() - run->clock;
    char took[32];
    progress_duration(took, sizeof took, seconds);
    if (seconds > SECONDS_TOLD)
        talk("the network is ready after %s", took);
    OWNED char *sentence = huge_pages_sentence();
    if (sentence)
        talk("%s", sentence);
}

bool run_arrive(Run *run, Error *error) {
    int64_t done = run->network->presentation;
    if (run->memory.events_done)
        return true;
    run->memory.events_done = run_events(run, EVENTS_CHANGE, done, error) &&
                              experiment_follow_courses(run->experiment, done, error) &&
                              network_change_radii(run->network, error) &&
                              run_events(run, EVENTS_HAPPEN, done, error);
    return run->memory.events_done;
}

RunStatus run_loop(Run *run, const RunOptions *options, const volatile sig_atomic_t *stop,
                   Error *error) {
    tell_start(run);
    run->save_clock = save_clock_start(clock_seconds());
    Progress progress = progress_begin(run->network, run->experiment->iterations);
    for (;;) {
        if (!run_arrive(run, error))
            return run_end(run, RUN_FAILED, error);
        if (options->between && !options->between(options->context, run, error))
            return run_end(run, error->count ? RUN_FAILED : RUN_PAUSED, error);
        if (run->network->presentation >= run->experiment->iterations)
            return run_end(run, RUN_FINISHED, error);
        if (*stop)
            return run_end(run, RUN_INTERRUPTED, error);
        if (options->most_seconds > 0 && clock_seconds() - run->clock >= options->most_seconds)
            return run_end(run, RUN_PAUSED, error);
        if (!run_save_if_due(run, error) || !run_present(run, PRESENT_STIMULI, error))
            return run_end(run, RUN_FAILED, error);
        progress_show(&progress, run->network, run->experiment->iterations, run->selectivity);
    }
}

void run_finish(Run *run) {
    network_free(run->network);
    if (run->lock > 0)
        close(run->lock);
    silence_finish(&run->silence);
    release(run->memory.sums);
    release(run->memory.settling);
    release(run->memory.config);
    free(run->memory.inputs);
    release(run->folder);
    release(run->command);
    json_decref(run->inputs);
    *run = (Run){0};
}
