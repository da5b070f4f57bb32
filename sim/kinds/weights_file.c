// SPDX-License-Identifier: GPL-3.0-or-later
// Weights read from an HDF5 file: one sparse matrix in compressed rows (CSR), a group with
//   data[nnz], indices[nnz] (source unit), indptr[targets + 1]; a unit is row * n + column, row 0
//   at the top; scale[targets], if it is there, is a factor on each row.
// A connection that lies outside its field's disc is an error, so that none is dropped silently.
#include "kinds/weights.h"

#include "base/memory.h"
#include "files/array_file.h"

#include <math.h>
#include <string.h>

typedef struct {
    char *file, *group;
} FileSettings;

typedef struct {
    const FileSettings *settings;
    Array data, indices, indptr;
    Array scale; // empty if the file has none
} Matrix;

static void close_matrix(void *state) {
    OWNED Matrix *matrix = state;
    array_free(&matrix->data);
    array_free(&matrix->indices);
    array_free(&matrix->indptr);
    array_free(&matrix->scale);
}

// Reads an array of the matrix; with `optional` leaves it empty where the file has none.
static bool read_part(Store *store, const FileSettings *settings, const char *part, bool optional,
                      Array *array, Error *error) {
    OWNED char *dataset =
        format_text("/%s/%s", settings->group + strspn(settings->group, "/"), part);
    return (optional && !store_has(store, dataset)) || array_take(store, dataset, array, error);
}

static bool read_matrix(void *context, Error *error) {
    Matrix *matrix = context;
    const FileSettings *settings = matrix->settings;
    Store store;
    if (!store_open(&store, settings->file, STORE_READ, 0, error))
        return false;
    bool ok = read_part(&store, settings, "data", false, &matrix->data, error) &&
              read_part(&store, settings, "indices", false, &matrix->indices, error) &&
              read_part(&store, settings, "indptr", false, &matrix->indptr, error) &&
              read_part(&store, settings, "scale", true, &matrix->scale, error);
    return store_close(&store, error) && ok;
}

static void give_matrix(const void *context, const Guarded *caller) {
    const Matrix *matrix = context;
    bool scaled = matrix->scale.values;
    guarded_give(caller, &scaled, sizeof scaled);
    array_give(&matrix->data, caller);
    array_give(&matrix->indices, caller);
    array_give(&matrix->indptr, caller);
    if (scaled)
        array_give(&matrix->scale, caller);
}

static bool take_matrix(void *context, const Guarded *process) {
    Matrix *matrix = context;
    bool scaled;
    return guarded_take(process, &scaled, sizeof scaled) && array_receive(&matrix->data, process) &&
           array_receive(&matrix->indices, process) && array_receive(&matrix->indptr, process) &&
           (!scaled || array_receive(&matrix->scale, process));
}

static bool all_finite(const FileSettings *settings, const Array *array, const char *part,
                       Error *error) {
    for (size_t k = 0; array->values && k < array_count(array); k++)
        if (!isfinite(array->values[k]))
            return fail(error, "%s:%s: %s %zu is not finite", settings->file, settings->group, part,
                        k);
    return true;
}

static bool consistent(const FileSettings *settings, const Matrix *matrix, size_t targets,
                       size_t sources, Error *error) {
    const char *file = settings->file, *group = settings->group;
    size_t n = matrix->data.shape[0];
    if (matrix->data.rank != 1 || matrix->indices.rank != 1 || matrix->indptr.rank != 1 ||
        matrix->indices.shape[0] != n)
        return fail(error, "%s:%s: data and indices must be two lists of equal length", file,
                    group);
    if (matrix->indptr.shape[0] != targets + 1)
        return fail(error, "%s:%s: has %zu target units; the sheet has %zu", file, group,
                    matrix->indptr.shape[0] - 1, targets);
    for (size_t i = 0; i < targets; i++)
        if (!(matrix->indptr.values[i] >= 0) ||
            !(matrix->indptr.values[i] <= matrix->indptr.values[i + 1]) ||
            !(matrix->indptr.values[i + 1] <= (double)n))
            return fail(error, "%s:%s: indptr is out of order at target unit %zu", file, group, i);
    if (matrix->scale.values && (matrix->scale.rank != 1 || matrix->scale.shape[0] != targets))
        return fail(error, "%s:%s: scale must be a list of %zu factors, one for each target unit",
                    file, group, targets);
    if (!all_finite(settings, &matrix->scale, "scale", error) ||
        !all_finite(settings, &matrix->data, "weight", error))
        return false;
    for (size_t k = 0; k < n; k++)
        if (!(matrix->indices.values[k] >= 0 && matrix->indices.values[k] < (double)sources))
            return fail(error, "%s:%s: source unit %g is not on the sheet, which has %zu", file,
                        group, matrix->indices.values[k], sources);
    return true;
}

static bool open_matrix(const void *settings_of_kind, size_t targets, size_t sources, void **state,
                        Error *error) {
    const FileSettings *settings = settings_of_kind;
    static const GuardedWork work = {read_matrix, give_matrix, take_matrix};
    Matrix *matrix = *state = allocate(1, sizeof *matrix);
    matrix->settings = settings;
    if (guarded_run(&work, matrix, settings->file, STORE_LIBRARY, error) &&
        consistent(settings, matrix, targets, sources, error))
        return true;
    close_matrix(matrix);
    return false;
}

// The weight from a source unit, or 0; adds to `found` where there is one. Sources that are in
// order are found at the first try, at entry `next`.
static double weight_from(const Matrix *matrix, size_t target, int64_t source, size_t *next,
                          size_t *found) {
    size_t first = (size_t)matrix->indptr.values[target];
    size_t last = (size_t)matrix->indptr.values[target + 1];
    for (size_t tried = first; tried < last; tried++) {
        size_t entry = *next;
        *next = entry + 1 == last ? first : entry + 1;
        if (matrix->indices.values[entry] == (double)source) {
            ++*found;
            return matrix->data.values[entry];
        }
    }
    return 0;
}

static bool draw(const void *settings_of_kind, const void *state, const WeightsWindow *window,
                 double *weight, Error *error) {
    const FileSettings *settings = settings_of_kind;
    const Matrix *matrix = state;
    double scale = matrix->scale.values ? matrix->scale.values[window->target] : 1;
    size_t first = (size_t)matrix->indptr.values[window->target];
    size_t last = (size_t)matrix->indptr.values[window->target + 1], found = 0, next = first;
    for (size_t i = 0; i < window->side; i++, weight += window->side)
        for (size_t j = window->first[i]; j < weights_last(window, i); j++) {
            bool there = window->row[i] >= 0 && window->column[j] >= 0 &&
                         (window->there == NULL || window->there[i * window->side + j]);
            int64_t source = window->row[i] * window->sources + window->column[j];
            weight[j] =
                there ? scale * weight_from(matrix, window->target, source, &next, &found) : 0;
        }
    if (found != last - first && !window->later) // such a field may be smaller than at first
        return fail(error,
                    "%s:%s: target unit %zu has %zu connections, of which %zu lie on its field; is "
                    "the radius right?",
                    settings->file, settings->group, window->target, last - first, found);
    return true;
}

const WeightsKind weights_file = {
    .kind = {"file", "read from an HDF5 file, one compressed-row matrix",
             BLOCK(FileSettings, NULL,
                   {SETTING(FileSettings, file), NULL, 1, .help = "HDF5 file", .input = true},
                   {SETTING(FileSettings, group), NULL, 1,
                    .help = "group that holds data, indices and indptr, as "
                            "\"/initial_weights/LGN_on->V1\""})},
    .open = open_matrix,
    .close = close_matrix,
    .draw = draw,
};
