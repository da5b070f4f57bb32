// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/png_reading.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

PngRead *png_read(const char *path) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    png_structp reader = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(reader);
    if (setjmp(png_jmpbuf(reader)))
        fail_msg("%s is no good PNG file", path);
    png_init_io(reader, file);
    png_read_png(reader, info, PNG_TRANSFORM_EXPAND, NULL);
    assert_int_equal(png_get_color_type(reader, info), PNG_COLOR_TYPE_RGB);
    assert_int_equal(png_get_bit_depth(reader, info), 8);

    PngRead *png = allocate(1, sizeof *png);
    png->width = (int)png_get_image_width(reader, info);
    png->height = (int)png_get_image_height(reader, info);
    png->pixels = allocate((size_t)png->width * (size_t)png->height, sizeof *png->pixels);
    png_bytepp rows = png_get_rows(reader, info);
    for (int y = 0; y < png->height; y++)
        memcpy(png->pixels + (size_t)y * (size_t)png->width, rows[y],
               (size_t)png->width * sizeof *png->pixels);

    png_textp texts;
    int count;
    png->notes = (size_t)png_get_text(reader, info, &texts, &count);
    png->keys = allocate(png->notes, sizeof *png->keys);
    png->texts = allocate(png->notes, sizeof *png->texts);
    for (size_t i = 0; i < png->notes; i++) {
        png->keys[i] = copy_text(texts[i].key);
        png->texts[i] = copy_text(texts[i].text);
    }
    png_destroy_read_struct(&reader, &info, NULL);
    fclose(file);
    return png;
}

void png_forget(PngRead *png) {
    for (size_t i = 0; i < png->notes; i++) {
        release(png->keys[i]);
        release(png->texts[i]);
    }
    release(png->keys);
    release(png->texts);
    release(png->pixels);
    release(png);
}

Rgb png_pixel(const PngRead *png, int x, int y) {
    assert_in_range(x, 0, png->width - 1);
    assert_in_range(y, 0, png->height - 1);
    return png->pixels[(size_t)y * (size_t)png->width + (size_t)x];
}

const char *png_note(const PngRead *png, const char *key) {
    for (size_t i = 0; i < png->notes; i++)
        if (strcmp(png->keys[i], key) == 0)
            return png->texts[i];
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
