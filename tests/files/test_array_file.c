// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "files/array_file.h"
#include "helpers/file_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

// Reads and expects a refusal whose message holds `first` and `second`.
static void refused(const char *path, const char *dataset, const char *first, const char *second) {
    Error error = {0};
    Array array;
    assert_false(array_read(path, dataset, &array, &error));
    assert_int_equal(error.count, 1);
    if (!strstr(error.text, path) || !strstr(error.text, first) || !strstr(error.text, second))
        fail_msg("\"%s\" lacks \"%s\", \"%s\" or the path", error.text, first, second);
    assert_null(array.values);
    error_clear(&error);
}

static Array accepted(const char *path, const char *dataset) {
    Error error = {0};
    Array array;
    if (!array_read(path, dataset, &array, &error))
        fail_msg("%s", error.text);
    assert_null(error.text);
    return array;
}

static void numbers_come_back(void **state) {
    (void)state;
    const char *path = fixture_path("numbers.h5");
    double real[2][3] = {{2.385, -0.0171, 1e300}, {7.125, (double)INFINITY, 0x1.fp-1040}};
    fixture_dataset(path, "/initial_weights/V1->V1 excitatory/data", H5T_IEEE_F64BE,
                    H5T_NATIVE_DOUBLE, 2, (hsize_t[]){2, 3}, real);
    float small[4] = {0.3127f, -8.25f, 3e-20f, 41.5f};
    fixture_dataset(path, "small", H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, 1, (hsize_t[]){4}, small);
    int64_t whole[1][2][1][3] = {{{{-3, 9007199254740991, 17}}, {{0, -70000, 5}}}};
    fixture_dataset(path, "a/whole", H5T_STD_I64BE, H5T_NATIVE_INT64, 4, (hsize_t[]){1, 2, 1, 3},
                    whole);
    uint8_t bytes[2] = {255, 38};
    fixture_dataset(path, "a/bytes", H5T_STD_U8LE, H5T_NATIVE_UINT8, 1, (hsize_t[]){2}, bytes);
    double lone = -6.0221;
    fixture_dataset(path, "lone", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 0, NULL, &lone);

    Array array = accepted(path, "/initial_weights/V1->V1 excitatory/data");
    assert_int_equal(array.rank, 2);
    assert_int_equal(array.shape[0], 2);
    assert_int_equal(array.shape[1], 3);
    assert_memory_equal(array.values, real, sizeof real);
    char *text = array_shape_text(&array);
    assert_string_equal(text, "2 x 3");
    release(text);
    array_free(&array);

    array = accepted(path, "//small/");
    for (int i = 0; i < 4; i++)
        assert_true(array.values[i] == (double)small[i]);
    array_free(&array);

    array = accepted(path, "a/whole");
    assert_int_equal(array.rank, 4);
    assert_int_equal(array.shape[1], 2);
    assert_int_equal(array.shape[3], 3);
    for (int i = 0; i < 6; i++)
        assert_true(array.values[i] == (double)(&whole[0][0][0][0])[i]);
    array_free(&array);

    array = accepted(path, "a/bytes");
    assert_true(array.values[0] == 255 && array.values[1] == 38);
    array_free(&array);

    array = accepted(path, "lone");
    assert_int_equal(array.rank, 0);
    assert_true(array.values[0] == lone);
    text = array_shape_text(&array);
    assert_string_equal(text, "a single number");
    release(text);
    array_free(&array);
}

static void booleans_are_numbers(void **state) {
    (void)state;
    const char *path = fixture_path("boolean.h5");
    hid_t boolean = H5Tenum_create(H5T_NATIVE_INT8);
    H5Tenum_insert(boolean, "FALSE", &(int8_t){0});
    H5Tenum_insert(boolean, "TRUE", &(int8_t){1});
    int8_t values[3] = {1, 0, 1};
    fixture_dataset(path, "mask", boolean, boolean, 1, (hsize_t[]){3}, values);
    H5Tclose(boolean);
    Array array = accepted(path, "mask");
    assert_true(array.values[0] == 1 && array.values[1] == 0 && array.values[2] == 1);
    array_free(&array);
}

static void wrong_files_are_told_apart(void **state) {
    (void)state;
    refused(fixture_path("nowhere.h5"), "x", "no such file", "");
    refused(fixture_path("."), "x", "is not an ordinary file: it is a folder, not an HDF5 file",
            "");
    fixture_bytes(fixture_path("text.h5"), "frequency,power\n2.4,0.17\n", 25);
    refused(fixture_path("text.h5"), "x", "is not an HDF5 file", "");
    fixture_bytes(fixture_path("empty.h5"), "", 0);
    refused(fixture_path("empty.h5"), "x", "is not an HDF5 file", "");

    const char *path = fixture_path("cut.h5");
    double values[300];
    for (int i = 0; i < 300; i++)
        values[i] = 0.731 * i;
    fixture_dataset(path, "values", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 1, (hsize_t[]){300}, values);
    fixture_cut(path, fixture_size(path) - 100);
    refused(path, "values", "damaged or truncated HDF5 file", "");
}

static void damage_inside_is_noticed(void **state) {
    (void)state;
    const char *path = fixture_path("damaged.h5");
    static double values[64][64];
    for (int i = 0; i < 64 * 64; i++)
        (&values[0][0])[i] = sin(0.731 * i);
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    hid_t space = H5Screate_simple(2, (hsize_t[]){64, 64}, NULL);
    hid_t packing = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(packing, 2, (hsize_t[]){64, 64});
    H5Pset_fletcher32(packing);
    hid_t data =
        H5Dcreate2(file, "map", H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, packing, H5P_DEFAULT);
    H5Dwrite(data, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
    H5Dclose(data);
    H5Pclose(packing);
    H5Sclose(space);
    H5Fclose(file);
    Array array = accepted(path, "map");
    assert_memory_equal(array.values, values, sizeof values);
    array_free(&array);

    FILE *bytes = fopen(path, "r+b");
    fseek(bytes, fixture_size(path) - 9000, SEEK_SET);
    fwrite("\x5a\xa5\x13", 1, 3, bytes);
    fclose(bytes);
    refused(path, "map", "/map cannot be read; it is damaged", "");
}

static void wrong_datasets_are_told_apart(void **state) {
    (void)state;
    const char *path = fixture_path("datasets.h5");
    double values[6] = {0.5, 1.25, 7.5, -3.125, 2.385, 9.75};
    fixture_dataset(path, "maps/orientation", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 2,
                    (hsize_t[]){2, 3}, values);
    fixture_dataset(path, "frames", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 1, (hsize_t[]){6}, values);
    fixture_dataset(path, "deep", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 5, (hsize_t[]){1, 1, 2, 3, 1},
                    values);
    fixture_dataset(path, "hollow", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 2, (hsize_t[]){4, 0}, NULL);
    fixture_dataset(path, "text", H5T_C_S1, H5T_C_S1, 1, (hsize_t[]){3}, "abc");
    hid_t pair = H5Tcreate(H5T_COMPOUND, 16);
    H5Tinsert(pair, "real", 0, H5T_NATIVE_DOUBLE);
    H5Tinsert(pair, "imaginary", 8, H5T_NATIVE_DOUBLE);
    fixture_dataset(path, "complex", pair, pair, 1, (hsize_t[]){3}, values);
    H5Tclose(pair);
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    H5Lcreate_soft("/gone", file, "link", H5P_DEFAULT, H5P_DEFAULT);
    hid_t packing = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(packing, 2, (hsize_t[]){10, 10});
    hid_t space = H5Screate_simple(2, (hsize_t[]){20000, 20000}, NULL);
    H5Dclose(H5Dcreate2(file, "vast", H5T_NATIVE_INT8, space, H5P_DEFAULT, packing, H5P_DEFAULT));
    hid_t null = H5Screate(H5S_NULL);
    H5Dclose(
        H5Dcreate2(file, "null", H5T_NATIVE_INT8, null, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    H5Sclose(null);
    H5Sclose(space);
    H5Pclose(packing);
    H5Fclose(file);

    refused(path, "maps/orientaton",
            "/maps/orientaton does not exist; did you mean '/maps/orientation'?",
            "Datasets there: /complex, /deep, /frames, /hollow, /maps/orientation");
    refused(path, "frames/3", "/frames/3 does not exist", "/frames");
    refused(path, "/maps", "/maps is a group, not a dataset", "/maps/orientation");
    refused(path, "/", "/ is a group, not a dataset", "");
    refused(path, "", "/ is a group, not a dataset", "");
    refused(path, "link", "/link is a link to nothing", "");
    refused(path, "text", "/text holds text, not numbers", "");
    refused(path, "complex", "/complex holds records, not numbers", "");
    refused(path, "deep", "/deep has 5 dimensions", "at most 4");
    refused(path, "hollow", "/hollow holds no values", "");
    refused(path, "null", "/null holds no values", "");
    refused(path, "vast", "/vast declares", "holds 0 bytes of it");

    hid_t plain = H5Fcreate(fixture_path("bare.h5"), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Fclose(plain);
    refused(fixture_path("bare.h5"), "frames", "does not exist", "there are no datasets in it");
}

static int times_printed;

static herr_t count_prints(hid_t stack, void *context) {
    (void)stack;
    (void)context;
    times_printed++;
    return 0;
}

static void the_error_printing_of_hdf5_is_put_back(void **state) {
    (void)state;
    H5E_auto2_t before;
    void *context;
    H5Eget_auto2(H5E_DEFAULT, &before, &context);
    H5Eset_auto2(H5E_DEFAULT, count_prints, NULL);
    refused(fixture_path("text.h5"), "x", "is not an HDF5 file", "");
    refused(fixture_path("datasets.h5"), "frames/3", "does not exist", "");
    refused(fixture_path("datasets.h5"), "link", "is a link to nothing", "");
    assert_int_equal(times_printed, 0);
    H5Gclose(H5I_INVALID_HID);
    assert_true(times_printed > 0);
    H5Eset_auto2(H5E_DEFAULT, before, context);
}

// No identifier is left open, whatever happened.
static void nothing_stays_open(void **state) {
    (void)state;
    assert_int_equal(H5Fget_obj_count((hid_t)H5F_OBJ_ALL, H5F_OBJ_ALL), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_come_back),
        cmocka_unit_test(booleans_are_numbers),
        cmocka_unit_test(wrong_files_are_told_apart),
        cmocka_unit_test(damage_inside_is_noticed),
        cmocka_unit_test(wrong_datasets_are_told_apart),
        cmocka_unit_test(the_error_printing_of_hdf5_is_put_back),
        cmocka_unit_test(nothing_stays_open),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
