// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html_chart.h"

#include "base/memory.h"
#include "pictures/ticks.h"

#include <math.h>
#include <string.h>

// The picture and the area of the curves in it, in SVG units: about pixels on a small screen.
enum { WIDTH = 368, HEIGHT = 200, LEFT = 52, RIGHT = 348, TOP = 8, BOTTOM = 160, TICKS = 4 };
enum { DOTS_MOST = 40 };    // a curve of more points has no dots
enum { POINTS_MOST = 400 }; // of a curve of more points, only every few are drawn
enum { INSET = 14 };        // of points with error bars, from the ends of the axis
enum { ASIDE = 3 };         // between the error bars of two curves at the same x
enum { LETTER = 6 };        // the approximate width of a letter

typedef struct {
    double low, high;
    Ticks ticks;
    double first, last; // the SVG coordinates of its ends
    bool logarithmic;
} Axis;

static void take_in(Axis *axis, double value) {
    axis->low = fmin(axis->low, value);
    axis->high = fmax(axis->high, value);
}

// Finds the ticks; with `round`, extends the limits to ticks.
static void finish_axis(Axis *axis, bool round) {
    if (!(axis->high - axis->low > 1e-9 * fabs(axis->high))) { // all the same
        double half = axis->high != 0 ? 0.5 * fabs(axis->high) : 0.5;
        axis->low -= half;
        axis->high += half;
    }
    axis->ticks = round ? ticks_round_out(&axis->low, &axis->high, TICKS)
                        : ticks_between(axis->low, axis->high, TICKS);
}

static double place(const Axis *axis, double value) {
    double share = axis->logarithmic ? log(value / axis->low) / log(axis->high / axis->low)
                                     : (value - axis->low) / (axis->high - axis->low);
    return axis->first + (axis->last - axis->first) * share;
}

static void draw_y_ticks(Html *html, const Axis *y) {
    for (int i = 0; i < y->ticks.count; i++) {
        double at = place(y, y->ticks.at[i]);
        fprintf(html->file, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, at, RIGHT);
        fprintf(html->file, "<text x=\"%d\" y=\"%.1f\" class=\"end\">%.6g</text>\n", LEFT - 5,
                at + 3.5, y->ticks.at[i]);
    }
}

static void draw_x_tick(Html *html, const Axis *x, double value, const char *name) {
    double at = place(x, value);
    fprintf(html->file, "<path class=\"grid\" d=\"M%.1f %dV%d\"/>", at, BOTTOM, BOTTOM + 4);
    fprintf(html->file, "<text x=\"%.1f\" y=\"%d\" class=\"middle\">", at, BOTTOM + 16);
    html_text(html, "%s", name);
    fputs("</text>\n", html->file);
}

// Draws the chart's own ticks. Names of separate points are shortened to fit; otherwise a name that
// would overlap the one before is left out.
static void draw_named_ticks(Html *html, const Axis *x, const HtmlChart *chart) {
    int room = (RIGHT - LEFT) / (int)(chart->ticks * LETTER);
    double end = 0;
    for (size_t i = 0; i < chart->ticks; i++) {
        const char *name = chart->tick_name[i];
        int length = (int)strlen(name), shown = chart->apart && length > room ? room - 1 : length;
        double half = 0.5 * LETTER * shown, at = place(x, chart->tick[i]);
        OWNED char *text = format_text("%.*s%s", shown, name, shown < length ? "\u2026" : "");
        draw_x_tick(html, x, chart->tick[i], chart->apart || at - half > end ? text : "");
        end = chart->apart || at - half > end ? at + half : end;
    }
}

static void draw_round_ticks(Html *html, const Axis *x) {
    for (int i = 0; i < x->ticks.count; i++) {
        OWNED char *name = format_text("%.9g", x->ticks.at[i]);
        draw_x_tick(html, x, x->ticks.at[i], name);
    }
}

// Draws ticks at 1, 2 and 5 times powers of ten.
static void draw_logarithmic_ticks(Html *html, const Axis *x) {
    static const double digit[] = {1, 2, 5};
    for (double ten = pow(10, floor(log10(x->low))); ten <= x->high; ten *= 10)
        for (size_t k = 0; k < sizeof digit / sizeof *digit; k++) {
            double value = digit[k] * ten;
            bool named = k == 0 || x->high / x->low < 1e3; // then there is room for all three
            OWNED char *name = format_text("%.6g", value);
            if (value >= x->low * (1 - 1e-9) && value <= x->high * (1 + 1e-9))
                draw_x_tick(html, x, value, named ? name : "");
        }
}

static void draw_ticks(Html *html, const Axis *x, const Axis *y, const HtmlChart *chart) {
    draw_y_ticks(html, y);
    if (chart->ticks > 0)
        draw_named_ticks(html, x, chart);
    else if (x->logarithmic)
        draw_logarithmic_ticks(html, x);
    else
        draw_round_ticks(html, x);
}

// The step from one drawn point to the next, so that a curve has at most POINTS_MOST points.
static size_t stride(const HtmlCurve *curve) {
    return curve->n > POINTS_MOST ? (curve->n + POINTS_MOST - 1) / POINTS_MOST : 1;
}

// The SVG x of a point. Curves with error bars are drawn side by side.
static double place_point(const HtmlChart *chart, const HtmlCurve *curve, size_t i, const Axis *x) {
    double k = (double)(curve - chart->curve), middle = 0.5 * (double)(chart->count - 1);
    return place(x, curve->x[i]) + (curve->low ? ASIDE * (k - middle) : 0);
}

static void draw_line(Html *html, const HtmlChart *chart, const HtmlCurve *curve, const Axis *x,
                      const Axis *y) {
    bool broken = true;
    fputs("<path d=\"", html->file);
    for (size_t i = 0; i < curve->n; i += stride(curve)) {
        if (isfinite(curve->y[i]))
            fprintf(html->file, "%c%.1f %.1f", broken ? 'M' : 'L', place_point(chart, curve, i, x),
                    place(y, curve->y[i]));
        broken = !isfinite(curve->y[i]);
    }
    fputs("\"/>", html->file);
}

static bool has_bar(const HtmlCurve *curve, size_t i) {
    return curve->low && isfinite(curve->low[i]) && isfinite(curve->high[i]);
}

static void draw_bars(Html *html, const HtmlChart *chart, const HtmlCurve *curve, const Axis *x,
                      const Axis *y) {
    for (size_t i = 0; i < curve->n; i++)
        if (isfinite(curve->y[i]) && has_bar(curve, i))
            fprintf(html->file, "<path class=\"bar\" d=\"M%.1f %.1fV%.1f\"/>",
                    place_point(chart, curve, i, x), place(y, curve->low[i]),
                    place(y, curve->high[i]));
}

static void draw_dot(Html *html, const HtmlChart *chart, const HtmlCurve *curve, size_t i,
                     const Axis *x, const Axis *y) {
    fprintf(html->file, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.2\"><title>",
            place_point(chart, curve, i, x), place(y, curve->y[i]));
    html_text(html, "%s%s%.4g", curve->name, curve->name[0] ? ": " : "", curve->y[i]);
    if (has_bar(curve, i))
        html_text(html, " (%.4g to %.4g)", curve->low[i], curve->high[i]);
    if (chart->ticks == curve->n)
        html_text(html, " at %s", chart->tick_name[i]);
    else
        html_text(html, " at %.9g", curve->x[i]);
    fputs("</title></circle>", html->file);
}

static void draw_curve(Html *html, const HtmlChart *chart, const HtmlCurve *curve, const Axis *x,
                       const Axis *y) {
    fprintf(html->file, "<g class=\"curve c%zu\">",
            (size_t)(curve - chart->curve) % HTML_CHART_STYLES);
    if (!chart->apart)
        draw_line(html, chart, curve, x, y);
    draw_bars(html, chart, curve, x, y);
    for (size_t i = 0; i < curve->n && (curve->n <= DOTS_MOST || chart->apart); i++)
        if (isfinite(curve->y[i]))
            draw_dot(html, chart, curve, i, x, y);
    fputs("</g>\n", html->file);
}

static void write_legend(Html *html, const HtmlChart *chart) {
    html_open(html, "figcaption", NULL);
    html_words(html, "strong", NULL, "%s", chart->title);
    bool alone = chart->count == 1 && chart->curve[0].name[0] == '\0';
    for (size_t k = 0; k < chart->count && !alone; k++) {
        OWNED char *class = format_text("key curve c%zu", k % HTML_CHART_STYLES);
        html_open(html, "span", "class", class, NULL);
        fputs("<svg viewBox=\"0 0 24 8\" aria-hidden=\"true\"><path d=\"M0 4H24\"/></svg>",
              html->file);
        html_text(html, "%s", chart->curve[k].name);
        html_close(html, "span");
    }
    html_close(html, "figcaption");
}

// Finds the axes that contain all points and error bars; false if there is no point.
static bool find_axes(const HtmlChart *chart, Axis *x, Axis *y) {
    bool bars = false;
    *x = *y = (Axis){.low = (double)INFINITY, .high = -(double)INFINITY};
    x->first = LEFT;
    x->last = RIGHT;
    x->logarithmic = chart->logarithmic;
    y->first = BOTTOM;
    y->last = TOP;
    for (size_t k = 0; k < chart->count; k++) {
        const HtmlCurve *curve = &chart->curve[k];
        bars = bars || curve->low;
        for (size_t i = 0; i < curve->n; i++) {
            if (!isfinite(curve->y[i]))
                continue;
            take_in(x, curve->x[i]);
            take_in(y, curve->y[i]);
            if (has_bar(curve, i)) {
                take_in(y, curve->low[i]);
                take_in(y, curve->high[i]);
            }
        }
    }
    bool any = x->low <= x->high;
    for (size_t i = 0; i < chart->ticks; i++)
        take_in(x, chart->tick[i]);
    x->first += bars ? INSET : 0;
    x->last -= bars ? INSET : 0;
    return any;
}

void html_chart(Html *html, const HtmlChart *chart) {
    Axis x, y;
    if (!find_axes(chart, &x, &y))
        return;
    OWNED char *label = format_text("%s, from %.4g to %.4g, over %s %.9g to %.9g", chart->title,
                                    y.low, y.high, chart->x_name, x.low, x.high),
               *view = format_text("0 0 %d %d", WIDTH, HEIGHT);
    finish_axis(&x, false);
    finish_axis(&y, true);
    html_open(html, "figure", "class", "chart", NULL);
    html_open(html, "svg", "viewBox", view, "role", "img", "aria-label", label, NULL);
    draw_ticks(html, &x, &y, chart);
    fprintf(html->file, "<text x=\"%d\" y=\"%d\" class=\"middle\">", (LEFT + RIGHT) / 2,
            HEIGHT - 6);
    html_text(html, "%s", chart->x_name);
    fputs("</text>\n", html->file);
    for (size_t k = 0; k < chart->count; k++)
        draw_curve(html, chart, &chart->curve[k], &x, &y);
    html_close(html, "svg");
    write_legend(html, chart);
    html_close(html, "figure");
}
