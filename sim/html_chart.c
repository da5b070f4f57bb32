// SPDX-License-Identifier: GPL-3.0-or-later
#include "html_chart.h"

#include "memory.h"

#include <math.h>
#include <stdbool.h>

// The picture and the field of the curves in it, in SVG units: about pixels on a small screen.
enum { WIDTH = 360, HEIGHT = 200, LEFT = 52, RIGHT = 348, TOP = 8, BOTTOM = 160, TICKS = 4 };
enum { DOTS_MOST = 40, POINTS_MOST = 400 }; // more points than this have no dots; are thinned out

typedef struct {
    double low, high, step; // of the ticks, which begin at or above `low`
} Axis;

static void take_in(Axis *axis, double value) {
    axis->low = fmin(axis->low, value);
    axis->high = fmax(axis->high, value);
}

// Ticks at 1, 2 or 5 times a power of ten, and limits that lie on them where `round`.
static void finish_axis(Axis *axis, bool round) {
    double extent = axis->high - axis->low;
    if (!(extent > 1e-9 * fabs(axis->high))) { // all the same
        double half = axis->high != 0 ? 0.5 * fabs(axis->high) : 0.5;
        axis->low -= half;
        axis->high += half;
        extent = 2 * half;
    }
    double rough = extent / TICKS, ten = pow(10, floor(log10(rough))), digit = rough / ten;
    axis->step = ten * (digit > 5 ? 10 : digit > 2 ? 5 : digit > 1 ? 2 : 1);
    if (round) {
        axis->low = axis->step * floor(axis->low / axis->step + 1e-9);
        axis->high = axis->step * ceil(axis->high / axis->step - 1e-9);
    }
}

static double place(const Axis *axis, double value, double first, double last) {
    return first + (last - first) * (value - axis->low) / (axis->high - axis->low);
}

static void draw_ticks(Html *html, const Axis *x, const Axis *y) {
    for (double k = ceil(y->low / y->step - 1e-9); k * y->step <= y->high + 1e-9 * y->step; k++) {
        double at = place(y, k * y->step, BOTTOM, TOP);
        fprintf(html->file, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, at, RIGHT);
        fprintf(html->file, "<text x=\"%d\" y=\"%.1f\" class=\"end\">%.6g</text>\n", LEFT - 5,
                at + 3.5, k == 0 ? 0 : k * y->step);
    }
    for (double k = ceil(x->low / x->step - 1e-9); k * x->step <= x->high + 1e-9 * x->step; k++) {
        double at = place(x, k * x->step, LEFT, RIGHT);
        fprintf(html->file, "<path class=\"grid\" d=\"M%.1f %dV%d\"/>", at, BOTTOM, BOTTOM + 4);
        fprintf(html->file, "<text x=\"%.1f\" y=\"%d\" class=\"middle\">%.9g</text>\n", at,
                BOTTOM + 16, k == 0 ? 0 : k * x->step);
    }
}

// Every how many points one is drawn, so that a curve is no longer than the eye can tell.
static size_t stride(const HtmlCurve *curve) {
    return curve->n > POINTS_MOST ? (curve->n + POINTS_MOST - 1) / POINTS_MOST : 1;
}

static void draw_curve(Html *html, const HtmlCurve *curve, size_t k, const Axis *x, const Axis *y) {
    unsigned style = (unsigned)(k % HTML_CHART_STYLES);
    bool broken = true;
    fprintf(html->file, "<g class=\"curve c%u\"><path d=\"", style);
    for (size_t i = 0; i < curve->n; i += stride(curve)) {
        if (isfinite(curve->y[i]))
            fprintf(html->file, "%c%.1f %.1f", broken ? 'M' : 'L',
                    place(x, curve->x[i], LEFT, RIGHT), place(y, curve->y[i], BOTTOM, TOP));
        broken = !isfinite(curve->y[i]);
    }
    fputs("\"/>", html->file);
    for (size_t i = 0; i < curve->n && curve->n <= DOTS_MOST; i++) {
        if (!isfinite(curve->y[i]))
            continue;
        fprintf(html->file, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.2\"><title>",
                place(x, curve->x[i], LEFT, RIGHT), place(y, curve->y[i], BOTTOM, TOP));
        html_text(html, "%s%s%.4g at %.9g", curve->name, curve->name[0] ? ": " : "", curve->y[i],
                  curve->x[i]);
        fputs("</title></circle>", html->file);
    }
    fputs("</g>\n", html->file);
}

static void write_legend(Html *html, const HtmlChart *chart) {
    html_open(html, "figcaption", NULL);
    html_words(html, "strong", NULL, "%s", chart->title);
    bool alone = chart->count == 1 && chart->curve[0].name[0] == '\0';
    for (size_t k = 0; k < chart->count && !alone; k++) {
        char *class = format_text("key curve c%zu", k % HTML_CHART_STYLES);
        html_open(html, "span", "class", class, NULL);
        fputs("<svg viewBox=\"0 0 24 8\" aria-hidden=\"true\"><path d=\"M0 4H24\"/></svg>",
              html->file);
        html_text(html, "%s", chart->curve[k].name);
        html_close(html, "span");
        release(class);
    }
    html_close(html, "figcaption");
}

void html_chart(Html *html, const HtmlChart *chart) {
    Axis x = {(double)INFINITY, -(double)INFINITY, 0}, y = x;
    for (size_t k = 0; k < chart->count; k++)
        for (size_t i = 0; i < chart->curve[k].n; i++)
            if (isfinite(chart->curve[k].y[i])) {
                take_in(&x, chart->curve[k].x[i]);
                take_in(&y, chart->curve[k].y[i]);
            }
    if (!(x.low <= x.high))
        return;
    char *told = format_text("%s, from %.4g to %.4g, over %s %.9g to %.9g", chart->title, y.low,
                             y.high, chart->x_name, x.low, x.high),
         *view = format_text("0 0 %d %d", WIDTH, HEIGHT);
    finish_axis(&x, false);
    finish_axis(&y, true);
    html_open(html, "figure", "class", "chart", NULL);
    html_open(html, "svg", "viewBox", view, "role", "img", "aria-label", told, NULL);
    draw_ticks(html, &x, &y);
    fprintf(html->file, "<text x=\"%d\" y=\"%d\" class=\"middle\">", (LEFT + RIGHT) / 2,
            HEIGHT - 6);
    html_text(html, "%s", chart->x_name);
    fputs("</text>\n", html->file);
    for (size_t k = 0; k < chart->count; k++)
        draw_curve(html, &chart->curve[k], k, &x, &y);
    html_close(html, "svg");
    write_legend(html, chart);
    html_close(html, "figure");
    release(view);
    release(told);
}
