// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/thumbnail.h"

#include "base/memory.h"
#include "files/image_file.h"
#include "report/colour_table.h"

#include <assert.h>
#include <math.h>
#include <string.h>

typedef struct {
    size_t width, height;
    Rgb *pixels; // row-major; owned
} Pixels;

static void pixels_free(Pixels *pixels) {
    release(pixels->pixels);
}

static bool decode(Pixels *pixels, const PictureFile *picture) {
    static_assert(sizeof(Rgb) == 3, "pixels are read and written as packed bytes");
    OWNED_BY(image_free) Image image;
    OWNED_BY(error_clear) Error ignored = {0}; // the page then shows the picture itself
    bool ok = image_read_bytes(picture->bytes, picture->size, "", IMAGE_COLOURS, &image, &ignored);
    *pixels = (Pixels){image.width, image.height, (Rgb *)image.colours};
    image.colours = NULL;
    return ok;
}

// Cuts the picture to the rectangle of a map, if it contains the rectangle.
static void cut_to_map(Pixels *pixels, const PictureMap *map) {
    if (map->zoom == 0 || map->rows == 0 || map->columns == 0 || map->left > pixels->width ||
        map->top > pixels->height || map->columns > (pixels->width - map->left) / map->zoom ||
        map->rows > (pixels->height - map->top) / map->zoom)
        return;
    size_t width = map->zoom * map->columns, height = map->zoom * map->rows;
    for (size_t i = 0; i < height; i++)
        memmove(pixels->pixels + i * width,
                pixels->pixels + (map->top + i) * pixels->width + map->left, width * sizeof(Rgb));
    pixels->width = width;
    pixels->height = height;
}

// The part of pixel k, which reaches from k to k + 1, between two places.
static double share(size_t k, double from, double to) {
    return fmin((double)k + 1, to) - fmax((double)k, from);
}

// The mean colour of a rectangle, whose edges may lie within pixels.
static Rgb mean_colour(const Pixels *pixels, double left, double right, double top, double bottom) {
    double sum[3] = {0}, area = 0;
    for (size_t i = (size_t)top; i < pixels->height && (double)i < bottom; i++)
        for (size_t j = (size_t)left; j < pixels->width && (double)j < right; j++) {
            double covered = share(i, top, bottom) * share(j, left, right);
            const Rgb *pixel = &pixels->pixels[i * pixels->width + j];
            sum[0] += covered * pixel->red;
            sum[1] += covered * pixel->green;
            sum[2] += covered * pixel->blue;
            area += covered;
        }
    return (Rgb){(uint8_t)(sum[0] / area + 0.5), (uint8_t)(sum[1] / area + 0.5),
                 (uint8_t)(sum[2] / area + 0.5)};
}

static void shrink(Pixels *pixels, size_t width) {
    if (pixels->width <= width)
        return;
    double step = (double)pixels->width / (double)width;
    size_t height = (size_t)fmax(1, rint((double)pixels->height / step));
    double down = (double)pixels->height / (double)height;
    Pixels small = {width, height, allocate(width * height, sizeof(Rgb))};
    for (size_t i = 0; i < height; i++)
        for (size_t j = 0; j < width; j++)
            small.pixels[i * width + j] =
                mean_colour(pixels, step * (double)j, step * (double)(j + 1), down * (double)i,
                            down * (double)(i + 1));
    release(pixels->pixels);
    *pixels = small;
}

static bool encode(PictureFile *thumbnail, const Pixels *pixels) {
    OWNED uint8_t *index = allocate(pixels->width * pixels->height, sizeof *index);
    ColourTable table = colour_table_make(pixels->pixels, pixels->width * pixels->height, index);
    thumbnail->width = (unsigned)pixels->width;
    thumbnail->height = (unsigned)pixels->height;
    thumbnail->bytes =
        image_write_bytes(&(ImageSource){.height = pixels->height,
                                         .width = pixels->width,
                                         .pixels = index,
                                         .colours = table.count,
                                         .table = (const unsigned char *)table.colour},
                          &thumbnail->size);
    return thumbnail->bytes != NULL;
}

bool thumbnail_make(PictureFile *thumbnail, const PictureFile *picture, unsigned width,
                    const PictureMap *map) {
    OWNED_BY(pixels_free) Pixels pixels = {0};
    *thumbnail = (PictureFile){0};
    if (!decode(&pixels, picture))
        return false;
    if (map)
        cut_to_map(&pixels, map);
    shrink(&pixels, width);
    if (encode(thumbnail, &pixels) && thumbnail->size < picture->size)
        return true;
    picture_file_free(thumbnail);
    return false;
}
