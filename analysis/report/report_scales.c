// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/report_scales.h"

#include "base/memory.h"
#include "records/figure_source.h"

#include <string.h>

enum { SVG_MOST = 60000 }; // bytes; larger pictures are PNG

typedef struct {
    Report *report;
    FigureSource *source; // [report->count]
    bool *opened;         // [report->count]
    PictureScales scales; // of one measure
} Again;

// Draws all pictures of a measure at an iteration; nothing where that fails.
static bool draw(Again *again, size_t run, const char *measure, int64_t iteration,
                 CanvasFormat format, PictureMemory *memory) {
    OWNED_BY(error_clear) Error error = {0};
    FigureSource *source = &again->source[run];
    PictureForm form = figure_form(figure_source_settings(source), format, false);
    form.scales = &again->scales;
    form.memory = memory;
    return figure_source_draw(source, measure, iteration, &form, "", NULL, &error);
}

static const PictureBytes *find(const PictureMemory *memory, const char *name) {
    for (size_t i = 0; i < memory->count; i++)
        if (strcmp(memory->picture[i].name, name) == 0)
            return &memory->picture[i];
    return NULL;
}

static unsigned char *copy_bytes(const PictureBytes *from) {
    return memcpy(allocate(from->size, 1), from->bytes, from->size);
}

// Takes a picture as SVG, or as PNG where the SVG is large.
static void take(AlbumPicture *picture, const PictureBytes *svg, const PictureBytes *png) {
    if (svg->size <= SVG_MOST) {
        picture->svg = *svg;
        picture->svg.name = NULL;
        picture->svg.bytes = copy_bytes(svg);
    } else if (png) {
        picture_file_free(&picture->file);
        picture->file = (PictureFile){png->size, copy_bytes(png), png->width, png->height};
    }
}

// The album's pictures of an iteration; `last`: also those of the whole run.
static void take_all(Again *again, size_t run, const char *measure, int64_t iteration, bool last,
                     const PictureMemory *svg) {
    PictureAlbum *album = &again->report->run[run].album;
    OWNED_BY(picture_memory_free) PictureMemory png = {0};
    for (size_t i = 0; i < svg->count; i++)
        if (svg->picture[i].size > SVG_MOST && png.count == 0)
            draw(again, run, measure, iteration, CANVAS_PNG, &png);
    for (size_t i = 0; i < album->count; i++) {
        AlbumSeries *series = &album->series[i];
        const PictureBytes *drawn =
            strcmp(series->measure, measure) == 0 ? find(svg, series->name) : NULL;
        for (size_t k = 0; drawn && k < series->count; k++) {
            int64_t at = series->picture[k].about->iteration;
            if (at == iteration || (last && at < 0))
                take(&series->picture[k], drawn, find(&png, series->name));
        }
    }
}

static void pass_over(Again *again, size_t run, const char *measure) {
    size_t n;
    OWNED int64_t *iterations = figure_source_iterations(&again->source[run], measure, &n);
    for (size_t k = 0; k < n; k++) {
        OWNED_BY(picture_memory_free) PictureMemory svg = {0};
        if (draw(again, run, measure, iterations[k], CANVAS_SVG, &svg))
            take_all(again, run, measure, iterations[k], k + 1 == n, &svg);
    }
}

// The first pass gathers limits and draws nothing.
static void draw_measure(Again *again, const char *measure) {
    for (int pass = 0; pass < 2; pass++) {
        again->scales.gathering = pass == 0;
        for (size_t run = 0; run < again->report->count; run++)
            if (again->opened[run])
                pass_over(again, run, measure);
    }
    picture_scales_free(&again->scales);
}

void report_draw_again(Report *report) {
    Again again = {.report = report,
                   .source = allocate(report->count, sizeof *again.source),
                   .opened = allocate(report->count, sizeof *again.opened)};
    for (size_t i = 0; i < report->count; i++) {
        OWNED_BY(error_clear) Error error = {0};
        again.opened[i] =
            figure_source_open(&again.source[i], report->run[i].measured.folder, &error) &&
            (again.source[i].of == FIGURES_OF_A_RUN ||
             again.source[i].of == FIGURES_OF_AN_ANALYSIS);
    }
    for (size_t k = 0; k < report->measures.count; k++)
        draw_measure(&again, report->measures.measure[k].name);
    for (size_t i = 0; i < report->count; i++)
        figure_source_close(&again.source[i]);
    release(again.source);
    release(again.opened);
}
