// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/rehearsal.h"

#include "base/memory.h"
#include "files/rundir.h"
#include "run/event.h"

#include <math.h>
#include <unistd.h>

// Presentations of a rehearsal, as the budget allows. Rates that are more than FASTEST times as
// fast would take the network to a state that no run reaches.
enum { FEWEST = 30, MOST = 400, FASTEST = 10 };

// A rehearsal whose presentations take longer than this many budgets ends early.
enum { BUDGETS_MOST = 4 };

// A larger state is not written: its size is computed, and its time taken from the rate.
static const double largest_state = 3e8, bytes_a_second = 3e8;

typedef struct {
    double seconds, bytes;
} Cost;

// An event, and how often what it does beside changing the network is due, was tried and succeeded.
typedef struct {
    const EventKind *kind;
    const void *settings;
    const char *name;
    int64_t due, taken, succeeded;
    Cost sum; // of those that succeeded
} RehearsedEvent;

typedef struct {
    Run *run;
    const volatile sig_atomic_t *stop;
    Error *warnings;
    size_t events;
    RehearsedEvent *event; // owned
    bool large;            // the state is too large to be written
    double state_bytes;    // of a checkpoint
    int64_t next;          // first iteration whose changes have not been made
} Rehearsal;

static void list_events(Rehearsal *rehearsal) {
    const Run *run = rehearsal->run;
    const Collection *events = &run->experiment->events;
    int64_t last = run->experiment->iterations;
    rehearsal->event = allocate(events->count + 1, sizeof *rehearsal->event);
    for (size_t i = 0; i < events->count; i++) {
        const Item *item = &events->items[i];
        const EventKind *kind = (const EventKind *)item->variant.kind;
        const void *settings = item->variant.settings;
        rehearsal->event[rehearsal->events++] = (RehearsedEvent){
            .kind = kind,
            .settings = settings,
            .name = item->name,
            .due = kind->happen ? event_times_due(settings, run->started_at, last, last) : 0};
    }
}

static void take(Rehearsal *rehearsal, RehearsedEvent *event) {
    if (*rehearsal->stop)
        return;
    Run *run = rehearsal->run;
    OWNED_BY(error_clear) Error failure = {0};
    double start = clock_seconds(), before = rundir_bytes(run->folder);
    bool computed = event->kind->saves && rehearsal->large;
    event->taken++;
    // A measure may look for results of an iteration that the time lapse leaves out.
    if (!computed && !event->kind->happen(event->settings, run, &failure)) {
        if (event->succeeded == 0)
            fail(rehearsal->warnings, "event %s could not be rehearsed: %s", event->name,
                 failure.text);
        return;
    }
    event->succeeded++;
    double with_indices = 3; // 8 bytes more for each weight of 4
    event->sum.bytes +=
        computed ? with_indices * rehearsal->state_bytes : rundir_bytes(run->folder) - before;
    event->sum.seconds +=
        computed ? with_indices * rehearsal->state_bytes / bytes_a_second : clock_seconds() - start;
}

// Makes rates `times` as fast.
static void hasten(Experiment *experiment, double times) {
    NetworkSettings *network = &experiment->network;
    for (size_t k = 0; k < network->projections.count; k++) {
        ProjectionSettings *projection = network->projections.items[k].variant.settings;
        projection->learning_rate *= times;
    }
    for (size_t i = 0; i < network->sheets.count; i++) {
        Homeostasis *homeostasis =
            &((SheetSettings *)network->sheets.items[i].variant.settings)->homeostasis;
        homeostasis->rate *= times;
        homeostasis->smoothing = fmax(0, 1 - times * (1 - homeostasis->smoothing));
    }
}

// The first iteration at which the network changes, or an event happens for the first time; -1:
// none.
static int64_t next_event(const Rehearsal *rehearsal) {
    int64_t next = -1;
    for (size_t i = 0; i < rehearsal->events; i++) {
        const RehearsedEvent *event = &rehearsal->event[i];
        int64_t due = event_next_due(event->settings, rehearsal->next,
                                     rehearsal->run->experiment->iterations);
        bool counts = event->kind->alter || event_changes(event->kind, event->settings) ||
                      (event->due > 0 && event->taken == 0);
        if (counts && due >= 0 && (next < 0 || due < next))
            next = due;
    }
    return next;
}

// The events that are due up to this iteration: changes of the network in order, and whatever has
// not happened yet; at the end, all that happens more than once.
static bool events_until(Rehearsal *rehearsal, int64_t iteration, Error *error) {
    Run *run = rehearsal->run;
    int64_t last = run->experiment->iterations, due;
    bool ok = true;
    while (ok && (due = next_event(rehearsal)) >= 0 && due <= iteration) {
        run->network->presentation = due; // results are filed under it, and others look for them
        ok = run_events(run, EVENTS_CHANGE, due, error) &&
             experiment_follow_courses(run->experiment, due, error);
        for (size_t i = 0; i < rehearsal->events && ok; i++) {
            RehearsedEvent *event = &rehearsal->event[i];
            if (event->due > 0 && event->taken == 0 && event_is_due(event->settings, due, last))
                take(rehearsal, event);
        }
        rehearsal->next = due + 1;
    }
    run->network->presentation = iteration;
    rehearsal->next = iteration + 1;
    for (size_t i = 0; i < rehearsal->events && ok && iteration == last; i++)
        if (rehearsal->event[i].taken == 1 && rehearsal->event[i].due > 1)
            take(rehearsal, &rehearsal->event[i]);
    return ok;
}

static bool present(Run *run, double *seconds, Error *error) {
    double start = clock_seconds();
    bool ok = experiment_follow_courses(run->experiment, run->network->presentation, error) &&
              network_present(run->network, error);
    *seconds += clock_seconds() - start;
    silence_count(&run->silence, run->network);
    return ok;
}

// The iterations in a time lapse, with the events on the way. Rates that are made faster can let
// activity diverge where the run's does not: the time lapse then ends early.
static bool learn(Rehearsal *rehearsal, double budget, Forecast *forecast, Error *error) {
    Run *run = rehearsal->run;
    Network *network = run->network;
    OWNED_BY(error_clear) Error diverged = {0};
    int64_t last = run->experiment->iterations, all = last - network->presentation, n = 0;
    double first = 0, seconds = 0, step = 1;
    bool ok = events_until(rehearsal, network->presentation, error);
    while (network->presentation < last && ok && !*rehearsal->stop) {
        bool whole = present(run, n ? &seconds : &first, step > 1 ? &diverged : error);
        ok = whole || step > 1;
        if (!whole || (step > 1 && seconds > BUDGETS_MOST * budget))
            network->presentation = last;
        ok = ok && events_until(rehearsal, network->presentation, error);
        if (n == 0) {
            double affordable = fmin(MOST, fmax(FEWEST, budget / fmax(first, 1e-6)));
            step = fmax(1, (double)(all - 1) / affordable);
            hasten(run->experiment, fmin(step, FASTEST));
            run->silence.hurried = step > FASTEST;
        }
        if (network->presentation < last) {
            int64_t passed = llround(step * (double)n);
            network->presentation = passed < all - 1 ? run->started_at + passed + 1 : last - 1;
        }
        n++;
    }
    forecast->iterations = all;
    forecast->milliseconds = 1000 * (n > 1 ? seconds / (double)(n - 1) : first);
    forecast->learning = forecast->milliseconds * (double)all / 1000;
    return ok;
}

// The weights, what rules keep, and the units' own numbers: 8 bytes each for activity, threshold,
// gain and average.
static double state_bytes(const Network *network) {
    double bytes = 0;
    for (size_t k = 0; k < network->projections; k++) {
        const Projection *projection = &network->projection[k];
        double weights = (double)projection_connection_count(projection) * sizeof(float);
        bytes += weights * ((projection->collected ? 2 : 1) + (double)projection->kept_count) +
                 (double)projection_memory_count(projection) * sizeof(double);
    }
    for (size_t i = 0; i < network->sheets; i++)
        bytes += (double)network->sheet[i].units * 32;
    return bytes;
}

// What one checkpoint costs.
static bool checkpoint(Rehearsal *rehearsal, Cost *cost, Error *error) {
    Run *run = rehearsal->run;
    *cost = (Cost){rehearsal->state_bytes / bytes_a_second, rehearsal->state_bytes};
    if (rehearsal->large)
        return true;
    double start = clock_seconds(), before = rundir_bytes(run->folder);
    if (!checkpoint_write(run->network, &run->memory, run->folder, "checkpoint", false, error))
        return false;
    *cost = (Cost){clock_seconds() - start, rundir_bytes(run->folder) - before};
    return true;
}

static void add_up(const Rehearsal *rehearsal, Cost checkpoint, Forecast *forecast) {
    const Experiment *experiment = rehearsal->run->experiment;
    double bytes = 0;
    for (size_t i = 0; i < rehearsal->events; i++) {
        const RehearsedEvent *event = &rehearsal->event[i];
        double times = event->succeeded ? (double)event->due / (double)event->succeeded : 0;
        forecast->events += times * event->sum.seconds;
        bytes += times * event->sum.bytes;
    }
    double every =
               save_clock_wait(fmax(1, experiment->output.checkpoint_every), checkpoint.seconds),
           times = 1 + floor((forecast->learning + forecast->events) / every);
    forecast->saving = times * checkpoint.seconds;
    const NetworkSettings *network = rehearsal->run->network->settings;
    double growth = network_memory(network) - network_memory_now(network);
    forecast->megabytes = ((double)peak_memory() + growth) / 1e6;
    forecast->disk_megabytes = (bytes + fmin(2, times) * checkpoint.bytes) / 1e6;
}

bool rehearsal_fits(const NetworkSettings *network) {
    static const double largest = 12e9; // bytes
    double there = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    return network_memory(network) <= fmin(largest, there / 2);
}

bool run_rehearse(Run *run, double budget, const volatile sig_atomic_t *stop, Forecast *forecast,
                  Error *warnings, Error *error) {
    Rehearsal rehearsal = {.run = run,
                           .stop = stop,
                           .warnings = warnings,
                           .next = run->started_at,
                           .state_bytes = state_bytes(run->network)};
    Cost saved = {0};
    *forecast = (Forecast){0};
    rehearsal.large = rehearsal.state_bytes > largest_state;
    run->folder = rundir_make_temporary(error);
    if (run->folder == NULL)
        return false;
    list_events(&rehearsal);
    bool ok = learn(&rehearsal, budget, forecast, error) && !*stop &&
              checkpoint(&rehearsal, &saved, error);
    if (ok)
        add_up(&rehearsal, saved, forecast);
    release(rehearsal.event);
    return rundir_remove(run->folder, ok ? error : NULL) && ok;
}
