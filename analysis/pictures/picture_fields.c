// SPDX-License-Identifier: GPL-3.0-or-later
// Connection fields, and lateral weights, of chosen units side by side.
#include "base/memory.h"
#include "pictures/colour_bar.h"
#include "pictures/page.h"
#include "pictures/ticks.h"
#include "statistics/finite.h"

#include <math.h>

enum { TARGET = 640, SPACE = 8, NOTE = 30, STRIP = 84 + NOTE, LABELS = 34 };

static const Rgb GROUND = {240, 240, 243}; // outside a field

static void draw_field(Canvas *canvas, const PictureFields *fields, const double *values,
                       double left, double top, double side) {
    size_t n = fields->size * fields->size;
    double most = finite_largest_size(values, n);
    OWNED Rgb *colours = allocate(n, sizeof *colours);
    for (size_t i = 0; i < n; i++) {
        double part = most > 0.0 ? values[i] / most : 0.0;
        if (!isfinite(values[i]))
            colours[i] = GROUND;
        else
            colours[i] = colour_ramp(fields->ramp, fields->signed_values ? 0.5 + 0.5 * part : part);
    }
    canvas_array(canvas, left, top, side, side, colours, NULL, fields->size, fields->size);
}

// Positions as text, all with the same decimals.
static char *position_label(double position) {
    return number_text(round(position * 100.0) / 100.0, 0.01);
}

// The width of the widest label of n positions; 0 without positions.
static int labels_width(const double *positions, size_t n) {
    int widest = 0;
    for (size_t i = 0; positions && i < n; i++) {
        OWNED char *text = position_label(positions[i]);
        int width = font_text_width(STYLE_SMALL, text);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void draw_labels(Page *page, const PictureFields *fields, int left, double pitch) {
    // Columns too narrow for their labels show only some of them, evenly.
    size_t step = (size_t)(labels_width(fields->x, fields->cols) / fmax(1.0, pitch - SPACE) + 1);
    for (size_t j = 0; fields->x && j < fields->cols; j += step) {
        OWNED char *text = position_label(fields->x[j]);
        canvas_text(page->canvas, left + ((double)j + 0.5) * pitch,
                    page->top + font_capital_height(STYLE_SMALL), ALIGN_CENTRE, STYLE_SMALL,
                    STYLE_TEXT, text);
    }
    for (size_t i = 0; fields->y && i < fields->rows; i++) {
        OWNED char *text = position_label(fields->y[i]);
        canvas_text(page->canvas, left - 10,
                    page->top + LABELS + ((double)i + 0.5) * pitch +
                        font_capital_height(STYLE_SMALL) / 2,
                    ALIGN_RIGHT, STYLE_SMALL, STYLE_TEXT, text);
    }
}

static void draw_key(Page *page, const PictureFields *fields, int left, int y) {
    enum { WIDTH = 150, HEIGHT = 18, TEXT_GAP = 10 }; // pixels
    const char *low = fields->low_word        ? fields->low_word
                      : fields->signed_values ? "\u2212max"
                                              : "0";
    const char *high = fields->high_word ? fields->high_word : "max";
    left = TEXT_GAP + canvas_label(page->canvas, left, y, STYLE_SMALL, STYLE_TEXT, low);
    colour_bar_lying(page->canvas, fields->ramp, left, y - HEIGHT / 2, WIDTH, HEIGHT);
    canvas_label(page->canvas, left + WIDTH + TEXT_GAP, y, STYLE_SMALL, STYLE_TEXT, high);
}

static void draw_notes(Page *page, const PictureFields *fields, int left, int y) {
    const char *note = fields->x && fields->y ? "above: x, beside: y of the unit, sheet units"
                       : fields->x            ? "above: x of the unit, sheet units"
                       : fields->y            ? "beside: y of the unit, sheet units"
                                              : "";
    canvas_text(page->canvas, left, y - NOTE, ALIGN_LEFT, STYLE_SMALL, STYLE_FAINT,
                "each field on its own scale");
    canvas_text(page->canvas, left, y, ALIGN_LEFT, STYLE_SMALL, STYLE_FAINT, note);
}

bool picture_fields(const PictureFrame *frame, const PictureFields *fields, const char *path,
                    Error *error) {
    if (!form_draws(frame->form, frame->picture, NULL, NULL))
        return true;
    enum { KEY_WIDTH = 480 };
    double size = (double)fields->size,
           more = (double)(fields->rows > fields->cols ? fields->rows : fields->cols);
    int margin = fields->y ? labels_width(fields->y, fields->rows) + 12 : 0,
        room = page_room(frame, 0), strip = page_has_key(frame) ? STRIP : 0;
    // Without a given width, samples are whole units.
    double zoom = room > 0 ? fmax(1.0, (room - margin) / (double)fields->cols - SPACE) / size
                           : fmax(1.0, round((TARGET / more - SPACE) / size)),
           pitch = size * zoom + SPACE;
    int width = (int)ceil((double)fields->cols * pitch),
        height = (int)ceil((double)fields->rows * pitch);
    Page page = page_new(frame, page_room(frame, margin + (width > KEY_WIDTH ? width : KEY_WIDTH)),
                         LABELS + height + strip, zoom);
    int left = page.left + margin, top = page.top + LABELS;
    for (size_t i = 0; i < fields->rows * fields->cols; i++)
        draw_field(page.canvas, fields, fields->values + i * fields->size * fields->size,
                   left + (double)(i % fields->cols) * pitch + SPACE / 2,
                   top + (double)(i / fields->cols) * pitch + SPACE / 2, size * zoom);
    draw_labels(&page, fields, left, pitch);
    if (strip > 0) {
        draw_key(&page, fields, left, top + height + 32);
        draw_notes(&page, fields, left, top + height + STRIP - 8);
    }
    return page_write(&page, path, error);
}
