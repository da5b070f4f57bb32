// SPDX-License-Identifier: GPL-3.0-or-later
// Simulations of the library: built, in a folder or in memory, freed.
#include "library/library.h"

#include "files/provenance.h"
#include "files/rundir.h"
#include "kernels/kernels.h"
#include "records/record.h"

#include <unistd.h>

static const char COMMAND[] = "libpinwheel";

const char *pinwheel_version(void) {
    return PINWHEEL_VERSION;
}

const char *pinwheel_commit(void) {
    return provenance_commit();
}

static void take_message(void *context, const char *line) {
    const pinwheel_simulation *simulation = context;
    if (simulation->message)
        simulation->message(simulation->message_context, line);
}

static const pinwheel_options no_options;

static pinwheel_simulation *begin(const pinwheel_options *options) {
    pinwheel_simulation *simulation = allocate(1, sizeof *simulation);
    simulation->threads = options->threads > 0 ? options->threads : 0;
    simulation->message = options->message;
    simulation->message_context = options->context;
    simulation->talk = (Talk){.take = take_message, .context = simulation};
    return simulation;
}

// Refuses options that say nothing, and finds the kernels.
static bool check_options(const pinwheel_options *options, const Kernels **kernels, Error *error) {
    enum { MOST_THREADS = 1024 };
    *kernels = kernels_choose(options->kernel);
    if (*kernels == NULL)
        return fail(error, "there are no kernels '%s' here", options->kernel);
    if (options->threads < 0 || options->threads > MOST_THREADS)
        return fail(error, "threads: %d is out of range; allowed: 0 to %d", options->threads,
                    MOST_THREADS);
    return true;
}

static void tell_warnings(const pinwheel_simulation *simulation) {
    Error found = {0};
    run_warnings(&simulation->run, &found);
    talk_lines("warning", &found);
}

// How each simulation is built; `from` is what its function was given.
typedef bool Build(pinwheel_simulation *simulation, const char *from,
                   const pinwheel_options *options, const Kernels *kernels, Error *error);

static pinwheel_simulation *build(Build *build_from, const char *from,
                                  const pinwheel_options *options, char **message) {
    options = options ? options : &no_options;
    pinwheel_simulation *simulation = begin(options);
    const Kernels *kernels;
    bool ok;
    {
        OWNED_BY(library_leave)
        LibraryCall call = library_enter(simulation, CALL_STEPS, message);
        library_take_files(&call);
        ok = check_options(options, &kernels, &call.error) &&
             (options->kinds == NULL || plugins_of_host(options->kinds, &call.error)) &&
             build_from(simulation, from, options, kernels, &call.error);
        simulation->plugins = plugins_in_use();
    }
    if (ok)
        return simulation;
    pinwheel_free(simulation);
    return NULL;
}

// Builds the network of the experiment that was read.
static bool build_new(pinwheel_simulation *simulation, const Kernels *kernels, Error *error) {
    const RunOptions run_options = {.command = COMMAND};
    if (!run_build(&simulation->run, &simulation->saved.experiment, kernels, &run_options, error))
        return false;
    tell_warnings(simulation);
    return true;
}

static bool build_from_file(pinwheel_simulation *simulation, const char *path,
                            const pinwheel_options *options, const Kernels *kernels, Error *error) {
    return experiment_load(&simulation->saved.experiment, path, options->changes,
                           options->changes_count, error) &&
           build_new(simulation, kernels, error);
}

static bool build_from_text(pinwheel_simulation *simulation, const char *text,
                            const pinwheel_options *options, const Kernels *kernels, Error *error) {
    return experiment_load_text(&simulation->saved.experiment, "config", text, options->changes,
                                options->changes_count, error) &&
           build_new(simulation, kernels, error);
}

static bool build_from_state(pinwheel_simulation *simulation, const char *path,
                             const pinwheel_options *options, const Kernels *kernels,
                             Error *error) {
    const RunOptions run_options = {.command = COMMAND};
    OWNED char *state = saved_run_state(path, error),
               *config = state ? checkpoint_config(state, error) : NULL;
    Experiment *experiment = &simulation->saved.experiment;
    bool ok = config &&
              experiment_load_text(experiment, state, config, options->changes,
                                   options->changes_count, error) &&
              run_open(&simulation->run, experiment, NULL, state, kernels, &run_options, error);
    // A state may be of a run that was paused where this one ends.
    if (ok && experiment->iterations == simulation->run.started_at)
        simulation->run.memory.events_done = false;
    return ok;
}

static bool build_resumed(pinwheel_simulation *simulation, const char *folder,
                          const pinwheel_options *options, const Kernels *kernels, Error *error) {
    const RunOptions run_options = {.command = COMMAND, .observer = &record_observer};
    for (size_t i = 0; i < options->changes_count; i++)
        if (!saved_run_check_change(options->changes[i], error))
            return false;
    // Of several, the last one counts.
    const char *change =
        options->changes_count ? options->changes[options->changes_count - 1] : NULL;
    SavedRun *saved = &simulation->saved;
    if (!saved_run_open(saved, folder, -1, false, change, error))
        return false;
    OWNED char *log = rundir_path(saved->folder, "log.txt");
    if (!talk_log(log, error) ||
        !run_resume(&simulation->run, &saved->experiment, copy_text(saved->folder),
                    saved->checkpoint, kernels, &run_options, error))
        return false;
    simulation->run.save_clock = save_clock_start(clock_seconds());
    return true;
}

pinwheel_simulation *pinwheel_from_file(const char *path, const pinwheel_options *options,
                                        char **error) {
    return build(build_from_file, path, options, error);
}

pinwheel_simulation *pinwheel_from_text(const char *text, const pinwheel_options *options,
                                        char **error) {
    return build(build_from_text, text, options, error);
}

pinwheel_simulation *pinwheel_from_state(const char *path, const pinwheel_options *options,
                                         char **error) {
    return build(build_from_state, path, options, error);
}

pinwheel_simulation *pinwheel_resume(const char *folder, const pinwheel_options *options,
                                     char **error) {
    return build(build_resumed, folder, options, error);
}

void pinwheel_free(pinwheel_simulation *simulation) {
    if (simulation == NULL || __atomic_exchange_n(&simulation->at_work, true, __ATOMIC_ACQ_REL))
        return;
    if (simulation->run.network)
        library_forget_shown(simulation);
    run_finish(&simulation->run);
    saved_run_close(&simulation->saved);
    Talk *before = talk_use(&simulation->talk);
    talk_log(NULL, NULL);
    talk_use(before);
    release(simulation);
}

bool pinwheel_start(pinwheel_simulation *simulation, const char *folder, bool force, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_STEPS, error);
    if (!call.ok)
        return false;
    Run *run = &simulation->run;
    if (run->folder)
        return fail(&call.error, "%s: the simulation is a run in this folder already", run->folder);
    if (run->network->presentation != run->started_at || run->memory.events_done ||
        simulation->is_changed)
        return fail(&call.error,
                    "%s: a run begins before the first presentation; this simulation "
                    "has gone on, or was changed",
                    folder);
    library_take_files(&call);
    char *made = rundir_make(folder, simulation->saved.experiment.path, force, &call.error);
    if (made == NULL)
        return false;
    OWNED char *log = rundir_path(made, "log.txt");
    bool logged = talk_log(log, &call.error);
    tell_warnings(simulation);
    run->save_clock = save_clock_start(clock_seconds());
    run->observer = &record_observer;
    bool ok = run_start(run, made, &call.error) && logged;
    if (!ok)
        library_detach(simulation);
    return ok;
}

bool pinwheel_end(pinwheel_simulation *simulation, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_STEPS, error);
    Run *run = &simulation->run;
    if (!call.ok)
        return false;
    if (run->folder == NULL)
        return fail(&call.error, "the simulation is in memory; it is no run in a folder");
    library_take_files(&call);
    bool done = run->network->presentation >= run->experiment->iterations;
    bool ok = (!done || run_arrive(run, &call.error)) &&
              run_end(run, done ? RUN_FINISHED : RUN_PAUSED, &call.error) != RUN_FAILED;
    library_detach(simulation);
    return ok;
}

const char *pinwheel_folder(const pinwheel_simulation *simulation) {
    return simulation->run.folder;
}
