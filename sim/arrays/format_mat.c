// SPDX-License-Identifier: GPL-3.0-or-later
// MATLAB's files of version 4 to 7, by matio. (Version 7.3 is HDF5.) A field of a structure is the
// array "structure.field".
#include "arrays/data_format.h"
#include "base/memory.h"
#include "found_libraries.h"

#include <stdint.h>
#include <string.h>

static uint32_t word_at(const unsigned char *bytes, bool big_endian) {
    uint32_t word = 0;
    for (int k = 0; k < 4; k++)
        word = word << 8 | bytes[big_endian ? k : 3 - k];
    return word;
}

// Version 4 has no mark: its first array begins with type, rows, columns, whether it is complex,
// and the length of its name.
static bool begins_with_array(const DataStart *start, bool big_endian) {
    if (start->n < 22)
        return false;
    uint32_t type = word_at(start->bytes, big_endian), rows = word_at(start->bytes + 4, big_endian),
             columns = word_at(start->bytes + 8, big_endian),
             is_complex = word_at(start->bytes + 12, big_endian),
             length = word_at(start->bytes + 16, big_endian);
    bool order = type / 1000 == (big_endian ? 1 : 0),
         known = type % 1000 < 100 && type % 100 / 10 <= 5 && type % 10 <= 2;
    if (!order || !known || is_complex > 1 || length < 2 || length > 64 || 20 + length > start->n)
        return false;
    const unsigned char *name = start->bytes + 20;
    for (uint32_t k = 0; k + 1 < length; k++)
        if (name[k] < '0' || name[k] > 'z')
            return false;
    return name[length - 1] == '\0' && rows < 1U << 31 && columns < 1U << 31;
}

static bool recognises(const DataStart *start) {
    static const unsigned char little[] = {0, 1, 'I', 'M'}, big[] = {1, 0, 'M', 'I'};
    bool version_5 = start->n >= 128 && (memcmp(start->bytes + 124, little, 4) == 0 ||
                                         memcmp(start->bytes + 124, big, 4) == 0);
    return version_5 || begins_with_array(start, false) || begins_with_array(start, true);
}

#ifdef FOUND_MATIO

#include "arrays/mat_extent.h"

#include <matio.h>
#include <sys/stat.h>

enum { DEEPEST_STRUCTURE = 4 };

static void close_file(mat_t **file) {
    if (*file)
        Mat_Close(*file);
}

static mat_t *open_file(const char *path, Error *error) {
    mat_t *file = Mat_Open(path, MAT_ACC_RDONLY);
    if (file == NULL)
        fail(error, "%s: damaged MATLAB file: its header cannot be read", path);
    return file;
}

// How an array's numbers lie in memory; false: it holds none.
static bool number_of(const matvar_t *variable, DataNumber *number) {
    bool big = data_number_native_is_big_endian();
    switch (variable->class_type) {
    case MAT_C_DOUBLE:
        *number = (DataNumber){DATA_FLOAT, 8, big};
        break;
    case MAT_C_SINGLE:
        *number = (DataNumber){DATA_FLOAT, 4, big};
        break;
    case MAT_C_INT8:
    case MAT_C_INT16:
    case MAT_C_INT32:
    case MAT_C_INT64:
        *number = (DataNumber){DATA_SIGNED, Mat_SizeOfClass((int)variable->class_type), big};
        break;
    case MAT_C_UINT8:
    case MAT_C_UINT16:
    case MAT_C_UINT32:
    case MAT_C_UINT64:
        *number = (DataNumber){DATA_UNSIGNED, Mat_SizeOfClass((int)variable->class_type), big};
        break;
    default:
        return false;
    }
    if (variable->isLogical)
        number->class = DATA_LOGICAL;
    return data_number_is_known(*number);
}

static DataHead head_of(const matvar_t *variable, DataNumber number, const char *name) {
    DataHead head = {.name = copy_text(name),
                     .type = data_number_name(number, variable->isComplex != 0),
                     .order = DATA_ROWS_FIRST,
                     .first_fastest = true,
                     .is_complex = variable->isComplex != 0,
                     .rank = variable->rank};
    for (int k = 0; k < head.rank && k < DATA_RANK_MOST; k++)
        head.shape[k] = variable->dims[k];
    return head;
}

// Whether a variable is a single structure, whose fields are listed.
static bool is_structure(const matvar_t *variable) {
    return variable->class_type == MAT_C_STRUCT && variable->rank == 2 && variable->dims &&
           variable->dims[0] == 1 && variable->dims[1] == 1;
}

static void list_variable(matvar_t *variable, const char *name, int depth,
                          DataCatalogue *catalogue) {
    DataNumber number;
    if (number_of(variable, &number)) {
        data_catalogue_add(catalogue, head_of(variable, number, name));
        return;
    }
    if (!is_structure(variable) || depth == DEEPEST_STRUCTURE)
        return;
    unsigned fields = Mat_VarGetNumberOfFields(variable);
    char *const *names = Mat_VarGetStructFieldnames(variable);
    for (unsigned i = 0; names && i < fields; i++) {
        matvar_t *field = Mat_VarGetStructFieldByIndex(variable, i, 0);
        OWNED char *path = format_text("%s.%s", name, names[i] ? names[i] : "");
        if (field)
            list_variable(field, path, depth + 1, catalogue);
    }
}

static bool list(const char *path, DataCatalogue *catalogue, Error *error) {
    OWNED_BY(close_file) mat_t *file = open_file(path, error);
    for (matvar_t *variable; file && (variable = Mat_VarReadNextInfo(file));) {
        if (variable->name)
            list_variable(variable, variable->name, 0, catalogue);
        Mat_VarFree(variable);
        if (catalogue->count == DATA_CATALOGUE_MOST)
            break;
    }
    return file != NULL;
}

static void put_part(DataSink *sink, DataPart part, DataNumber number, const void *values) {
    enum { BLOCK = 4096 };
    double block[BLOCK];
    size_t n = data_array_count(&sink->array);
    for (size_t done = 0; done < n;) {
        size_t count = n - done < BLOCK ? n - done : BLOCK;
        data_numbers_convert(number, (const unsigned char *)values + done * number.size,
                             number.size, count, block);
        data_sink_put(sink, part, block, count);
        done += count;
    }
}

static bool put_values(const matvar_t *variable, DataNumber number, const char *name,
                       DataSink *sink, Error *error) {
    const mat_complex_split_t *parts = variable->data;
    size_t n = data_array_count(&sink->array);
    bool is_complex = sink->array.imaginary != NULL;
    if (variable->data == NULL || (size_t)variable->data_size != number.size ||
        variable->nbytes < n * number.size || (is_complex && (!parts->Re || !parts->Im)))
        return fail(error, "%s:%s: is damaged, and cannot be read", sink->path, name);
    put_part(sink, DATA_REAL, number, is_complex ? parts->Re : variable->data);
    if (is_complex)
        put_part(sink, DATA_IMAGINARY, number, parts->Im);
    return true;
}

// The variable that a name leads to from another one: itself, or a field of it; NULL: none.
static matvar_t *follow(matvar_t *variable, const char *fields) {
    while (variable && *fields == '.') {
        OWNED char *field = format_text("%.*s", (int)strcspn(fields + 1, "."), fields + 1);
        fields += 1 + strlen(field);
        variable = is_structure(variable) ? Mat_VarGetStructFieldByName(variable, field, 0) : NULL;
    }
    return variable;
}

// The array that `name` means, where it is this variable or one of its fields.
static matvar_t *find(matvar_t *variable, const char *name) {
    size_t length = variable->name ? strlen(variable->name) : 0;
    bool begins = variable->name && strncmp(variable->name, name, length) == 0 &&
                  (name[length] == '\0' || name[length] == '.');
    return begins ? follow(variable, name + length) : NULL;
}

static bool read_variable(mat_t *file, matvar_t *variable, const char *name, double stored,
                          DataSink *sink, Error *error) {
    DataNumber number;
    if (!number_of(variable, &number))
        return fail(error, "%s:%s: holds no numbers", sink->path, name);
    OWNED_BY(data_head_free) DataHead head = head_of(variable, number, name);
    if (!data_sink_begin(sink, &head, stored, number.size, error))
        return false;
    if (Mat_VarReadDataAll(file, variable) != 0)
        return fail(error, "%s:%s: is damaged, and cannot be read", sink->path, name);
    return put_values(variable, number, name, sink, error);
}

static bool read(const char *path, const char *name, DataSink *sink, Error *error) {
    struct stat status;
    OWNED_BY(data_catalogue_free) DataCatalogue catalogue = {0};
    OWNED_BY(close_file) mat_t *file = open_file(path, error);
    if (file == NULL || stat(path, &status) != 0)
        return false;
    size_t index = 0;
    for (matvar_t *variable; (variable = Mat_VarReadNextInfo(file)); index++) {
        matvar_t *wanted = find(variable, name);
        bool ok = wanted && mat_extent_check(path, index, error) &&
                  read_variable(file, wanted, name, (double)status.st_size, sink, error);
        Mat_VarFree(variable);
        if (wanted)
            return ok;
    }
    if (list(path, &catalogue, error) && data_catalogue_find(&catalogue, path, name, error))
        fail(error, "%s:%s: is damaged, and cannot be read", path, name);
    return false;
}

#else

static bool list(const char *path, DataCatalogue *catalogue, Error *error) {
    (void)catalogue;
    return data_format_missing(path, "a MATLAB file of version 4 to 7", "libmatio-dev", error);
}

static bool read(const char *path, const char *name, DataSink *sink, Error *error) {
    (void)name, (void)sink;
    return list(path, NULL, error);
}

#endif

const DataFormat data_format_mat = {"a MATLAB file", "the matio library", recognises, list, read};
