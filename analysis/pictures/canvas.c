// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/canvas.h"

#include "base/memory.h"
#include "files/ordinary_file.h"
#include "pictures/canvas_svg.h"

#include <assert.h>
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

const char *const canvas_formats[] = {"png", "svg", "pdf", NULL};

static const Rgb WHITE = {255, 255, 255};

// Of what is below, the colour will cover this share.
static void set_colour(Canvas *canvas, Rgb colour, double share) {
    cairo_set_source_rgba(canvas->drawing, colour.red / 255.0, colour.green / 255.0,
                          colour.blue / 255.0, share);
}

Canvas *canvas_new(CanvasFormat format, double width, double height, double scale) {
    assert(width > 0.0 && height > 0.0 && scale > 0.0);
    Canvas *canvas = allocate(1, sizeof *canvas);
    canvas->format = format;
    canvas->scale =
        format == CANVAS_PNG ? fmin(scale, IMAGE_SIDE_MOST / fmax(width, height)) : scale;
    double across = width * canvas->scale, down = height * canvas->scale;
    if (format != CANVAS_PNG)
        canvas->file = open_memstream(&canvas->bytes, &canvas->size);
    if (format == CANVAS_SVG) {
        canvas->images = g_string_new("");
        canvas->texts = g_string_new("");
        canvas->surface =
            cairo_svg_surface_create_for_stream(canvas_put, canvas->file, across, down);
        cairo_svg_surface_set_document_unit(canvas->surface, CAIRO_SVG_UNIT_PT);
    } else if (format == CANVAS_PDF) {
        canvas->surface =
            cairo_pdf_surface_create_for_stream(canvas_put, canvas->file, across, down);
        cairo_pdf_surface_set_metadata(canvas->surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
    } else {
        canvas->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(across - 1e-6),
                                                     (int)ceil(down - 1e-6));
    }
    assert(cairo_surface_status(canvas->surface) == CAIRO_STATUS_SUCCESS);
    canvas->drawing = cairo_create(canvas->surface);
    cairo_set_line_cap(canvas->drawing, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(canvas->drawing, CAIRO_LINE_JOIN_ROUND);
    if (format == CANVAS_PNG) {
        set_colour(canvas, WHITE, 1.0);
        cairo_paint(canvas->drawing);
    }
    cairo_scale(canvas->drawing, canvas->scale, canvas->scale);
    return canvas;
}

void canvas_free(Canvas *canvas) {
    if (!canvas)
        return;
    cairo_destroy(canvas->drawing);
    cairo_surface_destroy(canvas->surface);
    if (canvas->file)
        fclose(canvas->file);
    free(canvas->bytes);
    if (canvas->images)
        g_string_free(canvas->images, true);
    if (canvas->texts)
        g_string_free(canvas->texts, true);
    release(canvas);
}

void canvas_move(Canvas *canvas, double x, double y) {
    cairo_translate(canvas->drawing, x, y);
}

void canvas_align(const Canvas *canvas, double *x, double *y) {
    if (canvas->format != CANVAS_PNG)
        return;
    cairo_user_to_device(canvas->drawing, x, y);
    *x = round(*x);
    *y = round(*y);
    cairo_device_to_user(canvas->drawing, x, y);
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

void canvas_clip(Canvas *canvas, double left, double top, double width, double height) {
    cairo_rectangle(canvas->drawing, left, top, width, height);
    cairo_clip(canvas->drawing);
}

void canvas_unclip(Canvas *canvas) {
    cairo_reset_clip(canvas->drawing);
}

void canvas_rectangle(Canvas *canvas, double left, double top, double width, double height,
                      Rgb colour) {
    if (width <= 0.0 || height <= 0.0)
        return;
    set_colour(canvas, colour, 1.0);
    cairo_rectangle(canvas->drawing, left, top, width, height);
    cairo_fill(canvas->drawing);
}

void canvas_frame(Canvas *canvas, double left, double top, double width, double height,
                  double thickness, Rgb colour) {
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

// A rectangle in pixels or points.
typedef struct {
    double left, top, width, height;
} Place;

// The element of n whose square holds the middle of pixel `at`.
static size_t element_at(int at, double from, double extent, size_t n) {
    double share = floor(((double)at + 0.5 - from) * (double)n / extent);
    return (size_t)fmin(fmax(share, 0.0), (double)(n - 1));
}

// The pixels are set one by one, so that each has exactly its colour.
static void set_pixels(Canvas *canvas, Place place, const Rgb *colours, size_t rows, size_t cols) {
    int left = (int)lround(place.left), top = (int)lround(place.top),
        right = (int)lround(place.left + place.width),
        bottom = (int)lround(place.top + place.height),
        width = cairo_image_surface_get_width(canvas->surface),
        height = cairo_image_surface_get_height(canvas->surface);
    for (int y = top < 0 ? 0 : top; y < bottom && y < height; y++) {
        uint32_t *row = surface_row(canvas->surface, y);
        const Rgb *colour = colours + element_at(y, place.top, place.height, rows) * cols;
        for (int x = left < 0 ? 0 : left; x < right && x < width; x++)
            row[x] = packed(colour[element_at(x, place.left, place.width, cols)]);
    }
    cairo_surface_mark_dirty(canvas->surface);
}

// An image of one pixel for each element.
static cairo_surface_t *image_of(const Rgb *colours, size_t rows, size_t cols) {
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)cols, (int)rows);
    for (size_t i = 0; i < rows; i++) {
        uint32_t *row = surface_row(image, (int)i);
        for (size_t j = 0; j < cols; j++)
            row[j] = packed(colours[i * cols + j]);
    }
    cairo_surface_mark_dirty(image);
    return image;
}

static void paint_image(Canvas *canvas, Place place, cairo_surface_t *image) {
    cairo_save(canvas->drawing);
    cairo_identity_matrix(canvas->drawing);
    cairo_translate(canvas->drawing, place.left, place.top);
    cairo_scale(canvas->drawing, place.width / cairo_image_surface_get_width(image),
                place.height / cairo_image_surface_get_height(image));
    cairo_set_source_surface(canvas->drawing, image, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(canvas->drawing), CAIRO_FILTER_NEAREST);
    cairo_paint(canvas->drawing);
    cairo_restore(canvas->drawing);
}

// Stripes over the elements that are hatched, at the same places of the page in every element.
static void draw_stripes(Canvas *canvas, const Place *place, const bool *hatched, size_t rows,
                         size_t cols) {
    static const double PERIOD = 8.0, THICKNESS = 1.4;
    static const Rgb STRIPE = {176, 176, 176};
    double across = place->width / (double)cols, down = place->height / (double)rows;
    bool any = false;
    cairo_save(canvas->drawing);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0, from; j < cols; j++) {
            for (from = j; j < cols && hatched[i * cols + j]; j++)
                any = true;
            if (j > from)
                cairo_rectangle(canvas->drawing, place->left + across * (double)from,
                                place->top + down * (double)i, across * (double)(j - from), down);
        }
    if (any) {
        cairo_clip(canvas->drawing);
        double left = place->left, top = place->top, sum = PERIOD * ceil((left + top) / PERIOD),
               height = place->height;
        for (; sum < left + top + place->width + height; sum += PERIOD) {
            cairo_move_to(canvas->drawing, sum - top, top);
            cairo_line_to(canvas->drawing, sum - top - height, top + height);
        }
        set_colour(canvas, STRIPE, 1.0);
        cairo_set_dash(canvas->drawing, NULL, 0, 0.0);
        cairo_set_line_width(canvas->drawing, THICKNESS);
        cairo_stroke(canvas->drawing);
    }
    cairo_restore(canvas->drawing);
}

void canvas_array(Canvas *canvas, double left, double top, double width, double height,
                  const Rgb *colours, const bool *hatched, size_t rows, size_t cols) {
    static const Rgb GROUND = {232, 232, 232};
    const Place place = {left, top, width, height};
    Place device = place;
    cairo_user_to_device(canvas->drawing, &device.left, &device.top);
    cairo_user_to_device_distance(canvas->drawing, &device.width, &device.height);
    OWNED Rgb *shown = allocate(rows * cols, sizeof *shown);
    for (size_t i = 0; i < rows * cols; i++)
        shown[i] = hatched && hatched[i] ? GROUND : colours[i];
    if (canvas->format == CANVAS_PNG) {
        set_pixels(canvas, device, shown, rows, cols);
    } else {
        cairo_surface_t *image = image_of(shown, rows, cols);
        if (canvas->format == CANVAS_SVG)
            canvas_svg_image(canvas->images, image, device.left, device.top, device.width,
                             device.height);
        else
            paint_image(canvas, device, image);
        cairo_surface_destroy(image);
    }
    if (hatched)
        draw_stripes(canvas, &place, hatched, rows, cols);
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

static void trace_circle(Canvas *canvas, double x, double y, double radius) {
    cairo_new_sub_path(canvas->drawing);
    cairo_arc(canvas->drawing, x, y, radius, 0.0, 2.0 * M_PI);
    cairo_close_path(canvas->drawing);
}

void canvas_disc(Canvas *canvas, double x, double y, double radius, Rgb colour) {
    set_colour(canvas, colour, 1.0);
    trace_circle(canvas, x, y, radius);
    cairo_fill(canvas->drawing);
}

void canvas_ring(Canvas *canvas, double x, double y, double radius, double thickness, double dash,
                 Rgb colour) {
    set_pen(canvas, thickness, dash, colour);
    trace_circle(canvas, x, y, radius);
    cairo_stroke(canvas->drawing);
}

void canvas_text(Canvas *canvas, double x, double y, Align align, Font font, Rgb colour,
                 const char *text) {
    int width = font_text_width(font, text);
    double left = align == ALIGN_LEFT ? x : align == ALIGN_RIGHT ? x - width : x - width / 2;
    if (text[0] == '\0')
        return;
    if (canvas->format == CANVAS_SVG) {
        canvas_svg_text(canvas->texts, canvas->drawing, left, y, font, colour, text);
        return;
    }
    set_colour(canvas, colour, 1.0);
    cairo_move_to(canvas->drawing, left, y);
    font_text_fill(font, text, canvas->drawing);
}

int canvas_label(Canvas *canvas, double x, double y, Font font, Rgb colour, const char *text) {
    canvas_text(canvas, x, y + font_capital_height(font) / 2, ALIGN_LEFT, font, colour, text);
    return (int)ceil(x) + font_text_width(font, text);
}

void canvas_text_up(Canvas *canvas, double x, double y, Font font, Rgb colour, const char *text) {
    cairo_save(canvas->drawing);
    cairo_translate(canvas->drawing, x, y);
    cairo_rotate(canvas->drawing, -M_PI / 2.0);
    canvas_text(canvas, 0, 0, ALIGN_CENTRE, font, colour, text);
    cairo_restore(canvas->drawing);
}

// Title and Description are properties of their own, the others keywords.
static void note_in_pdf(Canvas *canvas, const PngText *notes, size_t n) {
    OWNED char *others = NULL;
    for (size_t i = 0; i < n; i++)
        if (strcmp(notes[i].key, "Title") == 0)
            cairo_pdf_surface_set_metadata(canvas->surface, CAIRO_PDF_METADATA_TITLE,
                                           notes[i].text);
        else if (strcmp(notes[i].key, "Description") == 0)
            cairo_pdf_surface_set_metadata(canvas->surface, CAIRO_PDF_METADATA_SUBJECT,
                                           notes[i].text);
        else
            text_append(&others, "%s%s: %s", others ? "; " : "", notes[i].key, notes[i].text);
    if (others)
        cairo_pdf_surface_set_metadata(canvas->surface, CAIRO_PDF_METADATA_KEYWORDS, others);
}

unsigned char *canvas_bytes(Canvas *canvas, const PngText *notes, size_t n, size_t *size) {
    if (canvas->format == CANVAS_PNG) {
        canvas->file = open_memstream(&canvas->bytes, &canvas->size);
        cairo_surface_write_to_png_stream(canvas->surface, canvas_put, canvas->file);
    } else if (canvas->format == CANVAS_PDF) {
        note_in_pdf(canvas, notes, n);
    }
    cairo_surface_finish(canvas->surface);
    fflush(canvas->file);
    if (canvas->format == CANVAS_SVG)
        return (unsigned char *)canvas_svg_compose(canvas->bytes, canvas->images->str,
                                                   canvas->texts->str, notes, n, size);
    *size = canvas->size;
    unsigned char *bytes = allocate(canvas->size, 1);
    memcpy(bytes, canvas->bytes, canvas->size);
    return bytes;
}

typedef struct {
    const unsigned char *bytes;
    size_t size;
} Written;

static void write_bytes(FILE *file, const void *what) {
    const Written *written = what;
    fwrite(written->bytes, 1, written->size, file);
}

static bool write_png(const Canvas *canvas, const char *path, const PngText *notes, size_t n,
                      Error *error) {
    static const double PER_METRE = 72.0 / 0.0254; // points
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
                                      .notes_count = n,
                                      .resolution = canvas->points > 0.0
                                                        ? canvas->scale / canvas->points * PER_METRE
                                                        : 0.0},
                       error);
}

bool canvas_write(Canvas *canvas, const char *path, const PngText *notes, size_t n, Error *error) {
    if (canvas->format == CANVAS_PNG)
        return write_png(canvas, path, notes, n, error);
    Written written;
    OWNED unsigned char *bytes = canvas_bytes(canvas, notes, n, &written.size);
    written.bytes = bytes;
    return ordinary_file_replace(path, write_bytes, &written, error);
}
