// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/canvas.h"

#include "base/memory.h"

#include <assert.h>
#include <cairo-svg.h>
#include <math.h>
#include <stdint.h>

static const Rgb WHITE = {255, 255, 255};

// Of what is below, the colour will cover this share.
static void set_colour(Canvas *canvas, Rgb colour, double share) {
    cairo_set_source_rgba(canvas->drawing, colour.red / 255.0, colour.green / 255.0,
                          colour.blue / 255.0, share);
}

// A canvas on a surface, which it then owns.
static Canvas *canvas_on(cairo_surface_t *surface) {
    assert(cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS);
    Canvas *canvas = allocate(1, sizeof *canvas);
    *canvas = (Canvas){surface, cairo_create(surface)};
    cairo_set_line_cap(canvas->drawing, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(canvas->drawing, CAIRO_LINE_JOIN_ROUND);
    return canvas;
}

Canvas *canvas_new(int width, int height) {
    assert(width >= 1 && height >= 1);
    Canvas *canvas = canvas_on(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
    set_colour(canvas, WHITE, 1.0);
    cairo_paint(canvas->drawing);
    return canvas;
}

static cairo_status_t put(void *file, const unsigned char *bytes, unsigned n) {
    return fwrite(bytes, 1, n, file) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

Canvas *canvas_new_svg(int width, int height, FILE *file) {
    cairo_surface_t *surface = cairo_svg_surface_create_for_stream(put, file, width, height);
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
    return canvas_on(surface);
}

void canvas_free(Canvas *canvas) {
    if (!canvas)
        return;
    cairo_destroy(canvas->drawing);
    cairo_surface_destroy(canvas->surface);
    release(canvas);
}

// Cairo keeps a pixel as a number of 32 bits: red << 16 | green << 8 | blue.
static uint32_t *surface_row(cairo_surface_t *surface, int y) {
    cairo_surface_flush(surface);
    unsigned char *data = cairo_image_surface_get_data(surface);
    return (uint32_t *)(void *)(data + (ptrdiff_t)y * cairo_image_surface_get_stride(surface));
}

static uint32_t packed(Rgb colour) {
    return (uint32_t)colour.red << 16 | (uint32_t)colour.green << 8 | colour.blue;
}

static Rgb unpacked(uint32_t value) {
    return (Rgb){(uint8_t)(value >> 16), (uint8_t)(value >> 8), (uint8_t)value};
}

Rgb canvas_pixel(const Canvas *canvas, int x, int y) {
    return unpacked(surface_row(canvas->surface, y)[x]);
}

void canvas_clip(Canvas *canvas, int left, int top, int width, int height) {
    cairo_rectangle(canvas->drawing, left, top, width, height);
    cairo_clip(canvas->drawing);
}

void canvas_unclip(Canvas *canvas) {
    cairo_reset_clip(canvas->drawing);
}

void canvas_rectangle(Canvas *canvas, int left, int top, int width, int height, Rgb colour) {
    set_colour(canvas, colour, 1.0);
    cairo_rectangle(canvas->drawing, left, top, width > 0 ? width : 0, height > 0 ? height : 0);
    cairo_fill(canvas->drawing);
}

void canvas_frame(Canvas *canvas, int left, int top, int width, int height, int thickness,
                  Rgb colour) {
    set_colour(canvas, colour, 1.0);
    cairo_rectangle(canvas->drawing, left - thickness, top - thickness, width + 2 * thickness,
                    height + 2 * thickness);
    // The inner rectangle runs the other way round, so that it is a hole.
    cairo_rectangle(canvas->drawing, left + width, top, -width, height);
    cairo_fill(canvas->drawing);
}

void canvas_area(Canvas *canvas, const Point *points, size_t n, Rgb colour, double share) {
    set_colour(canvas, colour, share);
    for (size_t i = 0; i < n; i++)
        cairo_line_to(canvas->drawing, points[i].x, points[i].y);
    cairo_fill(canvas->drawing);
}

void canvas_hatch(Canvas *canvas, int left, int top, int width, int height) {
    enum { PERIOD = 8, STRIPE = 2 };
    const Rgb ground = {232, 232, 232}, stripe = {176, 176, 176};
    cairo_surface_t *tile = cairo_image_surface_create(CAIRO_FORMAT_RGB24, PERIOD, PERIOD);
    for (int y = 0; y < PERIOD; y++)
        for (int x = 0; x < PERIOD; x++)
            surface_row(tile, y)[x] = packed((x + y) % PERIOD < STRIPE ? stripe : ground);
    cairo_surface_mark_dirty(tile);
    cairo_set_source_surface(canvas->drawing, tile, 0, 0);
    cairo_pattern_set_extend(cairo_get_source(canvas->drawing), CAIRO_EXTEND_REPEAT);
    cairo_rectangle(canvas->drawing, left, top, width, height);
    cairo_fill(canvas->drawing);
    cairo_surface_destroy(tile);
}

// The pixels are set one by one, so that each has exactly its colour.
void canvas_array(Canvas *canvas, int left, int top, const Rgb *colours, size_t rows, size_t cols,
                  int zoom) {
    int height = cairo_image_surface_get_height(canvas->surface);
    int width = cairo_image_surface_get_width(canvas->surface);
    for (int y = top < 0 ? 0 : top; y < height && y < top + (int)rows * zoom; y++) {
        uint32_t *row = surface_row(canvas->surface, y);
        const Rgb *colour = colours + (size_t)((y - top) / zoom) * cols;
        for (int x = left; x < left + (int)cols * zoom; colour++)
            for (int end = x + zoom; x < end; x++)
                if (x >= 0 && x < width)
                    row[x] = packed(*colour);
    }
    cairo_surface_mark_dirty(canvas->surface);
}

static void set_pen(Canvas *canvas, double thickness, double dash, Rgb colour) {
    assert(thickness > 0.0 && dash >= 0.0);
    set_colour(canvas, colour, 1.0);
    cairo_set_line_width(canvas->drawing, thickness);
    cairo_set_dash(canvas->drawing, &dash, dash > 0.0, 0.0);
}

void canvas_line(Canvas *canvas, const Point *points, size_t n, double thickness, double dash,
                 Rgb colour) {
    set_pen(canvas, thickness, dash, colour);
    for (size_t i = 0; i < n; i++)
        if (isfinite(points[i].x) && isfinite(points[i].y))
            cairo_line_to(canvas->drawing, points[i].x, points[i].y);
        else
            cairo_new_sub_path(canvas->drawing);
    cairo_stroke(canvas->drawing);
}

void canvas_disc(Canvas *canvas, double x, double y, double radius, Rgb colour) {
    set_colour(canvas, colour, 1.0);
    cairo_arc(canvas->drawing, x, y, radius, 0.0, 2.0 * M_PI);
    cairo_fill(canvas->drawing);
}

void canvas_ring(Canvas *canvas, double x, double y, double radius, double thickness, double dash,
                 Rgb colour) {
    set_pen(canvas, thickness, dash, colour);
    cairo_arc(canvas->drawing, x, y, radius, 0.0, 2.0 * M_PI);
    cairo_stroke(canvas->drawing);
}

void canvas_text(Canvas *canvas, int x, int y, Align align, Font font, Rgb colour,
                 const char *text) {
    int width = font_text_width(font, text);
    int left = align == ALIGN_LEFT ? x : align == ALIGN_RIGHT ? x - width : x - width / 2;
    set_colour(canvas, colour, 1.0);
    cairo_move_to(canvas->drawing, left, y);
    font_text_fill(font, text, canvas->drawing);
}

int canvas_label(Canvas *canvas, int x, int y, Font font, Rgb colour, const char *text) {
    canvas_text(canvas, x, y + font_capital_height(font) / 2, ALIGN_LEFT, font, colour, text);
    return x + font_text_width(font, text);
}

void canvas_text_up(Canvas *canvas, int x, int y, Font font, Rgb colour, const char *text) {
    cairo_save(canvas->drawing);
    cairo_translate(canvas->drawing, x, y);
    cairo_rotate(canvas->drawing, -M_PI / 2.0);
    canvas_text(canvas, 0, 0, ALIGN_CENTRE, font, colour, text);
    cairo_restore(canvas->drawing);
}

bool canvas_write(const Canvas *canvas, const char *path, const PngText *notes, size_t n,
                  Error *error) {
    static_assert(sizeof(Rgb) == 3, "pixels are written as packed bytes");
    int height = cairo_image_surface_get_height(canvas->surface);
    int width = cairo_image_surface_get_width(canvas->surface);
    OWNED Rgb *pixels = allocate((size_t)width * (size_t)height, sizeof *pixels);
    for (int y = 0; y < height; y++) {
        const uint32_t *row = surface_row(canvas->surface, y);
        for (int x = 0; x < width; x++)
            pixels[(size_t)y * (size_t)width + (size_t)x] = unpacked(row[x]);
    }
    return image_write(path,
                       &(ImageSource){.height = (size_t)height,
                                      .width = (size_t)width,
                                      .pixels = (const unsigned char *)pixels,
                                      .notes = notes,
                                      .notes_count = n},
                       error);
}
