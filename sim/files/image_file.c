// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/image_file.h"

#include "base/memory.h"

#include <errno.h>
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

// All that reading allocates. It lives in the caller of the function that libpng jumps back into,
// so that what is to be freed is known after the jump.
typedef struct {
    FILE *file;
    png_structp png;
    png_infop info;
    png_bytep bytes;
    png_bytepp rows;
    size_t height, width, channels, depth; // depth: 8 or 16 bits a channel
    char warning[100], complaint[300];
} Reading;

_Noreturn static void png_failed(png_structp png, png_const_charp text) {
    Reading *reading = png_get_error_ptr(png);
    snprintf(reading->complaint, sizeof reading->complaint, "%s%s%s", text,
             reading->warning[0] ? ": " : "", reading->warning);
    png_longjmp(png, 1);
}

// Alone a warning says nothing to the user; before an error it tells the cause.
static void png_warned(png_structp png, png_const_charp text) {
    Reading *reading = png_get_error_ptr(png);
    snprintf(reading->warning, sizeof reading->warning, "%s", text);
}

static void png_take(png_structp png, png_bytep bytes, size_t n) {
    FILE *file = png_get_io_ptr(png);
    if (fread(bytes, 1, n, file) != n)
        png_error(png, ferror(file) ? strerror(errno) : "the file ends too early");
}

// Everything that libpng may jump out of. After the jump only `reading`, which never changes, is
// used.
static bool decode(Reading *reading) {
    if (setjmp(png_jmpbuf(reading->png)))
        return false;
    png_structp png = reading->png;
    png_set_read_fn(png, reading->file, png_take);
    png_set_user_limits(png, IMAGE_SIDE_MOST, IMAGE_SIDE_MOST);
    png_read_info(png, reading->info);
    int colour = png_get_color_type(png, reading->info);
    if (colour == PNG_COLOR_TYPE_PALETTE)
        png_set_palette_to_rgb(png);
    else if (colour == PNG_COLOR_TYPE_GRAY && png_get_bit_depth(png, reading->info) < 8)
        png_set_expand_gray_1_2_4_to_8(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, reading->info);

    reading->height = png_get_image_height(png, reading->info);
    reading->width = png_get_image_width(png, reading->info);
    reading->channels = png_get_channels(png, reading->info);
    reading->depth = png_get_bit_depth(png, reading->info);
    size_t stride = png_get_rowbytes(png, reading->info);
    reading->bytes = allocate(reading->height, stride);
    reading->rows = allocate(reading->height, sizeof *reading->rows);
    for (size_t i = 0; i < reading->height; i++)
        reading->rows[i] = reading->bytes + i * stride;
    png_read_image(png, reading->rows);
    png_read_end(png, NULL);
    return true;
}

static double sample(const Reading *reading, size_t row, size_t column, size_t channel) {
    size_t k = column * reading->channels + channel;
    const unsigned char *bytes = reading->rows[row];
    return reading->depth == 16 ? (bytes[2 * k] * 256 + bytes[2 * k + 1]) / 65535.0
                                : bytes[k] / 255.0;
}

static void fill(const Reading *reading, Image *image) {
    image->height = reading->height;
    image->width = reading->width;
    image->values = allocate(image->height * image->width, sizeof *image->values);
    for (size_t i = 0; i < image->height; i++)
        for (size_t j = 0; j < image->width; j++)
            image->values[i * image->width + j] = reading->channels < 3
                                                      ? sample(reading, i, j, 0)
                                                      : 0.299 * sample(reading, i, j, 0) +
                                                            0.587 * sample(reading, i, j, 1) +
                                                            0.114 * sample(reading, i, j, 2);
}

static bool has_signature(FILE *file) {
    unsigned char signature[8];
    bool same = fread(signature, 1, sizeof signature, file) == sizeof signature &&
                png_sig_cmp(signature, 0, sizeof signature) == 0;
    rewind(file);
    return same;
}

bool image_read(const char *path, Image *image, Error *error) {
    *image = (Image){0};
    Reading reading = {.file = fopen(path, "rb")};
    if (reading.file == NULL)
        return errno == ENOENT ? fail(error, "%s: no such file", path)
                               : fail(error, "%s: cannot be opened: %s", path, strerror(errno));
    bool ok = has_signature(reading.file);
    if (!ok) {
        fail(error, "%s: is not a PNG file", path);
    } else {
        reading.png =
            png_create_read_struct(PNG_LIBPNG_VER_STRING, &reading, png_failed, png_warned);
        reading.info = reading.png ? png_create_info_struct(reading.png) : NULL;
        if (reading.info == NULL)
            ok = fail(error, "%s: libpng cannot start", path);
        else if (!decode(&reading))
            ok = fail(error, "%s: this PNG file cannot be read: %s", path, reading.complaint);
        else
            fill(&reading, image);
        png_destroy_read_struct(&reading.png, &reading.info, NULL);
    }
    release(reading.rows);
    release(reading.bytes);
    fclose(reading.file);
    return ok;
}

void image_free(Image *image) {
    release(image->values);
    *image = (Image){0};
}
