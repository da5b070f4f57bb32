// SPDX-License-Identifier: GPL-3.0-or-later
// Initial weights from a file: read back as they stand, or refused with the cause.
#include "base/memory.h"
#include "files/store.h"
#include "helpers/file_fixture.h"
#include "helpers/small_network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// 7 x 7 units onto 5 x 5, fields of radius 2.
static const char text[] =
    "sheets = { a = { density = 7; half_width = 0.5; stimulus = \"s\"; };\n"
    "           b = { density = 5; half_width = 0.5; }; };\n"
    "projections = { p = { from = \"a\"; to = \"b\"; radius = 0.3; normalise = \"none\";\n"
    "                      weights = \"uniform\"; }; };\n"
    "stimuli = { s = { kind = \"noise\"; }; };\n";

enum { TARGETS = 25, SOURCES = 49, MOST = TARGETS * SOURCES };

// A compressed-row matrix.
typedef struct {
    float data[MOST];
    int64_t index[MOST], begin[TARGETS + 1];
} Matrix;

// The fields of the network above, weight 1 + target + source / 64; each row in a turned order when
// `turned`.
static Matrix whole_matrix(bool turned) {
    NetworkSettings settings;
    small_settings(&settings, text, NULL);
    Network *network = small_network(&settings);
    const Projection *p = network_projection(network, "p");
    Connection connections[SOURCES];
    Matrix matrix = {0};
    assert_int_equal(p->to->units, TARGETS);
    assert_int_equal(p->from->units, SOURCES);
    for (size_t t = 0; t < TARGETS; t++) {
        int64_t n = (int64_t)projection_connections(p, t, connections);
        for (int64_t k = 0; k < n; k++) {
            const Connection *c = &connections[turned ? (k + 3) % n : k];
            int64_t at = matrix.begin[t] + k, source = c->row * 7 + c->column;
            matrix.index[at] = source;
            matrix.data[at] = 1 + (float)t + (float)source / 64;
        }
        matrix.begin[t + 1] = matrix.begin[t] + n;
    }
    network_free(network);
    small_settings_finish(&settings);
    return matrix;
}

// Writes a matrix with some numbers of entries, and gives the changes that make a network begin
// with it.
static const char *const *written(const char *name, const Matrix *matrix, size_t data, size_t index,
                                  size_t targets) {
    static char file[600];
    static const char *const changes[] = {"projections.p.weights=file", file,
                                          "projections.p.weights.group=/some/w->e ights", NULL};
    Store store;
    Error error = {0};
    const char *path = fixture_path(name);
    snprintf(file, sizeof file, "projections.p.weights.file=%s", path);
    if (!store_open(&store, path, STORE_CREATE, 0, &error) ||
        !store_write_list(&store, "/some/w->e ights/data", data, matrix->data, &error) ||
        !store_write_list(&store, "/some/w->e ights/indices", index, matrix->index, &error) ||
        !store_write_list(&store, "/some/w->e ights/indptr", targets + 1, matrix->begin, &error) ||
        !store_close(&store, &error))
        fail_msg("%s", error.text);
    return changes;
}

static void check_weights(const char *const *changes, size_t left_out) {
    NetworkSettings settings;
    small_settings(&settings, text, changes);
    Network *network = small_network(&settings);
    const Projection *p = network_projection(network, "p");
    Connection connections[SOURCES];
    for (size_t t = 0; t < TARGETS; t++) {
        size_t n = projection_connections(p, t, connections);
        for (size_t k = 0; k < n; k++) {
            float expected =
                t == left_out
                    ? 0
                    : 1 + (float)t + (float)(connections[k].row * 7 + connections[k].column) / 64;
            assert_true(connections[k].weight == expected);
        }
    }
    network_free(network);
    small_settings_finish(&settings);
}

static void weights_are_those_of_the_file(void **state) {
    (void)state;
    Matrix matrix = whole_matrix(false), turned = whole_matrix(true);
    size_t n = (size_t)matrix.begin[TARGETS];
    assert_memory_not_equal(matrix.index, turned.index, n * sizeof *matrix.index);
    check_weights(written("plain.h5", &matrix, n, n, TARGETS), TARGETS);
    check_weights(written("turned.h5", &turned, n, n, TARGETS), TARGETS);
}

static void missing_rows_are_silent(void **state) {
    (void)state;
    Matrix matrix = whole_matrix(false);
    int64_t first = matrix.begin[11], row = matrix.begin[12] - first;
    size_t kept = (size_t)(matrix.begin[TARGETS] - row);
    for (size_t k = (size_t)first; k < kept; k++) {
        matrix.data[k] = matrix.data[k + (size_t)row];
        matrix.index[k] = matrix.index[k + (size_t)row];
    }
    for (size_t t = 12; t <= TARGETS; t++)
        matrix.begin[t] -= row;
    check_weights(written("gap.h5", &matrix, kept, kept, TARGETS), 11);
}

static void what_does_not_fit_is_refused(void **state) {
    (void)state;
    Matrix matrix = whole_matrix(false);
    size_t n = (size_t)matrix.begin[TARGETS];
    small_network_refused(text, written("short.h5", &matrix, n, n - 1, TARGETS), "equal length");
    small_network_refused(text, written("targets.h5", &matrix, n, n, TARGETS - 1),
                          "has 24 target units; the sheet has 25");
    Matrix broken = matrix;
    broken.index[37] = SOURCES;
    small_network_refused(text, written("source.h5", &broken, n, n, TARGETS),
                          "source unit 49 is not on the sheet");
    broken.index[37] = -1;
    small_network_refused(text, written("negative.h5", &broken, n, n, TARGETS),
                          "source unit -1 is not on the sheet");
    broken = matrix;
    broken.begin[5] = broken.begin[6] + 1;
    small_network_refused(text, written("order.h5", &broken, n, n, TARGETS),
                          "indptr is out of order");
    broken = matrix;
    broken.begin[TARGETS] += 1;
    small_network_refused(text, written("beyond.h5", &broken, n, n, TARGETS),
                          "indptr is out of order");
    broken = matrix;
    broken.index[matrix.begin[0]] = SOURCES - 1; // far from target unit 0
    small_network_refused(text, written("outside.h5", &broken, n, n, TARGETS),
                          "is the radius right?");
    broken = matrix;
    broken.index[matrix.begin[3] + 1] = broken.index[matrix.begin[3]]; // one connection twice
    small_network_refused(text, written("twice.h5", &broken, n, n, TARGETS),
                          "is the radius right?");
    broken = matrix;
    broken.data[41] = (float)NAN;
    small_network_refused(text, written("nan.h5", &broken, n, n, TARGETS), "not finite");
    // All of row 0 is refused at once when the field is smaller than the file's.
    const char *const *changes = written("radius.h5", &matrix, n, n, TARGETS);
    const char *const narrower[] = {changes[0], changes[1], changes[2], "projections.p.radius=0.2",
                                    NULL};
    small_network_refused(text, narrower, "is the radius right?");
    small_network_refused(text,
                          (const char *const[]){"projections.p.weights=file",
                                                "projections.p.weights.file=/nowhere.h5",
                                                "projections.p.weights.group=/w", NULL},
                          "/nowhere.h5");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_are_those_of_the_file),
        cmocka_unit_test(missing_rows_are_silent),
        cmocka_unit_test(what_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
