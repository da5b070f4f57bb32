// SPDX-License-Identifier: GPL-3.0-or-later
// Canvas as a PNG file.
#include "pictures/canvas.h"
#include "base/memory.h"

#include <assert.h>
#include <errno.h>
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

enum { PIXELS_PER_METRE = 7874 }; // 200 to the inch, for printing

// What libpng said before it jumped out.
typedef struct {
    char text[200];
} Complaint;

_Noreturn static void png_failed(png_structp png, png_const_charp text) {
    Complaint *complaint = png_get_error_ptr(png);
    snprintf(complaint->text, sizeof complaint->text, "%s", text);
    png_longjmp(png, 1);
}

static void png_warned(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

// libpng's own writer loses the reason, so this one asks errno.
static void png_put(png_structp png, png_bytep bytes, size_t n) {
    if (fwrite(bytes, 1, n, png_get_io_ptr(png)) != n)
        png_error(png, strerror(errno));
}

static void png_flush_nothing(png_structp png) {
    (void)png;
}

static bool is_ascii(const char *text) {
    while (*text)
        if ((unsigned char)*text++ >= 0x80)
            return false;
    return true;
}

// libpng's structures borrow the notes, and do not change them, but do not say so in their types.
static void fill_note(png_text *target, const PngText *note, char *key, char *text) {
    bool ascii = is_ascii(note->text);
    target->compression = ascii ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;
    target->key = key;
    target->text = text;
    target->text_length = ascii ? strlen(text) : 0;
    target->itxt_length = ascii ? 0 : strlen(text);
}

// Everything that libpng may jump out of; no variable changes between the jump's start and its
// landing.
static bool png_encode(png_structp png, png_infop info, const Canvas *canvas, png_text *texts,
                       size_t n) {
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_IHDR(png, info, (png_uint_32)canvas->width, (png_uint_32)canvas->height, 8,
                 PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_RELATIVE);
    png_set_pHYs(png, info, PIXELS_PER_METRE, PIXELS_PER_METRE, PNG_RESOLUTION_METER);
    if (n > 0)
        png_set_text(png, info, texts, (int)n);
    png_set_compression_level(png, 3); // 40 % of the time of level 6, and 1.14 times the size
    // Flat areas and repeated shapes, of which pictures are made, are smallest so.
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_write_info(png, info);
    for (int y = 0; y < canvas->height; y++)
        png_write_row(png, (png_const_bytep)&canvas->pixels[(size_t)y * (size_t)canvas->width]);
    png_write_end(png, info);
    return true;
}

static bool write_stream(const Canvas *canvas, FILE *file, const PngText *notes, size_t n,
                         Complaint *complaint) {
    static_assert(sizeof(Rgb) == 3, "libpng reads the pixels as packed bytes");
    png_structp png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, complaint, png_failed, png_warned);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    png_text *texts = allocate(n, sizeof *texts);
    char **copies = allocate(2 * n, sizeof *copies);
    for (size_t i = 0; i < n; i++) {
        copies[2 * i] = copy_text(notes[i].key);
        copies[2 * i + 1] = copy_text(notes[i].text);
        fill_note(&texts[i], &notes[i], copies[2 * i], copies[2 * i + 1]);
    }
    bool written = false;
    if (info) {
        png_set_write_fn(png, file, png_put, png_flush_nothing);
        written = png_encode(png, info, canvas, texts, n);
    } else {
        snprintf(complaint->text, sizeof complaint->text, "libpng could not start");
    }
    png_destroy_write_struct(&png, &info);
    for (size_t i = 0; i < 2 * n; i++)
        release(copies[i]);
    release(copies);
    release(texts);
    return written;
}

bool canvas_write(const Canvas *canvas, const char *path, const PngText *notes, size_t n,
                  Error *error) {
    char *temporary = format_text("%s.tmp", path);
    Complaint complaint = {""};
    FILE *file = fopen(temporary, "wb");
    bool written = false;
    if (!file) {
        snprintf(complaint.text, sizeof complaint.text, "%s", strerror(errno));
    } else {
        written = write_stream(canvas, file, notes, n, &complaint);
        if (fclose(file) != 0 && written) {
            written = false;
            snprintf(complaint.text, sizeof complaint.text, "%s", strerror(errno));
        }
        if (written && rename(temporary, path) != 0) {
            written = false;
            snprintf(complaint.text, sizeof complaint.text, "%s", strerror(errno));
        }
        if (!written)
            remove(temporary);
    }
    release(temporary);
    return written || fail(error, "%s: cannot write the picture: %s", path, complaint.text);
}
