// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "helpers/png_reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

PngRead *png_read(const char *path) {
    Error error = {0};
    Image image;
    if (!image_read(path, IMAGE_COLOURS, &image, &error))
        fail_msg("%s", error.text);
    PngRead *png = allocate(1, sizeof *png);
    *png = (PngRead){(int)image.width, (int)image.height, (Rgb *)image.colours, image};
    return png;
}

void png_forget(PngRead *png) {
    image_free(&png->image);
    release(png);
}

Rgb png_pixel(const PngRead *png, int x, int y) {
    assert_in_range(x, 0, png->width - 1);
    assert_in_range(y, 0, png->height - 1);
    return png->pixels[(size_t)y * (size_t)png->width + (size_t)x];
}

const char *png_note(const PngRead *png, const char *key) {
    for (size_t i = 0; i < png->image.notes; i++)
        if (strcmp(png->image.keys[i], key) == 0)
            return png->image.texts[i];
    return NULL;
}

size_t png_count(const PngRead *png, Rgb colour) {
    size_t count = 0;
    for (int i = 0; i < png->width * png->height; i++)
        count += (size_t)colours_near(png->pixels[i], colour, 0);
    return count;
}

int colours_near(Rgb a, Rgb b, int tolerance) {
    return abs(a.red - b.red) <= tolerance && abs(a.green - b.green) <= tolerance &&
           abs(a.blue - b.blue) <= tolerance;
}
