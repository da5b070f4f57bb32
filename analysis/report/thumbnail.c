// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/thumbnail.h"

#include "base/memory.h"

#include <cairo.h>
#include <stdio.h>

static cairo_status_t take(void *file, unsigned char *bytes, unsigned n) {
    return fread(bytes, 1, n, file) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_READ_ERROR;
}

static cairo_status_t put(void *file, const unsigned char *bytes, unsigned n) {
    return fwrite(bytes, 1, n, file) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void surface_free(cairo_surface_t **surface) {
    cairo_surface_destroy(*surface);
}

static cairo_surface_t *decode(const PictureFile *picture) {
    FILE *file = fmemopen(picture->bytes, picture->size, "rb");
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(take, file);
    fclose(file);
    return surface;
}

static bool contains(const PictureFile *picture, const PictureMap *map) {
    return map->zoom > 0 && map->rows > 0 && map->columns > 0 && map->left <= picture->width &&
           map->top <= picture->height &&
           map->columns <= (picture->width - map->left) / map->zoom &&
           map->rows <= (picture->height - map->top) / map->zoom;
}

// A picture of which each pixel is the mean of step x step ones, with 5 or 6 bits a channel, which
// makes smaller files.
static cairo_surface_t *shrink(cairo_surface_t *source, size_t width, size_t height, size_t step) {
    cairo_surface_t *small = cairo_image_surface_create(CAIRO_FORMAT_RGB16_565, (int)(width / step),
                                                        (int)(height / step));
    cairo_t *drawing = cairo_create(small);
    cairo_scale(drawing, 1.0 / (double)step, 1.0 / (double)step);
    cairo_set_source_surface(drawing, source, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(drawing), CAIRO_FILTER_GOOD);
    cairo_paint(drawing);
    cairo_destroy(drawing);
    return small;
}

static bool encode(PictureFile *thumbnail, cairo_surface_t *surface) {
    thumbnail->width = (unsigned)cairo_image_surface_get_width(surface);
    thumbnail->height = (unsigned)cairo_image_surface_get_height(surface);
    char *bytes;
    FILE *file = open_memstream(&bytes, &thumbnail->size);
    bool ok = cairo_surface_write_to_png_stream(surface, put, file) == CAIRO_STATUS_SUCCESS;
    fclose(file);
    thumbnail->bytes = (unsigned char *)bytes;
    return ok;
}

bool thumbnail_make(PictureFile *thumbnail, const PictureFile *picture, unsigned width,
                    const PictureMap *map) {
    OWNED_BY(surface_free) cairo_surface_t *whole = decode(picture);
    *thumbnail = (PictureFile){0};
    if (cairo_surface_status(whole) != CAIRO_STATUS_SUCCESS)
        return false;
    const PictureMap all = {0, 0, 1, picture->height, picture->width, false};
    map = map && contains(picture, map) ? map : &all;
    size_t across = map->zoom * map->columns, down = map->zoom * map->rows,
           step = (across + width - 1) / width;
    OWNED_BY(surface_free)
    cairo_surface_t *part = cairo_surface_create_for_rectangle(
        whole, (double)map->left, (double)map->top, (double)across, (double)down);
    OWNED_BY(surface_free) cairo_surface_t *small = shrink(part, across, down, step);
    if (encode(thumbnail, small) && thumbnail->size < picture->size)
        return true;
    picture_file_free(thumbnail);
    return false;
}
