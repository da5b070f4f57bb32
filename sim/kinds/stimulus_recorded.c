// SPDX-License-Identifier: GPL-3.0-or-later
// Recorded frames from an array of shape (frames, n, n), row 0 at the top, n the side of the sheet;
// of MATLAB, (n, n, frames). They are shown in order and over again: presentation p shows frame p
// modulo their number. Centre and orientation have no effect. All patterns of one presentation show
// the same frame.
#include "kinds/stimulus.h"

#include "arrays/data_array.h"
#include "base/memory.h"

#include <assert.h>
#include <string.h>

typedef struct {
    StimulusSettings stimulus;
    char *file, *dataset;
} RecordedSettings;

static void close_frames(void *state) {
    OWNED DataArray *frames = state;
    data_array_free(frames);
}

static bool check(const RecordedSettings *settings, const DataArray *frames, Error *error) {
    if (frames->rank != 3 || frames->imaginary || frames->shape[1] != frames->shape[2]) {
        OWNED char *shape = data_array_shape_text(frames);
        return fail(error, "%s: %s is %s; recorded frames must be frames x n x n", settings->file,
                    settings->dataset, shape);
    }
    size_t values = frames->shape[1] * frames->shape[2];
    for (size_t k = 0; k < frames->shape[0] * values; k++)
        if (!isfinite(frames->values[k]))
            return fail(error, "%s: %s has a value that is not finite in frame %zu", settings->file,
                        settings->dataset, k / values);
    return true;
}

static bool open_frames(const void *settings_of_kind, void **state, Error *error) {
    const RecordedSettings *settings = settings_of_kind;
    DataArray *frames = allocate(1, sizeof *frames);
    OWNED char *word = format_text("%s:%s", settings->file, settings->dataset);
    bool ok = data_array_read(word, frames, error);
    data_array_put_rows_last(frames);
    if (ok && check(settings, frames, error)) {
        *state = frames;
        return true;
    }
    close_frames(frames);
    return false;
}

static bool fits(const void *settings_of_kind, const void *state, const Geometry *geometry,
                 Error *error) {
    const RecordedSettings *settings = settings_of_kind;
    size_t side = ((const DataArray *)state)->shape[1], n = geometry->n;
    return side == n || fail(error, "%s: %s has frames of %zu x %zu, and not of %zu x %zu units",
                             settings->file, settings->dataset, side, side, n, n);
}

static void draw(const void *settings, const void *state, const Pattern *pattern,
                 const Geometry *geometry, double *value) {
    (void)settings;
    const DataArray *frames = state;
    assert(frames->shape[1] == geometry->n && "stimulus_fits was not called");
    size_t units = geometry->n * geometry->n;
    size_t frame = (size_t)((uint64_t)pattern->scene % frames->shape[0]);
    memcpy(value, frames->values + frame * units, units * sizeof *value);
}

const StimulusKind stimulus_recorded = {
    .kind = {"recorded", "frames from an HDF5 file, in order",
             BLOCK_IDLE(
                 RecordedSettings, &stimulus_settings,
                 IDLE("half_range", "orientation", "orientation_range", "independent", "disparity",
                      "jitter"),
                 {SETTING(RecordedSettings, file), NULL, 1, 4096, .help = "the HDF5 file",
                  .input = true},
                 {SETTING(RecordedSettings, dataset), "/frames", 1, 4096,
                  .help = "path in it of an array of frames x n x n numbers, row 0 at the top"})},
    .open = open_frames,
    .close = close_frames,
    .fits = fits,
    .draw = draw,
};
