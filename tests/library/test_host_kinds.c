// SPDX-License-Identifier: GPL-3.0-or-later
// Kinds that a program hands to the library, without a shared object.
#include "library/pinwheel.h"

#include "base/memory.h"
#include "files/rundir.h"
#include "helpers/small_simulation.h"
#include "kinds/learning.h"
#include "run/plugin.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

// A rule of this program's: Hebb's with half the rate.
static LearningTerms halved(const void *settings, double rate, double activity, double *memory) {
    (void)settings, (void)memory;
    return (LearningTerms){.source = 0.5 * rate * activity};
}
static const LearningKind half_hebb = {.kind = {"half_hebb", "half of x y", NO_SETTINGS},
                                       .terms = halved};
PLUGIN(.learning_kinds = KINDS(&half_hebb.kind));

static pinwheel_simulation *with_kinds(const pinwheel_kinds *kinds, const char *learning,
                                       char **error) {
    const char *const changes[] = {small_changes[0], small_changes[1], small_changes[2], learning};
    const pinwheel_options options = {.changes = changes, .changes_count = 4, .kinds = kinds};
    return pinwheel_from_file(SMALL_CONFIG, &options, error);
}

static void kinds_of_the_program_are_used_where_they_were_handed_in(void **state) {
    (void)state;
    static const char own[] = "projections.*_to_v1.learning=half_hebb",
                      hebb[] = "projections.*_to_v1.learning=hebb";
    char *error, *folder = rundir_make_temporary(NULL);
    assert_null(with_kinds(NULL, own, &error));
    assert_says(error, "'half_hebb' is not known");
    pinwheel_simulation *simulation = with_kinds(&pinwheel_plugin, own, &error),
                        *other = with_kinds(&pinwheel_plugin, hebb, &error);
    if (simulation == NULL || other == NULL)
        fail_msg("%s", error);
    assert_true(pinwheel_start(simulation, folder, false, &error));
    small_step(simulation, 20);
    pinwheel_simulation *plain = small_simulation(1);
    small_step(plain, SMALL_STEPS);
    uint64_t hebbian = pinwheel_weights_hash(plain);
    pinwheel_free(plain);
    small_step(other, SMALL_STEPS);
    assert_true(pinwheel_weights_hash(other) == hebbian);
    assert_true(pinwheel_end(simulation, &error));
    small_step(simulation, SMALL_STEPS - 20);
    uint64_t hash = pinwheel_weights_hash(simulation);
    assert_true(hash != hebbian);
    pinwheel_free(simulation);
    pinwheel_free(other);
    json_t *about = rundir_read_json(folder, "run.json", false, NULL);
    const json_t *kinds = json_object_get(about, "host_kinds");
    assert_string_equal(json_string_value(json_array_get(kinds, 0)), "learning half_hebb");
    json_decref(about);
    assert_null(pinwheel_resume(folder, NULL, &error));
    assert_says(error, "'half_hebb' is not known");
    const pinwheel_options options = {.kinds = &pinwheel_plugin};
    simulation = pinwheel_resume(folder, &options, &error);
    if (simulation == NULL)
        fail_msg("%s", error);
    small_step(simulation, SMALL_STEPS - 20);
    assert_true(pinwheel_weights_hash(simulation) == hash);
    pinwheel_free(simulation);
    rundir_remove(folder, NULL);
    release(folder);
}

// Another rule of the same name.
static LearningTerms doubled(const void *settings, double rate, double activity, double *memory) {
    (void)settings, (void)memory;
    return (LearningTerms){.source = 2 * rate * activity};
}
static const LearningKind double_hebb = {.kind = {"half_hebb", "two x y", NO_SETTINGS},
                                         .terms = doubled};

typedef struct {
    Plugin kinds;
    uint64_t hash;
} Developed;

static void *develop_with_kinds(void *context) {
    Developed *developed = context;
    char *error;
    pinwheel_simulation *simulation =
        with_kinds(&developed->kinds, "projections.*_to_v1.learning=half_hebb", &error);
    if (simulation == NULL)
        fail_msg("%s", error);
    for (int i = 0; i < SMALL_STEPS; i++)
        small_step(simulation, 1);
    developed->hash = pinwheel_weights_hash(simulation);
    pinwheel_free(simulation);
    return NULL;
}

static void kinds_of_one_name_do_not_meet_in_two_threads(void **state) {
    (void)state;
    static Developed half, twice; // the tables stay
    half.kinds = twice.kinds = pinwheel_plugin;
    static const Kind *const doubles[] = {&double_hebb.kind, NULL};
    twice.kinds.learning_kinds = doubles;
    develop_with_kinds(&half);
    develop_with_kinds(&twice);
    uint64_t alone[] = {half.hash, twice.hash};
    assert_true(alone[0] != alone[1]);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, develop_with_kinds, &half), 0);
    develop_with_kinds(&twice);
    pthread_join(thread, NULL);
    assert_true(half.hash == alone[0] && twice.hash == alone[1]);
}

static void kinds_that_do_not_fit_are_refused(void **state) {
    (void)state;
    char *error;
    static Plugin other; // the tables stay
    other = pinwheel_plugin;
    other.interface++;
    assert_null(with_kinds(&other, "seed=3", &error));
    assert_says(error, "the kinds of this program: was compiled for another version");
    other = pinwheel_plugin;
    static const Kind *const both[] = {&half_hebb.kind, &learning_hebb.kind, NULL};
    other.learning_kinds = both;
    assert_null(with_kinds(&other, "seed=3", &error));
    assert_says(error, "there is a learning 'hebb' already");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_of_the_program_are_used_where_they_were_handed_in),
        cmocka_unit_test(kinds_of_one_name_do_not_meet_in_two_threads),
        cmocka_unit_test(kinds_that_do_not_fit_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
