// SPDX-License-Identifier: GPL-3.0-or-later
// A drawing stretched over the whole sheet. A PNG file: pixels lighter than middle grey are inside.
// Or an array of a file of HDF5, MATLAB and others (data_array.h), rows x columns: values other
// than 0 and NaN are inside. A unit takes the pixel that its centre lies in.
#include "kinds/region.h"

#include "arrays/data_array.h"
#include "base/memory.h"
#include "base/talk.h"
#include "files/image_file.h"

#include <math.h>

typedef struct {
    char *file, *dataset;
} ImageSettings;

typedef struct {
    size_t height, width;
    unsigned char *inside;
} Drawing;

static void close_drawing(void *state) {
    OWNED Drawing *drawing = state;
    release(drawing->inside);
}

static Drawing *drawing_new(size_t height, size_t width) {
    Drawing *drawing = allocate(1, sizeof *drawing);
    *drawing = (Drawing){height, width, allocate(height * width, 1)};
    return drawing;
}

static bool open_png(const ImageSettings *settings, void **state, Error *error) {
    OWNED_BY(image_free) Image image;
    if (!image_read(settings->file, IMAGE_GREY, &image, error))
        return false;
    if (image.coloured)
        talk("warning: %s: has colours; each counts by its luminance", settings->file);
    Drawing *drawing = drawing_new(image.height, image.width);
    for (size_t k = 0; k < image.height * image.width; k++)
        drawing->inside[k] = image.values[k] > 0.5;
    *state = drawing;
    return true;
}

static bool open_dataset(const ImageSettings *settings, void **state, Error *error) {
    OWNED char *word = format_text("%s:%s", settings->file, settings->dataset);
    OWNED_BY(data_array_free) DataArray array;
    if (!data_array_read(word, &array, error))
        return false;
    if (array.rank != 2) {
        OWNED char *shape = data_array_shape_text(&array);
        return fail(error, "%s: %s is %s; a region must be rows x columns", settings->file,
                    settings->dataset, shape);
    }
    Drawing *drawing = drawing_new(array.shape[0], array.shape[1]);
    for (size_t k = 0; k < drawing->height * drawing->width; k++)
        drawing->inside[k] = array.values[k] != 0 && !isnan(array.values[k]);
    *state = drawing;
    return true;
}

static bool open_drawing(const void *settings_of_kind, void **state, Error *error) {
    const ImageSettings *settings = settings_of_kind;
    return settings->dataset[0] ? open_dataset(settings, state, error)
                                : open_png(settings, state, error);
}

// The pixel at a place along a side, from 0 (first edge) to 1 (last edge).
static size_t pixel(double place, size_t side) {
    double k = floor(place * (double)side);
    return k < 0 ? 0 : k >= (double)side ? side - 1 : (size_t)k;
}

static bool contains(const void *settings, const void *state, const Geometry *geometry, double x,
                     double y) {
    (void)settings;
    const Drawing *drawing = state;
    double side = 2.0 * geometry->half_width;
    size_t column = pixel((x + geometry->half_width) / side, drawing->width);
    size_t row = pixel((geometry->half_width - y) / side, drawing->height);
    return drawing->inside[row * drawing->width + column];
}

const RegionKind region_image = {
    .kind = {"image", "a PNG file or an array stretched over the sheet",
             BLOCK(
                 ImageSettings, NULL,
                 {SETTING(ImageSettings, file), NULL, 1, 4096,
                  .help =
                      "PNG file, whose light pixels are inside, or a file of HDF5, MATLAB or NumPy",
                  .input = true},
                 {SETTING(ImageSettings, dataset), "", 0, 4096,
                  .help = "array in such a file of rows x columns numbers; those other than 0 "
                          "and NaN are inside"})},
    .open = open_drawing,
    .close = close_drawing,
    .contains = contains,
};
