// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/image_file.h"

#include "base/memory.h"
#include "files/ordinary_file.h"
#include "files/replacement.h"

#include <errno.h>
#include <glib.h>
#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <string.h>
#include <unistd.h>

// DEFLATE unpacks one byte to at most this many, so the size of a file bounds its pixels.
enum { UNPACKED_MOST = 1032 };

enum { PIXELS_PER_METRE = 7874 }; // 200 to the inch, for printing

// What reading or writing needs, with all that it allocates. It lives in the caller of the function
// that libpng jumps back into, so that it can be released after the jump.
typedef struct {
    FILE *file;
    png_structp png;
    png_infop info;
    png_bytep bytes;                   // of one row, or of all
    size_t channels, depth;            // of the rows read; depth: 8 or 16 bits a channel
    char warning[100], complaint[300]; // of libpng
} Work;

_Noreturn static void png_failed(png_structp png, png_const_charp text) {
    Work *work = png_get_error_ptr(png);
    snprintf(work->complaint, sizeof work->complaint, "%s%s%s", text, work->warning[0] ? ": " : "",
             work->warning);
    png_longjmp(png, 1);
}

// A warning before an error names its cause; a warning alone is dropped.
static void png_warned(png_structp png, png_const_charp text) {
    Work *work = png_get_error_ptr(png);
    snprintf(work->warning, sizeof work->warning, "%s", text);
}

static void png_take(png_structp png, png_bytep bytes, size_t n) {
    FILE *file = png_get_io_ptr(png);
    if (fread(bytes, 1, n, file) != n)
        png_error(png, ferror(file) ? strerror(errno) : "the file ends too early");
}

// Refuses too many pixels, or more than the file can hold, before memory is allocated for them.
static void check_size(Work *work, ImageContent content, const Image *image) {
    char text[100];
    size_t stride = png_get_rowbytes(work->png, work->info);
    long place = ftell(work->file);
    if (fseek(work->file, 0, SEEK_END) != 0 ||
        (double)ftell(work->file) * UNPACKED_MOST < (double)image->height * (double)stride ||
        fseek(work->file, place, SEEK_SET) != 0)
        png_error(work->png, "the file ends too early");
    if (content != IMAGE_NOTES &&
        (image->height > IMAGE_SIDE_MOST || image->width > IMAGE_SIDE_MOST ||
         image->height * image->width > IMAGE_PIXELS_MOST)) {
        snprintf(text, sizeof text,
                 "it has %zu x %zu pixels; at most %d a side and %d in all are allowed",
                 image->width, image->height, IMAGE_SIDE_MOST, IMAGE_PIXELS_MOST);
        png_error(work->png, text);
    }
}

static void take_notes(const Work *work, Image *image) {
    png_textp texts;
    int count;
    image->notes = (size_t)png_get_text(work->png, work->info, &texts, &count);
    image->keys = allocate(image->notes, sizeof *image->keys);
    image->texts = allocate(image->notes, sizeof *image->texts);
    for (size_t i = 0; i < image->notes; i++) {
        image->keys[i] = copy_text(texts[i].key);
        image->texts[i] = copy_text(texts[i].text);
    }
}

static double sample(const Work *work, const unsigned char *row, size_t column, size_t channel) {
    size_t k = column * work->channels + channel;
    return work->depth == 16 ? (row[2 * k] * 256 + row[2 * k + 1]) / 65535.0 : row[k] / 255.0;
}

static double grey_of(const Work *work, const unsigned char *row, size_t j, Image *image) {
    double red = sample(work, row, j, 0);
    if (work->channels < 3)
        return red;
    double green = sample(work, row, j, 1), blue = sample(work, row, j, 2);
    if (red != green || green != blue)
        image->coloured = true;
    return 0.299 * red + 0.587 * green + 0.114 * blue;
}

static void make_grey(const Work *work, const unsigned char *row, Image *image, double *values) {
    bool veiled = work->channels % 2 == 0; // the last channel is opacity
    for (size_t j = 0; j < image->width; j++) {
        values[j] = grey_of(work, row, j, image);
        if (veiled && sample(work, row, j, work->channels - 1) < 1)
            png_error(work->png, "it has transparent pixels; save it without transparency");
    }
}

// Has libpng make rows of 1 to 4 channels of 8 or 16 bits. Returns the number of passes over the
// rows.
static int set_format(Work *work) {
    png_set_expand(work->png);
    int passes = png_set_interlace_handling(work->png);
    png_read_update_info(work->png, work->info);
    work->channels = png_get_channels(work->png, work->info);
    work->depth = png_get_bit_depth(work->png, work->info);
    return passes;
}

static void read_rows(Work *work, Image *image) {
    int passes = set_format(work);
    size_t stride = png_get_rowbytes(work->png, work->info);
    bool all = passes > 1; // rows are kept from one pass to the next
    work->bytes = allocate(all ? image->height : 1, stride);
    image->values = allocate(image->height * image->width, sizeof *image->values);
    for (int pass = 0; pass < passes; pass++)
        for (size_t i = 0; i < image->height; i++) {
            png_bytep row = work->bytes + (all ? i * stride : 0);
            png_read_row(work->png, row, NULL);
            if (pass == passes - 1)
                make_grey(work, row, image, image->values + i * image->width);
        }
    png_read_end(work->png, work->info);
}

// All calls that libpng may jump out of. After the jump only what the pointers lead to is used.
static bool decode(Work *work, ImageContent content, Image *image) {
    if (setjmp(png_jmpbuf(work->png)))
        return false;
    png_set_read_fn(work->png, work->file, png_take);
    png_read_info(work->png, work->info);
    image->height = png_get_image_height(work->png, work->info);
    image->width = png_get_image_width(work->png, work->info);
    check_size(work, content, image);
    if (content != IMAGE_NOTES)
        read_rows(work, image);
    take_notes(work, image);
    return true;
}

// Does every chunk end within the file? libpng asks for the room that a chunk declares.
static bool is_whole(FILE *file) {
    enum { SIGNATURE = 8, HEADER = 8, CHECKSUM = 4 };
    unsigned char header[HEADER];
    long at = SIGNATURE, size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    bool end = false;
    while (!end && at <= size - HEADER - CHECKSUM && fseek(file, at, SEEK_SET) == 0 &&
           fread(header, 1, HEADER, file) == HEADER) {
        unsigned long length = (unsigned long)header[0] << 24 | (unsigned long)header[1] << 16 |
                               (unsigned long)header[2] << 8 | header[3];
        end = memcmp(header + 4, "IEND", 4) == 0;
        at += HEADER + CHECKSUM + (long)length;
    }
    return end && at <= size && fseek(file, 0, SEEK_SET) == 0;
}

static bool has_signature(FILE *file) {
    unsigned char signature[8];
    bool same = file && fread(signature, 1, sizeof signature, file) == sizeof signature &&
                png_sig_cmp(signature, 0, sizeof signature) == 0;
    return same && fseek(file, 0, SEEK_SET) == 0;
}

static void finish_reading(Work *work) {
    png_destroy_read_struct(&work->png, &work->info, NULL);
    release(work->bytes);
    ordinary_file_close(&work->file);
}

// Reads an open file, and closes it.
static bool read_file(FILE *file, const char *path, ImageContent content, Image *image,
                      Error *error) {
    OWNED_BY(finish_reading) Work work = {.file = file};
    if (!has_signature(file))
        return fail(error, "%s: is not a PNG file", path);
    if (!is_whole(file))
        return fail(error, "%s: this PNG file cannot be read: the file ends too early", path);
    work.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &work, png_failed, png_warned);
    work.info = work.png ? png_create_info_struct(work.png) : NULL;
    if (work.info == NULL)
        return fail(error, "%s: libpng cannot start", path);
    if (decode(&work, content, image))
        return true;
    image_free(image);
    return fail(error, "%s: this PNG file cannot be read: %s", path, work.complaint);
}

bool image_read(const char *path, ImageContent content, Image *image, Error *error) {
    *image = (Image){0};
    FILE *file = ordinary_file_open(path, "a PNG file", error);
    return file && read_file(file, path, content, image, error);
}

bool image_read_bytes(unsigned char *bytes, size_t size, const char *path, ImageContent content,
                      Image *image, Error *error) {
    *image = (Image){0};
    return read_file(fmemopen(bytes, size, "rb"), path, content, image, error);
}

void image_free(Image *image) {
    for (size_t i = 0; i < image->notes; i++) {
        release(image->keys[i]);
        release(image->texts[i]);
    }
    release(image->keys);
    release(image->texts);
    release(image->values);
    *image = (Image){0};
}

// libpng's own writer loses the reason; this one takes it from errno.
static void png_put(png_structp png, png_bytep bytes, size_t n) {
    if (fwrite(bytes, 1, n, png_get_io_ptr(png)) != n)
        png_error(png, strerror(errno));
}

// libpng copies a note at once, but does not say so in its types.
static void set_note(Work *work, const PngText *note) {
    OWNED char *key = copy_text(note->key), *text = copy_text(note->text);
    png_text copy = {.compression = g_str_is_ascii(note->text) ? PNG_TEXT_COMPRESSION_NONE
                                                               : PNG_ITXT_COMPRESSION_NONE,
                     .key = key,
                     .text = text};
    png_set_text(work->png, work->info, &copy, 1);
}

// All calls that libpng may jump out of. Pictures consist of flat areas and repeated shapes, which
// are smallest without a filter. Compression level 3 takes 40 % of the time of level 6 and gives
// 1.14 times the bytes.
static bool encode(Work *work, const ImageSource *source) {
    png_structp png = work->png;
    png_infop info = work->info;
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_write_fn(png, work->file, png_put, NULL);
    png_set_IHDR(png, info, (png_uint_32)source->width, (png_uint_32)source->height, 8,
                 PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_RELATIVE);
    png_set_pHYs(png, info, PIXELS_PER_METRE, PIXELS_PER_METRE, PNG_RESOLUTION_METER);
    png_set_compression_level(png, 3);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    if (source->resolution > 0) {
        png_uint_32 resolution = (png_uint_32)lround(source->resolution);
        png_set_pHYs(work->png, work->info, resolution, resolution, PNG_RESOLUTION_METER);
    }
    for (size_t i = 0; i < source->notes_count; i++)
        set_note(work, &source->notes[i]);
    png_write_info(png, info);
    for (size_t i = 0; i < source->height; i++)
        png_write_row(png, source->pixels + 3 * i * source->width);
    png_write_end(png, info);
    return true;
}

static bool write_file(Work *work, const ImageSource *source) {
    work->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, work, png_failed, png_warned);
    work->info = work->png ? png_create_info_struct(work->png) : NULL;
    bool ok = work->info && encode(work, source);
    png_destroy_write_struct(&work->png, &work->info);
    return ok;
}

bool image_write(const char *path, const ImageSource *source, Error *error) {
    Replacement replacement;
    if (!replacement_begin(&replacement, path, error))
        return false;
    int copy = dup(replacement.opened);
    Work work = {.file = copy >= 0 ? fdopen(copy, "wb") : NULL};
    bool ok = work.file && write_file(&work, source);
    ok = work.file && fclose(work.file) == 0 && ok;
    if (work.file == NULL && copy >= 0)
        close(copy);
    if (!ok)
        fail(error, "%s: cannot write the picture: %s", path,
             work.complaint[0] ? work.complaint : strerror(errno));
    return replacement_end(&replacement, ok, error);
}
