// SPDX-License-Identifier: GPL-3.0-or-later
// Stores: what is damaged, absent or of another kind is told apart, before anything is read.
#include "base/memory.h"
#include "files/store.h"
#include "helpers/file_fixture.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static Store opened(const char *path, StoreMode mode) {
    Error error = {0};
    Store store;
    if (!store_open(&store, path, mode, 0, &error))
        fail_msg("%s", error.text);
    return store;
}

static void closed(Store *store) {
    Error error = {0};
    assert_true(store_close(store, &error));
}

// Expects one line of error that names the store's file and holds the cause.
static void told(Error *error, const char *path, const char *cause) {
    assert_int_equal(error->count, 1);
    if (!strstr(error->text, path) || !strstr(error->text, cause))
        fail_msg("\"%s\" lacks \"%s\" or the path", error->text, cause);
    error_clear(error);
}

static void what_is_written_comes_back(void **state) {
    (void)state;
    const char *path = fixture_path("own.h5");
    Error error = {0};
    Store store = opened(path, STORE_CREATE);
    const float floats[6] = {0.3127f, -8.25f, 3e-20f, 41.5f, 7.5f, -0.125f};
    const int64_t integers[5] = {-3, INT64_MAX, 17, 0, -70000};
    assert_true(store_write(&store, "/a/b/floats", 2, ((size_t[]){2, 3}), floats, &error));
    for (size_t first = 0; first < 5; first += 2) // 2, 2 and 1
        assert_true(store_write_part(&store, "/list", ((StorePart){5, first, first < 4 ? 2 : 1}),
                                     integers + first, &error));
    assert_true(store_write_text(&store, "/text", "half µm", &error));
    assert_true(store_note(&store, "/list", "unit", "1 / s", &error));
    closed(&store);

    store = opened(path, STORE_READ);
    float back[6];
    int64_t list[5];
    double part[2];
    assert_true(store_read(&store, "/a/b/floats", 6, back, &error));
    assert_memory_equal(back, floats, sizeof floats);
    assert_true(store_read(&store, "/list", 5, list, &error));
    assert_memory_equal(list, integers, sizeof integers);
    assert_true(store_read_part(&store, "/list", ((StorePart){5, 2, 2}), part, &error));
    assert_true(part[0] == 17 && part[1] == 0);
    char *text = store_read_text(&store, "/text", &error),
         *unit = store_read_note(&store, "/list", "unit", &error),
         *none = store_read_note(&store, "/list", "colour", &error);
    assert_string_equal(text, "half µm");
    assert_string_equal(unit, "1 / s");
    assert_string_equal(none, "");
    release(none);
    release(unit);
    release(text);
    char **names = store_names(&store, "/", &error);
    assert_string_equal(names[0], "a");
    assert_string_equal(names[1], "list");
    assert_string_equal(names[2], "text");
    assert_null(names[3]);
    store_names_free(names);
    names = store_names(&store, "/a/c", &error);
    assert_null(names[0]);
    store_names_free(names);
    assert_true(store_has(&store, "/a/b/floats") && !store_has(&store, "/a/c/floats"));
    assert_false(store_has(&store, "/list/floats"));
    closed(&store);
}

static void another_shape_is_refused(void **state) {
    (void)state;
    const char *path = fixture_path("shape.h5");
    Error error = {0};
    double values[6] = {0.5, 1.25, 7.5, -3.125, 2.385, 9.75};
    fixture_dataset(path, "plane", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 2, (hsize_t[]){2, 3}, values);
    fixture_dataset(path, "texts", H5T_C_S1, H5T_C_S1, 1, (hsize_t[]){3}, "abc");
    Store store = opened(path, STORE_READ);
    assert_false(store_read(&store, "/plane", 5, values, &error));
    told(&error, path, "/plane has 6 values, not 5");
    assert_false(store_read_part(&store, "/plane", ((StorePart){6, 0, 2}), values, &error));
    told(&error, path, "/plane has 2 axes; a list has one");
    assert_false(store_read(&store, "/texts", 3, values, &error));
    told(&error, path, "/texts holds text, not numbers");
    assert_null(store_read_text(&store, "/texts", &error));
    told(&error, path, "/texts is not one text");
    assert_null(store_read_text(&store, "/plane", &error));
    told(&error, path, "/plane is not one text");
    assert_null(store_names(&store, "/plane", &error));
    told(&error, path, "/plane is damaged, or is not a group");
    closed(&store);
}

// A note that holds thousands of texts has no room where one is expected.
static void a_note_of_many_texts_is_refused(void **state) {
    (void)state;
    const char *path = fixture_path("notes.h5");
    enum { TEXTS = 4000 };
    static char texts[TEXTS][8];
    fixture_dataset(path, "map", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 0, NULL, &(double){7.25});
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT), type = H5Tcopy(H5T_C_S1),
          space = H5Screate_simple(1, (hsize_t[]){TEXTS}, NULL);
    H5Tset_size(type, sizeof texts[0]);
    hid_t note =
        H5Acreate_by_name(file, "map", "unit", type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    assert_true(H5Awrite(note, type, texts) >= 0);
    H5Aclose(note);
    H5Sclose(space);
    H5Tclose(type);
    H5Fclose(file);
    Store store = opened(path, STORE_READ);
    Error error = {0};
    assert_null(store_read_note(&store, "/map", "unit", &error));
    told(&error, path, "the note 'unit' of /map is damaged, or is not one text");
    closed(&store);
}

// Puts n bytes in the place of those from `offset` on after the last `mark` of a file: the last
// node of a group's names is that of /group.
static void overwrite(const char *path, const char *mark, size_t offset, const void *bytes,
                      size_t n) {
    size_t size = (size_t)fixture_size(path);
    unsigned char *all = allocate(size, 1), *found = NULL;
    FILE *file = fopen(path, "rb");
    assert_int_equal(fread(all, 1, size, file), size);
    fclose(file);
    for (size_t k = 0; k + 4 <= size; k++)
        if (memcmp(all + k, mark, 4) == 0)
            found = all + k;
    assert_non_null(found);
    memcpy(found + offset, bytes, n);
    fixture_bytes(path, all, size);
    release(all);
}

static void a_damaged_group_is_not_an_empty_one(void **state) {
    (void)state;
    const char *names = fixture_path("names.h5"), *key = fixture_path("key.h5");
    double value = 7.25;
    Error error = {0};
    fixture_dataset(names, "group/map", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 0, NULL, &value);
    fixture_dataset(key, "group/map", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 0, NULL, &value);
    overwrite(names, "SNOD", 0, "DONS", 4);
    Store store = opened(names, STORE_READ);
    assert_true(store_has(&store, "/group"));
    assert_true(store_has(&store, "/group/map"));
    assert_false(store_read(&store, "/group/map", 1, &value, &error));
    told(&error, names, "/group/map cannot be looked for; the file is damaged");
    assert_null(store_names(&store, "/group", &error));
    told(&error, names, "/group is damaged");
    closed(&store);

    overwrite(key, "TREE", 24, "\0\0\0\0\xff\xff\0", 8); // a name far beyond the heap of names
    store = opened(key, STORE_READ);
    assert_false(store_read(&store, "/group/map", 1, &value, &error));
    told(&error, key, "/group/map cannot be looked for; the file is damaged");
    closed(&store);
}

static void refused(const char *path, const char *cause) {
    Error error = {0};
    Store store;
    assert_false(store_open(&store, path, STORE_READ, 0, &error));
    told(&error, path, cause);
    assert_true(store_close(&store, &error));
}

static void a_file_that_is_no_ordinary_one_is_refused(void **state) {
    (void)state;
    const char *path = fixture_path("held.h5"), *pipe = fixture_path("pipe.h5");
    fixture_dataset(path, "map", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 0, NULL, &(double){7.25});
    int held = open(path, O_RDONLY);
    assert_int_equal(flock(held, LOCK_EX), 0);
    refused(path, "another program is writing it");
    close(held);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    refused(pipe, "is not an ordinary file: it is a pipe or a device, not an HDF5 file");
    refused(fixture_path("nowhere.h5"), "no such file");
}

// HDF5 would ask for as many bytes as the block of the driver says that it has.
static void a_driver_block_is_refused_before_hdf5_reads_it(void **state) {
    (void)state;
    const char *path = fixture_path("driver.h5"), cause[] = "h5repart makes a whole file";
    enum { DRIVER_ADDRESS = 48 };
    fixture_dataset(path, "map", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 0, NULL, &(double){7.25});
    Store store = opened(path, STORE_READ);
    closed(&store);
    overwrite(path, "\x89HDF", DRIVER_ADDRESS, "\x60\3\0\0\0\0\0", 8);
    refused(path, cause);
}

// Makes an array of `n` bytes in chunks of a million, with what `layout` says beside.
static void declare(const char *path, hid_t layout, hsize_t n) {
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT),
          space = H5Screate_simple(1, &n, NULL);
    hid_t array = H5Dcreate2(file, "map", H5T_NATIVE_INT8, space, H5P_DEFAULT, layout, H5P_DEFAULT);
    assert_true(array >= 0);
    H5Dclose(array);
    H5Sclose(space);
    H5Pclose(layout);
    H5Fclose(file);
}

static void shape_refused(const char *path, const char *cause) {
    Store store = opened(path, STORE_READ);
    Error error = {0};
    int rank;
    size_t shape[STORE_RANK_MOST], count;
    assert_false(store_shape(&store, "/map", &rank, shape, &count, &error));
    told(&error, path, cause);
    closed(&store);
}

static void what_is_declared_is_held_against_what_is_stored(void **state) {
    (void)state;
    const char *path = fixture_path("declared.h5");
    hid_t layout = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(layout, 1, (hsize_t[]){1000000});
    declare(path, H5Pcopy(layout), 17000000);
    shape_refused(path, "/map declares 17 MB, and the file holds 0 bytes of it");
    declare(path, H5Pcopy(layout), 16000000); // its fill values may be read
    Store store = opened(path, STORE_READ);
    Error error = {0};
    int rank;
    size_t shape[STORE_RANK_MOST], count;
    assert_true(store_shape(&store, "/map", &rank, shape, &count, &error));
    closed(&store);
    const uint64_t n = 9876543, most = 9876542; // the length is there twice: as it is, and at most
    declare(path, H5Pcopy(layout), n);
    overwrite(path, (const char *)&n, 0, &most, sizeof most);
    shape_refused(path, "/map is damaged"); // HDF5 1.14 notices it, too, in its own words
    H5Pclose(layout);

    layout = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_external(layout, "/etc/hostname", 0, 8);
    declare(path, layout, 8);
    shape_refused(path, "the values of /map lie in other files, which are not read");
}

// A filter that is known only while the file is made.
static size_t pass_on(unsigned flags, size_t parameters, const unsigned parameter[], size_t n,
                      size_t *size, void **bytes) {
    (void)flags, (void)parameters, (void)parameter, (void)size, (void)bytes;
    return n;
}

static void an_unknown_filter_is_named(void **state) {
    (void)state;
    const char *path = fixture_path("filter.h5");
    const H5Z_class2_t filter = {.version = H5Z_CLASS_T_VERS,
                                 .id = 32000,
                                 .name = "lzf",
                                 .filter = pass_on,
                                 .encoder_present = 1,
                                 .decoder_present = 1};
    assert_true(H5Zregister(&filter) >= 0);
    hid_t layout = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(layout, 1, (hsize_t[]){8});
    H5Pset_filter(layout, 32000, 0, 0, NULL);
    declare(path, layout, 8);
    H5Zunregister(32000);
    shape_refused(path, "packed by the filter 'lzf' (number 32000), which is unknown here; write "
                        "the file anew with: h5repack -f GZIP=4");
}

static void an_old_matlab_file_is_named(void **state) {
    (void)state;
    const char *path = fixture_path("old.mat");
    fixture_bytes(path, "MATLAB 5.0 MAT-file, Platform: GLNXA64", 38);
    refused(path, "write it anew in MATLAB with: save -v7.3");
}

// One bit of an array's values is changed in the file.
static void damaged_numbers_are_found(void **state) {
    (void)state;
    const char *path = fixture_path("sums.h5");
    const double values[6] = {0.3127, -8.25, 3e-20, 41.5, 7.5, -0.125};
    double back[6];
    Error error = {0};
    Store store = opened(path, STORE_CREATE);
    assert_true(store_write(&store, "/map", 2, ((size_t[]){2, 3}), values, &error));
    closed(&store);
    unsigned char bytes[sizeof(double)];
    memcpy(bytes, &values[0], sizeof bytes);
    bytes[2] ^= 4;
    overwrite(path, (const char *)&values[0], 0, bytes, sizeof bytes);
    store = opened(path, STORE_READ);
    assert_false(store_read(&store, "/map", 6, back, &error));
    told(&error, path, "/map cannot be read; it is damaged");
    closed(&store);
}

// What a file calls its arrays does not command the terminal.
static void names_are_shown_plainly(void **state) {
    (void)state;
    const char *path = fixture_path("names-of-arrays.h5");
    double value = 7.25;
    Error error = {0};
    fixture_dataset(path, "a\x1b[31m\nb", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 0, NULL, &value);
    Store store = opened(path, STORE_READ);
    assert_false(store_read(&store, "/other", 1, &value, &error));
    told(&error, path, "Datasets there: /a\\x1b[31m\\x0ab");
    closed(&store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_comes_back),
        cmocka_unit_test(another_shape_is_refused),
        cmocka_unit_test(a_note_of_many_texts_is_refused),
        cmocka_unit_test(a_damaged_group_is_not_an_empty_one),
        cmocka_unit_test(a_file_that_is_no_ordinary_one_is_refused),
        cmocka_unit_test(a_driver_block_is_refused_before_hdf5_reads_it),
        cmocka_unit_test(what_is_declared_is_held_against_what_is_stored),
        cmocka_unit_test(an_unknown_filter_is_named),
        cmocka_unit_test(an_old_matlab_file_is_named),
        cmocka_unit_test(damaged_numbers_are_found),
        cmocka_unit_test(names_are_shown_plainly),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
