// SPDX-License-Identifier: GPL-3.0-or-later
// The maps of a sweep's report: for each measure, a grid with one picture for each combination of
// levels. The first setting runs across, all other factors run down. Each picture comes from the
// finished run with the lowest seed.
#include "base/memory.h"
#include "report/picture_figure.h"
#include "report/sweep_report_parts.h"

#include <string.h>

enum { COLUMNS_MOST = 8, MAP_WIDTH = 300, MAPS_MOST = 150 }; // MAP_WIDTH: pixels

// The places of the combinations on the page.
typedef struct {
    const SweepFactor *across; // NULL: nothing varied
    bool grid;          // a column for each level of `across`; otherwise a single flowing row
    bool *down, *named; // [factors] those constant in a row; those in captions; owned
    size_t rows, combinations;
    size_t *row_of, *cell_of; // [runs] row and combination of each run; owned
} Layout;

static Layout lay_out(const SweepFactors *factors) {
    Layout layout = {.across = sweep_factors_across(factors),
                     .down = allocate(factors->count + 1, sizeof *layout.down),
                     .named = allocate(factors->count + 1, sizeof *layout.named)};
    OWNED bool *all = allocate(factors->count + 1, sizeof *all);
    layout.grid = layout.across && layout.across->count <= COLUMNS_MOST;
    for (size_t f = 0; f < factors->count; f++) {
        const SweepFactor *factor = &factors->factor[f];
        all[f] = true;
        layout.down[f] = factor != layout.across;
        layout.grid = layout.grid && (factor == layout.across ||
                                      sweep_factors_are_crossed(factors, layout.across, factor));
    }
    for (size_t f = 0; f < factors->count; f++) {
        layout.down[f] = layout.down[f] && layout.grid;
        layout.named[f] = !layout.down[f];
    }
    layout.row_of = sweep_factors_group(factors, layout.down, &layout.rows);
    layout.cell_of = sweep_factors_group(factors, all, &layout.combinations);
    return layout;
}

static void free_layout(Layout *layout) {
    release(layout->down);
    release(layout->named);
    release(layout->row_of);
    release(layout->cell_of);
}

static void write_missing(Html *html, const char *caption, const char *why) {
    html_open(html, "figure", "class", "none", NULL);
    html_words(html, "p", "small", "%s", why);
    html_words(html, "figcaption", NULL, "%s", caption);
    html_close(html, "figure");
}

static bool has_map(const RunMeasure *measure) {
    return measure->kind && measure->kind->map_picture;
}

static bool newest_map(AlbumPicture *picture, const SweptRun *run, const RunMeasure *measure,
                       Error *error) {
    return picture_album_newest(picture, &run->pictures.list, run->path, measure->name,
                                measure->kind->map_picture, error);
}

static void write_map(Html *html, const SweepFactors *factors, const Layout *layout, size_t run,
                      const RunMeasure *measure) {
    const SweptRun *swept = &factors->runs->run[run];
    OWNED char *levels = sweep_factors_levels(factors, layout->named, run),
               *caption = format_text("%s%sseed %lld", levels, levels[0] ? ", " : "",
                                      (long long)swept->seed);
    OWNED_BY(error_clear) Error error = {0};
    OWNED_BY(album_picture_free) AlbumPicture picture = {0};
    if (!swept_run_is_finished(swept))
        write_missing(html, levels, "no run finished");
    else if (newest_map(&picture, swept, measure, &error))
        picture_figure_small(html, &picture, MAP_WIDTH, caption, true);
    else
        write_missing(html, caption, error.text ? "damaged picture" : "no picture");
}

static void open_grid(Html *html, const Layout *layout, const RunMeasure *measure) {
    OWNED char *what = format_text("%s: %s", measure->name, measure->kind->map_picture),
               *columns = format_text("--columns: %zu", layout->grid ? layout->across->count : 1);
    html_wide(html, what);
    html_open(html, "div", "class", layout->grid ? "multiples" : "multiples loose", "style",
              columns, NULL);
}

// The maps of one row. If there are more than `most` combinations, evenly spaced ones are shown.
static void write_row(Html *html, const SweepFactors *factors, const Layout *layout, size_t row,
                      const RunMeasure *measure, size_t most) {
    bool opened = false;
    size_t n = layout->combinations;
    for (size_t c = 0; c < n; c++) {
        size_t run = sweep_factors_example(factors, layout->cell_of, c);
        bool passed_over = most < n && c * most / n == (c + 1) * most / n;
        if (layout->row_of[run] != row || passed_over)
            continue;
        OWNED char *levels = sweep_factors_levels(factors, layout->down, run);
        if (!opened && levels[0])
            html_words(html, "h4", NULL, "%s", levels);
        if (!opened)
            open_grid(html, layout, measure);
        write_map(html, factors, layout, run, measure);
        opened = true;
    }
    if (opened) {
        html_close(html, "div");
        html_close(html, "div");
    }
}

// A whole picture, with its title and the key of its colours.
static void write_key(Html *html, const SweptRuns *runs, const RunMeasure *measure) {
    for (size_t i = 0; i < runs->count; i++) {
        const SweptRun *run = &runs->run[i];
        OWNED_BY(album_picture_free) AlbumPicture picture = {0};
        if (!swept_run_is_finished(run) || !newest_map(&picture, run, measure, NULL))
            continue;
        html_open(html, "details", NULL);
        html_words(html, "summary", NULL, "The key, with one map as it is in %s", run->name);
        html_open(html, "div", "class", "row", NULL);
        picture_figure_small(html, &picture, THUMBNAIL_WIDTH, run->name, false);
        html_close(html, "div");
        html_close(html, "details");
        return;
    }
}

static void write_measure(Html *html, const SweepFactors *factors, const Layout *layout,
                          const RunMeasure *measure, size_t most) {
    const MeasureKind *kind = measure->kind;
    size_t n = layout->combinations;
    html_words(html, "h3", NULL, "%s: %s", measure->name, kind->map_picture);
    html_words(html, "p", "small", "%s", kind->observable.kind.help);
    if (most < n)
        html_words(html, "p", "small", "%zu of %zu combinations.", most, n);
    for (size_t row = 0; row < layout->rows; row++)
        write_row(html, factors, layout, row, measure, most);
    write_key(html, factors->runs, measure);
}

// Warns of runs without a record of the place of the maps in their pictures.
static void write_unlisted(Html *html, const SweptRuns *runs) {
    const char *example = NULL;
    size_t n = 0;
    for (size_t i = 0; i < runs->count; i++)
        if (swept_run_is_finished(&runs->run[i]) && runs->run[i].pictures.by_names)
            example = n++ == 0 ? runs->run[i].name : example;
    if (n > 0)
        html_words(html, "p", "small warning",
                   "%zu run%s no readable maps/pictures.json, so maps are shown with their titles "
                   "and keys. "
                   "pinwheel measure writes one for a run, such as %s.",
                   n, n > 1 ? "s have" : " has", example);
}

void sweep_report_maps(Html *html, const void *what) {
    const SweepFactors *factors = what;
    const RunMeasures *measures = &factors->runs->measures;
    size_t maps = 0;
    OWNED_BY(free_layout) Layout layout = lay_out(factors);
    for (size_t k = 0; k < measures->count; k++)
        maps += has_map(&measures->measure[k]);
    html_words(html, "p", "small", "%s",
               maps > 0 ? "Of the last iteration measured, of the lowest seed that finished."
                        : "No map has been measured.");
    write_unlisted(html, factors->runs);
    for (size_t k = 0; k < measures->count; k++)
        if (has_map(&measures->measure[k]))
            write_measure(html, factors, &layout, &measures->measure[k], MAPS_MOST / maps);
}
