// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/picture_file.h"

#include "base/memory.h"
#include "files/image_file.h"
#include "files/ordinary_file.h"

bool picture_file_read(PictureFile *picture, const char *path, Error *error) {
    *picture = (PictureFile){0};
    picture->bytes = ordinary_file_read(path, "a PNG file", &picture->size, error);
    if (picture->bytes == NULL)
        return false;
    OWNED_BY(image_free) Image image;
    OWNED_BY(error_clear) Error cause = {0}; // the remedy is the same for all
    if (!image_read_bytes(picture->bytes, picture->size, path, IMAGE_NOTES, &image, &cause))
        fail(error, "%s: is not a whole PNG picture; make it again with pinwheel measure", path);
    picture->width = (unsigned)image.width;
    picture->height = (unsigned)image.height;
    return cause.count == 0;
}

void picture_file_free(PictureFile *picture) {
    release(picture->bytes);
    *picture = (PictureFile){0};
}
