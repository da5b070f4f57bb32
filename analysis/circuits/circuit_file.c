// SPDX-License-Identifier: GPL-3.0-or-later
// A matrix from a file: an (n, n) dataset of an HDF5 file, or text with one row of numbers to a
// line (CSV), separated by commas or blanks; lines that begin with # are skipped. Row i holds the
// weights to neuron i.
#include "circuits/circuit.h"

#include "arrays/data_array.h"
#include "base/memory.h"
#include "files/ordinary_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *file, *dataset;
} FileSettings;

static bool fill(const double *values, size_t count, size_t rows, const char *file,
                 Circuit *circuit, Error *error) {
    if (rows == 0 || rows > CIRCUIT_NEURONS_MOST || count != rows * rows)
        return fail(error,
                    "%s holds %zu numbers in %zu rows; a circuit needs n rows of n, n from 1 to %d",
                    file, count, rows, CIRCUIT_NEURONS_MOST);
    for (size_t k = 0; k < count; k++)
        if (!(fabs(values[k]) <= 1e6))
            return fail(error, "%s: weight %zu of row %zu is %g; allowed: -1e6 to 1e6", file,
                        k % rows + 1, k / rows + 1, values[k]);
    *circuit = circuit_new(rows);
    memcpy(circuit->weights, values, count * sizeof *values);
    return true;
}

static bool build_from_dataset(const FileSettings *settings, Circuit *circuit, Error *error) {
    OWNED char *word = format_text("%s:%s", settings->file, settings->dataset);
    OWNED_BY(data_array_free) DataArray array;
    if (!data_array_read(word, &array, error))
        return false;
    if (array.rank != 2 || array.imaginary || array.shape[0] != array.shape[1])
        return fail(error, "%s:%s is not an (n, n) matrix of real numbers", settings->file,
                    settings->dataset);
    return fill(array.values, data_array_count(&array), array.shape[0], settings->file, circuit,
                error);
}

// Adds the numbers of a line; false if it holds anything else.
static bool read_line(const char *line, double **values, size_t *count) {
    for (;;) {
        line += strspn(line, " ,;\t\r\n");
        if (*line == '\0')
            return true;
        char *end;
        double value = strtod(line, &end);
        if (end == line)
            return false;
        *values = allocate_one_more(*values, *count, sizeof **values);
        (*values)[(*count)++] = value;
        line = end;
    }
}

static bool build_from_text(const FileSettings *settings, Circuit *circuit, Error *error) {
    size_t size;
    OWNED unsigned char *text = ordinary_file_read(settings->file, "a text", &size, error);
    if (text == NULL)
        return false;
    OWNED_BY(ordinary_file_close) FILE *file = fmemopen(text, size + 1, "r"); // with the last NUL
    double *values = NULL;
    size_t count = 0, rows = 0, number = 0, width = 0;
    char *line = NULL;
    bool ok = true;
    for (size_t length = 0; ok && getline(&line, &length, file) > 0;) {
        size_t before = count;
        number++;
        if (line[0] == '#')
            continue;
        if (!read_line(line, &values, &count))
            ok = fail(error, "%s:%zu: holds something that is no number", settings->file, number);
        else if (count > (size_t)CIRCUIT_NEURONS_MOST * CIRCUIT_NEURONS_MOST)
            ok = fail(error, "%s: is too large for a circuit", settings->file);
        else if (count > before) {
            width = rows ? width : count;
            rows++;
            if (count - before != width)
                ok = fail(error, "%s:%zu: holds %zu numbers, the rows before it %zu",
                          settings->file, number, count - before, width);
        }
    }
    free(line);
    ok = ok && fill(values, count, rows, settings->file, circuit, error);
    release(values);
    return ok;
}

static bool build(const void *settings_of_kind, Circuit *circuit, Error *error) {
    const FileSettings *settings = settings_of_kind;
    OWNED_BY(error_clear) Error found = {0};
    bool ok = settings->dataset[0] ? build_from_dataset(settings, circuit, &found)
                                   : build_from_text(settings, circuit, &found);
    return ok || fail(error, "file: %s", found.text);
}

const CircuitKind circuit_file = {
    .kind = {"file", "a matrix from an HDF5 or text (CSV) file; row i: the weights to neuron i",
             BLOCK(FileSettings, NULL,
                   {SETTING(FileSettings, file), NULL, 1, 4096, .help = "path of the file",
                    .input = true},
                   {SETTING(FileSettings, dataset), "", 0, 4096,
                    .help = "path of an (n, n) dataset in an HDF5 file; empty: the file is text"})},
    .build = build,
};
