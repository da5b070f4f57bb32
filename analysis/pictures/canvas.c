// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/canvas.h"
#include "base/memory.h"

#include <assert.h>
#include <math.h>

static const Rgb WHITE = {255, 255, 255};
static const double DOT_GROWTH = 1.3; // a dot of text is this much wider than the pen

Canvas *canvas_new(int width, int height) {
    assert(width >= 1 && height >= 1);
    Canvas *canvas = allocate(1, sizeof *canvas);
    canvas->width = width;
    canvas->height = height;
    canvas->pixels = allocate((size_t)width * (size_t)height, sizeof *canvas->pixels);
    canvas_rectangle(canvas, 0, 0, width, height, WHITE);
    return canvas;
}

void canvas_free(Canvas *canvas) {
    if (!canvas)
        return;
    release(canvas->pixels);
    release(canvas);
}

static int clamp(int value, int low, int high) {
    return value < low ? low : value > high ? high : value;
}

static Rgb *pixel(Canvas *canvas, int x, int y) {
    return &canvas->pixels[(size_t)y * (size_t)canvas->width + (size_t)x];
}

void canvas_rectangle(Canvas *canvas, int left, int top, int width, int height, Rgb colour) {
    int right = clamp(left + width, 0, canvas->width);
    int bottom = clamp(top + height, 0, canvas->height);
    for (int y = clamp(top, 0, bottom); y < bottom; y++)
        for (int x = clamp(left, 0, right); x < right; x++)
            *pixel(canvas, x, y) = colour;
}

void canvas_frame(Canvas *canvas, int left, int top, int width, int height, int thickness,
                  Rgb colour) {
    int full = width + 2 * thickness;
    canvas_rectangle(canvas, left - thickness, top - thickness, full, thickness, colour);
    canvas_rectangle(canvas, left - thickness, top + height, full, thickness, colour);
    canvas_rectangle(canvas, left - thickness, top, thickness, height, colour);
    canvas_rectangle(canvas, left + width, top, thickness, height, colour);
}

void canvas_hatch(Canvas *canvas, int left, int top, int width, int height) {
    enum { PERIOD = 8, STRIPE = 2 };
    const Rgb ground = {232, 232, 232}, stripe = {176, 176, 176};
    int right = clamp(left + width, 0, canvas->width);
    int bottom = clamp(top + height, 0, canvas->height);
    for (int y = clamp(top, 0, bottom); y < bottom; y++)
        for (int x = clamp(left, 0, right); x < right; x++)
            *pixel(canvas, x, y) = (x + y) % PERIOD < STRIPE ? stripe : ground;
}

void canvas_array(Canvas *canvas, int left, int top, const Rgb *colours, size_t rows, size_t cols,
                  int zoom) {
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++)
            canvas_rectangle(canvas, left + (int)j * zoom, top + (int)i * zoom, zoom, zoom,
                             colours[i * cols + j]);
}

// How much of each pixel a shape covers, over the part of the canvas where the shape may be. A
// shape is drawn into it by maximum, so that where its strokes meet no pixel is counted twice.
typedef struct {
    int left, top, width, height;
    float *cover;
} Mask;

static Mask mask_new(const Canvas *canvas, double left, double top, double right, double bottom) {
    // Clamping before the conversion keeps far points from overflowing an int.
    int x0 = (int)floor(fmin(fmax(left, 0.0), canvas->width));
    int y0 = (int)floor(fmin(fmax(top, 0.0), canvas->height));
    int x1 = (int)ceil(fmin(fmax(right, 0.0), canvas->width));
    int y1 = (int)ceil(fmin(fmax(bottom, 0.0), canvas->height));
    Mask mask = {x0, y0, x1 > x0 ? x1 - x0 : 0, y1 > y0 ? y1 - y0 : 0, NULL};
    mask.cover = allocate((size_t)mask.width * (size_t)mask.height, sizeof *mask.cover);
    return mask;
}

// From the nearest point of a stroke to a point.
static Point from_stroke(const Stroke *stroke, double x, double y) {
    double dx = stroke->x1 - stroke->x0, dy = stroke->y1 - stroke->y0;
    double length2 = dx * dx + dy * dy;
    double t = length2 > 0.0 ? ((x - stroke->x0) * dx + (y - stroke->y0) * dy) / length2 : 0.0;
    t = t < 0.0 ? 0.0 : t > 1.0 ? 1.0 : t;
    return (Point){x - stroke->x0 - t * dx, y - stroke->y0 - t * dy};
}

static void mask_stroke(Mask *mask, const Stroke *stroke, double thickness) {
    double reach = 0.5 * thickness + 1.0;
    int x0 = (int)fmax(floor(fmin(stroke->x0, stroke->x1) - reach), mask->left);
    int y0 = (int)fmax(floor(fmin(stroke->y0, stroke->y1) - reach), mask->top);
    int x1 = (int)fmin(ceil(fmax(stroke->x0, stroke->x1) + reach), mask->left + mask->width);
    int y1 = (int)fmin(ceil(fmax(stroke->y0, stroke->y1) + reach), mask->top + mask->height);
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++) {
            Point d = from_stroke(stroke, x + 0.5, y + 0.5);
            if (d.x * d.x + d.y * d.y > reach * reach)
                continue;
            double cover = 0.5 * thickness + 0.5 - hypot(d.x, d.y);
            float *present = &mask->cover[(y - mask->top) * mask->width + x - mask->left];
            *present = fmaxf(*present, (float)fmin(cover, 1.0));
        }
}

// Paints the mask onto the canvas and frees it.
static void mask_paint(Mask *mask, Canvas *canvas, Rgb colour) {
    for (int y = 0; y < mask->height; y++)
        for (int x = 0; x < mask->width; x++) {
            double cover = (double)mask->cover[y * mask->width + x];
            Rgb *target = pixel(canvas, mask->left + x, mask->top + y);
            if (cover > 0)
                *target = colour_mix(*target, colour, cover);
        }
    release(mask->cover);
}

static void draw_strokes(Canvas *canvas, const Stroke *strokes, size_t n, double thickness,
                         Rgb colour) {
    double left = HUGE_VAL, top = HUGE_VAL, right = -HUGE_VAL, bottom = -HUGE_VAL;
    for (size_t i = 0; i < n; i++) {
        left = fmin(left, fmin(strokes[i].x0, strokes[i].x1));
        top = fmin(top, fmin(strokes[i].y0, strokes[i].y1));
        right = fmax(right, fmax(strokes[i].x0, strokes[i].x1));
        bottom = fmax(bottom, fmax(strokes[i].y0, strokes[i].y1));
    }
    if (n == 0)
        return;
    double reach = 0.5 * thickness * DOT_GROWTH + 1.0;
    Mask mask = mask_new(canvas, left - reach, top - reach, right + reach, bottom + reach);
    for (size_t i = 0; i < n; i++) {
        bool dot = strokes[i].x0 == strokes[i].x1 && strokes[i].y0 == strokes[i].y1;
        mask_stroke(&mask, &strokes[i], dot ? DOT_GROWTH * thickness : thickness);
    }
    mask_paint(&mask, canvas, colour);
}

// Appends the dashes of one piece; `travelled` is the length drawn so far.
static size_t dashes(Stroke piece, double dash, double *travelled, Stroke *out) {
    double length = hypot(piece.x1 - piece.x0, piece.y1 - piece.y0);
    double from = *travelled, to = *travelled + length;
    *travelled = to;
    size_t n = 0;
    for (double start = 2.0 * dash * floor(from / (2.0 * dash)); start < to; start += 2.0 * dash) {
        double t0 = (fmax(start, from) - from) / length;
        double t1 = (fmin(start + dash, to) - from) / length;
        if (t1 > t0)
            out[n++] = (Stroke){
                piece.x0 + t0 * (piece.x1 - piece.x0), piece.y0 + t0 * (piece.y1 - piece.y0),
                piece.x0 + t1 * (piece.x1 - piece.x0), piece.y0 + t1 * (piece.y1 - piece.y0)};
    }
    return n;
}

static bool point_finite(Point p) {
    return isfinite(p.x) && isfinite(p.y);
}

void canvas_line(Canvas *canvas, const Point *points, size_t n, double thickness, double dash,
                 Rgb colour) {
    assert(thickness > 0.0 && dash >= 0.0);
    size_t room = n;
    for (size_t i = 1; dash > 0.0 && i < n; i++)
        if (point_finite(points[i - 1]) && point_finite(points[i]))
            room +=
                2 + (size_t)(hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y) /
                             dash);
    OWNED Stroke *strokes = allocate(room, sizeof *strokes);
    size_t count = 0;
    double travelled = 0.0;
    for (size_t i = 1; i < n; i++) {
        if (!point_finite(points[i - 1]) || !point_finite(points[i]))
            continue;
        Stroke piece = {points[i - 1].x, points[i - 1].y, points[i].x, points[i].y};
        if (piece.x0 == piece.x1 && piece.y0 == piece.y1)
            continue;
        if (dash > 0.0)
            count += dashes(piece, dash, &travelled, strokes + count);
        else
            strokes[count++] = piece;
    }
    draw_strokes(canvas, strokes, count, thickness, colour);
}

void canvas_disc(Canvas *canvas, double x, double y, double radius, Rgb colour) {
    canvas_ring(canvas, x, y, 0.5 * radius, radius, colour);
}

void canvas_ring(Canvas *canvas, double x, double y, double radius, double thickness, Rgb colour) {
    double reach = radius + 0.5 * thickness + 1.0;
    Mask mask = mask_new(canvas, x - reach, y - reach, x + reach, y + reach);
    for (int i = 0; i < mask.height; i++)
        for (int j = 0; j < mask.width; j++) {
            double distance = hypot(mask.left + j + 0.5 - x, mask.top + i + 0.5 - y);
            double cover = 0.5 * thickness + 0.5 - fabs(distance - radius);
            // Inside a full disc there is no inner edge.
            if (thickness >= 2.0 * radius && distance < radius)
                cover = 1.0;
            mask.cover[i * mask.width + j] = (float)fmin(fmax(cover, 0.0), 1.0);
        }
    mask_paint(&mask, canvas, colour);
}

void canvas_text(Canvas *canvas, int x, int y, Align align, Font font, Rgb colour,
                 const char *text) {
    int width = font_text_width(font, text);
    int left = align == ALIGN_LEFT ? x : align == ALIGN_RIGHT ? x - width : x - width / 2;
    size_t n;
    OWNED Stroke *strokes = font_text_strokes(font, text, &n);
    for (size_t i = 0; i < n; i++)
        strokes[i] = (Stroke){strokes[i].x0 + left, strokes[i].y0 + y, strokes[i].x1 + left,
                              strokes[i].y1 + y};
    draw_strokes(canvas, strokes, n, font_pen(font), colour);
}

void canvas_text_up(Canvas *canvas, int x, int y, Font font, Rgb colour, const char *text) {
    int bottom = y + font_text_width(font, text) / 2;
    size_t n;
    OWNED Stroke *strokes = font_text_strokes(font, text, &n);
    for (size_t i = 0; i < n; i++)
        strokes[i] = (Stroke){x + strokes[i].y0, bottom - strokes[i].x0, x + strokes[i].y1,
                              bottom - strokes[i].x1};
    draw_strokes(canvas, strokes, n, font_pen(font), colour);
}

bool canvas_write(const Canvas *canvas, const char *path, const PngText *notes, size_t n,
                  Error *error) {
    static_assert(sizeof(Rgb) == 3, "pixels are written as packed bytes");
    return image_write(path,
                       &(ImageSource){.height = (size_t)canvas->height,
                                      .width = (size_t)canvas->width,
                                      .pixels = (const unsigned char *)canvas->pixels,
                                      .notes = notes,
                                      .notes_count = n},
                       error);
}
