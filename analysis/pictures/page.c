// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/page.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

enum { GAP = 20 };

static const PictureForm usual_form = {.scale = 1.0};

static const PictureForm *form_of(const PictureFrame *frame) {
    return frame->form ? frame->form : &usual_form;
}

// Around everything. On paper, the page of the text has its own.
static int margin_of(const PictureFrame *frame) {
    return form_of(frame)->width > 0 ? 6 : 32;
}

int page_room(const PictureFrame *frame, int usual) {
    int width = form_of(frame)->width - 2 * margin_of(frame);
    return form_of(frame)->width > 0 ? (width > 100 ? width : 100) : usual;
}

bool page_has_key(const PictureFrame *frame) {
    return !form_of(frame)->keyless;
}

bool page_has_key_room(const PictureFrame *frame) {
    return !form_of(frame)->keyless || form_of(frame)->key_room;
}

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
        if (canvas)
            canvas_text(canvas, left, y + font_capital_height(font), ALIGN_LEFT,
                        font_fitted(font, line, width), colour, line);
        y += font_line_height(font);
        text += length;
        text += strspn(text, " ");
    }
    return y;
}

// Draws, or measures, the frame's title and subtitle; returns where the body begins.
static int draw_head(Canvas *canvas, const PictureFrame *frame, int width) {
    int margin = margin_of(frame);
    if (form_of(frame)->untitled)
        return margin + font_capital_height(STYLE_SMALL) / 2; // of a number at the body's edge
    int top = draw_wrapped(canvas, STYLE_TITLE, STYLE_TEXT, frame->title, margin, margin, width);
    return draw_wrapped(canvas, STYLE_FONT, STYLE_FAINT, frame->subtitle ? frame->subtitle : "",
                        margin, top + 4, width) +
           GAP;
}

// The canvas of a page that is a file, or of a part of a figure.
static Canvas *canvas_of(const PictureForm *form, int width, int height, double zoom) {
    if (form->host == NULL) {
        double scale = form->scale > 0.0 ? form->scale : 1.0;
        if (form->format == CANVAS_PNG && zoom > 0.0)
            scale = ceil(zoom * scale - 1e-9) / zoom;
        Canvas *canvas = canvas_new(form->format, width, height, scale);
        canvas->points = form->points;
        return canvas;
    }
    if (form->host->canvas == NULL)
        return canvas_new(CANVAS_PNG, 1.0, 1.0, 1.0); // all of the picture is cut
    canvas_move(form->host->canvas, form->host->left, form->host->top);
    return form->host->canvas;
}

Page page_new(const PictureFrame *frame, int width, int height, double zoom) {
    const PictureForm *form = form_of(frame);
    int margin = margin_of(frame), body = draw_head(NULL, frame, width);
    int whole = form->width > 0 ? form->width : width + 2 * margin;
    Page page = {canvas_of(form, whole, body + height + margin, zoom),
                 margin,
                 body,
                 width,
                 height,
                 whole,
                 body + height + margin,
                 *frame,
                 NULL,
                 {0}};
    draw_head(page.canvas, frame, width);
    return page;
}

void page_note_map(Page *page, double left, double top, double zoom, size_t rows, size_t cols) {
    double scale = page->canvas->scale;
    page->map = (PictureMap){(size_t)lround(scale * left),
                             (size_t)lround(scale * top),
                             (size_t)lround(scale * zoom),
                             rows,
                             cols,
                             page->frame.density > 0.0};
}

// Lists the picture, which was written to `path`, where the frame says.
static void list_picture(const Page *page, const char *path) {
    const PictureFrame *frame = &page->frame;
    const char *slash = strrchr(path, '/');
    picture_list_put(frame->drawn,
                     (ListedPicture){copy_text(slash ? slash + 1 : path), copy_text(frame->measure),
                                     copy_text(frame->picture), frame->iteration,
                                     copy_text(frame->title),
                                     copy_text(frame->subtitle ? frame->subtitle : ""), page->map});
}

static bool write_file(Page *page, const char *path, Error *error) {
    const PictureFrame *frame = &page->frame;
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
    PictureMemory *memory = form_of(frame)->memory;
    if (memory) {
        double scale = page->canvas->format == CANVAS_PNG ? page->canvas->scale : 1.0;
        PictureBytes file = {.name = copy_text(frame->picture ? frame->picture : ""),
                             .width = (unsigned)ceil(scale * page->whole_width),
                             .height = (unsigned)ceil(scale * page->whole_height)};
        file.bytes = canvas_bytes(page->canvas, notes, n, &file.size);
        memory->picture = allocate_one_more(memory->picture, memory->count, sizeof file);
        memory->picture[memory->count++] = file;
        return true;
    }
    return canvas_write(page->canvas, path, notes, n, error);
}

bool page_write(Page *page, const char *path, Error *error) {
    PictureHost *host = form_of(&page->frame)->host;
    if (form_of(&page->frame)->file)
        path = form_of(&page->frame)->file;
    bool written = host || write_file(page, path, error);
    if (written && page->frame.drawn)
        list_picture(page, path);
    if (host && host->canvas) {
        canvas_move(host->canvas, -host->left, -host->top);
        page->canvas = NULL;
    }
    if (host) {
        host->width = page->whole_width;
        host->height = page->whole_height;
    }
    canvas_free(page->canvas);
    page->canvas = NULL;
    release(page->subtitle);
    return written;
}
