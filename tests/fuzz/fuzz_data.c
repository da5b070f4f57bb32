// SPDX-License-Identifier: GPL-3.0-or-later
// Files of laboratories (sim/arrays): each format is listed and read, its first array by name.
#include "fuzz/fuzz_file.h"
#include "fuzz/target.h"

#include "arrays/data_format.h"
#include "base/memory.h"
#include "files/guarded.h"

// Reads the array of that name, or the only one.
static void take_array(const DataFormat *format, const char *name) {
    Error error = {0};
    DataSink sink = {.path = "input.data", .memory = -1};
    fuzz_expect(data_format_read(format, "input.data", name, &sink, &error), &error);
    data_sink_free(&sink);
}

// Does what a process of its own does for users: `context` is the address of the format.
static bool take_all(void *context, Error *error) {
    (void)error;
    const DataFormat *format = *(const DataFormat **)context;
    Error own = {0};
    OWNED_BY(data_catalogue_free) DataCatalogue catalogue = {0};
    fuzz_expect(format->list("input.data", &catalogue, &own), &own);
    take_array(format, NULL);
    if (catalogue.count > 0)
        take_array(format, catalogue.head[0].name);
    if (catalogue.count > 1)
        take_array(format, catalogue.head[catalogue.count - 1].name);
    return true;
}

static void take_file(const DataFormat *format, const uint8_t *data, size_t size) {
    static const GuardedWork work = {take_all, NULL, NULL};
    Error error = {0};
    fuzz_write("input.data", data, size);
    const DataFormat *found = data_format_of("input.data", &error);
    fuzz_expect(found != NULL, &error);
    if (found == format)
        fuzz_expect(guarded_run(&work, &found, "input.data", "the library", &error), &error);
}

static void take_hdf5(const uint8_t *data, size_t size) {
    take_file(&data_format_hdf5, data, size);
}

static void take_mat(const uint8_t *data, size_t size) {
    take_file(&data_format_mat, data, size);
}

static void take_npy(const uint8_t *data, size_t size) {
    take_file(&data_format_npy, data, size);
}

static void take_npz(const uint8_t *data, size_t size) {
    take_file(&data_format_npz, data, size);
}

static void take_tiff(const uint8_t *data, size_t size) {
    take_file(&data_format_tiff, data, size);
}

static void take_text(const uint8_t *data, size_t size) {
    take_file(&data_format_table, data, size);
}

const FuzzTarget fuzz_data_hdf5 = {"data_hdf5", NULL, take_hdf5},
                 fuzz_data_mat = {"data_mat", NULL, take_mat},
                 fuzz_data_npy = {"data_npy", NULL, take_npy},
                 fuzz_data_npz = {"data_npz", NULL, take_npz},
                 fuzz_data_tiff = {"data_tiff", NULL, take_tiff},
                 fuzz_data_text = {"data_text", NULL, take_text};
