// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/library.h"

#include "base/suggestion.h"

#include <gsl/gsl_errno.h>
#include <omp.h>
#include <stdint.h>
#include <unistd.h>

// HDF5 allows one thread at a time, and the pictures share one layout of text (pictures/font.c).
static pthread_mutex_t files = PTHREAD_MUTEX_INITIALIZER;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void prepare(void) {
    gsl_set_error_handler_off();
}

static bool is_nested(const pinwheel_simulation *simulation, LibraryUse use) {
    return use == CALL_CHANGES && __atomic_load_n(&simulation->is_calling, __ATOMIC_ACQUIRE) &&
           pthread_equal(simulation->calling_from, pthread_self());
}

LibraryCall library_enter(const pinwheel_simulation *simulation, LibraryUse use, char **message) {
    pthread_once(&once, prepare);
    // A function that reads takes a const simulation; the others do not.
    pinwheel_simulation *own = (pinwheel_simulation *)(uintptr_t)simulation;
    LibraryCall call = {.ok = true, .simulation = own, .message = message};
    if (message)
        *message = NULL;
    if (own == NULL || use == CALL_READS)
        return call;
    call.nested = is_nested(own, use);
    if (!call.nested && __atomic_exchange_n(&own->at_work, true, __ATOMIC_ACQ_REL)) {
        call.ok =
            fail(&call.error, "the simulation is at work, in another thread or in a callback");
        return call;
    }
    call.entered = true;
    call.talk = talk_use(&own->talk);
    call.plugins = plugins_swap(own->plugins);
    call.threads = omp_get_max_threads();
    if (own->threads > 0)
        omp_set_num_threads(own->threads);
    return call;
}

LibraryCall library_enter_free(pinwheel_simulation *simulation, const char *what, char **message) {
    LibraryCall call = library_enter(simulation, CALL_CHANGES, message);
    call.ok = call.ok && library_check_free(simulation, what, &call.error);
    return call;
}

void library_leave(LibraryCall *call) {
    library_leave_files(call);
    if (call->entered) {
        omp_set_num_threads(call->threads);
        talk_use(call->talk);
        plugins_swap(call->plugins);
        if (!call->nested)
            __atomic_store_n(&call->simulation->at_work, false, __ATOMIC_RELEASE);
    }
    if (call->message && call->error.text)
        *call->message = copy_text(call->error.text);
    error_clear(&call->error);
}

void library_take_files(LibraryCall *call) {
    if (!call->has_files)
        pthread_mutex_lock(&files);
    call->has_files = true;
}

void library_leave_files(LibraryCall *call) {
    if (call->has_files)
        pthread_mutex_unlock(&files);
    call->has_files = false;
}

bool library_check_free(const pinwheel_simulation *simulation, const char *what, Error *error) {
    return simulation->run.folder == NULL ||
           fail(error,
                "%s: a run in a folder follows its config alone; %s takes a simulation in memory",
                simulation->run.folder, what);
}

static const char *sheet_at(const Network *network, size_t place) {
    return place < network->sheets ? network->sheet[place].name : NULL;
}

static const char *projection_at(const Network *network, size_t place) {
    return place < network->projections ? network->projection[place].name : NULL;
}

static void *refuse_name(const Network *network, const char *what, const char *name,
                         const char *(*at)(const Network *, size_t), Error *error) {
    size_t n = 0;
    while (at(network, n))
        n++;
    OWNED const char **names = allocate(n + 1, sizeof *names);
    for (size_t i = 0; i < n; i++)
        names[i] = at(network, i);
    fail(error, "there is no %s '%s'%s", what, name, suggestion("", name, names, n).text);
    return NULL;
}

Sheet *library_sheet(LibraryCall *call, const char *name) {
    if (!call->ok)
        return NULL;
    const Network *network = call->simulation->run.network;
    Sheet *sheet = network_sheet(network, name);
    return sheet ? sheet : refuse_name(network, "sheet", name, sheet_at, &call->error);
}

Projection *library_projection(LibraryCall *call, const char *name) {
    if (!call->ok)
        return NULL;
    const Network *network = call->simulation->run.network;
    Projection *projection = network_projection(network, name);
    return projection ? projection
                      : refuse_name(network, "projection", name, projection_at, &call->error);
}

void library_detach(pinwheel_simulation *simulation) {
    Run *run = &simulation->run;
    if (run->lock > 0)
        close(run->lock);
    run->lock = 0;
    release(run->folder);
    run->folder = NULL;
    run->observer = NULL;
    talk_log(NULL, NULL);
}

void library_forget_shown(pinwheel_simulation *simulation) {
    if (simulation->before)
        network_activity_restore(simulation->run.network, simulation->before);
    simulation->before = NULL;
}

static void drop_message(void *context, const char *line) {
    (void)context;
    (void)line;
}

bool pinwheel_load_plugin(const char *path, char **error) {
    OWNED_BY(library_leave) LibraryCall call = library_enter(NULL, CALL_READS, error);
    Talk silent = {.take = drop_message}, *before = talk_use(&silent);
    bool ok = plugin_load(path, &call.error);
    talk_use(before);
    return ok;
}

int pinwheel_interface(void) {
    return PINWHEEL_INTERFACE;
}

void pinwheel_text_free(char *text) {
    release(text);
}

const char *pinwheel_sheet_name(const pinwheel_simulation *simulation, size_t place) {
    return sheet_at(simulation->run.network, place);
}

const char *pinwheel_projection_name(const pinwheel_simulation *simulation, size_t place) {
    return projection_at(simulation->run.network, place);
}
