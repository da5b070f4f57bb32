// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "pictures/page.h"
#include "pictures/ticks.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { TITLE_LEAST = 16, GAP = 20, EDGE = 1 };

// Length in bytes of as many words of `text` as fit into `width`, at least one.
static size_t line_length(Font font, const char *text, int width) {
    size_t fits = 0;
    OWNED char *line = copy_text(text);
    for (size_t end = 0; text[end];) {
        end += strspn(text + end, " ");
        end += strcspn(text + end, " ");
        memcpy(line, text, end);
        line[end] = '\0';
        if (fits > 0 && font_text_width(font, line) > width)
            break;
        fits = end;
    }
    return fits;
}

// Draws (or, without a canvas, only measures) wrapped text from y downwards; returns where it ends.
static int draw_wrapped(Canvas *canvas, Font font, Rgb colour, const char *text, int left, int y,
                        int width) {
    while (*text) {
        size_t length = line_length(font, text, width);
        OWNED char *line = format_text("%.*s", (int)length, text);
        Font fitted = font;
        while (fitted.size > TITLE_LEAST && font_text_width(fitted, line) > width)
            fitted.size -= 1.0;
        if (canvas)
            canvas_text(canvas, left, y + font_capital_height(font), ALIGN_LEFT, fitted, colour,
                        line);
        y += font_line_height(font);
        text += length;
        text += strspn(text, " ");
    }
    return y;
}

// Draws, or measures, the frame's title and subtitle; returns where the body begins.
static int draw_head(Canvas *canvas, const PictureFrame *frame, int width) {
    int top = draw_wrapped(canvas, STYLE_TITLE, STYLE_TEXT, frame->title, PAGE_MARGIN, PAGE_MARGIN,
                           width);
    return draw_wrapped(canvas, STYLE_FONT, STYLE_FAINT, frame->subtitle ? frame->subtitle : "",
                        PAGE_MARGIN, top + 4, width) +
           GAP;
}

Page page_new(const PictureFrame *frame, int width, int height) {
    int body = draw_head(NULL, frame, width);
    Canvas *canvas = canvas_new(width + 2 * PAGE_MARGIN, body + height + PAGE_MARGIN);
    draw_head(canvas, frame, width);
    return (Page){canvas, PAGE_MARGIN, body, width, height, frame, {0}};
}

int page_zoom(size_t rows, size_t cols) {
    enum { LONGER = 590, SHORTER = 400 };
    assert(rows >= 1 && cols >= 1);
    double longer = (double)(rows > cols ? rows : cols);
    double shorter = (double)(rows < cols ? rows : cols);
    return (int)fmax(round(LONGER / longer), ceil(SHORTER / shorter));
}

PageFit page_fit(size_t rows, size_t cols) {
    enum { MOST = 800 };
    size_t longer = rows > cols ? rows : cols, step = (longer + MOST - 1) / MOST;
    PageFit fit = {
        .step = step, .rows = (rows + step - 1) / step, .cols = (cols + step - 1) / step};
    fit.zoom = page_zoom(fit.rows, fit.cols);
    fit.pitch = (double)fit.zoom / (double)step;
    return fit;
}

char *page_fit_subtitle(const PictureFrame *frame, const PageFit *fit) {
    const char *subtitle = frame->subtitle ? frame->subtitle : "";
    if (fit->step == 1)
        return copy_text(subtitle);
    return format_text("%s%sreduced: 1 of %zu x %zu units is shown", subtitle,
                       subtitle[0] ? "; " : "", fit->step, fit->step);
}

void page_fit_reduce(const PageFit *fit, void *samples, size_t size, size_t rows, size_t cols) {
    char *bytes = samples;
    for (size_t i = 0; i < fit->rows && fit->step > 1; i++)
        for (size_t j = 0; j < fit->cols; j++) {
            size_t row = i * fit->step + fit->step / 2, column = j * fit->step + fit->step / 2;
            row = row < rows ? row : rows - 1;
            column = column < cols ? column : cols - 1;
            memmove(bytes + (i * fit->cols + j) * size, bytes + (row * cols + column) * size, size);
        }
}

// Hatches the samples of a row that are undefined, each run of them at once.
static void hatch_row(Page *page, const bool *undefined, size_t row, size_t cols, int zoom) {
    for (size_t first = 0, after; first < cols; first = after) {
        for (after = first + 1; after < cols && undefined[after] == undefined[first];)
            after++;
        if (undefined[first])
            canvas_hatch(page->canvas, page->left + (int)first * zoom, page->top + (int)row * zoom,
                         (int)(after - first) * zoom, zoom);
    }
}

void page_map(Page *page, const Rgb *colours, const bool *undefined, size_t rows, size_t cols,
              int zoom) {
    canvas_array(page->canvas, page->left, page->top, colours, rows, cols, zoom);
    for (size_t row = 0; undefined && row < rows; row++)
        hatch_row(page, undefined + row * cols, row, cols, zoom);
    canvas_frame(page->canvas, page->left, page->top, (int)cols * zoom, (int)rows * zoom, EDGE,
                 STYLE_TEXT);
    page->map = (PictureMap){(size_t)page->left, (size_t)page->top, (size_t)zoom, rows, cols};
}

static const double LINE_THICKNESS = 3.0;

void page_lines(Page *page, const PictureLines *lines, double pitch, Rgb colour) {
    OWNED Point *points = allocate(3 * lines->count, sizeof *points);
    for (size_t i = 0; i < lines->count; i++) {
        const PictureSegment *segment = &lines->segments[i];
        points[3 * i] = (Point){page->left + pitch * (segment->from_column + 0.5),
                                page->top + pitch * (segment->from_row + 0.5)};
        points[3 * i + 1] = (Point){page->left + pitch * (segment->to_column + 0.5),
                                    page->top + pitch * (segment->to_row + 0.5)};
        points[3 * i + 2] = (Point){(double)NAN, (double)NAN};
    }
    canvas_line(page->canvas, points, 3 * lines->count, LINE_THICKNESS, 0.0, colour);
}

void page_lines_key(Page *page, const PictureLines *lines, int x, int y, Rgb colour) {
    page_key(page, x + 2, y, 32, LINE_THICKNESS, 0.0, colour, STYLE_FONT, lines->name);
}

int page_key(Page *page, int x, double y, int length, double thickness, double dash, Rgb colour,
             Font font, const char *name) {
    canvas_line(page->canvas, (Point[]){{x, y}, {x + length, y}}, 2, thickness, dash, colour);
    return canvas_label(page->canvas, x + length + 10, (int)ceil(y), font, STYLE_TEXT, name);
}

int page_scale_bar(Page *page, int x, int y, double pitch) {
    const PictureFrame *frame = page->frame;
    if (!(frame->samples_per_unit > 0.0) || !(frame->scale_length > 0.0))
        return x;
    enum { THICKNESS = 5, TEXT_GAP = 8 };
    int length = (int)lround(frame->scale_length * frame->samples_per_unit * pitch);
    canvas_rectangle(page->canvas, x, y - THICKNESS / 2, length, THICKNESS, STYLE_TEXT);
    if (!frame->scale_label)
        return x + length;
    return canvas_label(page->canvas, x + length + TEXT_GAP, y, STYLE_FONT, STYLE_TEXT,
                        frame->scale_label);
}

// A limit is rarely a round number: it has three digits, or all where it is whole.
static char *limit_text(double value, double range) {
    if (value == round(value) && fabs(value) < 1e6)
        return number_text(value, 1.0);
    return number_text(value, pow(10.0, floor(log10(range / 100.0))));
}

enum {
    BAR_WIDTH = 26,
    BAR_TICK = 6,
    BAR_TICKS = 5,
    BAR_TEXT = BAR_WIDTH + EDGE + BAR_TICK + 4,
    BAR_NAME_GAP = 14
};

static void widen(int *widest, const char *text) {
    int width = text ? font_text_width(STYLE_SMALL, text) : 0;
    *widest = width > *widest ? width : *widest;
}

static int bar_text_width(const ColourBar *bar) {
    int widest = 0;
    const Ticks ticks = ticks_between(bar->low, bar->high, BAR_TICKS);
    for (int i = 0; i < ticks.count; i++) {
        OWNED char *text = number_text(ticks.at[i], ticks.step);
        widen(&widest, text);
    }
    OWNED char *low = limit_text(bar->low, bar->high - bar->low),
               *high = limit_text(bar->high, bar->high - bar->low);
    widen(&widest, low);
    widen(&widest, high);
    widen(&widest, bar->low_word);
    widen(&widest, bar->high_word);
    return widest;
}

int page_colour_bar_width(const ColourBar *bar) {
    assert(bar->low < bar->high);
    int name = bar->name ? BAR_NAME_GAP + font_line_height(STYLE_FONT) : 0;
    return BAR_TEXT + bar_text_width(bar) + name;
}

static void draw_bar_text(Canvas *canvas, int x, int y, Rgb colour, const char *text) {
    if (text)
        canvas_label(canvas, x, y, STYLE_SMALL, colour, text);
}

void page_colour_bar(Page *page, const ColourBar *bar, int x, int y, int height) {
    enum { LEAST_DISTANCE = 26 };
    Canvas *canvas = page->canvas;
    double range = bar->high - bar->low;
    int text_x = x + BAR_TEXT, line = font_line_height(STYLE_SMALL);
    for (int i = 0; i < height; i++)
        canvas_rectangle(canvas, x, y + i, BAR_WIDTH, 1,
                         colour_ramp(bar->ramp, 1.0 - (i + 0.5) / height));
    canvas_frame(canvas, x, y, BAR_WIDTH, height, EDGE, STYLE_TEXT);

    // Both ends have numbers; round numbers stand between them where there is room.
    OWNED char *low = limit_text(bar->low, range), *high = limit_text(bar->high, range);
    canvas_rectangle(canvas, x + BAR_WIDTH + EDGE, y - EDGE, BAR_TICK, 2, STYLE_TEXT);
    canvas_rectangle(canvas, x + BAR_WIDTH + EDGE, y + height - 1, BAR_TICK, 2, STYLE_TEXT);
    draw_bar_text(canvas, text_x, y, STYLE_TEXT, high);
    draw_bar_text(canvas, text_x, y + line, STYLE_FAINT, bar->high_word);
    draw_bar_text(canvas, text_x, y + height, STYLE_TEXT, low);
    draw_bar_text(canvas, text_x, y + height - line, STYLE_FAINT, bar->low_word);
    int clear_top = LEAST_DISTANCE + (bar->high_word ? line : 0);
    int clear_bottom = LEAST_DISTANCE + (bar->low_word ? line : 0);
    const Ticks ticks = ticks_between(bar->low, bar->high, BAR_TICKS);
    for (int i = 0; i < ticks.count; i++) {
        int at = y + (int)lround(height * (bar->high - ticks.at[i]) / range);
        if (at < y + clear_top || at > y + height - clear_bottom)
            continue;
        OWNED char *text = number_text(ticks.at[i], ticks.step);
        canvas_rectangle(canvas, x + BAR_WIDTH + EDGE, at - 1, BAR_TICK, 2, STYLE_TEXT);
        draw_bar_text(canvas, text_x, at, STYLE_TEXT, text);
    }
    if (bar->name)
        canvas_text_up(
            canvas, text_x + bar_text_width(bar) + BAR_NAME_GAP + font_capital_height(STYLE_FONT),
            y + height / 2, STYLE_FONT, STYLE_TEXT, bar->name);
}

// Lists the picture, which was written to `path`, where the frame says.
static void list_picture(const Page *page, const char *path) {
    const PictureFrame *frame = page->frame;
    const char *slash = strrchr(path, '/');
    picture_list_put(frame->drawn,
                     (ListedPicture){copy_text(slash ? slash + 1 : path), copy_text(frame->measure),
                                     copy_text(frame->picture), frame->iteration,
                                     copy_text(frame->title),
                                     copy_text(frame->subtitle ? frame->subtitle : ""), page->map});
}

bool page_write(Page *page, const char *path, Error *error) {
    const PictureFrame *frame = page->frame;
    const PictureMap *map = &page->map;
    OWNED PngText *notes = allocate(frame->notes_count + 3, sizeof *notes);
    OWNED char *place =
        format_text("%zu %zu %zu %zu %zu", map->left, map->top, map->zoom, map->rows, map->columns);
    size_t n = 0;
    notes[n++] = (PngText){"Title", frame->title};
    if (frame->subtitle)
        notes[n++] = (PngText){"Description", frame->subtitle};
    if (map->zoom > 0)
        notes[n++] = (PngText){"Map", place};
    for (size_t i = 0; i < frame->notes_count; i++)
        notes[n++] = frame->notes[i];
    bool written = canvas_write(page->canvas, path, notes, n, error);
    if (written && frame->drawn)
        list_picture(page, path);
    canvas_free(page->canvas);
    page->canvas = NULL;
    return written;
}
