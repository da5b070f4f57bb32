// SPDX-License-Identifier: GPL-3.0-or-later
// PNG files, from the disk and in memory.
#include "fuzz/fuzz_file.h"
#include "fuzz/target.h"

#include "base/memory.h"
#include "files/image_file.h"

#include <string.h>

static void take_image(const uint8_t *data, size_t size) {
    OWNED unsigned char *bytes = allocate(size + 1, 1);
    memcpy(bytes, data, size);
    fuzz_write("input.png", data, size);
    for (int content = IMAGE_GREY; content <= IMAGE_NOTES; content++) {
        Image image;
        Error error = {0};
        fuzz_expect(image_read("input.png", (ImageContent)content, &image, &error), &error);
        image_free(&image);
        fuzz_expect(
            image_read_bytes(bytes, size, "input.png", (ImageContent)content, &image, &error),
            &error);
        image_free(&image);
    }
}

const FuzzTarget fuzz_image = {"image", NULL, take_image};
