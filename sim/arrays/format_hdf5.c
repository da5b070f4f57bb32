// SPDX-License-Identifier: GPL-3.0-or-later
// HDF5, as h5py, MATLAB (-v7.3), Octave and others write it.
//
// A complex number is a record of two numbers, r and i by h5py and Julia, real and imag by MATLAB
// and Octave. MATLAB and Octave store the axes of an array in reverse; they are known by the
// attribute MATLAB_class of the array, and OCTAVE_NEW_FORMAT of its group. Attributes scale_factor,
// add_offset, _FillValue and missing_value have the meaning that the CF conventions for netCDF give
// them: a stored value that is a fill value is missing, and the others become value * scale_factor
// + add_offset.
#include "arrays/data_format.h"
#include "arrays/hdf5_notes.h"
#include "base/memory.h"
#include "files/store_dataset.h"
#include "files/store_extent.h"

#include <hdf5.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static bool recognises(const DataStart *start) {
    return start->signature >= 0;
}

// Is `type` a record of a real and an imaginary part, of one type? Returns that type, to be closed;
// negative: it is not. `first`: the name of the real part; may be NULL.
static hid_t complex_part(hid_t type, const char *names[2]) {
    static const char *const pairs[][2] = {
        {"r", "i"}, {"real", "imag"}, {"re", "im"}, {"real", "imaginary"}};
    if (H5Tget_class(type) != H5T_COMPOUND || H5Tget_nmembers(type) != 2)
        return -1;
    hid_t part = -1;
    char *first = H5Tget_member_name(type, 0), *second = H5Tget_member_name(type, 1);
    for (size_t i = 0; first && second && i < sizeof pairs / sizeof *pairs; i++)
        if (strcmp(first, pairs[i][0]) == 0 && strcmp(second, pairs[i][1]) == 0) {
            names[0] = pairs[i][0];
            names[1] = pairs[i][1];
            part = H5Tget_member_type(type, 0);
        }
    H5free_memory(first);
    H5free_memory(second);
    hid_t other = part >= 0 ? H5Tget_member_type(type, 1) : -1;
    bool alike = other >= 0 && H5Tequal(part, other) > 0;
    H5Tclose(other);
    if (part >= 0 && !alike) {
        H5Tclose(part);
        return -1;
    }
    return part;
}

// Booleans of h5py are an enumeration of FALSE and TRUE.
static bool is_boolean(hid_t type) {
    if (H5Tget_class(type) != H5T_ENUM || H5Tget_nmembers(type) != 2)
        return false;
    char *name = H5Tget_member_name(type, 1);
    bool boolean = name && strcmp(name, "TRUE") == 0;
    H5free_memory(name);
    return boolean;
}

// "float32"; NULL: no number. Owned by the caller.
static char *type_name(hid_t type, bool is_complex) {
    H5T_class_t class = H5Tget_class(type);
    size_t size = H5Tget_size(type);
    if (class == H5T_ENUM)
        return is_complex         ? NULL
               : is_boolean(type) ? copy_text("logical")
                                  : copy_text("enumeration");
    if (class != H5T_INTEGER && class != H5T_FLOAT)
        return NULL;
    DataNumber number = {class == H5T_FLOAT                  ? DATA_FLOAT
                         : H5Tget_sign(type) == H5T_SGN_NONE ? DATA_UNSIGNED
                                                             : DATA_SIGNED,
                         size, false};
    return data_number_name(number, is_complex);
}

// The class that MATLAB writes on an array, as "single"; "" where it did not write the file.
static void matlab_class(hid_t object, char class[32]) {
    class[0] = '\0';
    hdf5_note_text(object, "MATLAB_class", class, 32);
}

// Octave marks the group that holds an array /z/value.
static bool is_of_octave(const Store *store, const char *path) {
    const char *slash = strrchr(path, '/');
    if (slash == NULL || slash == path)
        return false;
    OWNED char *group = format_text("%.*s", (int)(slash - path), path);
    return H5Aexists_by_name(store->file, group, "OCTAVE_NEW_FORMAT", store->links) > 0;
}

// What of a dataset: an array of numbers, or why it is none.
static bool describe(const Store *store, const char *path, const StoreDataset *dataset,
                     DataHead *head, Error *error) {
    char class[32];
    const char *names[2];
    matlab_class(dataset->object, class);
    OWNED_BY(hdf5_close_type) hid_t part = complex_part(dataset->type, names);
    bool is_complex = part >= 0, text = strcmp(class, "char") == 0;
    char *type = text ? NULL : type_name(is_complex ? part : dataset->type, is_complex);
    if (type == NULL)
        return fail(error, "%s: %s holds %s, not numbers", store->path, path,
                    text ? "text" : store_class_name(H5Tget_class(dataset->type)));
    if (strcmp(class, "logical") == 0) {
        release(type);
        type = copy_text("logical");
    }
    *head = (DataHead){
        .name = copy_text(path), .type = type, .is_complex = is_complex, .rank = dataset->rank};
    bool reversed = class[0] != '\0' || is_of_octave(store, path);
    for (int k = 0; k < head->rank; k++)
        head->shape[k] = dataset->shape[reversed ? head->rank - 1 - k : k];
    if (dataset->count == 0 && head->rank == 0)
        head->shape[head->rank++] = 0;
    if (H5Aexists(dataset->object, "MATLAB_empty") > 0) // then it holds the lengths of the axes
        head->shape[0] = 0;
    head->first_fastest = reversed && head->rank > 1;
    head->order = reversed ? DATA_ROWS_FIRST : DATA_ROWS_LAST;
    return true;
}

// MATLAB keeps what its cells and objects refer to in groups of its own.
static bool is_hidden(const char *path) {
    return strncmp(path, "/#", 2) == 0;
}

static bool list(const char *path, DataCatalogue *catalogue, Error *error) {
    Store store;
    if (!store_open(&store, path, STORE_READ, 0, error))
        return false;
    OWNED_BY(error_clear) Error damage = {0};
    char **paths = store_dataset_paths(&store, DATA_CATALOGUE_MOST, &damage);
    bool whole = damage.count == 0;
    for (size_t i = 0; paths[i]; i++) {
        OWNED_BY(store_dataset_close) StoreDataset dataset = STORE_DATASET_NONE;
        DataHead head;
        if (!is_hidden(paths[i]) &&
            store_dataset_open(&store, paths[i], STORE_DATASET_RANK_MOST, &dataset, NULL) &&
            describe(&store, paths[i], &dataset, &head, NULL))
            data_catalogue_add(catalogue, head);
    }
    store_names_free(paths);
    error_move(error, &damage);
    return store_close(&store, error) && whole;
}

// Reads one part of all numbers as doubles.
static bool read_part(const StoreDataset *dataset, const char *member, double *values) {
    hid_t type = H5T_NATIVE_DOUBLE;
    if (member) {
        type = H5Tcreate(H5T_COMPOUND, sizeof(double));
        H5Tinsert(type, member, 0, H5T_NATIVE_DOUBLE);
    }
    bool ok = H5Dread(dataset->object, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0;
    if (member)
        H5Tclose(type);
    return ok;
}

// Applies fill value, scale and offset to the values as they were stored.
static void unpack(const DataSink *sink) {
    const DataArray *array = &sink->array;
    const DataNote *fill = data_array_note(array, "_FillValue"),
                   *missing = data_array_note(array, "missing_value"),
                   *scale = data_array_note(array, "scale_factor"),
                   *offset = data_array_note(array, "add_offset");
    double factor = scale && scale->count == 1 ? scale->numbers[0] : 1,
           shift = offset && offset->count == 1 ? offset->numbers[0] : 0,
           first = fill && fill->count == 1 ? fill->numbers[0] : (double)NAN,
           second = missing && missing->count == 1 ? missing->numbers[0] : (double)NAN;
    bool none = factor == 1 && shift == 0 && isnan(first) && isnan(second);
    size_t n = data_array_count(array);
    for (size_t i = 0; i < n && !none && array->imaginary == NULL; i++) {
        double stored = array->values[i];
        array->values[i] =
            stored == first || stored == second ? (double)NAN : stored * factor + shift;
    }
}

static bool read_values(const Store *store, const char *path, const StoreDataset *dataset,
                        const DataHead *head, DataSink *sink, Error *error) {
    const char *names[2] = {NULL, NULL};
    hid_t part_type = complex_part(dataset->type, names);
    hdf5_close_type(&part_type);
    size_t parts = head->is_complex ? 2 : 1;
    for (size_t part = 0; part < parts; part++) {
        double *room = data_sink_room(sink, (DataPart)part);
        bool ok = read_part(dataset, names[part], room);
        if (!ok)
            store_fail_as_damaged(error, store, path,
                                  "cannot be read; it is damaged or packed by an unknown filter");
        data_sink_arranged(sink, (DataPart)part, room);
        if (!ok)
            return false;
    }
    hdf5_notes(dataset->object, sink);
    unpack(sink);
    return true;
}

static bool read_dataset(const Store *store, const char *path, DataSink *sink, Error *error) {
    OWNED_BY(store_dataset_close) StoreDataset dataset = STORE_DATASET_NONE;
    OWNED_BY(data_head_free) DataHead head = {0};
    return store_dataset_open(store, path, STORE_DATASET_RANK_MOST, &dataset, error) &&
           describe(store, path, &dataset, &head, error) &&
           store_extent_check(dataset.object, dataset.type, dataset.count, store->path, path,
                              error) &&
           data_sink_begin(sink, &head, (double)INFINITY, 8, error) &&
           read_values(store, path, &dataset, &head, sink, error);
}

static bool read(const char *path, const char *name, DataSink *sink, Error *error) {
    Store store;
    if (!store_open(&store, path, STORE_READ, 0, error))
        return false;
    OWNED char *plain = store_plain_path(name);
    bool ok = read_dataset(&store, plain, sink, error);
    return store_close(&store, error) && ok;
}

const DataFormat data_format_hdf5 = {"an HDF5 file", STORE_LIBRARY, recognises, list, read};
