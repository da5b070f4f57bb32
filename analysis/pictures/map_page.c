// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/map_page.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>

enum { COLUMN_GAP = 28, KEY_GAP = 12, MOST = 800 };

static const Rgb WHITE = {255, 255, 255}, BLACK = {0, 0, 0};
static const double LINE_THICKNESS = 3.0;

// The samples that are shown: those of a part of the map, of which one stands for each square of
// step x step.
typedef struct {
    size_t row, col, rows, cols, step;
} Crop;

static size_t drawn(size_t samples, const Crop *crop) {
    return (samples + crop->step - 1) / crop->step;
}

static double limited(double value, double most) {
    return fmin(fmax(round(value), 0.0), most);
}

// The first of n rows or columns that lies in the square of the numbers.
static double first_of(const PictureFrame *frame, size_t n) {
    return floor(0.5 * fmax(0.0, (double)n - frame->analysed));
}

static Crop crop_of(const PictureFrame *frame, size_t rows, size_t cols) {
    const PictureForm *form = frame->form;
    double half_rows = 0.5 * (double)rows, half_cols = 0.5 * (double)cols, left = 0.0, top = 0.0,
           right = (double)cols, bottom = (double)rows;
    if (form && form->central && frame->analysed > 0.0) {
        left = first_of(frame, cols);
        top = first_of(frame, rows);
        right = left + frame->analysed;
        bottom = top + frame->analysed;
    } else if (form && form->region[0] < form->region[2] && frame->density > 0.0) {
        left = half_cols + form->region[0] * frame->density;
        right = half_cols + form->region[2] * frame->density;
        top = half_rows - form->region[3] * frame->density;
        bottom = half_rows - form->region[1] * frame->density;
    }
    Crop crop = {.row = (size_t)limited(top, (double)rows - 1),
                 .col = (size_t)limited(left, (double)cols - 1)};
    crop.rows = (size_t)fmax(1.0, limited(bottom, (double)rows) - (double)crop.row);
    crop.cols = (size_t)fmax(1.0, limited(right, (double)cols) - (double)crop.col);
    // On a page of a given width the resolution rises instead.
    size_t longer = crop.rows > crop.cols ? crop.rows : crop.cols;
    crop.step = page_room(frame, 0) > 0 ? 1 : (longer + MOST - 1) / MOST;
    return crop;
}

// The size of a sample that is drawn. Without a given width, whole units: about 590 for the longer
// side, at least 400 for the shorter.
static double zoom_of(const PictureFrame *frame, const Crop *crop, int column) {
    enum { LONGER = 590, SHORTER = 400 };
    size_t rows = drawn(crop->rows, crop), cols = drawn(crop->cols, crop);
    double longer = (double)(rows > cols ? rows : cols),
           shorter = (double)(rows < cols ? rows : cols);
    int room = page_room(frame, 0);
    return room > 0 ? fmax(80.0, room - column) / (double)cols
                    : fmax(round(LONGER / longer), ceil(SHORTER / shorter));
}

// Where the centre of a sample lies, and those between.
typedef struct {
    double left, top, zoom;
} Samples;

static Point at(const Samples *samples, double row, double col) {
    return (Point){samples->left + samples->zoom * (col + 0.5),
                   samples->top + samples->zoom * (row + 0.5)};
}

static void draw_lines(Canvas *canvas, const Samples *samples, const MapLayers *layers) {
    const PictureLines *lines = &layers->lines;
    OWNED Point *points = allocate(3 * lines->count, sizeof *points);
    for (size_t i = 0; i < lines->count; i++) {
        const PictureSegment *segment = &lines->segments[i];
        points[3 * i] = at(samples, segment->from_row, segment->from_column);
        points[3 * i + 1] = at(samples, segment->to_row, segment->to_column);
        points[3 * i + 2] = (Point){(double)NAN, (double)NAN};
    }
    canvas_line(canvas, points, 3 * lines->count, LINE_THICKNESS, 0.0, layers->line_colour);
}

// A bar for every few samples, as long as their distance nearly.
static void draw_bars(Canvas *canvas, const Samples *samples, const MapLayers *layers) {
    static const double DISTANCE = 14.0, SHARE = 0.42;
    size_t step = (size_t)fmax(1.0, round(DISTANCE / samples->zoom)), n = 0;
    double half = SHARE * (double)step * samples->zoom;
    OWNED Point *points = allocate(3 * layers->rows * layers->cols, sizeof *points);
    for (size_t i = step / 2; i < layers->rows; i += step)
        for (size_t j = step / 2; j < layers->cols; j += step) {
            size_t unit = i * layers->cols + j;
            double angle = layers->preference[unit];
            if (layers->undefined[unit] || !isfinite(angle))
                continue;
            Point centre = at(samples, (double)i, (double)j);
            double dx = half * cos(angle), dy = -half * sin(angle);
            points[n++] = (Point){centre.x - dx, centre.y - dy};
            points[n++] = (Point){centre.x + dx, centre.y + dy};
            points[n++] = (Point){(double)NAN, (double)NAN};
        }
    canvas_line(canvas, points, n, 0.3 * half, 0.0, BLACK);
}

// Dots with a ring of the other colour around, so that they show on any ground.
static void draw_pinwheels(Canvas *canvas, const Samples *samples, const MapLayers *layers,
                           double radius) {
    double edge = radius + fmin(1.5, 0.5 * radius);
    for (size_t i = 0; i < layers->pinwheels_count && radius > 0.0; i++) {
        const Pinwheel *pinwheel = &layers->pinwheels[i];
        Point centre = at(samples, pinwheel->row, pinwheel->column);
        canvas_disc(canvas, centre.x, centre.y, edge, pinwheel->sign > 0 ? BLACK : WHITE);
        canvas_disc(canvas, centre.x, centre.y, radius, pinwheel->sign > 0 ? WHITE : BLACK);
    }
}

// The radius of the pinwheels' dots: 5 to 7 units, less where they are near each other, and 0 where
// they would hide the map. `pitch` is the distance of two samples.
static double dot_radius(const MapLayers *layers, double zoom, double pitch) {
    static const double SHARE = 0.15, LEAST = 1.0; // of the mean distance; units
    double area = (double)(layers->rows * layers->cols) * pitch * pitch,
           distance = sqrt(area / (double)layers->pinwheels_count),
           radius = fmin(fmin(fmax(0.7 * zoom, 5.0), 7.0), SHARE * distance);
    return radius < LEAST ? 0.0 : radius;
}

static bool has_square(const PictureFrame *frame, const MapLayers *layers) {
    double least = (double)(layers->rows < layers->cols ? layers->rows : layers->cols);
    return frame->analysed > 0.0 && frame->analysed < least - 0.5 &&
           !(frame->form && frame->form->central);
}

// The square that the numbers are taken over: dashes of two colours, which show on any ground.
static void draw_square(Canvas *canvas, const Samples *samples, const PictureFrame *frame,
                        const MapLayers *layers) {
    double top = first_of(frame, layers->rows) - 0.5, left = first_of(frame, layers->cols) - 0.5,
           bottom = top + frame->analysed, right = left + frame->analysed;
    const Point corners[] = {at(samples, top, left), at(samples, top, right),
                             at(samples, bottom, right), at(samples, bottom, left),
                             at(samples, top, left)};
    canvas_line(canvas, corners, 5, 2.0, 0.0, WHITE);
    canvas_line(canvas, corners, 5, 2.0, 7.0, BLACK);
}

static bool any_undefined(const MapLayers *layers) {
    for (size_t i = 0; i < layers->rows * layers->cols; i++)
        if (layers->undefined[i])
            return true;
    return false;
}

enum { ENTRIES = 7 };

static void fill_key(const PictureFrame *frame, const MapLayers *layers, double pitch,
                     double radius, KeyEntry entries[ENTRIES]) {
    bool bar = frame->samples_per_unit > 0.0 && frame->scale_length > 0.0,
         key = page_has_key(frame), any = key && layers->pinwheels_count > 0,
         pinwheels = any && radius > 0.0;
    const KeyEntry all[ENTRIES] = {
        {.sign = KEY_BAR,
         .name = bar ? (frame->scale_label ? frame->scale_label : "") : NULL,
         .colour = STYLE_TEXT,
         .length = frame->scale_length * frame->samples_per_unit * pitch},
        {.sign = KEY_LINE,
         .name = key && layers->lines.count > 0 ? layers->lines.name : NULL,
         .colour = layers->line_colour,
         .thickness = LINE_THICKNESS},
        {.sign = KEY_DISC,
         .name = pinwheels ? "+ counter-clockwise" : NULL,
         .colour = WHITE,
         .thickness = radius,
         .edge = BLACK},
        {.sign = KEY_DISC,
         .name = pinwheels ? "\u2212 clockwise" : NULL,
         .colour = BLACK,
         .thickness = radius,
         .edge = WHITE},
        {.sign = KEY_WORDS,
         .name = any && !pinwheels ? "pinwheels are too near each other to be drawn" : NULL},
        {.sign = KEY_LINE,
         .name = key && has_square(frame, layers) ? "analysed square" : NULL,
         .colour = BLACK,
         .thickness = 2.0,
         .dash = 7.0},
        {.sign = KEY_HATCH, .name = key && any_undefined(layers) ? "no value" : NULL}};
    for (int k = 0; k < ENTRIES; k++)
        entries[k] = all[k];
}

static void draw_layers(Page *page, const MapLayers *layers, const Crop *crop, double zoom,
                        double radius) {
    size_t rows = drawn(crop->rows, crop), cols = drawn(crop->cols, crop), step = crop->step;
    OWNED Rgb *colours = allocate(rows * cols, sizeof *colours);
    OWNED bool *undefined = allocate(rows * cols, sizeof *undefined);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++) {
            size_t row = i * step + step / 2, col = j * step + step / 2;
            row = crop->row + (row < crop->rows ? row : crop->rows - 1);
            col = crop->col + (col < crop->cols ? col : crop->cols - 1);
            colours[i * cols + j] = layers->colours[row * layers->cols + col];
            undefined[i * cols + j] = layers->undefined[row * layers->cols + col];
        }
    double left = page->left, top = page->top, width = (double)cols * zoom,
           height = (double)rows * zoom, pitch = zoom / (double)step;
    Canvas *canvas = page->canvas;
    canvas_align(canvas, &left, &top);
    canvas_array(canvas, left, top, width, height, colours, undefined, rows, cols);
    canvas_frame(canvas, left, top, width, height, 1, STYLE_TEXT);
    const Samples samples = {left - pitch * (double)crop->col, top - pitch * (double)crop->row,
                             pitch};
    canvas_clip(canvas, left, top, width, height);
    if (layers->preference)
        draw_bars(canvas, &samples, layers);
    draw_lines(canvas, &samples, layers);
    draw_pinwheels(canvas, &samples, layers, radius);
    if (has_square(&page->frame, layers))
        draw_square(canvas, &samples, &page->frame, layers);
    canvas_unclip(canvas);
    page_note_map(page, left, top, zoom, rows, cols);
}

// The subtitle of a map, which says how it was reduced; owned by the caller.
static char *subtitle_of(const PictureFrame *frame, const Crop *crop) {
    const char *subtitle = frame->subtitle ? frame->subtitle : "";
    return crop->step == 1 ? copy_text(subtitle)
                           : format_text("%s%sreduced: 1 of %zu x %zu units is shown", subtitle,
                                         subtitle[0] ? "; " : "", crop->step, crop->step);
}

Page map_page_new(const PictureFrame *frame, const MapLayers *layers, int *column, int *height) {
    assert(layers->rows >= 1 && layers->cols >= 1);
    Crop crop = crop_of(frame, layers->rows, layers->cols);
    int beside = layers->column_width > 0 ? COLUMN_GAP + layers->column_width : 0;
    double zoom = zoom_of(frame, &crop, beside), pitch = zoom / (double)crop.step,
           radius = dot_radius(layers, zoom, pitch);
    int width = (int)ceil((double)drawn(crop.cols, &crop) * zoom - 1e-9), upper;
    *height = (int)ceil((double)drawn(crop.rows, &crop) * zoom - 1e-9);
    upper = *height > layers->column_height ? *height : layers->column_height;
    KeyEntry key[ENTRIES];
    fill_key(frame, layers, pitch, radius, key);
    int body = page_room(frame, width + beside), below = key_height(key, ENTRIES, body);
    PictureFrame fitted = *frame;
    char *subtitle = subtitle_of(frame, &crop);
    fitted.subtitle = subtitle;
    Page page = page_new(&fitted, body, upper + (below > 0 ? KEY_GAP + below : 0), zoom);
    page.subtitle = subtitle;
    draw_layers(&page, layers, &crop, zoom, radius);
    key_draw(page.canvas, key, ENTRIES, page.left, page.top + upper + KEY_GAP, body);
    *column = page.left + width + COLUMN_GAP;
    return page;
}
