// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/array_file.h"

#include "base/memory.h"

#include <assert.h>
#include <errno.h>
#include <hdf5.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { NAMES_SHOWN = 12 }; // datasets listed in a message

// The paths of the datasets in a file.
typedef struct {
    size_t count;
    char **paths; // each owned
} Datasets;

static herr_t note_dataset(hid_t root, const char *name, const H5L_info_t *info, void *context) {
    (void)info;
    Datasets *datasets = context;
    hid_t object = H5Oopen(root, name, H5P_DEFAULT);
    if (object < 0)
        return 0;
    if (H5Iget_type(object) == H5I_DATASET) {
        char **paths = allocate(datasets->count + 1, sizeof *paths);
        if (datasets->count)
            memcpy(paths, datasets->paths, datasets->count * sizeof *paths);
        release(datasets->paths);
        datasets->paths = paths;
        paths[datasets->count++] = format_text("/%s", name);
    }
    H5Oclose(object);
    return 0;
}

// "; did you mean /a/b? Datasets there: /a/b, /c"; owned by the caller.
static char *suggestion(hid_t file, const char *path) {
    Datasets datasets = {0};
    H5Lvisit(file, H5_INDEX_NAME, H5_ITER_INC, note_dataset, &datasets);
    const char *nearest = nearest_name(path, (const char *const *)datasets.paths, datasets.count);
    char *text = format_text("%s%s%s%s", nearest ? "; did you mean " : "", nearest ? nearest : "",
                             nearest ? "?" : ";",
                             datasets.count ? " Datasets there:" : " there are no datasets in it");
    for (size_t i = 0; i < datasets.count && i < NAMES_SHOWN; i++) {
        char *longer = format_text("%s%s %s", text, i ? "," : "", datasets.paths[i]);
        release(text);
        text = longer;
    }
    if (datasets.count > NAMES_SHOWN) {
        char *longer = format_text("%s and %zu more", text, datasets.count - NAMES_SHOWN);
        release(text);
        text = longer;
    }
    for (size_t i = 0; i < datasets.count; i++)
        release(datasets.paths[i]);
    release(datasets.paths);
    return text;
}

static herr_t take_first(unsigned depth, const H5E_error2_t *entry, void *context) {
    if (depth == 0)
        snprintf(context, 200, "%s", entry->desc ? entry->desc : "no reason given");
    return 0;
}

// The innermost reason that HDF5 gives for the call that failed last. Valid until the next call of
// HDF5.
static void reason(char text[200]) {
    snprintf(text, 200, "no reason given");
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take_first, text);
}

// An open file, the object in it and what it holds; negative where not open.
typedef struct {
    hid_t file, object, type, space;
} Source;

static bool open_file(Source *source, const char *path, Error *error) {
    struct stat status;
    if (stat(path, &status) != 0)
        return errno == ENOENT ? fail(error, "%s: no such file", path)
                               : fail(error, "%s: cannot be opened: %s", path, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return fail(error, "%s: is a folder, not an HDF5 file", path);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return fail(error, "%s: cannot be opened: %s", path, strerror(errno));
    fclose(file);
    if (H5Fis_hdf5(path) <= 0)
        return fail(error, "%s: is not an HDF5 file", path);
    source->file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (source->file >= 0)
        return true;
    char cause[200];
    reason(cause);
    bool busy = strstr(cause, "unable to lock") || strstr(cause, "already open for write");
    return fail(error, "%s: %s (HDF5: %s)", path,
                busy ? "another program is writing it" : "damaged or truncated HDF5 file", cause);
}

// Whether every link on the way to `path` ("/a/b") exists.
static bool exists(hid_t file, const char *path) {
    char *part = copy_text(path);
    bool all = true;
    for (char *end = part + 1; all && *end; end++) {
        while (*end && *end != '/')
            end++;
        char after = *end;
        *end = '\0';
        all = H5Lexists(file, part, H5P_DEFAULT) > 0;
        *end = after;
        if (after == '\0')
            break;
    }
    release(part);
    return all;
}

static bool refuse(const Source *source, const char *path, const char *dataset, const char *what,
                   Error *error) {
    char *names = suggestion(source->file, dataset);
    fail(error, "%s: %s %s%s", path, dataset, what, names);
    release(names);
    return false;
}

static bool open_dataset(Source *source, const char *path, const char *dataset, Error *error) {
    if (!exists(source->file, dataset))
        return refuse(source, path, dataset, "does not exist", error);
    source->object = H5Oopen(source->file, dataset, H5P_DEFAULT);
    if (source->object < 0) {
        char cause[200];
        reason(cause);
        if (H5Oexists_by_name(source->file, dataset, H5P_DEFAULT) == 0)
            return refuse(source, path, dataset, "is a link to nothing", error);
        return fail(error, "%s: %s is damaged (HDF5: %s)", path, dataset, cause);
    }
    H5I_type_t type = H5Iget_type(source->object);
    if (type != H5I_DATASET)
        return refuse(source, path, dataset,
                      type == H5I_GROUP ? "is a group, not a dataset" : "is a type, not a dataset",
                      error);
    source->type = H5Dget_type(source->object);
    source->space = H5Dget_space(source->object);
    if (source->type >= 0 && source->space >= 0)
        return true;
    return fail(error, "%s: %s is damaged: it has no type or shape", path, dataset);
}

static const char *class_name(H5T_class_t class) {
    switch (class) {
    case H5T_STRING:
        return "text";
    case H5T_COMPOUND:
        return "records";
    case H5T_REFERENCE:
        return "references";
    case H5T_VLEN:
        return "lists of varying length";
    case H5T_ARRAY:
        return "small arrays";
    case H5T_OPAQUE:
    case H5T_BITFIELD:
        return "raw bits";
    default:
        return "something else";
    }
}

// Checks type and shape and fills in the shape; `count` becomes the number of values.
static bool measure(const Source *source, const char *path, const char *dataset, Array *array,
                    size_t *count, Error *error) {
    H5T_class_t class = H5Tget_class(source->type);
    if (class != H5T_INTEGER && class != H5T_FLOAT && class != H5T_ENUM)
        return fail(error, "%s: %s holds %s, not numbers", path, dataset, class_name(class));
    if (H5Sget_simple_extent_type(source->space) == H5S_NULL)
        return fail(error, "%s: %s holds no values", path, dataset);
    int rank = H5Sget_simple_extent_ndims(source->space);
    if (rank < 0)
        return fail(error, "%s: %s is damaged: it has no shape", path, dataset);
    if (rank > ARRAY_RANK_MOST)
        return fail(error, "%s: %s has %d dimensions; at most %d can be read", path, dataset, rank,
                    ARRAY_RANK_MOST);
    hsize_t shape[ARRAY_RANK_MOST] = {0};
    H5Sget_simple_extent_dims(source->space, shape, NULL);
    *count = 1;
    array->rank = rank;
    for (int k = 0; k < rank; k++) {
        if (shape[k] == 0)
            return fail(error, "%s: %s holds no values", path, dataset);
        if (shape[k] > ARRAY_VALUES_MOST || shape[k] * *count > ARRAY_VALUES_MOST)
            return fail(error, "%s: %s is too large; at most %d values can be read", path, dataset,
                        ARRAY_VALUES_MOST);
        array->shape[k] = (size_t)shape[k];
        *count *= array->shape[k];
    }
    return true;
}

static bool read_values(const Source *source, const char *path, const char *dataset, Array *array,
                        Error *error) {
    size_t count = 0;
    if (!measure(source, path, dataset, array, &count, error))
        return false;
    array->values = allocate(count, sizeof *array->values);
    if (H5Dread(source->object, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, array->values) >=
        0)
        return true;
    char cause[200];
    reason(cause);
    return fail(error,
                "%s: %s cannot be read; it is damaged or packed by an unknown filter (HDF5: %s)",
                path, dataset, cause);
}

static void close_source(const Source *source) {
    if (source->space >= 0)
        H5Sclose(source->space);
    if (source->type >= 0)
        H5Tclose(source->type);
    if (source->object >= 0)
        H5Oclose(source->object);
    if (source->file >= 0)
        H5Fclose(source->file);
}

// "a/b/", "//a//b" and "/a/b" are one path; owned by the caller.
static char *plain_path(const char *dataset) {
    char *path = allocate(strlen(dataset) + 2, 1), *to = path;
    *to++ = '/';
    for (; *dataset; dataset++)
        if (*dataset != '/' || to[-1] != '/')
            *to++ = *dataset;
    if (to > path + 1 && to[-1] == '/')
        to[-1] = '\0';
    return path;
}

bool array_read(const char *file, const char *dataset, Array *array, Error *error) {
    *array = (Array){0};
    H5E_auto2_t print;
    void *print_context;
    H5Eget_auto2(H5E_DEFAULT, &print, &print_context);
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    char *path = plain_path(dataset);
    Source source = {-1, -1, -1, -1};
    bool ok = open_file(&source, file, error) && open_dataset(&source, file, path, error) &&
              read_values(&source, file, path, array, error);
    close_source(&source);
    release(path);
    H5Eset_auto2(H5E_DEFAULT, print, print_context);
    if (!ok)
        array_free(array);
    return ok;
}

void array_free(Array *array) {
    release(array->values);
    *array = (Array){0};
}

char *array_shape_text(const Array *array) {
    if (array->rank == 0)
        return copy_text("a single number");
    char *text = format_text("%zu", array->shape[0]);
    for (int k = 1; k < array->rank; k++) {
        char *longer = format_text("%s x %zu", text, array->shape[k]);
        release(text);
        text = longer;
    }
    return text;
}
