// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html_chart.h"

#include "base/memory.h"

enum { WIDTH = 720 };
enum { DOTS_MOST = 40 };    // a curve of more points has no dots
enum { POINTS_MOST = 400 }; // of a curve of more points, only every few are drawn

// Keeps every few points of a curve, in `x` and `y`, if it has too many.
static PictureCurve thinned(PictureCurve curve, double *x, double *y) {
    size_t step = (curve.n + POINTS_MOST - 1) / POINTS_MOST, n = 0;
    if (step < 2 || curve.low)
        return curve;
    for (size_t i = 0; i < curve.n; i += step, n++) {
        size_t k = i + step < curve.n ? i : curve.n - 1; // the last point is kept
        x[n] = curve.x[k];
        y[n] = curve.y[k];
    }
    return (PictureCurve){.name = curve.name, .x = x, .y = y, .n = n};
}

// Draws the chart alone, as SVG.
static void draw(PictureChart chart, PictureMemory *svg) {
    OWNED PictureCurve *curves = allocate(chart.count, sizeof *curves);
    OWNED double *room = allocate(2 * POINTS_MOST * chart.count, sizeof *room);
    for (size_t k = 0; k < chart.count; k++)
        curves[k] = thinned(chart.curves[k], room + 2 * POINTS_MOST * k,
                            room + 2 * POINTS_MOST * k + POINTS_MOST);
    chart.curves = curves;
    chart.dots_most = DOTS_MOST;
    const PictureForm form = {
        .format = CANVAS_SVG, .width = WIDTH, .untitled = true, .keyless = true, .memory = svg};
    picture_chart(&(PictureFrame){.title = "", .form = &form}, &chart, NULL, NULL);
}

static void write_legend(Html *html, const char *title, const PictureChart *chart) {
    html_open(html, "figcaption", NULL);
    html_words(html, "strong", NULL, "%s", title);
    bool alone = chart->count == 1 && chart->curves[0].name[0] == '\0';
    for (size_t k = 0; k < chart->count && !alone; k++) {
        PictureStroke stroke = picture_stroke(k);
        html_open(html, "span", "class", "key", NULL);
        fprintf(html->file,
                "<svg viewBox=\"0 0 48 12\" aria-hidden=\"true\"><path d=\"M2 6H46\" "
                "stroke=\"#%02x%02x%02x\" stroke-dasharray=\"%g\"/></svg>",
                stroke.colour.red, stroke.colour.green, stroke.colour.blue, stroke.dash);
        html_text(html, "%s", chart->curves[k].name);
        html_close(html, "span");
    }
    html_close(html, "figcaption");
}

void html_chart(Html *html, const char *title, const PictureChart *chart) {
    PictureLimits limits = picture_chart_limits(chart);
    if (limits.y_low > limits.y_high)
        return;
    OWNED_BY(picture_memory_free) PictureMemory memory = {0};
    draw(*chart, &memory);
    const PictureBytes *svg = &memory.picture[0];
    OWNED char *label =
        format_text("%s, from %.4g to %.4g, over %s %.9g to %.9g", title, limits.y_low,
                    limits.y_high, chart->x_name, limits.x_low, limits.x_high);
    html_open(html, "figure", "class", "chart", NULL);
    html_picture(html,
                 &(HtmlPicture){HTML_SVG, svg->bytes, svg->size, svg->width, svg->height, label});
    write_legend(html, title, chart);
    html_close(html, "figure");
}
