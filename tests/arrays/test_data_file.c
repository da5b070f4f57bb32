// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of the readers: arrays as other programs write them, and what is refused.
#include "arrays/data_array.h"
#include "base/memory.h"
#include "found_libraries.h"
#include "helpers/file_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static DataArray accepted(const char *path, const char *name) {
    OWNED char *word = name ? format_text("%s:%s", path, name) : copy_text(path);
    Error error = {0};
    DataArray array;
    if (!data_array_read(word, &array, &error))
        fail_msg("%s", error.text);
    assert_string_equal(array.place, word);
    return array;
}

// The message holds `what`.
static void refused(const char *path, const char *name, const char *what) {
    OWNED char *word = name ? format_text("%s:%s", path, name) : copy_text(path);
    Error error = {0};
    DataArray array;
    assert_false(data_array_read(word, &array, &error));
    if (strstr(error.text, path) == NULL || strstr(error.text, what) == NULL)
        fail_msg("\"%s\" lacks \"%s\" or the path", error.text, what);
    assert_null(array.values);
    error_clear(&error);
}

static void assert_shape(const DataArray *array, const char *shape, const char *type) {
    OWNED char *text = data_array_shape_text(array);
    assert_string_equal(text, shape);
    assert_string_equal(array->type, type);
}

// HDF5 ----------------------------------------------------------------------------------------

static void add_number(const char *path, const char *object, const char *key, double number) {
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT), space = H5Screate(H5S_SCALAR);
    hid_t note = H5Acreate_by_name(file, object, key, H5T_IEEE_F64LE, space, H5P_DEFAULT,
                                   H5P_DEFAULT, H5P_DEFAULT);
    assert_true(H5Awrite(note, H5T_NATIVE_DOUBLE, &number) >= 0);
    H5Aclose(note);
    H5Sclose(space);
    H5Fclose(file);
}

static hid_t complex_type(const char *real, const char *imaginary) {
    hid_t type = H5Tcreate(H5T_COMPOUND, 16);
    H5Tinsert(type, real, 0, H5T_NATIVE_DOUBLE);
    H5Tinsert(type, imaginary, 8, H5T_NATIVE_DOUBLE);
    return type;
}

static void hdf5_of_python_and_matlab(void **state) {
    (void)state;
    const char *path = fixture_path("python.h5"), *matlab = fixture_path("matlab.mat");
    const double z[3][2] = {{0.25, -1.5}, {7.125, 2}, {-3, 0.0625}};
    hid_t of_python = complex_type("r", "i"), of_matlab = complex_type("real", "imag");
    fixture_dataset(path, "maps/z", of_python, of_python, 1, (hsize_t[]){3}, z);
    DataArray array = accepted(path, "maps/z");
    assert_shape(&array, "3", "complex of float64");
    for (size_t i = 0; i < 3; i++)
        assert_true(array.values[i] == z[i][0] && array.imaginary[i] == z[i][1]);
    assert_int_equal(array.order, DATA_ROWS_LAST);
    data_array_free(&array);
    array = accepted(path, NULL); // the only one
    assert_string_equal(array.name, "/maps/z");
    data_array_free(&array);

    double stored[2][3] = {{11, 21, 31}, {12, 22, 32}}; // of a 3 x 2 array
    fixture_dataset(matlab, "a", H5T_IEEE_F32LE, H5T_NATIVE_DOUBLE, 2, (hsize_t[]){2, 3}, stored);
    fixture_note(matlab, "a", "MATLAB_class", "single");
    fixture_dataset(matlab, "z", of_matlab, of_matlab, 2, (hsize_t[]){3, 1}, z);
    fixture_note(matlab, "z", "MATLAB_class", "double");
    array = accepted(matlab, "a");
    assert_shape(&array, "3 x 2", "float32");
    assert_int_equal(array.order, DATA_ROWS_FIRST);
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 2; j++)
            assert_true(array.values[2 * i + j] == stored[j][i]);
    assert_string_equal(data_array_note(&array, "MATLAB_class")->text, "single");
    data_array_free(&array);
    array = accepted(matlab, "/z");
    assert_shape(&array, "1 x 3", "complex of float64");
    assert_true(array.imaginary[2] == 0.0625);
    data_array_free(&array);
    refused(matlab, NULL, "holds 2 arrays: name one, as in ");
    refused(matlab, NULL, ":/a  3 x 2  float32");
    refused(matlab, "b", "/b does not exist");
    fixture_dataset(matlab, "text", H5T_STD_U16LE, H5T_NATIVE_UINT16, 1, (hsize_t[]){2},
                    (uint16_t[]){80, 81});
    fixture_note(matlab, "text", "MATLAB_class", "char");
    refused(matlab, "text", "/text holds text, not numbers");
    fixture_dataset(matlab, "none", H5T_STD_U64LE, H5T_NATIVE_UINT64, 1, (hsize_t[]){2},
                    (uint64_t[]){0, 5});
    fixture_note(matlab, "none", "MATLAB_class", "double");
    add_number(matlab, "none", "MATLAB_empty", 1);
    refused(matlab, "none", "/none holds no values");
    H5Tclose(of_python);
    H5Tclose(of_matlab);
}

static void hdf5_with_scale_and_fill_value(void **state) {
    (void)state;
    const char *path = fixture_path("packed.h5");
    fixture_dataset(path, "map", H5T_STD_I16BE, H5T_NATIVE_INT, 1, (hsize_t[]){4},
                    (int[]){-300, 7, -9999, 4000});
    add_number(path, "map", "scale_factor", 0.125);
    add_number(path, "map", "add_offset", 90);
    add_number(path, "map", "_FillValue", -9999);
    DataArray array = accepted(path, "map");
    assert_shape(&array, "4", "int16");
    assert_true(array.values[0] == 52.5 && array.values[1] == 90.875 && isnan(array.values[2]) &&
                array.values[3] == 590);
    assert_int_equal(data_array_note(&array, "add_offset")->count, 1);
    data_array_free(&array);
}

static void hdf5_of_any_rank(void **state) {
    (void)state;
    const char *path = fixture_path("rank.h5");
    double values[96];
    for (size_t i = 0; i < 96; i++)
        values[i] = 0.3 * (double)(i * i % 37);
    fixture_dataset(path, "six", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 6,
                    (hsize_t[]){2, 3, 1, 4, 2, 2}, values);
    DataArray array = accepted(path, "six");
    assert_shape(&array, "2 x 3 x 1 x 4 x 2 x 2", "float64");
    assert_memory_equal(array.values, values, sizeof values);
    data_array_free(&array);
    fixture_dataset(path, "nine", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 9,
                    (hsize_t[]){2, 1, 1, 1, 1, 1, 1, 1, 1}, values);
    refused(path, "nine", "/nine has 9 dimensions; at most 8 can be read");
}

// NumPy ---------------------------------------------------------------------------------------

// Writes an .npy file of version 1 or 2 with that dictionary and n bytes.
static const char *npy(const char *name, int version, const char *header, const void *bytes,
                       size_t n) {
    const char *path = fixture_path(name);
    size_t length = strlen(header), front = version == 1 ? 10 : 12;
    OWNED unsigned char *all = allocate(front + length + n, 1);
    memcpy(all, "\x93NUMPY", 6);
    all[6] = (unsigned char)version;
    all[8] = (unsigned char)length;
    memcpy(all + front, header, length);
    memcpy(all + front + length, bytes, n);
    fixture_bytes(path, all, front + length + n);
    return path;
}

static void npy_of_all_types(void **state) {
    (void)state;
    const int16_t small[] = {-3, 500, 7, -32768, 0, 12};
    DataArray array =
        accepted(npy("a.npy", 1, "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }\n",
                     small, sizeof small),
                 NULL);
    assert_shape(&array, "2 x 3", "int16");
    for (size_t i = 0; i < 6; i++)
        assert_true(array.values[i] == small[i]);
    data_array_free(&array);
    array = accepted(npy("f.npy", 2, "{'shape': (2, 3), 'fortran_order': True, 'descr': '<i2'}",
                         small, sizeof small),
                     NULL);
    assert_true(array.values[0] == -3 && array.values[1] == 7 && array.values[2] == 0 &&
                array.values[3] == 500 && array.values[5] == 12);
    data_array_free(&array);
    const unsigned char big[] = {0x3f, 0xc0, 0, 0, 0xc1, 0x20, 0, 0}; // 1.5, -10
    array = accepted(npy("c.npy", 1, "{'descr': '>c8', 'fortran_order': False, 'shape': (1,), }",
                         big, sizeof big),
                     NULL);
    assert_shape(&array, "1", "complex of float32");
    assert_true(array.values[0] == 1.5 && array.imaginary[0] == -10);
    data_array_free(&array);
    const unsigned char halves[] = {0x00, 0x3e, 0x00, 0xc4, 0x01, 0x00, 0x00, 0x7c, 0x00, 0x7e};
    array = accepted(npy("h.npy", 1, "{'descr': '<f2', 'fortran_order': False, 'shape': (5,), }",
                         halves, sizeof halves),
                     NULL);
    assert_true(array.values[0] == 1.5 && array.values[1] == -4 &&
                array.values[2] == ldexp(1, -24) && isinf(array.values[3]) &&
                isnan(array.values[4]));
    data_array_free(&array);
    array = accepted(
        npy("b.npy", 1, "{'descr': '|b1', 'fortran_order': False, 'shape': (), }", "\1", 1), NULL);
    assert_shape(&array, "a single number", "logical");
    data_array_free(&array);
}

static void npy_that_is_refused(void **state) {
    (void)state;
    static const char bytes[16] = "";
    static const struct {
        const char *header, *what;
    } cases[] = {
        {"{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "holds objects of Python"},
        {"{'descr': '<U4', 'fortran_order': False, 'shape': (1,), }", "holds text, not numbers"},
        {"{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (1,), }", "holds records"},
        {"{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }", "of the type '<f16'"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }", "ends before its last value"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (0, 4), }", "holds no values"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", "shape that cannot be read"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }",
         "shape that cannot be read"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
         "is too large; at most 268435456 values"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (200000000,), }",
         "declares 1600 MB, and the file holds"},
        {"{'descr': '<f8', 'fortran_order': False, }", "lacks type, shape or order"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused(npy("bad.npy", 1, cases[i].header, bytes, 16), NULL, cases[i].what);
    const char *path =
        npy("one.npy", 1, "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}", bytes, 16);
    refused(path, "x", "holds one array, which has no name: leave out ':x'");
    fixture_cut(path, 40);
    refused(path, NULL, "it ends in its header");
}

// Tables and what is nothing --------------------------------------------------------------------

static void tables(void **state) {
    (void)state;
    const char *path = fixture_path("cells.csv"), *map = fixture_path("map.txt"),
               *none = fixture_path("none.bin");
    static const char cells[] = "x,y,label,preference\n1.5,2,a,90\n3,,b,12.5\n",
                      numbers[] = "1 2 3\n4 5 6\n", odd[] = "\1\2\3\4 nothing";
    fixture_bytes(path, cells, sizeof cells - 1);
    fixture_bytes(map, numbers, sizeof numbers - 1);
    fixture_bytes(none, odd, sizeof odd - 1);
    DataArray array = accepted(path, "preference");
    assert_shape(&array, "2", "numbers as text");
    assert_true(array.values[0] == 90 && array.values[1] == 12.5);
    data_array_free(&array);
    array = accepted(path, "y");
    assert_true(array.values[0] == 2 && isnan(array.values[1]));
    data_array_free(&array);
    array = accepted(map, NULL);
    assert_shape(&array, "2 x 3", "numbers as text");
    assert_true(array.values[3] == 4);
    data_array_free(&array);
    refused(path, NULL, "holds 3 arrays: name one, as in ");
    refused(path, "prefernce", "did you mean 'preference'?");
    refused(path, "label", "label does not exist");
    refused(none, NULL,
            "is not an HDF5 file, a MATLAB file, a NumPy file (.npy), a NumPy archive "
            "(.npz), a TIFF file, a PNG file or a table as text");
    static char zero[5000] = "1,2\n";
    memset(zero + 4, '7', sizeof zero - 4);
    zero[4500] = '\0';
    fixture_bytes(none, zero, sizeof zero);
    refused(none, NULL, "is damaged: byte 4501 of the text is 0");
    fixture_bytes(none, odd, 0);
    refused(none, NULL, "is empty");
    refused(fixture_path("absent.h5"), "x", "no such file");
}

static void png(void **state) {
    (void)state;
    const char *path = fixture_path("mask.png");
    fixture_grey(path, 2, 3, (const unsigned char[]){0, 255, 51, 255, 0, 102});
    DataArray array = accepted(path, NULL);
    assert_shape(&array, "2 x 3", "grey from 0 to 1");
    assert_true(array.values[1] == 1 && array.values[2] == 0.2 && array.values[4] == 0);
    data_array_free(&array);
}

// MATLAB 4 and 5 --------------------------------------------------------------------------------

#ifdef FOUND_MATIO

#include <matio.h>

static void add_variable(mat_t *file, matvar_t *variable, enum matio_compression compression) {
    assert_non_null(variable);
    assert_int_equal(Mat_VarWrite(file, variable, compression), 0);
    Mat_VarFree(variable);
}

static const char *mat(const char *name, enum mat_ft version, enum matio_compression compression) {
    const char *path = fixture_path(name);
    double a[6] = {11, 21, 31, 12, 22, 32}; // 3 x 2, columns first
    double real[2] = {0.5, -3}, imaginary[2] = {8, 0.25};
    mat_complex_split_t z = {real, imaginary};
    int16_t whole[4] = {-7, 300, 0, 5};
    uint8_t mask[3] = {1, 0, 1};
    mat_t *file = Mat_CreateVer(path, NULL, version);
    add_variable(file, Mat_VarCreate("a", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, (size_t[]){3, 2}, a, 0),
                 compression);
    add_variable(
        file,
        Mat_VarCreate("z", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, (size_t[]){1, 2}, &z, MAT_F_COMPLEX),
        compression);
    if (version == MAT_FT_MAT5) {
        matvar_t *rate = Mat_VarCreate("pixels_per_mm", MAT_C_DOUBLE, MAT_T_DOUBLE, 2,
                                       (size_t[]){1, 1}, (double[]){79.75}, 0);
        add_variable(
            file,
            Mat_VarCreate("whole", MAT_C_INT16, MAT_T_INT16, 3, (size_t[]){1, 2, 2}, whole, 0),
            compression);
        add_variable(file,
                     Mat_VarCreate("ROI", MAT_C_UINT8, MAT_T_UINT8, 2, (size_t[]){3, 1}, mask,
                                   MAT_F_LOGICAL),
                     compression);
        add_variable(file,
                     Mat_VarCreate("text", MAT_C_CHAR, MAT_T_UINT8, 2, (size_t[]){1, 3}, mask, 0),
                     compression);
        add_variable(file,
                     Mat_VarCreate("info", MAT_C_STRUCT, MAT_T_STRUCT, 2, (size_t[]){1, 1},
                                   (matvar_t *[]){rate, NULL}, 0),
                     compression);
    }
    Mat_Close(file);
    return path;
}

static void check_mat(const char *path) {
    DataArray array = accepted(path, "a");
    assert_shape(&array, "3 x 2", "float64");
    assert_int_equal(array.order, DATA_ROWS_FIRST);
    assert_true(array.values[1] == 12 && array.values[2] == 21 && array.values[5] == 32);
    data_array_free(&array);
    array = accepted(path, "z");
    assert_shape(&array, "1 x 2", "complex of float64");
    assert_true(array.values[1] == -3 && array.imaginary[0] == 8 && array.imaginary[1] == 0.25);
    data_array_free(&array);
    refused(path, "b", "b does not exist");
}

static void mat_of_version_4_and_5(void **state) {
    (void)state;
    check_mat(mat("v4.mat", MAT_FT_MAT4, MAT_COMPRESSION_NONE));
    for (int packed = 0; packed < 2; packed++) {
        const char *path =
            mat("v5.mat", MAT_FT_MAT5, packed ? MAT_COMPRESSION_ZLIB : MAT_COMPRESSION_NONE);
        check_mat(path);
        DataArray array = accepted(path, "whole");
        assert_shape(&array, "1 x 2 x 2", "int16");
        assert_true(array.values[0] == -7 && array.values[1] == 0 && array.values[2] == 300);
        data_array_free(&array);
        array = accepted(path, "ROI");
        assert_shape(&array, "3 x 1", "logical");
        assert_true(array.values[0] == 1 && array.values[1] == 0);
        data_array_free(&array);
        array = accepted(path, "info.pixels_per_mm");
        assert_true(array.values[0] == 79.75);
        data_array_free(&array);
        refused(path, NULL, "holds 5 arrays");
        refused(path, "text", "text: holds no numbers");
        fixture_cut(path, fixture_size(path) - 2);
        refused(path, "whole", "is damaged: it ends too early");
    }
}

#else

static void mat_of_version_4_and_5(void **state) {
    (void)state;
    const char *path = fixture_path("v5.mat");
    char start[128] = "MATLAB 5.0 MAT-file";
    memcpy(start + 124, "\0\1IM", 4);
    fixture_bytes(path, start, sizeof start);
    refused(path, "z", "cannot read: install the package libmatio-dev and build it again");
}

#endif

// Archives of NumPy -----------------------------------------------------------------------------

#ifdef FOUND_LIBZIP

#include <zip.h>

static void npz(void **state) {
    (void)state;
    const char *path = fixture_path("maps.npz");
    static const char header[] = "\x93NUMPY\1\0\x36\0{'descr': '<u2', 'fortran_order': False, "
                                 "'shape': (2,)}";
    char member[sizeof header - 1 + 4];
    memcpy(member, header, sizeof header - 1);
    member[8] = (char)(sizeof header - 1 - 10);
    memcpy(member + sizeof header - 1, "\x01\x02\xff\xff", 4);
    int code;
    zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    zip_file_add(archive, "counts.npy", zip_source_buffer(archive, member, sizeof member, 0), 0);
    zip_file_add(archive, "sub/b.npy", zip_source_buffer(archive, member, sizeof member, 0), 0);
    zip_file_add(archive, "remark.txt", zip_source_buffer(archive, member, 5, 0), 0);
    assert_int_equal(zip_close(archive), 0);
    DataArray array = accepted(path, "counts");
    assert_shape(&array, "2", "uint16");
    assert_true(array.values[0] == 513 && array.values[1] == 65535);
    data_array_free(&array);
    array = accepted(path, "sub/b");
    data_array_free(&array);
    refused(path, NULL, "holds 2 arrays: name one, as in ");
    refused(path, "count", "did you mean 'counts'?");
    fixture_cut(path, fixture_size(path) - 30);
    refused(path, "counts", "it is no whole ZIP archive");
}

#else

static void npz(void **state) {
    (void)state;
    const char *path = fixture_path("maps.npz");
    fixture_bytes(path, "PK\3\4....", 8);
    refused(path, "z", "cannot read: install the package libzip-dev and build it again");
}

#endif

// TIFF ------------------------------------------------------------------------------------------

#ifdef FOUND_LIBTIFF_4

#include <tiffio.h>

typedef struct {
    uint32_t height, width, pages;
    uint16_t bits, format, channels, compression;
    uint32_t tile; // side; 0: strips of 3 rows
    const char *description;
} FixtureTiff;

// Byte k of the file's values is k * k + 7 k, modulo 251.
static unsigned char byte_at(size_t k) {
    return (unsigned char)((k * k + 7 * k) % 251);
}

static const char *tiff(const char *name, const FixtureTiff *of) {
    const char *path = fixture_path(name);
    TIFF *file = TIFFOpen(path, "w");
    size_t stride = (size_t)of->width * of->channels * of->bits / 8, k = 0;
    for (uint32_t page = 0; page < of->pages; page++) {
        TIFFSetField(file, TIFFTAG_IMAGEWIDTH, of->width);
        TIFFSetField(file, TIFFTAG_IMAGELENGTH, of->height);
        TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, of->bits);
        TIFFSetField(file, TIFFTAG_SAMPLEFORMAT, of->format);
        TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, of->channels);
        TIFFSetField(file, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
        TIFFSetField(file, TIFFTAG_PHOTOMETRIC,
                     of->channels == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
        TIFFSetField(file, TIFFTAG_COMPRESSION, of->compression);
        if (of->description)
            TIFFSetField(file, TIFFTAG_IMAGEDESCRIPTION, of->description);
        OWNED unsigned char *bytes = allocate(of->height * stride, 1);
        for (size_t i = 0; i < of->height * stride; i++)
            bytes[i] = byte_at(k++);
        if (of->tile > 0) { // of one byte a pixel
            TIFFSetField(file, TIFFTAG_TILEWIDTH, of->tile);
            TIFFSetField(file, TIFFTAG_TILELENGTH, of->tile);
            OWNED unsigned char *tile = allocate((size_t)of->tile * of->tile, 1);
            for (uint32_t row = 0; row < of->height; row += of->tile)
                for (uint32_t column = 0; column < of->width; column += of->tile) {
                    for (uint32_t i = 0; i < of->tile && row + i < of->height; i++)
                        for (uint32_t j = 0; j < of->tile && column + j < of->width; j++)
                            tile[i * of->tile + j] = bytes[(row + i) * stride + column + j];
                    TIFFWriteTile(file, tile, column, row, 0, 0);
                }
        } else {
            TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, 3);
            for (uint32_t row = 0; row < of->height; row++)
                TIFFWriteScanline(file, bytes + row * stride, row, 0);
        }
        TIFFWriteDirectory(file);
    }
    TIFFClose(file);
    return path;
}

static double number_at(const FixtureTiff *of, size_t i) {
    unsigned char bytes[8] = {0};
    int8_t s8;
    uint16_t u16;
    int32_t s32;
    float f32;
    for (size_t k = 0; k < of->bits / 8U; k++)
        bytes[k] = byte_at(i * of->bits / 8U + k);
    memcpy(&s8, bytes, 1);
    memcpy(&u16, bytes, 2);
    memcpy(&s32, bytes, 4);
    memcpy(&f32, bytes, 4);
    return of->format == SAMPLEFORMAT_IEEEFP ? (double)f32
           : of->bits == 32                  ? s32
           : of->bits == 16                  ? u16
           : of->format == SAMPLEFORMAT_INT  ? s8
                                             : bytes[0];
}

static void tiff_of_all_types(void **state) {
    (void)state;
    static const FixtureTiff kinds[] = {
        {7, 5, 1, 8, SAMPLEFORMAT_UINT, 1, COMPRESSION_NONE, 0, NULL},
        {7, 5, 4, 16, SAMPLEFORMAT_UINT, 1, COMPRESSION_LZW, 0, "ImageJ=1.53t\nimages=4\nslices=4"},
        {4, 6, 3, 32, SAMPLEFORMAT_IEEEFP, 1, COMPRESSION_NONE, 0, NULL},
        {4, 6, 2, 32, SAMPLEFORMAT_INT, 1, COMPRESSION_ADOBE_DEFLATE, 0, NULL},
        {9, 3, 2, 8, SAMPLEFORMAT_INT, 1, COMPRESSION_PACKBITS, 0, NULL},
        {37, 21, 2, 8, SAMPLEFORMAT_UINT, 1, COMPRESSION_NONE, 16, NULL}};
    static const char *const shapes[] = {"7 x 5",     "4 x 7 x 5", "3 x 4 x 6",
                                         "2 x 4 x 6", "2 x 9 x 3", "2 x 37 x 21"},
                             *const types[] = {"uint8", "uint16", "float32",
                                               "int32", "int8",   "uint8"};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        DataArray array = accepted(tiff("stack.tif", &kinds[k]), NULL);
        assert_shape(&array, shapes[k], types[k]);
        for (size_t i = 0; i < data_array_count(&array); i++) {
            double wanted = number_at(&kinds[k], i);
            assert_true(array.values[i] == wanted || (isnan(wanted) && isnan(array.values[i])));
        }
        data_array_free(&array);
    }
}

static void tiff_that_is_refused(void **state) {
    (void)state;
    FixtureTiff kind = {7, 5, 2, 8, SAMPLEFORMAT_UINT, 3, COMPRESSION_NONE, 0, NULL};
    refused(tiff("rgb.tif", &kind), NULL, "page 1 has colours; save it in grey");
    kind.channels = 1;
    kind.description = "ImageJ=1.53t\nimages=30\n";
    refused(tiff("large.tif", &kind), NULL, "ImageJ says that it has 30 images, and 2 can be read");
    kind.description = NULL;
    kind.height = 400;
    const char *path = tiff("cut.tif", &kind);
    refused(path, "x", "holds one array, which has no name");
    // The directory of the last page ends too early.
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    unsigned char bytes[6000];
    size_t n = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    fixture_bytes(path, bytes, n - 12);
    refused(path, NULL, "is damaged: page 2 cannot be read");
}

#else

static void tiff_of_all_types(void **state) {
    (void)state;
    const char *path = fixture_path("stack.tif");
    fixture_bytes(path, "II*\0....", 8);
    refused(path, NULL, "cannot read: install the package libtiff-dev and build it again");
}

static void tiff_that_is_refused(void **state) {
    (void)state;
    skip();
}

#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hdf5_of_python_and_matlab),
        cmocka_unit_test(hdf5_with_scale_and_fill_value),
        cmocka_unit_test(hdf5_of_any_rank),
        cmocka_unit_test(npy_of_all_types),
        cmocka_unit_test(npy_that_is_refused),
        cmocka_unit_test(tables),
        cmocka_unit_test(png),
        cmocka_unit_test(mat_of_version_4_and_5),
        cmocka_unit_test(npz),
        cmocka_unit_test(tiff_of_all_types),
        cmocka_unit_test(tiff_that_is_refused),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
