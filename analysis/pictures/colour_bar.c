// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/colour_bar.h"

#include "base/memory.h"
#include "pictures/style.h"
#include "pictures/ticks.h"

#include <assert.h>
#include <math.h>

// A limit is rarely a round number: it has three digits, or all where it is whole.
static char *limit_text(double value, double range) {
    if (value == round(value) && fabs(value) < 1e6)
        return number_text(value, 1.0);
    return number_text(value, pow(10.0, floor(log10(range / 100.0))));
}

enum {
    EDGE = 1,
    COLOURS = 256,
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

int colour_bar_width(const ColourBar *bar) {
    assert(bar->low < bar->high);
    int name = bar->name ? BAR_NAME_GAP + font_line_height(STYLE_FONT) : 0;
    return BAR_TEXT + bar_text_width(bar) + name;
}

static void draw_bar_text(Canvas *canvas, int x, int y, Rgb colour, const char *text) {
    if (text)
        canvas_label(canvas, x, y, STYLE_SMALL, colour, text);
}

void colour_bar_draw(Canvas *canvas, const ColourBar *bar, int x, int y, int height) {
    enum { LEAST_DISTANCE = 26 };
    double range = bar->high - bar->low;
    int text_x = x + BAR_TEXT, line = font_line_height(STYLE_SMALL);
    Rgb colours[COLOURS];
    for (int i = 0; i < COLOURS; i++)
        colours[i] = colour_ramp(bar->ramp, 1.0 - (i + 0.5) / COLOURS);
    canvas_array(canvas, x, y, BAR_WIDTH, height, colours, NULL, COLOURS, 1);
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
            y + height / 2, font_fitted(STYLE_FONT, bar->name, height), STYLE_TEXT, bar->name);
}

void colour_bar_lying(Canvas *canvas, Ramp ramp, double x, double y, double width, double height) {
    Rgb colours[COLOURS];
    for (int i = 0; i < COLOURS; i++)
        colours[i] = colour_ramp(ramp, (i + 0.5) / COLOURS);
    canvas_array(canvas, x, y, width, height, colours, NULL, 1, COLOURS);
    canvas_frame(canvas, x, y, width, height, EDGE, STYLE_TEXT);
}
