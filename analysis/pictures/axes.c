// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "pictures/axes.h"
#include "pictures/style.h"
#include "pictures/ticks.h"

#include <math.h>
#include <string.h>

enum { X_TICKS = 6, Y_TICKS = 6, TICK = 7, GAP = 8, ROOM = 90 };

Point axes_point(const Axes *axes, double x, double y) {
    double share = axes->logarithmic ? log(x / axes->x_low) / log(axes->x_high / axes->x_low)
                                     : (x - axes->x_low) / (axes->x_high - axes->x_low);
    return (Point){axes->left + axes->width * share,
                   axes->top + axes->height * (axes->y_high - y) / (axes->y_high - axes->y_low)};
}

int axes_left_margin(const Axes *axes) {
    int widest = 0;
    const Ticks y_ticks = ticks_between(axes->y_low, axes->y_high, Y_TICKS);
    for (int i = 0; i < y_ticks.count; i++) {
        OWNED char *text = number_text(y_ticks.at[i], y_ticks.step);
        int width = font_text_width(STYLE_SMALL, text);
        widest = width > widest ? width : widest;
    }
    return widest + TICK + 2 * GAP + font_line_height(STYLE_FONT);
}

int axes_bottom_margin(void) {
    return TICK + GAP + font_line_height(STYLE_SMALL) + font_line_height(STYLE_FONT);
}

static const Rgb GRID = {228, 228, 232};

static void draw_x_tick(Canvas *canvas, const Axes *axes, double value, const char *text) {
    int x = (int)lround(axes_point(axes, value, 0.0).x), bottom = axes->top + axes->height;
    canvas_rectangle(canvas, x, axes->top, 1, axes->height, GRID);
    canvas_rectangle(canvas, x - 1, bottom, 2, TICK, STYLE_TEXT);
    canvas_text(canvas, x, bottom + TICK + GAP + font_capital_height(STYLE_SMALL), ALIGN_CENTRE,
                STYLE_SMALL, STYLE_TEXT, text);
}

// A name cut to a width in pixels; to be released.
static char *shortened(const char *name, int width) {
    char *text = copy_text(name);
    for (size_t n = strlen(name); n > 0 && font_text_width(STYLE_SMALL, text) > width;) {
        while (--n > 0 && (name[n] & 0xC0) == 0x80) // within a letter of UTF-8
            ;
        release(text);
        text = format_text("%.*s\u2026", (int)n, name);
    }
    return text;
}

static void draw_named_ticks(Canvas *canvas, const Axes *axes) {
    const NamedTicks *ticks = &axes->ticks;
    int room = axes->width / (int)ticks->count - GAP;
    double end = -HUGE_VAL; // of the name before
    for (size_t i = 0; i < ticks->count; i++) {
        OWNED char *name =
            ticks->shortened ? shortened(ticks->name[i], room) : copy_text(ticks->name[i]);
        double half = 0.5 * font_text_width(STYLE_SMALL, name) + GAP / 2,
               x = axes_point(axes, ticks->at[i], 0.0).x;
        bool fits = ticks->shortened || x - half > end;
        draw_x_tick(canvas, axes, ticks->at[i], fits ? name : "");
        end = fits ? x + half : end;
    }
}

static void draw_round_ticks(Canvas *canvas, const Axes *axes) {
    int most = axes->width / ROOM < X_TICKS ? axes->width / ROOM : X_TICKS;
    most = most > 2 ? most : 2;
    double range = axes->x_high - axes->x_low;
    if (axes->whole && range < most) // one step for each number
        most = (int)fmax(1.0, floor(range));
    const Ticks ticks = axes->logarithmic ? ticks_logarithmic(axes->x_low, axes->x_high)
                                          : ticks_between(axes->x_low, axes->x_high, most);
    for (int i = 0; i < ticks.count; i++) {
        double step = axes->logarithmic ? ticks.at[i] : axes->whole ? 1.0 : ticks.step;
        OWNED char *text = number_text(ticks.at[i], step);
        if (!axes->whole || ticks.at[i] == round(ticks.at[i]))
            draw_x_tick(canvas, axes, ticks.at[i], text);
    }
}

void axes_draw(Canvas *canvas, const Axes *axes, const char *x_name, const char *y_name) {
    int capital = font_capital_height(STYLE_SMALL);
    int right = axes->left + axes->width, bottom = axes->top + axes->height;
    OWNED char *name = format_text("%s%s", x_name, axes->logarithmic ? ", log scale" : "");
    if (axes->ticks.count > 0)
        draw_named_ticks(canvas, axes);
    else
        draw_round_ticks(canvas, axes);
    const Ticks y_ticks = ticks_between(axes->y_low, axes->y_high, Y_TICKS);
    for (int i = 0; i < y_ticks.count; i++) {
        int y = (int)lround(axes_point(axes, 0.0, y_ticks.at[i]).y);
        OWNED char *text = number_text(y_ticks.at[i], y_ticks.step);
        canvas_rectangle(canvas, axes->left, y, axes->width, 1, GRID);
        canvas_rectangle(canvas, axes->left - TICK, y - 1, TICK, 2, STYLE_TEXT);
        canvas_text(canvas, axes->left - TICK - GAP / 2, y + capital / 2, ALIGN_RIGHT, STYLE_SMALL,
                    STYLE_TEXT, text);
    }
    canvas_frame(canvas, axes->left, axes->top, axes->width, axes->height, 1, STYLE_TEXT);
    canvas_text(canvas, (axes->left + right) / 2,
                bottom + axes_bottom_margin() - font_line_height(STYLE_FONT) / 5, ALIGN_CENTRE,
                font_fitted(STYLE_FONT, name, axes->width), STYLE_TEXT, name);
    canvas_text_up(canvas, axes->left - axes_left_margin(axes) + font_capital_height(STYLE_FONT),
                   axes->top + axes->height / 2, font_fitted(STYLE_FONT, y_name, axes->height),
                   STYLE_TEXT, y_name);
}

void axes_clip(Canvas *canvas, const Axes *axes, double thickness) {
    int outside = (int)ceil(0.5 * thickness);
    canvas_clip(canvas, axes->left - outside, axes->top - outside, axes->width + 2 * outside,
                axes->height + 2 * outside);
}

// Points far outside come nearer, as Cairo cannot take them (canvas_line).
static double drawable(double pixels) {
    return isfinite(pixels) ? fmin(fmax(pixels, -1e6), 1e6) : pixels;
}

static Point place(const Axes *axes, double x, double y) {
    Point at = axes_point(axes, x, y);
    return (Point){drawable(at.x), drawable(at.y)};
}

void axes_curve(Canvas *canvas, const Axes *axes, const double *x, const double *y, size_t n,
                double thickness, double dash, Rgb colour) {
    OWNED Point *points = allocate(n, sizeof *points);
    for (size_t i = 0; i < n; i++)
        points[i] = place(axes, x[i], y[i]);
    axes_clip(canvas, axes, thickness);
    canvas_line(canvas, points, n, thickness, dash, colour);
    canvas_unclip(canvas);
}

void axes_band(Canvas *canvas, const Axes *axes, const double *x, const double *low,
               const double *high, size_t n, Rgb colour) {
    static const double TINT = 0.22;
    OWNED Point *points = allocate(2 * n, sizeof *points);
    axes_clip(canvas, axes, 0.0);
    for (size_t first = 0, i = 0; i <= n; i++) {
        if (i < n && isfinite(low[i]) && isfinite(high[i])) {
            points[i - first] = place(axes, x[i], low[i]);
            continue;
        }
        size_t count = i - first; // of a stretch without gaps, which goes back along `high`
        for (size_t k = 0; k < count; k++)
            points[count + k] = place(axes, x[i - 1 - k], high[i - 1 - k]);
        canvas_area(canvas, points, 2 * count, colour, TINT);
        first = i + 1;
    }
    canvas_unclip(canvas);
}
