// SPDX-License-Identifier: GPL-3.0-or-later
// Simulations of the library step by step, and what they show.
#include "library/library.h"

#include <math.h>
#include <string.h>

// Lets the events of the present iteration happen. A run in a folder measures and saves then.
static bool arrive(LibraryCall *call, Run *run) {
    if (run->folder)
        library_take_files(call);
    bool ok = run_arrive(run, &call->error);
    library_leave_files(call);
    return ok;
}

static bool save_if_due(LibraryCall *call, Run *run) {
    if (run->folder == NULL)
        return true;
    library_take_files(call);
    bool ok = run_save_if_due(run, &call->error);
    library_leave_files(call);
    return ok;
}

// Calls the callback where it is due; false: it wants to stop.
static bool call_back(pinwheel_simulation *simulation) {
    if (simulation->call_every == 0 ||
        simulation->run.network->presentation % simulation->call_every != 0)
        return true;
    simulation->calling_from = pthread_self();
    __atomic_store_n(&simulation->is_calling, true, __ATOMIC_RELEASE);
    bool goes_on = simulation->callback(simulation->callback_context, simulation);
    __atomic_store_n(&simulation->is_calling, false, __ATOMIC_RELEASE);
    library_forget_shown(simulation);
    return goes_on;
}

// Notes a failure; a run in a folder saves its state and leaves the folder.
static bool fail_run(LibraryCall *call, pinwheel_simulation *simulation) {
    simulation->has_failed = true;
    if (simulation->run.folder) {
        library_take_files(call);
        run_end(&simulation->run, RUN_FAILED, &call->error);
        library_leave_files(call);
        library_detach(simulation);
    }
    return false;
}

// May the simulation present n times more?
static bool check_room(const pinwheel_simulation *simulation, int64_t n, Error *error) {
    const Run *run = &simulation->run;
    int64_t left = run->experiment->iterations - run->network->presentation;
    if (simulation->has_failed)
        return fail(error, "the simulation failed at iteration %lld; begin anew, or from a state",
                    (long long)run->network->presentation);
    if (n < 0)
        return fail(error, "a simulation cannot take %lld steps", (long long)n);
    return n <= left ||
           fail(error,
                "iterations = %lld: the simulation ends there, %lld presentations from "
                "here; %lld do not fit",
                (long long)run->experiment->iterations, (long long)left, (long long)n);
}

static bool is_stopped(pinwheel_simulation *simulation) {
    return __atomic_load_n(&simulation->stop, __ATOMIC_ACQUIRE);
}

int64_t pinwheel_step(pinwheel_simulation *simulation, int64_t n, double most_seconds,
                      char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_STEPS, error);
    if (!call.ok || !check_room(simulation, n, &call.error))
        return -1;
    Run *run = &simulation->run;
    double begun = most_seconds > 0 ? clock_seconds() : 0;
    library_forget_shown(simulation);
    bool ok = arrive(&call, run), goes_on = true;
    int64_t done = 0;
    while (ok && goes_on && done < n && !is_stopped(simulation)) {
        ok = save_if_due(&call, run) && run_present(run, PRESENT_STIMULI, &call.error) &&
             arrive(&call, run);
        done += ok;
        goes_on = ok && call_back(simulation) &&
                  (most_seconds <= 0 || clock_seconds() - begun < most_seconds);
    }
    __atomic_store_n(&simulation->stop, false, __ATOMIC_RELEASE);
    return ok || fail_run(&call, simulation) ? done : -1;
}

void pinwheel_stop(pinwheel_simulation *simulation) {
    __atomic_store_n(&simulation->stop, true, __ATOMIC_RELEASE);
}

bool pinwheel_call_every(pinwheel_simulation *simulation, int64_t n, pinwheel_callback *function,
                         void *context, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_CHANGES, error);
    if (!call.ok)
        return false;
    if (n < 0 || (n > 0 && function == NULL))
        return fail(&call.error,
                    "a function can be called every 1 or more presentations, or at 0 "
                    "never; not every %lld",
                    (long long)n);
    simulation->call_every = n;
    simulation->callback = function;
    simulation->callback_context = context;
    return true;
}

static bool check_shown(LibraryCall *call, const pinwheel_shown *shown) {
    const Sheet *sheet = library_sheet(call, shown->sheet);
    Error *error = &call->error;
    if (sheet == NULL)
        return false;
    size_t n = sheet->geometry.n;
    if (!sheet_is_input(sheet))
        return fail(error, "sheet '%s' is no input sheet: it shows no stimuli", sheet->name);
    if (shown->rows != n || shown->columns != n)
        return fail(error, "sheet '%s' has %zu x %zu units; the array has %zu x %zu", sheet->name,
                    n, n, shown->rows, shown->columns);
    for (size_t i = 0; i < sheet->units; i++)
        if (!isfinite(shown->values[i]))
            return fail(error,
                        "the array for sheet '%s' has a value that is not finite in row "
                        "%zu, column %zu",
                        sheet->name, i / n, i % n);
    return true;
}

static void show(Network *network, const pinwheel_shown *shown, size_t count) {
    for (size_t i = 0; i < network->sheets; i++) {
        Sheet *sheet = &network->sheet[i];
        if (!sheet_is_input(sheet))
            continue;
        memset(sheet->activity, 0, sheet->units * sizeof *sheet->activity);
        for (size_t k = 0; k < count; k++)
            if (strcmp(shown[k].sheet, sheet->name) == 0)
                memcpy(sheet->activity, shown[k].values, sheet->units * sizeof *sheet->activity);
        sheet_publish(sheet);
    }
}

static bool check_all_shown(LibraryCall *call, const pinwheel_shown *shown, size_t count) {
    for (size_t k = 0; k < count; k++)
        if (!check_shown(call, &shown[k]))
            return false;
    return true;
}

// A response that does not count; `shown` NULL: to what the input sheets show.
static bool respond(pinwheel_simulation *simulation, const pinwheel_shown *shown, size_t count,
                    Error *error) {
    Network *network = simulation->run.network;
    library_forget_shown(simulation);
    simulation->before = network_activity_save(network);
    if (shown)
        show(network, shown, count);
    network_respond(network, RESPOND_SETTLED);
    return network_check_activity(network, error);
}

bool pinwheel_settle(pinwheel_simulation *simulation, const pinwheel_shown *shown, size_t count,
                     int64_t steps, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(simulation, CALL_CHANGES, error);
    if (!call.ok || !check_room(simulation, 0, &call.error) ||
        !check_all_shown(&call, shown, count))
        return false;
    if (steps < 0)
        return fail(&call.error, "sheets cannot take %lld steps of settling", (long long)steps);
    Network *network = simulation->run.network;
    network->most_steps = steps;
    bool ok = respond(simulation, shown, count, &call.error);
    network->most_steps = INT64_MAX;
    return ok;
}

bool pinwheel_present(pinwheel_simulation *simulation, const pinwheel_shown *shown, size_t count,
                      bool learn, char **error) {
    OWNED_BY(library_leave)
    LibraryCall call = library_enter(simulation, learn ? CALL_STEPS : CALL_CHANGES, error);
    if (!call.ok || !check_room(simulation, learn ? 1 : 0, &call.error) ||
        !check_all_shown(&call, shown, count))
        return false;
    Run *run = &simulation->run;
    if (!learn)
        return respond(simulation, shown, count, &call.error);
    if (!library_check_free(simulation, "learning from given arrays", &call.error))
        return false;
    library_forget_shown(simulation);
    if (!arrive(&call, run))
        return fail_run(&call, simulation);
    show(run->network, shown, count);
    if (!run_present(run, PRESENT_SHOWN, &call.error) || !arrive(&call, run))
        return fail_run(&call, simulation);
    call_back(simulation);
    return true;
}

int64_t pinwheel_iteration(const pinwheel_simulation *simulation) {
    return simulation->run.network->presentation;
}

int64_t pinwheel_iterations(const pinwheel_simulation *simulation) {
    return simulation->run.experiment->iterations;
}

uint64_t pinwheel_weights_hash(const pinwheel_simulation *simulation) {
    return network_hash(simulation->run.network);
}
