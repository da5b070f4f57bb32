// SPDX-License-Identifier: GPL-3.0-or-later
// HDF5 files: a run's maps, an array for `analyse`, recorded frames, initial weights.
#include "fuzz/fuzz_file.h"
#include "fuzz/target.h"

#include "base/memory.h"
#include "files/array_file.h"
#include "kernels/geometry.h"
#include "kinds/stimulus.h"
#include "kinds/weights.h"
#include "records/export.h"
#include "records/record_maps.h"
#include "records/recorded_results.h"

#include <string.h>

static void read_results(void) {
    json_auto_t *measures = json_pack("{s{s{s{}}}}", "activity", "series", "4");
    Error error = {0};
    Results *results = recorded_results_read("run", measures, "activity", 4, &error);
    fuzz_expect(results != NULL, &error);
    if (results)
        results_free(results);
}

static void export_maps(void) {
    Error error = {0};
    fuzz_expect(export_run("run", "csv", -1, &error), &error);
    fuzz_empty_folder("csv");
}

// Writing takes ten times as long as reading, so one input in eight is exported.
static bool one_in_eight(const uint8_t *data, size_t size) {
    unsigned sum = 0;
    for (size_t i = 0; i < size; i++)
        sum += data[i];
    return sum % 8 == 0;
}

static void take_maps(const uint8_t *data, size_t size) {
    Error error = {0};
    fuzz_write("run/maps.h5", data, size);
    bool whole = record_maps_check("run", &error);
    fuzz_expect(whole, &error);
    if (whole) // as figure, which checks first
        read_results();
    if (one_in_eight(data, size))
        export_maps();
}

const FuzzTarget fuzz_maps = {"maps", fuzz_write_run, take_maps};

static void take_array(const uint8_t *data, size_t size) {
    Array array;
    Error error = {0};
    fuzz_write("input.h5", data, size);
    fuzz_expect(array_read("input.h5", "/activity/000000004/v1", &array, &error), &error);
    array_free(&array);
    array_read("input.h5", "/none", &array, &error); // lists all that there is
    error_clear(&error);
    array_free(&array);
}

const FuzzTarget fuzz_array = {"array", NULL, take_array};

static void set(const Variant *variant, const char *name, const char *text) {
    OWNED_BY(error_clear) Error none = {0};
    const Setting *setting = block_find(&variant->kind->block, name);
    setting_parse(setting, setting_value(setting, variant->settings), text, "", &none);
}

static void finish(Variant *variant) {
    block_finish(&variant->kind->block, variant->settings);
    release(variant->settings);
}

static void take_frames(const uint8_t *data, size_t size) {
    Item item = {.name = NULL};
    Error error = {0};
    fuzz_write("input.h5", data, size);
    variant_choose(&item.variant, stimulus_kinds, "recorded");
    set(&item.variant, "file", "input.h5");
    set(&item.variant, "dataset", "/activity/000000004/v1");
    const StimulusKind *kind = (const StimulusKind *)item.variant.kind;
    const Geometry geometry = geometry_of(6, 0.25, false);
    void *state = NULL;
    bool ok = kind->open(item.variant.settings, &state, &error);
    bool fits = ok && kind->fits(item.variant.settings, state, &geometry, &error);
    fuzz_expect(fits, &error);
    if (ok)
        kind->close(state);
    finish(&item.variant);
}

const FuzzTarget fuzz_frames = {"frames", NULL, take_frames};

static void take_weights(const uint8_t *data, size_t size) {
    enum { TARGETS = 9, SOURCES = 36, SIDE = 3 };
    Variant variant = {0};
    Error error = {0};
    fuzz_write("input.h5", data, size);
    variant_choose(&variant, weights_kinds, "file");
    set(&variant, "file", "input.h5");
    set(&variant, "group", "/weights/afferent");
    const WeightsKind *kind = (const WeightsKind *)variant.kind;
    void *state = NULL;
    bool opened = kind->open(variant.settings, TARGETS, SOURCES, &state, &error), ok = opened;
    const double place[SIDE] = {0};
    const size_t first[SIDE] = {1, 0, 1};
    const int64_t row[SIDE] = {-1, 0, 1}, column[SIDE] = {0, 1, 2};
    double weight[SIDE * SIDE];
    for (size_t target = 0; ok && target < TARGETS; target++) {
        const WeightsWindow window = {.target = target,
                                      .side = SIDE,
                                      .first = first,
                                      .x = place,
                                      .y = place,
                                      .row = row,
                                      .column = column,
                                      .sources = 6};
        ok = kind->draw(variant.settings, state, &window, weight, &error);
    }
    fuzz_expect(ok, &error);
    if (opened)
        kind->close(state);
    finish(&variant);
}

const FuzzTarget fuzz_weights = {"weights", NULL, take_weights};
