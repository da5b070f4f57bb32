// SPDX-License-Identifier: GPL-3.0-or-later
// The library steps, measures, saves and refuses as the program does.
#include "library/pinwheel.h"

#include "base/memory.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "helpers/assert_near.h"
#include "helpers/small_simulation.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

// `pinwheel run` of the small simulation's config ends with these weights.
static uint64_t reference;

static int find_reference(void **state) {
    (void)state;
    pinwheel_simulation *simulation = small_simulation(1);
    char *error, folder[] = "/tmp/pinwheel-library-XXXXXX";
    if (mkdtemp(folder) == NULL || !pinwheel_start(simulation, folder, false, &error))
        return 1;
    small_step(simulation, SMALL_STEPS);
    reference = pinwheel_weights_hash(simulation);
    pinwheel_free(simulation);
    return rundir_remove(folder, NULL) ? 0 : 1;
}

static void steps_of_any_size_and_threads_give_the_same_bits(void **state) {
    (void)state;
    for (int threads = 1; threads <= 2; threads++) {
        pinwheel_simulation *simulation = small_simulation(threads),
                            *other = small_simulation(3 - threads);
        for (int64_t done = 0; done < SMALL_STEPS; done = pinwheel_iteration(simulation)) {
            int64_t wanted = done % 5 + 1, left = SMALL_STEPS - done;
            small_step(simulation, wanted < left ? wanted : left);
            small_step(other, 1);
        }
        assert_int_equal(pinwheel_iteration(simulation), SMALL_STEPS);
        assert_true(pinwheel_weights_hash(simulation) == reference);
        assert_true(pinwheel_weights_hash(other) != reference);
        pinwheel_free(simulation);
        pinwheel_free(other);
    }
}

static void a_saved_state_goes_on_bit_for_bit(void **state) {
    (void)state;
    char *error, *folder = rundir_make_temporary(NULL), *path = rundir_path(folder, "half.h5");
    pinwheel_simulation *simulation = small_simulation(2);
    small_step(simulation, 17);
    assert_true(pinwheel_save(simulation, path, &error));
    uint64_t then = pinwheel_weights_hash(simulation);
    small_step(simulation, 3);
    pinwheel_free(simulation);
    simulation = pinwheel_from_state(path, NULL, &error);
    assert_non_null(simulation);
    assert_int_equal(pinwheel_iteration(simulation), 17);
    assert_true(pinwheel_weights_hash(simulation) == then);
    small_step(simulation, SMALL_STEPS - 17);
    assert_true(pinwheel_weights_hash(simulation) == reference);
    assert_false(pinwheel_save(simulation, "state.dat", &error));
    assert_says(error, "ends in .h5");
    pinwheel_free(simulation);
    rundir_remove(folder, NULL);
    release(path);
    release(folder);
}

static void a_run_in_a_folder_is_resumed_there(void **state) {
    (void)state;
    char *error, *folder = rundir_make_temporary(NULL);
    pinwheel_simulation *simulation = small_simulation(1);
    assert_true(pinwheel_start(simulation, folder, false, &error));
    small_step(simulation, 21);
    assert_false(pinwheel_change(simulation, "stimuli.bars.contrast=0.4", &error));
    assert_says(error, "follows its config alone");
    assert_null(pinwheel_resume(folder, NULL, &error));
    assert_says(error, folder); // it is at work
    assert_true(pinwheel_end(simulation, &error));
    assert_null(pinwheel_folder(simulation));
    pinwheel_free(simulation);
    simulation = pinwheel_resume(folder, NULL, &error);
    assert_non_null(simulation);
    assert_string_equal(pinwheel_folder(simulation), folder);
    small_step(simulation, SMALL_STEPS - 21);
    assert_true(pinwheel_end(simulation, &error));
    assert_true(pinwheel_weights_hash(simulation) == reference);
    pinwheel_free(simulation);
    json_t *about = rundir_read_json(folder, "run.json", false, NULL);
    assert_string_equal(json_string_value(json_object_get(about, "status")), "finished");
    json_decref(about);
    rundir_remove(folder, NULL);
    release(folder);
}

static void what_does_not_count_leaves_no_trace(void **state) {
    (void)state;
    char *error;
    pinwheel_simulation *simulation = small_simulation(2);
    pinwheel_sheet about;
    assert_true(pinwheel_sheet_about(simulation, "retina", &about, &error));
    assert_true(about.input);
    assert_near(about.left, -1.875 + 0.5 / 24, 1e-12);
    size_t n = about.rows * about.columns;
    OWNED float *pattern = allocate(n, sizeof *pattern);
    for (size_t i = 0; i < n; i++)
        pattern[i] = 0.37f * (float)(i / about.columns % 7 < 2);
    const pinwheel_shown shown = {"retina", pattern, about.rows, about.columns};
    small_step(simulation, 13);
    for (int i = 0; i < 3; i++)
        assert_true(pinwheel_present(simulation, &shown, 1, false, &error));
    const float *activity = pinwheel_activity(simulation, "v1", &error);
    assert_true(pinwheel_sheet_about(simulation, "v1", &about, &error));
    double sum = 0;
    for (size_t i = 0; i < about.rows * about.columns; i++)
        sum += (double)activity[i];
    assert_true(sum > 0.01);
    pinwheel_results *results = pinwheel_measure(simulation, "orientation", NULL, 0, &error);
    assert_non_null(results);
    pinwheel_results_free(results);
    small_step(simulation, SMALL_STEPS - 13);
    assert_true(pinwheel_weights_hash(simulation) == reference);
    pinwheel_free(simulation);
}

// The activity of V1 after an array was shown, twice alike, although V1 carries activity over.
static void check_shown_twice(pinwheel_simulation *simulation, const pinwheel_shown *shown) {
    char *error;
    pinwheel_sheet about;
    assert_true(pinwheel_sheet_about(simulation, "v1", &about, &error));
    size_t bytes = about.rows * about.columns * sizeof(float);
    OWNED float *first = allocate(about.rows * about.columns, sizeof *first);
    assert_true(pinwheel_present(simulation, shown, 1, false, &error));
    memcpy(first, pinwheel_activity(simulation, "v1", &error), bytes);
    assert_true(pinwheel_present(simulation, shown, 1, false, &error));
    assert_memory_equal(first, pinwheel_activity(simulation, "v1", &error), bytes);
}

// Activity that is carried over is as it was before an array was shown.
static void carried_activity_is_not_touched_by_what_does_not_count(void **state) {
    (void)state;
    static const char *const changes[] = {"sheets.v1.density=24.3", "iterations=9",
                                          "sheets.v1.carry=0.35"};
    const pinwheel_options options = {.changes = changes, .changes_count = 3};
    uint64_t hash[2];
    for (int shows = 0; shows < 2; shows++) {
        char *error;
        pinwheel_simulation *simulation = pinwheel_from_file(SMALL_CONFIG, &options, &error);
        if (simulation == NULL)
            fail_msg("%s", error);
        OWNED float *pattern = allocate(90 * 90, sizeof *pattern);
        for (size_t i = 0; i < 90; i++)
            pattern[i * 90 + 41] = 0.73f;
        const pinwheel_shown shown = {"retina", pattern, 90, 90};
        small_step(simulation, 4);
        static const char *const moves[] = {"sheets.v1.threshold=0.013",
                                            "sheets.v1.threshold=0.3171",
                                            "sheets.v1.threshold=-0.0057"};
        for (int i = 0; i < 3; i++) {
            assert_true(pinwheel_change(simulation, moves[i], &error));
            if (shows)
                check_shown_twice(simulation, &shown);
        }
        small_step(simulation, 5);
        hash[shows] = pinwheel_weights_hash(simulation);
        pinwheel_free(simulation);
    }
    assert_true(hash[0] == hash[1]);
}

// Shows what the stimuli would show: the bits are those of the stimuli.
static void given_arrays_take_the_place_of_stimuli(void **state) {
    (void)state;
    char *error;
    pinwheel_simulation *simulation = small_simulation(1), *other = small_simulation(1);
    for (int i = 0; i < SMALL_STEPS; i++) {
        small_step(other, 1);
        const float *pattern = pinwheel_activity(other, "retina", &error);
        const pinwheel_shown shown = {"retina", pattern, 90, 90};
        if (!pinwheel_present(simulation, &shown, 1, true, &error))
            fail_msg("%s", error);
    }
    assert_true(pinwheel_weights_hash(simulation) == reference);
    const float wrong[4] = {0, NAN, 0, 0};
    const pinwheel_shown few = {"retina", wrong, 2, 2}, on_v1 = {"v1", wrong, 2, 2},
                         unknown = {"retna", wrong, 2, 2};
    assert_false(pinwheel_present(simulation, &few, 1, false, &error));
    assert_says(error, "has 90 x 90 units; the array has 2 x 2");
    assert_false(pinwheel_present(simulation, &on_v1, 1, false, &error));
    assert_says(error, "no input sheet");
    assert_false(pinwheel_present(simulation, &unknown, 1, false, &error));
    assert_says(error, "did you mean 'retina'?");
    pinwheel_free(simulation);
    pinwheel_free(other);
}

static void weights_are_read_and_written(void **state) {
    (void)state;
    char *error;
    pinwheel_simulation *simulation = small_simulation(1);
    pinwheel_projection about;
    assert_true(pinwheel_projection_about(simulation, "on_to_v1", &about, &error));
    assert_string_equal(about.to, "v1");
    OWNED int64_t *first = allocate(about.units + 1, sizeof *first),
                  *all = allocate(about.connections, sizeof *all),
                  *source = allocate(about.most, sizeof *source);
    OWNED float *weights = allocate(about.connections, sizeof *weights),
                *weight = allocate(about.most, sizeof *weight);
    assert_true(pinwheel_connections(simulation, "on_to_v1", first, all, weights, &error));
    assert_int_equal(first[about.units], about.connections);
    size_t unit = about.units / 3;
    int64_t n = pinwheel_weights(simulation, "on_to_v1", unit, source, weight, about.most, &error);
    assert_int_equal(n, first[unit + 1] - first[unit]);
    assert_memory_equal(weight, weights + first[unit], (size_t)n * sizeof *weight);
    assert_memory_equal(source, all + first[unit], (size_t)n * sizeof *source);
    uint64_t before = pinwheel_weights_hash(simulation);
    assert_true(pinwheel_set_weights(simulation, "on_to_v1", unit, weight, (size_t)n, &error));
    assert_false(pinwheel_start(simulation, "/tmp/nowhere", false, &error));
    assert_says(error, "or was changed");
    weight[5] = 0.0625f;
    assert_true(pinwheel_set_weights(simulation, "on_to_v1", unit, weight, (size_t)n, &error));
    assert_true(pinwheel_weights_hash(simulation) != before);
    assert_int_equal(
        n, pinwheel_weights(simulation, "on_to_v1", unit, NULL, weights, about.most, &error));
    assert_near((double)weights[5], 0.0625, 0);
    weight[5] = INFINITY;
    assert_false(pinwheel_set_weights(simulation, "on_to_v1", unit, weight, (size_t)n, &error));
    assert_says(error, "not finite");
    assert_false(pinwheel_set_weights(simulation, "on_to_v1", about.units, weight, 1, &error));
    assert_says(error, "there is no unit");
    assert_false(pinwheel_set_weights(simulation, "excitation", 0, weight, 1, &error));
    assert_says(error, "share one field");
    assert_int_equal(pinwheel_weights(simulation, "on_to_v1", unit, NULL, weight, 3, &error), -1);
    assert_says(error, "room for 3");
    pinwheel_free(simulation);
}

static void lesions_silence_and_are_undone(void **state) {
    (void)state;
    char *error;
    pinwheel_simulation *simulation = small_simulation(1);
    pinwheel_sheet about;
    assert_true(pinwheel_sheet_about(simulation, "v1", &about, &error));
    size_t n = about.rows * about.columns;
    OWNED unsigned char *lost = allocate(n, 1);
    OWNED double *inside = allocate(n, sizeof *inside);
    for (size_t i = n / 2; i < n; i++)
        lost[i] = 3;
    assert_true(pinwheel_lesion(simulation, "half", "v1", lost, n, &error));
    small_step(simulation, 9);
    assert_true(pinwheel_read(simulation, "v1", PINWHEEL_INSIDE, inside, n, &error));
    const float *activity = pinwheel_activity(simulation, "v1", &error);
    for (size_t i = 0; i < n; i++)
        assert_true(i < n / 2 ? inside[i] == 1 : inside[i] == 0 && activity[i] == 0);
    assert_false(pinwheel_start(simulation, "/tmp/nowhere", false, &error));
    assert_says(error, "a run begins before the first presentation");
    assert_false(pinwheel_restore(simulation, "hlaf", &error));
    assert_says(error, "no lesion 'hlaf'");
    assert_true(pinwheel_restore(simulation, "half", &error));
    assert_true(pinwheel_read(simulation, "v1", PINWHEEL_INSIDE, inside, n, &error));
    assert_near(inside[n - 1], 1, 0);
    assert_false(pinwheel_lesion(simulation, "half", "v1", lost, n - 1, &error));
    assert_says(error, "the lesion has");
    pinwheel_free(simulation);
}

static void sheets_and_settings_are_read_and_written(void **state) {
    (void)state;
    char *error;
    pinwheel_simulation *simulation = small_simulation(1);
    pinwheel_sheet about;
    assert_true(pinwheel_sheet_about(simulation, "v1", &about, &error));
    size_t n = about.rows * about.columns;
    OWNED double *values = allocate(n, sizeof *values);
    assert_true(pinwheel_read(simulation, "v1", PINWHEEL_THRESHOLD, values, n, &error));
    assert_near(values[n - 1], 0.2, 1e-12);
    values[7] = 0.31;
    assert_true(pinwheel_write(simulation, "v1", PINWHEEL_THRESHOLD, values, n, &error));
    values[8] = (double)NAN;
    assert_false(pinwheel_write(simulation, "v1", PINWHEEL_THRESHOLD, values, n, &error));
    assert_says(error, "has nan in row 0, column 8");
    assert_false(pinwheel_write(simulation, "v1", PINWHEEL_DRIVE, values, n, &error));
    assert_says(error, "only be read");
    assert_false(pinwheel_read(simulation, "v1", (pinwheel_quantity)77, values, n, &error));
    assert_says(error, "no quantity 77");
    char *text = pinwheel_setting(simulation, "stimuli.bars.sigma", &error);
    assert_string_equal(text, "0.044194");
    pinwheel_text_free(text);
    assert_null(pinwheel_setting(simulation, "stimuli.bars.sgima", &error));
    assert_says(error, "sigma");
    assert_true(pinwheel_change(simulation, "stimuli.bars.contrast=0.4", &error));
    text = pinwheel_setting(simulation, "stimuli.bars.contrast", &error);
    assert_string_equal(text, "0.4");
    pinwheel_text_free(text);
    assert_false(pinwheel_change(simulation, "sheets.v1.density=30", &error));
    assert_says(error, "density");
    small_step(simulation, SMALL_STEPS);
    assert_true(pinwheel_weights_hash(simulation) != reference);
    assert_int_equal(pinwheel_step(simulation, 1, 0, &error), -1);
    assert_says(error, "iterations = 37: the simulation ends there");
    pinwheel_free(simulation);
}

static void measures_give_numbers_maps_and_pictures(void **state) {
    (void)state;
    char *error, *folder = rundir_make_temporary(NULL), *path = rundir_path(folder, "map.svg");
    pinwheel_simulation *simulation = small_simulation(2);
    const char *const settings[] = {"sheet=v1", "orientations=6"};
    small_step(simulation, 11);
    pinwheel_results *results = pinwheel_measure(simulation, "orientation", settings, 2, &error);
    if (results == NULL)
        fail_msg("%s", error);
    pinwheel_number number;
    pinwheel_map map;
    assert_true(pinwheel_results_number(results, 0, &number));
    assert_true(number.definition[0] != '\0');
    assert_true(pinwheel_results_map(results, 0, &map));
    assert_int_equal(map.rows, 36);
    assert_false(pinwheel_results_map(results, 1000, &map));
    if (!pinwheel_draw(simulation, results, NULL, path, &error))
        fail_msg("%s", error);
    size_t size, read;
    OWNED char *bytes = pinwheel_draw_bytes(simulation, results, NULL, "svg", &size, &error);
    assert_non_null(bytes);
    OWNED char *file = (char *)ordinary_file_read(path, "a picture", &read, NULL);
    assert_int_equal(size, read);
    assert_memory_equal(bytes, file, size);
    assert_null(pinwheel_draw_bytes(simulation, results, NULL, "bmp", &size, &error));
    assert_says(error, "'bmp': a picture is drawn as png, svg or pdf");
    assert_false(pinwheel_draw(simulation, results, "polr", path, &error));
    assert_says(error, "did you mean 'polar'?");
    pinwheel_results_free(results);
    assert_null(pinwheel_measure(simulation, "orientations", NULL, 0, &error));
    assert_says(error, "did you mean 'orientation'?");
    assert_null(pinwheel_measure(simulation, "tuning", NULL, 0, &error));
    assert_says(error, "measures.tuning");
    pinwheel_free(simulation);
    rundir_remove(folder, NULL);
    release(path);
    release(folder);
}

static bool count(void *context, pinwheel_simulation *simulation) {
    char *error;
    assert_int_equal(pinwheel_step(simulation, 1, 0, &error), -1);
    assert_says(error, "at work");
    pinwheel_results *results = pinwheel_measure(simulation, "activity", NULL, 0, &error);
    assert_non_null(results);
    pinwheel_results_free(results);
    pinwheel_free(simulation); // does nothing here
    return ++*(int *)context < 3;
}

static void callbacks_come_on_time_and_stop(void **state) {
    (void)state;
    char *error;
    int calls = 0;
    pinwheel_simulation *simulation = small_simulation(1);
    assert_true(pinwheel_call_every(simulation, 4, count, &calls, &error));
    assert_int_equal(pinwheel_step(simulation, SMALL_STEPS, 0, &error), 12);
    assert_int_equal(calls, 3);
    assert_true(pinwheel_call_every(simulation, 0, NULL, NULL, &error));
    pinwheel_stop(simulation);
    assert_int_equal(pinwheel_step(simulation, 5, 0, &error), 0);
    assert_int_equal(pinwheel_step(simulation, SMALL_STEPS - 12, 1e-9, &error), 1);
    small_step(simulation, SMALL_STEPS - 13);
    assert_true(pinwheel_weights_hash(simulation) == reference);
    pinwheel_free(simulation);
}

static void texts_of_configs_are_read_and_refused(void **state) {
    (void)state;
    char *error;
    pinwheel_simulation *simulation = small_simulation(1);
    char *config = pinwheel_config(simulation);
    pinwheel_free(simulation);
    simulation = pinwheel_from_text(config, NULL, &error);
    assert_non_null(simulation);
    pinwheel_text_free(config);
    small_step(simulation, SMALL_STEPS);
    assert_true(pinwheel_weights_hash(simulation) == reference);
    pinwheel_free(simulation);
    assert_null(pinwheel_from_text("seed = 1;\nitrations = 3;", NULL, &error));
    assert_says(error, "config:2: ");
    assert_null(pinwheel_from_text("seed = ;", NULL, &error));
    assert_says(error, "config:1: ");
    assert_null(pinwheel_from_text("", NULL, &error));
    assert_says(error, "is empty");
    assert_null(pinwheel_from_file("configs/gcal/dmo.cfg", NULL, &error));
    assert_says(error, "no such file");
    assert_null(pinwheel_from_state("configs/gcal/demo.cfg", NULL, &error));
    assert_says(error, "configs/gcal/demo.cfg");
    const pinwheel_options bad = {.kernel = "mmx"}, many = {.threads = 5000};
    assert_null(pinwheel_from_file(SMALL_CONFIG, &bad, &error));
    assert_says(error, "mmx");
    assert_null(pinwheel_from_file(SMALL_CONFIG, &many, &error));
    assert_says(error, "threads: 5000");
}

static void *run_in_a_thread(void *result) {
    pinwheel_simulation *simulation = small_simulation(1);
    char *error;
    for (int i = 0; i < SMALL_STEPS; i++)
        small_step(simulation, 1);
    pinwheel_results_free(pinwheel_measure(simulation, "orientation", NULL, 0, &error));
    *(uint64_t *)result = pinwheel_weights_hash(simulation);
    pinwheel_free(simulation);
    return NULL;
}

static void simulations_in_two_threads_give_the_same_bits(void **state) {
    (void)state;
    pthread_t thread[2];
    uint64_t hash[2] = {0};
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, run_in_a_thread, &hash[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(thread[i], NULL);
    assert_true(hash[0] == reference && hash[1] == reference);
}

// Under the sanitizers, nothing leaks.
static void a_thousand_simulations_are_made_and_freed(void **state) {
    (void)state;
    static const char *const changes[] = {"sheets.v1.density=9",
                                          "sheets.lgn_on.density=8",
                                          "sheets.lgn_off.density=8",
                                          "sheets.retina.density=8",
                                          "iterations=3",
                                          "projections.excitation.strength=1000"};
    for (int i = 0; i < 1000; i++) {
        char *error;
        bool diverges = i % 2;
        pinwheel_options options = {.changes = changes, .changes_count = 5 + (size_t)diverges};
        pinwheel_simulation *simulation = pinwheel_from_file(SMALL_CONFIG, &options, &error);
        if (simulation == NULL)
            fail_msg("%s", error);
        int64_t done = pinwheel_step(simulation, 3, 0, &error);
        if (diverges && done < 0)
            assert_says(error, "the run was stopped");
        else
            assert_int_equal(done, 3);
        assert_null(pinwheel_measure(simulation, "nothing", NULL, 0, NULL));
        pinwheel_free(simulation);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_of_any_size_and_threads_give_the_same_bits),
        cmocka_unit_test(a_saved_state_goes_on_bit_for_bit),
        cmocka_unit_test(a_run_in_a_folder_is_resumed_there),
        cmocka_unit_test(what_does_not_count_leaves_no_trace),
        cmocka_unit_test(carried_activity_is_not_touched_by_what_does_not_count),
        cmocka_unit_test(given_arrays_take_the_place_of_stimuli),
        cmocka_unit_test(weights_are_read_and_written),
        cmocka_unit_test(lesions_silence_and_are_undone),
        cmocka_unit_test(sheets_and_settings_are_read_and_written),
        cmocka_unit_test(measures_give_numbers_maps_and_pictures),
        cmocka_unit_test(callbacks_come_on_time_and_stop),
        cmocka_unit_test(texts_of_configs_are_read_and_refused),
        cmocka_unit_test(simulations_in_two_threads_give_the_same_bits),
        cmocka_unit_test(a_thousand_simulations_are_made_and_freed),
    };
    return cmocka_run_group_tests(tests, find_reference, NULL);
}
