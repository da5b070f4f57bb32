// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/checkpoint.h"

#include "base/memory.h"
#include "base/random.h"
#include "files/store.h"
#include "helpers/file_fixture.h"
#include "helpers/small_network.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const char *const delayed[] = {"projections.excitation.delay=2", NULL};
static const char *const by_gain[] = {"sheets.v1.homeostasis.mode=gain",
                                      "projections.excitation.delay=2", NULL};

static char config_text[] = "seed = 2385; # \u00fcber\n";

static void save(const Network *network, const char *name, bool indices) {
    double activity[4] = {0.125, 2.385, -1e-300, 7};
    SettlingCount settling[4] = {{0}, {1, 2}, {0}, {2, INT64_C(1) << 40}};
    RunMemory memory = {true, 2, 4, activity, settling, config_text, NULL};
    Error error = {0};
    if (!checkpoint_write(network, &memory, fixture_path(""), name, indices, &error))
        fail_msg("%s", error.text);
}

static void same_activity(const Network *a, const Network *b) {
    for (size_t s = 0; s < a->sheets; s++) {
        assert_memory_equal(a->sheet[s].activity, b->sheet[s].activity,
                            a->sheet[s].units * sizeof(float));
        for (size_t d = 0; d <= a->sheet[s].delays; d++)
            assert_memory_equal(a->sheet[s].shown[d].tiles, b->sheet[s].shown[d].tiles,
                                a->sheet[s].grid.size * sizeof(float));
    }
}

static void a_network_is_brought_back_to_the_bit(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, delayed);
    Network *network = small_network(&settings), *other = small_network(&settings);
    small_network_present(network, 5);
    projection_keep(network_projection(network, "on_to_v1"), "early");
    projection_keep(network_projection(network, "inhibition"), "early");
    small_network_present(network, 6);
    projection_keep(network_projection(network, "on_to_v1"), "late");
    network_projection(network, "on_to_v1")->has_negative = true; // it had, once
    save(network, "whole", false);
    double activity[4] = {0};
    SettlingCount settling[4] = {{0}};
    RunMemory memory = {.sum_count = 4, .sums = activity, .settling = settling};
    Error error = {0};
    assert_true(network_hash(other) != network_hash(network));
    assert_true(checkpoint_read(other, &memory, fixture_path("whole.h5"), &error));
    assert_true(network_hash(other) == network_hash(network));
    for (size_t k = 0; k < network->projections; k++)
        assert_int_equal(other->projection[k].has_negative, network->projection[k].has_negative);
    same_activity(network, other);
    assert_int_equal(other->presentation, 11);
    assert_int_equal(checkpoint_iteration(fixture_path("whole.h5")), 11);
    assert_true(memory.events_done && memory.interval == 2 && activity[1] == 2.385 &&
                activity[2] == -1e-300);
    assert_true(settling[1].settled == 1 && settling[1].steps == 2);
    assert_true(settling[3].settled == 2 && settling[3].steps == INT64_C(1) << 40);
    char *config = checkpoint_config(fixture_path("whole.h5"), &error);
    assert_string_equal(config, config_text);
    release(config);
    small_network_present(network, 7);
    small_network_present(other, 7);
    assert_true(network_hash(other) == network_hash(network));
    same_activity(network, other);
    network_free(other);
    network_free(network);
    small_settings_finish(&settings);
}

// Lesions by their names, gains, and the threshold that floors are relative to.
static void lesions_and_gains_are_brought_back(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, by_gain);
    Network *network = small_network(&settings), *other = small_network(&settings);
    Sheet *v1 = network_sheet(network, "v1"), *mine = network_sheet(other, "v1");
    unsigned char *lost = allocate(v1->units, 1);
    small_network_present(network, 5);
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < v1->units; i++)
            lost[i] = i % 13 > 3 + 4 * k && i % 7 < 5;
        sheet_add_lesion(v1, k ? "a-second_one" : "the-first", lost);
    }
    sheet_add_lesion(mine, "of-before", lost);
    v1->lesion_threshold = 0.0917;
    small_network_present(network, 6);
    assert_true(v1->gain[0] != 1);
    save(network, "lesions", false);
    RunMemory memory = {
        .sum_count = 4, .sums = (double[4]){0}, .settling = (SettlingCount[4]){{0}}};
    Error error = {0};
    assert_true(checkpoint_read(other, &memory, fixture_path("lesions.h5"), &error));
    for (size_t k = 0; k < 3; k++) { // as they are, with one undone, with both undone
        if (k > 0) {
            sheet_remove_lesion(v1, k == 1 ? "the-first" : "a-second_one");
            sheet_remove_lesion(mine, k == 1 ? "the-first" : "a-second_one");
        }
        assert_int_equal(mine->lesions, 2 - k);
        assert_memory_equal(mine->inside, v1->inside, v1->units);
        assert_int_equal(memchr(mine->inside, 0, v1->units) != NULL, k < 2);
        same_activity(network, other);
        assert_true(network_hash(other) == network_hash(network));
        small_network_present(network, 4);
        small_network_present(other, 4);
    }
    assert_true(mine->lesion_threshold == 0.0917);
    release(lost);
    network_free(other);
    network_free(network);
    small_settings_finish(&settings);
}

static void the_one_before_is_kept(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, NULL);
    Network *network = small_network(&settings);
    for (int k = 0; k < 3; k++) {
        small_network_present(network, 2);
        save(network, "kept", false);
    }
    assert_int_equal(checkpoint_iteration(fixture_path("kept.h5")), 6);
    assert_int_equal(checkpoint_iteration(fixture_path("kept.prev.h5")), 4);
    assert_int_equal(checkpoint_iteration(fixture_path("kept.new.h5")), -1);
    Error error = {0};
    RunMemory memory = {.sum_count = 4,
                        .sums = (double[4]){0},
                        .settling = (SettlingCount[4]){{0}},
                        .config = config_text};
    assert_false(
        checkpoint_write(network, &memory, fixture_path("nowhere"), "kept", false, &error));
    assert_non_null(strstr(error.text, "nowhere"));
    error_clear(&error);
    network_free(network);
    small_settings_finish(&settings);
}

typedef struct {
    unsigned char *bytes; // owned
    size_t n;
} Bytes;

static Bytes bytes_of(const char *path) {
    Bytes bytes = {.n = (size_t)fixture_size(path)};
    bytes.bytes = allocate(bytes.n, 1);
    FILE *file = fopen(path, "rb");
    assert_int_equal(fread(bytes.bytes, 1, bytes.n, file), bytes.n);
    fclose(file);
    return bytes;
}

static void refused(const char *path, const char *cause) {
    Error error = {0};
    assert_int_equal(checkpoint_iteration(path), -1);
    assert_null(checkpoint_config(path, &error));
    assert_non_null(strstr(error.text, path));
    if (!strstr(error.text, cause))
        fail_msg("\"%s\" lacks \"%s\"", error.text, cause);
    error_clear(&error);
}

static void equal_networks_make_equal_bytes(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, delayed);
    Network *network = small_network(&settings);
    small_network_present(network, 2);
    save(network, "early", true);
    nanosleep(&(struct timespec){1, 100000000}, NULL); // HDF5 counts times in seconds
    save(network, "late", true);
    Bytes early = bytes_of(fixture_path("early.h5")), late = bytes_of(fixture_path("late.h5"));
    assert_int_equal(early.n, late.n);
    assert_memory_equal(early.bytes, late.bytes, early.n);
    release(late.bytes);
    release(early.bytes);
    network_free(network);
    small_settings_finish(&settings);
}

// Saves a network that holds senseless numbers, and expects that its sealed state is refused.
static void refused_as_senseless(Network *network, const NetworkSettings *settings,
                                 const char *cause) {
    Network *other = small_network(settings);
    RunMemory memory = {
        .sum_count = 4, .sums = (double[4]){0}, .settling = (SettlingCount[4]){{0}}};
    Error error = {0};
    save(network, "senseless", false);
    assert_false(checkpoint_read(other, &memory, fixture_path("senseless.h5"), &error));
    if (!strstr(error.text, cause) || !strstr(error.text, "senseless.h5"))
        fail_msg("\"%s\" lacks \"%s\"", error.text, cause);
    error_clear(&error);
    network_free(other);
}

static void a_sealed_state_without_sense_is_refused(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, NULL);
    Network *network = small_network(&settings);
    small_network_present(network, 50);
    Sheet *v1 = network_sheet(network, "v1");
    double *const numbers[] = {&v1->threshold[7], &v1->gain[3], &v1->average[0]};
    static const char *const names[] = {"/sheets/v1/threshold is nan", "/sheets/v1/gain is nan",
                                        "/sheets/v1/average is nan"};
    for (size_t k = 0; k < 3; k++) {
        double kept = *numbers[k];
        *numbers[k] = (double)NAN;
        refused_as_senseless(network, &settings, names[k]);
        *numbers[k] = kept;
    }
    float kept = v1->activity[5];
    v1->activity[5] = (float)INFINITY;
    refused_as_senseless(network, &settings, "value 5 of /sheets/v1/activity is inf");
    v1->activity[5] = kept;
    Projection *projection = network_projection(network, "on_to_v1");
    kept = projection->scale[2];
    projection->scale[2] = (float)INFINITY;
    refused_as_senseless(network, &settings, "/weights/on_to_v1/scale is inf");
    projection->scale[2] = kept;
    static const int64_t progress[] = {-5, 1, INT64_C(1000000000000000000)};
    static const char *const counts[] = {"number of iterations, -5",
                                         "since the last row of history.csv, 2; allowed: 0 to 1",
                                         "number of iterations, 1000000000000000000"};
    for (size_t k = 0; k < 3; k++) {
        network->presentation = progress[k];
        refused_as_senseless(network, &settings, counts[k]);
    }
    network_free(network);
    small_settings_finish(&settings);
}

// A group of a checkpoint that lies in another file is not followed.
static void links_to_other_files_are_refused(void **state) {
    (void)state;
    const char *path = fixture_path("linked.h5"), *other = fixture_path("other.h5");
    double value = 2.385;
    Error error = {0};
    fixture_dataset(other, "value", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 0, NULL, &value);
    fixture_dataset(path, "mine", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 0, NULL, &value);
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    assert_true(H5Lcreate_external(other, "/", file, "there", H5P_DEFAULT, H5P_DEFAULT) >= 0);
    assert_true(H5Lcreate_soft("/there/value", file, "soft", H5P_DEFAULT, H5P_DEFAULT) >= 0);
    H5Fclose(file);
    Store store;
    assert_true(store_open(&store, path, STORE_READ, 0, &error));
    assert_true(store_read(&store, "/mine", 1, &value, &error));
    assert_false(store_read(&store, "/there/value", 1, &value, &error));
    assert_false(store_read(&store, "/soft", 1, &value, &error));
    error_clear(&error);
    assert_true(store_close(&store, &error));
}

static const char tiny[] =
    "sheets = { a = { density = 7; half_width = 0.5; stimulus = \"s\"; }; b = { density = 5; "
    "half_width = 0.5; }; };\n"
    "projections = { p = { from = \"a\"; to = \"b\"; radius = 0.2; weights = \"uniform\"; }; };\n"
    "stimuli = { s = { kind = \"noise\"; }; };\n";

static void damage_is_found(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, tiny, NULL);
    Network *network = small_network(&settings);
    small_network_present(network, 3);
    save(network, "tiny", true);
    const char *path = fixture_path("damaged.h5");
    char damaged[512];
    snprintf(damaged, sizeof damaged, "%s", path);
    Bytes whole = bytes_of(fixture_path("tiny.h5"));
    RandomDraws draws = random_draws(random_stream(2385, "damage"), 0);
    for (size_t k = 0; k < 700; k++) { // every byte of the seal, and others at random
        size_t at = k < 512 ? k : random_integer(&draws, (uint32_t)whole.n);
        unsigned char kept = whole.bytes[at];
        whole.bytes[at] ^= (unsigned char)(1u << random_integer(&draws, 8));
        fixture_bytes(damaged, whole.bytes, whole.n);
        refused(damaged, k < 512 ? "is " : "damaged"); // a length that was changed reads as a cut
        whole.bytes[at] = kept;
    }
    for (size_t k = 0; k < 60; k++) {
        size_t n = k < 10   ? k * 57
                   : k < 20 ? whole.n - 1 - (k - 10)
                            : random_integer(&draws, (uint32_t)whole.n);
        fixture_bytes(damaged, whole.bytes, n);
        refused(damaged, "cut short");
    }
    unsigned char *longer = allocate(whole.n + 3, 1);
    memcpy(longer, whole.bytes, whole.n);
    fixture_bytes(damaged, longer, whole.n + 3);
    refused(damaged, "damaged: it holds");
    fixture_bytes(damaged, "seed = 1;\n", 10);
    refused(damaged, "cut short");
    fixture_bytes(damaged, whole.bytes, whole.n);
    assert_int_equal(checkpoint_iteration(damaged), 3);
    refused(fixture_path("missing.h5"), "no such file");
    release(longer);
    release(whole.bytes);
    network_free(network);
    small_settings_finish(&settings);
}

// Reads the state of `tiny` into a network of other settings: one line of error that holds the
// cause; NULL: none.
static void read_as(const char *text, const char *change, const char *cause) {
    NetworkSettings settings;
    small_settings(&settings, text, (const char *const[]){change, NULL});
    Network *network = small_network(&settings);
    RunMemory memory = {
        .sum_count = 4, .sums = (double[4]){0}, .settling = (SettlingCount[4]){{0}}};
    Error error = {0};
    bool ok = checkpoint_read(network, &memory, fixture_path("narrow.h5"), &error);
    assert_int_equal(ok, cause == NULL);
    assert_int_equal(error.count, !ok);
    if (!ok && !strstr(error.text, cause))
        fail_msg("\"%s\" lacks \"%s\"", error.text, cause);
    error_clear(&error);
    network_free(network);
    small_settings_finish(&settings);
}

static void another_networks_state_is_refused(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, tiny, NULL);
    Network *network = small_network(&settings);
    small_network_present(network, 3);
    save(network, "narrow", false);
    read_as(tiny, "seed=7", NULL);
    read_as(tiny, "projections.p.learning_rate=0.3", NULL);
    read_as(tiny, "sheets.b.transfer=tanh", NULL);
    read_as(tiny, "projections.p.radius=0.4", "the fields of projection p lie elsewhere here");
    read_as(tiny, "projections.p.scatter=0.2", "the fields of projection p lie elsewhere here");
    read_as(tiny, "sheets.b.density=6",
            "sheet b has 5 units a side, half_width 0.5 and is open, "
            "and here 6, 0.5 and open");
    read_as(tiny, "sheets.b.half_width=0.59", "sheet b has 5 units a side, half_width 0.5");
    read_as(tiny, "sheets.a.boundary=periodic", "here 7, 0.5 and periodic");
    char *more =
        format_text("%s sheets = { c = { density = 3; half_width = 0.5; stimulus = \"s\"; }; "
                    "b = { density = 5; half_width = 0.5; }; a = { density = 7; "
                    "half_width = 0.5; stimulus = \"s\"; }; };",
                    strstr(tiny, "projections"));
    read_as(more, "seed=7", "/sheets/c/size does not exist");
    release(more);
    char *other =
        format_text("%s%s", strstr(tiny, "stimuli"),
                    "sheets = { a = { density = 7; half_width = 0.5; stimulus = \"s\"; }; "
                    "b = { density = 5; half_width = 0.5; }; };"
                    "projections = { q = { from = \"a\"; to = \"b\"; radius = 0.2; "
                    "weights = \"uniform\"; }; };");
    read_as(other, "seed=7", "has /weights/p, which is not here");
    release(other);
    network_free(network);
    small_settings_finish(&settings);
}

// A state saved with indices is a compressed-row matrix that another network can begin with.
static void saved_weights_serve_as_initial_ones(void **state) {
    (void)state;
    NetworkSettings settings, again;
    small_settings(&settings, small_gcal, NULL);
    Network *network = small_network(&settings);
    small_network_present(network, 9);
    save(network, "snapshot", true);
    const char *path = fixture_path("snapshot.h5");
    char file[600];
    snprintf(file, sizeof file, "projections.inhibition.weights.file=%s", path);
    const char *const changes[] = {"seed=7", "projections.inhibition.weights=file", file,
                                   "projections.inhibition.weights.group=/weights/inhibition",
                                   NULL};
    small_settings(&again, small_gcal, changes);
    Network *other = small_network(&again);
    const Projection *a = network_projection(network, "inhibition"),
                     *b = network_projection(other, "inhibition");
    Connection *left = allocate(a->field_units, sizeof *left),
               *right = allocate(b->field_units, sizeof *right);
    double largest = 0, scaled = 0;
    for (size_t unit = 0; unit < a->to->units; unit++) {
        size_t n = projection_connections(a, unit, left);
        assert_int_equal(projection_connections(b, unit, right), n);
        scaled += a->scale[unit] < 0.99f;
        for (size_t k = 0; k < n; k++) // summing to 1 again costs a rounding
            largest = fmax(largest, fabs((double)left[k].weight - (double)right[k].weight));
    }
    assert_true(scaled > 10);
    release(right);
    release(left);
    assert_true(largest < 1e-7);
    network_free(other);
    network_free(network);
    small_settings_finish(&again);
    small_settings_finish(&settings);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_network_is_brought_back_to_the_bit),
        cmocka_unit_test(lesions_and_gains_are_brought_back),
        cmocka_unit_test(the_one_before_is_kept),
        cmocka_unit_test(equal_networks_make_equal_bytes),
        cmocka_unit_test(a_sealed_state_without_sense_is_refused),
        cmocka_unit_test(links_to_other_files_are_refused),
        cmocka_unit_test(damage_is_found),
        cmocka_unit_test(another_networks_state_is_refused),
        cmocka_unit_test(saved_weights_serve_as_initial_ones),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
