// SPDX-License-Identifier: GPL-3.0-or-later
// Random networks that mix whatever the tables of kinds and settings hold: groups, delays, learning
// rules, norms, transfers, courses, carried activity, lesions, fields whose radius changes. The
// bits are the same with the reference kernels and with others, on one to three threads, straight
// and resumed.
#include "run/run.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/talk.h"
#include "files/rundir.h"
#include "helpers/file_fixture.h"
#include "helpers/random_settings.h"
#include "kinds/arbor.h"
#include "kinds/region.h"
#include "kinds/transfer.h"
#include "kinds/weights.h"

#include <math.h>
#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NETWORKS = 200, FEWEST = 8, SEED = 2387, ITERATIONS = 9, RESUMED_AT = 5 };

// A projection that a network has with some chance.
typedef struct {
    const char *name, *from, *to;
    double chance, strength;
} Wire;

enum { NEXT = 3, BACK, WIRES = 11 }; // NEXT and BACK make a loop
static const Wire wires[WIRES] = {
    {"up", "retina", "relay", 1, 1.9},       {"in", "relay", "first", 1, 1.4},
    {"direct", "retina", "first", 0.3, 0.6}, {"next", "first", "second", 1, 1.3},
    {"back", "second", "first", 0.5, -0.7},  {"side", "first", "first", 0.6, 0.5},
    {"near", "second", "second", 0.5, -0.6}, {"far", "second", "third", 1, 1.1},
    {"around", "third", "first", 0.4, -0.5}, {"round", "third", "second", 0.3, 0.4},
    {"brake", "first", "first", 0.7, -0.8}};
static const char *const sheets[] = {"first", "second", "third"};

static double draw_side(RandomDraws *draws) {
    bool wide = random_uniform(draws) < 0.12; // some are for several threads
    return wide ? random_between(draws, 39, 43) : random_between(draws, 9, 17);
}

// The sheets, and which of the projections there are.
static void write_network(RandomDraws *draws, FILE *file) {
    bool two_eyes = random_integer(draws, 3) == 0;
    const char *eyes = two_eyes ? "per_eye = true;" : "";
    fprintf(file, "seed = %d;\niterations = %d;\n", (int)random_integer(draws, 1000000),
            ITERATIONS);
    if (two_eyes)
        fprintf(file, "eyes = { left = {}; right = {}; };\n");
    fprintf(file,
            "sheets = {\n  retina = { density = %g; half_width = 0.6; stimulus = \"s\"; %s };\n",
            random_between(draws, 9, 17), eyes);
    fprintf(file, "  relay = { density = %g; half_width = 0.55; threshold = 0.1; %s };\n",
            random_between(draws, 9, 17), eyes);
    for (size_t i = 0; i < 3; i++)
        fprintf(file, "  %s = { density = %g; half_width = 0.5; threshold = %g; settle = 5; };\n",
                sheets[i], draw_side(draws), random_between(draws, 0, 0.1));
    fprintf(file, "};\nprojections = {\n");
    bool there[WIRES];
    for (size_t k = 0; k < WIRES; k++)
        there[k] = random_uniform(draws) < wires[k].chance;
    for (size_t k = 0; k < WIRES; k++) {
        const Wire *wire = &wires[k];
        bool same_step = k == NEXT && there[BACK] && random_integer(draws, 2);
        if (there[k])
            fprintf(
                file,
                "  %s = { from = \"%s\"; to = \"%s\"; radius = %g; strength = %g; "
                "learning_rate = %g; weights = { kind = \"gaussian_cloud\"; sigma = %g; };%s };\n",
                wire->name, wire->from, wire->to, random_between(draws, 0.06, 0.22),
                wire->strength * random_between(draws, 0.6, 1.4),
                random_integer(draws, 2) ? random_between(draws, 0.1, 0.7) : 0,
                random_between(draws, 0.05, 0.2), same_step ? " step_delay = 0;" : "");
    }
    fprintf(file, "};\nstimuli = { s = { kind = \"gaussian\"; sigma = 0.13; aspect = 2.3; "
                  "contrast = 0.9; half_range = 0.5; }; };\n");
}

// Courses and events, whose settings are drawn later.
static void write_times(FILE *file) {
    fprintf(file,
            "courses = {\n"
            "  strength = { setting = \"projections.in.strength\"; value = 1.1; schedule = {\n"
            "    kind = \"exponential\"; time_constant = 7.0; }; };\n"
            "  threshold = { setting = \"sheets.first.threshold\"; value = 0.07; schedule = {\n"
            "    kind = \"exponential\"; time_constant = 3.0; }; };\n"
            "};\n"
            "events = {\n"
            "  hole = { kind = \"lesion\"; at = 3; target = \"first\"; };\n"
            "  healed = { kind = \"restore\"; at = 6; lesion = \"hole\"; };\n"
            "  change = { kind = \"change\"; at = 4; set = (\"projections.next.strength=0.9\",\n"
            "    \"projections.next.radius=0.17\", \"projections.far.radius=0.12\"); };\n"
            "  again = { kind = \"change\"; at = 5; set = (\"projections.in.radius=0.13\",\n"
            "    \"projections.far.radius=0.21\"); };\n"
            "};\n");
}

static bool is_accepted(const void *loaded, const Changes *changes) {
    OWNED_BY(error_clear) Error error = {0};
    int64_t iterations;
    return experiment_try(loaded, (const char *const *)changes->items, changes->count, &iterations,
                          &error);
}

// Can the network be built? Fields may be wider than a torus.
static bool can_be_built(const char *path, const Changes *changes) {
    OWNED_BY(error_clear) Error error = {0};
    OWNED_BY(experiment_free) Experiment experiment;
    Network *network = NULL;
    if (experiment_load(&experiment, path, (const char *const *)changes->items, changes->count,
                        &error))
        network = experiment_network(&experiment, NULL, WEIGHTS_DRAWN, &error);
    network_free(network);
    return network != NULL;
}

static void draw_experiment(RandomDraws *draws, const char *path, Changes *changes) {
    static const char *const fixed[] = {"density", "half_width", "per_eye", "stimulus",
                                        "from",    "to",         NULL},
                             *const times[] = {"at", "every", "from", "until", "at_end", NULL};
    OWNED_BY(experiment_free) Experiment loaded;
    Error error = {0};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    write_network(draws, file);
    write_times(file);
    fclose(file);
    if (!experiment_load(&loaded, path, NULL, 0, &error))
        fail_msg("%s", error.text);
    const RandomChoice choice = {draws, 0.12, fixed, is_accepted, &loaded},
                       of_event = {draws, 0.12, times, is_accepted, &loaded};
    if (random_integer(draws, 2))
        draw_item_kind(&choice, stimulus_kinds, "stimuli.s", changes);
    else
        draw_item_changes(&choice, &loaded.network.stimuli, "stimuli", changes);
    draw_item_changes(&choice, &loaded.network.eyes, "eyes", changes);
    draw_item_changes(&choice, &loaded.network.sheets, "sheets", changes);
    draw_item_changes(&choice, &loaded.network.projections, "projections", changes);
    draw_item_changes(&choice, &loaded.courses, "courses", changes);
    draw_item_changes(&of_event, &loaded.events, "events", changes);
    while (!can_be_built(path, changes)) {
        if (changes->count == 0)
            fail_msg("%s cannot be built", path);
        changes_cut(changes, changes->count / 2);
    }
}

// What the tables of kinds do not say: a network may have each of these, with others.
enum {
    LOOP,
    CARRY,
    DIVIDED,
    MULTIPLIED,
    SPARSE,
    ONE_TO_ONE,
    SAME_STEP,
    LATER_STEP,
    LATER,
    CHANGED_RADIUS,
    OTHER_NORM,
    LIMITED,
    FEATURES
};
static const char *const features[FEATURES] = {"sheets in a loop",
                                               "activity carried over",
                                               "a divisor",
                                               "a factor",
                                               "sparse fields",
                                               "fields of one unit",
                                               "no delay in steps",
                                               "a delay of several steps",
                                               "a delay in presentations",
                                               "changed radii",
                                               "learning with another norm",
                                               "limits of weights that learn"};

// What a run ends with.
typedef struct {
    uint64_t hash;      // 0: activity diverged
    bool active;        // is anything active in the cortical sheets?
    bool has[FEATURES]; // of the network
} End;

static void note_projection(const Projection *projection, End *end) {
    const ProjectionSettings *settings = projection->settings;
    RadiusRange radii = projection_radii(settings, projection->from->geometry.density);
    bool learns = projection_is_plastic(projection);
    end->has[DIVIDED] |= settings->effect == EFFECT_DIVIDE;
    end->has[MULTIPLIED] |= settings->effect == EFFECT_MULTIPLY;
    end->has[SPARSE] |= settings->probability < 1;
    end->has[ONE_TO_ONE] |= projection->field_units == 1;
    end->has[SAME_STEP] |= settings->step_delay == 0;
    end->has[LATER_STEP] |= settings->step_delay > 1;
    end->has[LATER] |= settings->delay > 0;
    end->has[CHANGED_RADIUS] |= radii.least < radii.most;
    end->has[OTHER_NORM] |= learns && projection_norm(settings) != NORM_L1;
    end->has[LIMITED] |= learns && !(isnan(settings->least_weight) && isnan(settings->most_weight));
}

static End end_of(const Run *run) {
    const Network *network = run->network;
    End end = {.hash = run->hash};
    for (size_t i = 0; i < network->sheets; i++) {
        const Sheet *sheet = &network->sheet[i];
        end.hash = hash_bytes(end.hash, sheet->activity, sheet->units * sizeof(float));
        end.active = end.active || (sheet->settings->settle > 1 && sheet_mean_activity(sheet) > 0);
    }
    end.has[CARRY] = network_carries(network);
    for (size_t g = 0; g < network->groups; g++)
        end.has[LOOP] |= network->group[g].loop;
    for (size_t k = 0; k < network->projections; k++)
        note_projection(&network->projection[k], &end);
    return end;
}

// Carries out a part of an experiment, from its beginning or from the checkpoint in the folder.
static End carry_out(const char *path, const Changes *changes, const char *folder, int iterations,
                     bool resumed, const char *kernels, int threads) {
    static const volatile sig_atomic_t stop = 0;
    const RunOptions options = {.command = "test"};
    OWNED_BY(experiment_free) Experiment experiment;
    OWNED_BY(run_finish) Run run = {0};
    OWNED_BY(error_clear) Error error = {0};
    OWNED char *last = format_text("iterations=%d", iterations),
               *checkpoint = rundir_path(folder, "checkpoint.h5");
    const char **all = allocate(changes->count + 1, sizeof *all);
    for (size_t k = 0; k < changes->count; k++)
        all[k] = changes->items[k];
    all[changes->count] = last;
    omp_set_num_threads(threads);
    bool ok = experiment_load(&experiment, path, all, changes->count + 1, &error) &&
              (resumed ? run_resume(&run, &experiment, copy_text(folder), checkpoint,
                                    kernels_choose(kernels), &options, &error)
                       : run_build(&run, &experiment, kernels_choose(kernels), &options, &error) &&
                             run_start(&run, copy_text(folder), &error));
    release(all);
    if (!ok)
        fail_msg("%s", error.text);
    return run_loop(&run, &options, &stop, &error) == RUN_FINISHED ? end_of(&run) : (End){0};
}

// A whole run in a folder of its own, with a resume in between where `resumed`.
static End run_whole(const char *path, const Changes *changes, bool resumed, const char *kernels,
                     int threads) {
    OWNED_BY(error_clear) Error error = {0};
    OWNED char *folder = rundir_make_temporary(&error);
    End end = {.hash = 1};
    if (resumed)
        end = carry_out(path, changes, folder, RESUMED_AT, false, kernels, threads);
    if (end.hash != 0)
        end = carry_out(path, changes, folder, ITERATIONS, resumed, kernels, threads);
    assert_true(rundir_remove(folder, &error));
    return end;
}

static void compare(const char *path, const Changes *changes, uint64_t index, End expected,
                    End found, const char *how) {
    if (expected.hash == found.hash)
        return;
    OWNED char *kept = format_text("/tmp/random-network-%d-%d.cfg", SEED, (int)index),
               *copy = format_text("cp %s %s", path, kept);
    print_message("seed %d, network %d has other bits %s:\n  run %s", SEED, (int)index, how, kept);
    for (size_t k = 0; k < changes->count; k++)
        print_message(" '%s'", changes->items[k]);
    print_message("\n");
    fail_msg("other bits%s", system(copy) == 0 ? "" : "; its config could not be kept");
}

// The tables of kinds, each with the setting that chooses among them.
typedef struct {
    const char *setting;
    const Kind *const *kinds;
} Table;

static const Table tables[] = {{".transfer=", transfer_kinds}, {".learning=", learning_kinds},
                               {".weights=", weights_kinds},   {".arbor=", arbor_kinds},
                               {".mask=", region_kinds},       {".region=", region_kinds},
                               {"schedule=", schedule_kinds},  {".s.kind=", stimulus_kinds},
                               {".outline=", region_kinds},    {".response=", response_kinds},
                               {".noise=", noise_kinds},       {".competition=", competition_kinds},
                               {".pattern=", stimulus_kinds}};
enum { TABLES = sizeof tables / sizeof *tables, MOST_KINDS = 64 };

static void note_kinds(const Changes *changes, size_t seen[TABLES][MOST_KINDS]) {
    for (size_t c = 0; c < changes->count; c++)
        for (size_t t = 0; t < TABLES; t++) {
            const char *at = strstr(changes->items[c], tables[t].setting);
            for (size_t k = 0; at && tables[t].kinds[k]; k++)
                seen[t][k] += strcmp(at + strlen(tables[t].setting), tables[t].kinds[k]->name) == 0;
        }
}

// Each kind that needs no file must have been part of a network.
static void check_kinds(size_t seen[TABLES][MOST_KINDS]) {
    for (size_t t = 0; t < TABLES; t++)
        for (size_t k = 0; tables[t].kinds[k]; k++)
            if (seen[t][k] == 0 && kind_is_drawable(tables[t].kinds[k]))
                fail_msg("no network has %s%s", tables[t].setting, tables[t].kinds[k]->name);
}

static void random_networks_get_the_same_bits(void **state) {
    (void)state;
    int usual = omp_get_max_threads();
    talk_quiet(true);
    size_t sets = 0, active = 0, diverged = 0, changed = 0, seen[TABLES][MOST_KINDS] = {{0}},
           have[FEATURES] = {0};
    while (kernels_name(sets))
        sets++;
    for (uint64_t index = 0; index < NETWORKS; index++) {
        RandomDraws draws = random_draws(random_stream(SEED, "random networks"), index);
        OWNED_BY(changes_free) Changes changes = {0};
        OWNED char *path = copy_text(fixture_path("network.cfg"));
        draw_experiment(&draws, path, &changes);
        End expected = run_whole(path, &changes, false, "reference", 1);
        compare(path, &changes, index, expected, run_whole(path, &changes, true, NULL, 2),
                "resumed, on two threads");
        compare(path, &changes, index, expected,
                run_whole(path, &changes, false, kernels_name(index % sets), 3),
                "with other kernels, on three threads");
        active += expected.active;
        diverged += expected.hash == 0;
        changed += changes.count;
        note_kinds(&changes, seen);
        for (size_t k = 0; k < FEATURES; k++)
            have[k] += expected.active && expected.has[k];
    }
    omp_set_num_threads(usual);
    print_message("%zu active, %zu diverged, %zu settings drawn\n", active, diverged, changed);
    check_kinds(seen);
    for (size_t k = 0; k < FEATURES; k++)
        if (have[k] < FEWEST)
            fail_msg("%zu active networks have %s", have[k], features[k]);
    assert_in_range(active, NETWORKS / 2, NETWORKS); // there was something to compare
    assert_in_range(diverged, 0, NETWORKS / 4);
    assert_in_range(changed, 20 * NETWORKS, 200 * NETWORKS);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_networks_get_the_same_bits)};
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
