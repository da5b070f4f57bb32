// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "helpers/png_reading.h"

#include <cairo.h>
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
    if (!image_read(path, IMAGE_NOTES, &image, &error))
        fail_msg("%s", error.text);
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    PngRead *png = allocate(1, sizeof *png);
    *png = (PngRead){(int)image.width, (int)image.height,
                     allocate(image.width * image.height, sizeof(Rgb)), image};
    const unsigned char *data = cairo_image_surface_get_data(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    for (size_t i = 0; i < image.width * image.height; i++) {
        uint32_t pixel; // red << 16 | green << 8 | blue
        memcpy(&pixel, data + i / image.width * stride + 4 * (i % image.width), sizeof pixel);
        png->pixels[i] = (Rgb){(uint8_t)(pixel >> 16), (uint8_t)(pixel >> 8), (uint8_t)pixel};
    }
    cairo_surface_destroy(surface);
    return png;
}

void png_forget(PngRead *png) {
    image_free(&png->image);
    release(png->pixels);
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
