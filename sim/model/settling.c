// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/settling.h"

#include "base/memory.h"
#include "kinds/transfer.h"

#include <assert.h>
#include <math.h>
#include <omp.h>
#include <string.h>

static bool is_rectified(const Sheet *sheet) {
    return sheet->settings->transfer.kind == &transfer_rectified.kind;
}

// Noise acts on what a sheet shows, and so on activity that is carried over.
static bool inhibits(const Projection *projection) {
    return projection->strength <= 0 && !projection->has_negative &&
           is_rectified(projection->from) && !noise_is_signed(&projection->from->settings->noise);
}

static size_t first_of_inhibition(const ProjectionList *lateral) {
    size_t p = lateral->count;
    while (p > 0 && inhibits(lateral->items[p - 1]))
        p--;
    return p;
}

static SettlingRules rules_of(const Settling *settling, Response response, uint64_t first) {
    const Network *network = settling->network;
    const Sheet *sheet = settling->sheet;
    const ProjectionList *lateral = &settling->inputs->lateral;
    SettlingRules rules = {.prunes = network->kernels->skips && response == RESPOND_SETTLED &&
                                     is_rectified(sheet) && settling->modulation == NULL,
                           .first = first,
                           .noisy = transfer_is_noisy(&sheet->settings->transfer)};
    rules.inhibition = rules.prunes ? first_of_inhibition(lateral) : lateral->count;
    if (rules.noisy) {
        OWNED char *name = format_text("noise/%s", sheet->name);
        rules.noise = random_substream(random_stream((uint64_t)network->settings->seed, name),
                                       (uint64_t)network->presentation);
    }
    return rules;
}

// The targets whose sum is above threshold. (A sum that is not a number counts, to be reported.)
static Targets above_threshold(const float sum[BUNDLE], const float threshold[BUNDLE],
                               Targets targets) {
    Targets above = 0;
    for (size_t k = 0; k < BUNDLE; k++)
        above |= (Targets) !(sum[k] - threshold[k] <= 0) << k;
    return above & targets;
}

// From inputs less thresholds to activities.
static void transfer(const Settling *settling, size_t bundle, const SettlingWorker *worker,
                     float input[BUNDLE]) {
    const Sheet *sheet = settling->sheet;
    size_t n = sheet->geometry.n,
           across = (n + settling->layout->columns - 1) / settling->layout->columns;
    TransferUnits units = {.first = bundle / across * TILE_SIDE * n +
                                    bundle % across * settling->layout->columns,
                           .columns = settling->layout->columns,
                           .pitch = n};
    if (settling->rules.noisy) // the same in all presentations that are side by side
        units.noise = random_substream(settling->rules.noise, worker->pass);
    for (size_t k = 0; k < settling->presentations; k++)
        transfer_apply(&sheet->settings->transfer, &units, settling->layout->share,
                       input + k * settling->layout->share);
}

// A unit's activity after a step, (1 - damping) before + damping f(input). Updates `largest`.
static inline float take_unit_step(const SheetSettings *settings, float before, float transferred,
                                   Largest *largest) {
    float after = transferred;
    if (settings->damping < 1)
        after = (float)(1 - settings->damping) * before + (float)settings->damping * transferred;
    after = activity_flushed(after);
    float change = fabsf(after - before), activity = fabsf(after);
    if (!(change <= largest->change))
        largest->change = isnan(change) ? (float)INFINITY : change;
    largest->activity = activity > largest->activity ? activity : largest->activity;
    return after;
}

// From f(input) to the activity after a step; no change in presentations that have settled.
static void take_step(const Settling *settling, size_t bundle, SettlingWorker *worker,
                      float activity[BUNDLE]) {
    float before[BUNDLE];
    settling->layout->read(settling, bundle, worker->pass - 1, before);
    for (size_t k = 0; k < settling->presentations * settling->layout->share; k++) {
        size_t presentation = k / settling->layout->share;
        if (settling->settled[presentation])
            activity[k] = before[k];
        else if (settling->targets[bundle] >> k & 1)
            activity[k] = take_unit_step(settling->sheet->settings, before[k], activity[k],
                                         &worker->largest[presentation]);
    }
}

// activity = f(input) at the given targets, 0 at others; in steps with damping.
static void show(const Settling *settling, size_t bundle, Targets targets, SettlingWorker *worker,
                 float input[BUNDLE]) {
    if (!targets && settling->layout->is_silent(settling, bundle, worker->pass) &&
        (!worker->largest || settling->layout->is_silent(settling, bundle, worker->pass - 1)))
        return; // silent already
    if (targets)
        transfer(settling, bundle, worker, input);
    for (size_t k = 0; k < BUNDLE; k++)
        input[k] = targets >> k & 1 ? input[k] : 0;
    if (worker->largest)
        take_step(settling, bundle, worker, input);
    settling->layout->write(settling, bundle, worker->pass, input);
}

static Targets targets_of(const Settling *settling, size_t bundle) {
    size_t n = settling->presentations * settling->layout->share;
    return settling->targets[bundle] & (~(Targets)0 >> (BUNDLE - n));
}

// The computation of a bundle in one pass.
typedef void Pass(const Settling *settling, size_t bundle, SettlingWorker *worker);

// Finds the drive, and the targets that it may activate.
static Targets find_driven(const Settling *settling, size_t bundle, SettlingWorker *worker) {
    settling->layout->find_drive(settling, bundle, worker);
    Targets alive = targets_of(settling, bundle);
    if (settling->rules.prunes && settling->inputs->pool == NULL)
        alive = above_threshold(settling->drive + bundle * BUNDLE,
                                settling->threshold + bundle * BUNDLE, alive);
    settling->driven[bundle] = alive != 0;
    return alive;
}

// Before the first step from activity that is carried over.
static void prepare(const Settling *settling, size_t bundle, SettlingWorker *worker) {
    find_driven(settling, bundle, worker);
}

void settling_modulate(const Settling *settling, const Modulation *modulation,
                       float input[BUNDLE]) {
    const SheetSettings *settings = settling->sheet->settings;
    float divisor = (float)settings->divisor, factor = (float)settings->factor;
    for (size_t k = 0; k < BUNDLE && settling->inputs->multiplies; k++)
        input[k] *= fmaxf(0, factor + modulation->factor[k]);
    for (size_t k = 0; k < BUNDLE && settling->inputs->divides; k++)
        input[k] /= divisor + fmaxf(0, modulation->divisor[k]);
}

// First pass: activity = f(drive / constant - threshold), with constant = 1 where there is no gain
// control; the drive as forward projections modulate it.
static void activate(const Settling *settling, size_t bundle, SettlingWorker *worker) {
    const float *drive = settling->drive + bundle * BUNDLE,
                *threshold = settling->threshold + bundle * BUNDLE;
    bool divided = settling->inputs->pool != NULL;
    float constant = divided ? (float)settling->sheet->settings->gain_control.constant : 1.0f;
    float input[BUNDLE];
    Targets alive = find_driven(settling, bundle, worker);
    if (settling->modulation) {
        memcpy(input, drive, sizeof input);
        settling_modulate(settling, &settling->modulation[bundle], input);
        drive = input;
    }
    for (size_t k = 0; k < BUNDLE; k++)
        input[k] = drive[k] / constant - threshold[k];
    show(settling, bundle, alive, worker, input);
}

// The second pass of a sheet without gain control.
static void keep(const Settling *settling, size_t bundle, SettlingWorker *worker) {
    float activity[BUNDLE] = {0};
    settling->layout->read(settling, bundle, worker->pass - 1, activity);
    settling->layout->write(settling, bundle, worker->pass, activity);
}

// Second pass, with gain control: activity = f(drive / (constant + strength * pool) - threshold),
// the pool over the first activation.
static void divide_by_pool(const Settling *settling, size_t bundle, SettlingWorker *worker) {
    if (settling->inputs->pool == NULL) {
        keep(settling, bundle, worker);
        return;
    }
    const GainControl *control = &settling->sheet->settings->gain_control;
    const float *drive = settling->drive + bundle * BUNDLE,
                *threshold = settling->threshold + bundle * BUNDLE;
    float constant = (float)control->constant, strength = (float)control->strength;
    float pool[BUNDLE], input[BUNDLE];
    settling->layout->find_pool(settling, bundle, worker, pool);
    for (size_t k = 0; k < BUNDLE; k++) {
        float divisor = strength * pool[k];
        input[k] = drive[k] / (constant + (divisor > 0 ? divisor : 0)) - threshold[k];
    }
    show(settling, bundle, targets_of(settling, bundle), worker, input);
}

// The sum of the drive and of lateral responses, as all projections modulate it in this pass.
static void modulate(const Settling *settling, size_t bundle, SettlingWorker *worker,
                     float sum[BUNDLE]) {
    Modulation modulation = settling->modulation[bundle];
    for (size_t p = 0; p < settling->inputs->lateral_modulating.count; p++)
        settling->layout->add_modulating(settling, bundle, p, worker, &modulation);
    settling_modulate(settling, &modulation, sum);
}

// A later pass, all units at once: activity = f(drive + sum over lateral projections of strength *
// response - threshold), the sum as projections modulate it.
static void settle(const Settling *settling, size_t bundle, SettlingWorker *worker) {
    const SettlingRules *rules = &settling->rules;
    const float *threshold = settling->threshold + bundle * BUNDLE;
    Targets alive = targets_of(settling, bundle);
    bool begun = settling->driven[bundle]; // is there drive or excitation?
    float sum[BUNDLE];
    memcpy(sum, settling->drive + bundle * BUNDLE, sizeof sum);
    for (size_t p = 0; p < rules->inhibition; p++)
        if (settling->layout->add_lateral(settling, bundle, p, alive, worker, sum))
            begun = true;
    if (!begun)
        alive = 0;
    else if (rules->prunes)
        alive = above_threshold(sum, threshold, alive);
    for (size_t p = rules->inhibition; p < settling->inputs->lateral.count && alive; p++) {
        settling->layout->add_lateral(settling, bundle, p, alive, worker, sum);
        alive = above_threshold(sum, threshold, alive);
    }
    if (settling->modulation)
        modulate(settling, bundle, worker, sum);
    for (size_t k = 0; k < BUNDLE; k++)
        sum[k] -= threshold[k];
    show(settling, bundle, alive, worker, sum);
}

static bool has_settled(const Settling *settling) {
    for (size_t k = 0; k < settling->presentations; k++)
        if (!settling->settled[k])
            return false;
    return true;
}

static bool have_settled(const SettlingTogether *together) {
    for (size_t s = 0; s < together->count; s++)
        if (!has_settled(&together->settling[s]))
            return false;
    return true;
}

// One pass over the i-th bundle of all in a phase that has not settled. Updates
// largest[settling][TRIALS], if it is not NULL.
static void pass_bundle(const SettlingTogether *together, size_t phase, size_t i, Pass *pass,
                        Largest *largest, SettlingWorker *worker) {
    size_t bundle = together->walk ? together->walk[i] : i;
    for (size_t s = 0; s < together->count; s++) {
        const Settling *settling = &together->settling[s];
        worker->largest = largest ? largest + s * TRIALS : NULL;
        if (settling->inputs->phase == phase && bundle < settling->bundles &&
            !has_settled(settling))
            pass(settling, bundle, worker);
    }
}

enum { MOST_NEIGHBOURS = 16 }; // maximum of bundles that a thread takes at once

// One phase of a pass over all bundles, by all threads of the team.
static void do_phase(const SettlingTogether *together, size_t phase, Pass *pass, Largest *largest,
                     SettlingWorker *worker) {
    if (together->settling->layout->in_turn) {
        // Activity is patchy: threads take bundles in turn, the same ones in every pass and in
        // learning, and go forwards and backwards by turns, so that they find the weights that they
        // read last in their own cache.
        size_t team = (size_t)omp_get_num_threads(),
               share = (together->bundles + team - 1 - worker->number) / team;
        for (size_t k = 0; k < share; k++)
            pass_bundle(together, phase,
                        worker->number + team * (worker->pass % 2 ? k : share - 1 - k), pass,
                        largest, worker);
#pragma omp barrier
    } else {
        size_t some = together->bundles / (4 * (size_t)omp_get_num_threads()) + 1;
// Neighbours follow each other, so that most of what they see is in the thread's cache.
#pragma omp for schedule(dynamic, some < MOST_NEIGHBOURS ? some : MOST_NEIGHBOURS)
        for (size_t i = 0; i < together->bundles; i++)
            pass_bundle(together, phase, i, pass, largest, worker);
    }
}

// Fills margins after a phase.
static void wrap(const SettlingTogether *together, size_t phase, uint64_t pass) {
#pragma omp for schedule(static, 1)
    for (size_t s = 0; s < together->count; s++) {
        const Settling *settling = &together->settling[s];
        if (settling->sheet->grid.periodic && settling->inputs->phase == phase &&
            !has_settled(settling))
            settling->layout->wrap(settling, pass);
    }
}

static bool is_periodic(const SettlingTogether *together) {
    for (size_t s = 0; s < together->count; s++)
        if (together->settling[s].sheet->grid.periodic)
            return true;
    return false;
}

// One pass that writes activity.
static void do_pass(const SettlingTogether *together, Pass *pass, Largest *largest,
                    SettlingWorker *worker) {
    worker->pass++;
    for (size_t phase = 0; phase < together->phases; phase++) {
        do_phase(together, phase, pass, largest, worker);
        if (is_periodic(together))
            wrap(together, phase, worker->pass);
    }
#pragma omp master
    for (size_t s = 0; s < together->count; s++)
        if (!has_settled(&together->settling[s]))
            together->settling[s].passes = worker->pass;
}

static double change_of(Largest largest) {
    return largest.activity > 0 ? (double)largest.change / (double)largest.activity
                                : largest.change > 0;
}

// Notes how far from rest a presentation is after a step, and for how many steps it has been quiet.
static void note_change(Settling *settling, size_t k, Largest largest) {
    double tolerance = settling->sheet->settings->tolerance;
    bool quiet = tolerance > 0 && isfinite(largest.change) &&
                 (double)largest.change <= tolerance * (double)largest.activity;
    if (settling->settled[k])
        return;
    settling->last_change[k] = change_of(largest);
    settling->quiet[k] = quiet ? settling->quiet[k] + 1 : 0;
}

// Have the presentation, or all sheets of its loop, been quiet for long enough?
static bool is_quiet(const SettlingTogether *together, size_t s, size_t k) {
    bool quiet = true;
    for (size_t other = 0; other < together->count; other++)
        if (other == s || together->loop)
            quiet = quiet && together->settling[other].quiet[k] >= together->back;
    return quiet;
}

// Notes the changes of a step, and marks as settled the presentations that are quiet.
// all[settling][TRIALS] is 0 before and after.
static void find_settled(const SettlingTogether *together, const Largest *largest, Largest *all) {
    size_t n = together->count * TRIALS;
#pragma omp critical
    for (size_t i = 0; i < n; i++)
        all[i] = (Largest){fmaxf(all[i].change, largest[i].change),
                           fmaxf(all[i].activity, largest[i].activity)};
#pragma omp barrier
#pragma omp single
    {
        for (size_t i = 0; i < n; i++)
            note_change(&together->settling[i / TRIALS], i % TRIALS, all[i]);
        for (size_t i = 0; i < n; i++)
            together->settling[i / TRIALS].settled[i % TRIALS] |=
                is_quiet(together, i / TRIALS, i % TRIALS);
        memset(all, 0, n * sizeof *all);
    }
}

// Takes steps until all has settled, up to `most`. Changes are watched where they matter, and in
// the last step. All threads of the team call it.
static void take_steps(const SettlingTogether *together, int64_t most, Largest *all,
                       SettlingWorker *worker) {
    bool has_tolerance = together->settling->sheet->settings->tolerance > 0,
         watched = has_tolerance;
    for (size_t s = 0; s < together->count; s++)
        watched = watched || together->settling[s].sheet->settings->damping < 1;
    Largest largest[MOST_SETTLING * TRIALS];
    for (int64_t step = 0; step < most && !have_settled(together); step++) {
        bool last = step + 1 == most;
        memset(largest, 0, sizeof largest);
        do_pass(together, settle, watched || last ? largest : NULL, worker);
        if (has_tolerance || last)
            find_settled(together, largest, all);
    }
}

// Are there enough units for several threads?
static bool is_large(const SettlingTogether *together) {
    size_t units = 0;
    for (size_t s = 0; s < together->count; s++)
        units += together->settling[s].presentations * together->settling[s].sheet->units;
    return units >= FEWEST_UNITS_FOR_THREADS;
}

static bool has_pool(const SettlingTogether *together) {
    for (size_t s = 0; s < together->count; s++)
        if (together->settling[s].inputs->pool)
            return true;
    return false;
}

static void begin(const SettlingTogether *together, Response response) {
    assert(together->count <= MOST_SETTLING);
    bool carries = together->carries && response == RESPOND_SETTLED;
    uint64_t first = carries ? 0 : has_pool(together) ? 2 : 1;
    for (size_t s = 0; s < together->count; s++) {
        Settling *settling = &together->settling[s];
        settling->rules = rules_of(settling, response, first);
        memset(settling->settled, 0, sizeof settling->settled);
        memset(settling->quiet, 0, sizeof settling->quiet);
        memset(settling->last_change, 0, sizeof settling->last_change);
    }
}

// Adds how far from rest each presentation was left.
static void count_rest(const SettlingTogether *together) {
    for (size_t s = 0; s < together->count; s++) {
        const Settling *settling = &together->settling[s];
        Rest *rest = &settling->network->rest[settling->sheet - settling->network->sheet];
        for (size_t k = 0; k < settling->presentations; k++)
            rest->sum += settling->last_change[k];
        rest->responses += (int64_t)settling->presentations;
    }
}

// The drive alone, by all threads of the team.
static void find_drives(const SettlingTogether *together, Pass *find, SettlingWorker *worker) {
    for (size_t phase = 0; phase < together->phases; phase++)
        do_phase(together, phase, find, NULL, worker);
}

// The passes before the steps.
static void start(const SettlingTogether *together, SettlingWorker *worker) {
    if (together->settling->rules.first == 0) {
        find_drives(together, prepare, worker);
        return;
    }
    do_pass(together, activate, NULL, worker);
    if (has_pool(together))
        do_pass(together, divide_by_pool, NULL, worker);
}

void settling_find_drive(const SettlingTogether *together) {
    begin(together, RESPOND_FEEDFORWARD);
    int team = network_team(together->settling->network);
#pragma omp parallel if (is_large(together)) num_threads(team)
    {
        SettlingWorker worker = {.number = (size_t)omp_get_thread_num()};
        find_drives(together, together->settling->layout->find_drive, &worker);
    }
}

// The most steps after the first activation. An event may have changed that of one sheet of a loop.
static int64_t most_steps(const SettlingTogether *together) {
    int64_t most = 1, looked_at = together->settling->network->most_steps;
    for (size_t s = 0; s < together->count; s++) {
        int64_t settle = together->settling[s].sheet->settings->settle;
        most = settle > most ? settle : most;
    }
    most -= !together->carries;
    return most < looked_at ? most : looked_at;
}

void settling_run(const SettlingTogether *together, Response response) {
    Network *network = together->settling->network;
    bool settles = together->carries ||
                   network_settles(network, (size_t)(together->settling->sheet - network->sheet));
    int64_t most = settles && response == RESPOND_SETTLED ? most_steps(together) : 0;
    Stage stage = settles ? STAGE_AFFERENT : STAGE_SUBCORTICAL;
    Largest all[MOST_SETTLING * TRIALS] = {{0}};
    begin(together, response);
    double began = omp_get_wtime(), activated = began;
    int team = network_team(network);
#pragma omp parallel if (is_large(together)) num_threads(team)
    {
        SettlingWorker worker = {.number = (size_t)omp_get_thread_num()};
        start(together, &worker);
        network_count(network, stage, &worker.count, 0);
        worker.count = (ResponseCount){0};
#pragma omp master
        activated = omp_get_wtime();
        take_steps(together, most, all, &worker);
        network_count(network, STAGE_SETTLING, &worker.count, worker.candidates);
    }
    network->work.seconds[stage] += activated - began;
    network->work.seconds[STAGE_SETTLING] += omp_get_wtime() - activated;
    if (most > 0)
        count_rest(together);
}
