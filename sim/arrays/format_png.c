// SPDX-License-Identifier: GPL-3.0-or-later
// PNG: one picture, read as grey from 0 (black) to 1 (white).
#include "arrays/data_format.h"
#include "base/memory.h"
#include "files/image_file.h"

#include <string.h>

static bool recognises(const DataStart *start) {
    return start->n >= 8 && memcmp(start->bytes, "\x89PNG\r\n\x1a\n", 8) == 0;
}

static DataHead head_of(const Image *image) {
    return (DataHead){.name = copy_text(""),
                      .type = copy_text("grey from 0 to 1"),
                      .rank = 2,
                      .shape = {image->height, image->width}};
}

static bool list(const char *path, DataCatalogue *catalogue, Error *error) {
    OWNED_BY(image_free) Image image;
    bool ok = image_read(path, IMAGE_GREY, &image, error);
    if (ok)
        data_catalogue_add(catalogue, head_of(&image));
    return ok;
}

static bool read(const char *path, const char *name, DataSink *sink, Error *error) {
    OWNED_BY(image_free) Image image;
    if (!image_read(path, IMAGE_GREY, &image, error))
        return false;
    OWNED_BY(data_catalogue_free) DataCatalogue catalogue = {0};
    data_catalogue_add(&catalogue, head_of(&image));
    size_t n = image.height * image.width;
    const DataHead *head = data_catalogue_find(&catalogue, path, name, error);
    // image_read holds the picture against the size of its file.
    if (head == NULL || !data_sink_begin(sink, head, (double)n, 1, error))
        return false;
    data_sink_put(sink, DATA_REAL, image.values, n);
    return true;
}

const DataFormat data_format_png = {"a PNG file", "the PNG library", recognises, list, read};
