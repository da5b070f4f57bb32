// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/key.h"

#include <math.h>

enum { ROW = 34, SIGN = 40, NARROW = 16, GAP = 10, BETWEEN = 28 };

static int sign_width(const KeyEntry *entry) {
    switch (entry->sign) {
    case KEY_BAR:
        return (int)lround(entry->length);
    case KEY_DISC:
    case KEY_RING:
        return NARROW;
    case KEY_WORDS:
        return 0;
    default:
        return SIGN;
    }
}

static void draw_sign(Canvas *canvas, const KeyEntry *entry, double x, double y) {
    double end = x + sign_width(entry), middle = 0.5 * (x + end);
    switch (entry->sign) {
    case KEY_ARROW:
        canvas_disc(canvas, x + 2.0, y, 1.8, entry->colour);
        canvas_line(canvas, (Point[]){{end - 9.0, y - 3.5}, {end - 2.0, y}, {end - 9.0, y + 3.5}},
                    3, entry->thickness, 0.0, entry->colour);
        // fallthrough
    case KEY_LINE:
        canvas_line(canvas, (Point[]){{x + 2.0, y}, {end - 2.0, y}}, 2, entry->thickness,
                    entry->dash, entry->colour);
        break;
    case KEY_DISC:
        canvas_disc(canvas, middle, y, entry->thickness + fmin(1.5, 0.5 * entry->thickness),
                    entry->edge);
        canvas_disc(canvas, middle, y, entry->thickness, entry->colour);
        break;
    case KEY_RING:
        canvas_ring(canvas, middle, y, 3.5, entry->thickness, 0.0, entry->colour);
        break;
    case KEY_WORDS:
        break;
    case KEY_HATCH:
        canvas_array(canvas, x, y - 11.0, SIGN, 22.0, &(Rgb){0}, &(bool){true}, 1, 1);
        break;
    case KEY_BAR:
        canvas_rectangle(canvas, x, y - 2.0, entry->length, 5.0, entry->colour);
        break;
    }
}

// Draws the rows, or without a canvas only counts them.
static int draw_rows(Canvas *canvas, const KeyEntry *entries, size_t n, int left, int top,
                     int width) {
    int x = 0, row = 0;
    bool any = false;
    for (size_t k = 0; k < n; k++) {
        const KeyEntry *entry = &entries[k];
        if (entry->name == NULL)
            continue;
        int sign = sign_width(entry),
            extent = sign + GAP + font_text_width(STYLE_SMALL, entry->name);
        if (x > 0 && x + extent > width) {
            x = 0;
            row++;
        }
        int y = top + row * ROW + ROW / 2;
        if (canvas) {
            draw_sign(canvas, entry, left + x, y);
            canvas_label(canvas, left + x + sign + GAP, y, STYLE_SMALL, STYLE_TEXT, entry->name);
        }
        x += extent + BETWEEN;
        any = true;
    }
    return any ? row + 1 : 0;
}

int key_height(const KeyEntry *entries, size_t n, int width) {
    return ROW * draw_rows(NULL, entries, n, 0, 0, width);
}

void key_draw(Canvas *canvas, const KeyEntry *entries, size_t n, int left, int top, int width) {
    draw_rows(canvas, entries, n, left, top, width);
}
