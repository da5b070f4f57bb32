// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/talk.h"
#include "files/rundir.h"
#include "records/figure_source.h"
#include "report/sweep_panels.h"
#include "verbs/figure_options.h"

#include <glib.h>
#include <string.h>

// The pictures of a run, or of several with the same limits, or numbers of sweeps, in one file type
// after another.
typedef struct {
    const Options *options;
    size_t count;
    FigureSource *source; // [count]
    char *measure;        // owned
    const char *only;     // its picture; NULL: all
    bool shared, misnamed;
    PictureScales scales;
} Figures;

static bool take_options(const Options *options, FigureSource *source, Error *error) {
    FigureSettings *settings = figure_source_settings(source);
    figure_options_take(&command_figure, options, settings);
    return figure_settings_check(settings, figure_source_scale_mm(source), "--", error);
}

static bool open_sources(Figures *figures, Error *error) {
    const Options *options = figures->options;
    bool ok = true;
    for (size_t i = 0; i < figures->count; i++) {
        const char *folder = options->words[i == 0 ? 0 : i + 1];
        FigureSource *source = &figures->source[i];
        int64_t last;
        bool opened = figure_source_open(source, folder, error),
             known = opened && figure_source_last(source, figures->measure, &last, error) &&
                     take_options(options, source, error);
        figures->misnamed =
            figures->misnamed ||
            (opened ? !known : !rundir_is_run(folder) && !rundir_is_analysis(folder));
        ok = known && ok;
    }
    return ok;
}

// Gathers the limits of all iterations of the measure in all runs.
static bool gather(Figures *figures, Error *error) {
    bool ok = true;
    figures->scales.gathering = true;
    for (size_t i = 0; ok && i < figures->count; i++) {
        FigureSource *source = &figures->source[i];
        PictureForm form = figure_form(figure_source_settings(source), CANVAS_PNG, true);
        form.scales = &figures->scales;
        form.only = figures->only;
        size_t n;
        OWNED int64_t *iterations = figure_source_iterations(source, figures->measure, &n);
        for (size_t k = 0; ok && k < n; k++)
            ok =
                figure_source_draw(source, figures->measure, iterations[k], &form, "", NULL, error);
    }
    figures->scales.gathering = false;
    return ok;
}

// With -o there has to be one picture. Measures what is drawn, without drawing it.
static bool is_one_picture(Figures *figures, const FigureSource *source, int64_t at, Error *error) {
    PictureHost host = {0};
    const PictureForm form = {.only = figures->only, .host = &host};
    OWNED_BY(picture_list_free) PictureList drawn = {0};
    if (!figure_source_draw(source, figures->measure, at, &form, "", &drawn, error))
        return false;
    OWNED char *names = NULL;
    for (size_t i = 0; i < drawn.count; i++)
        text_append(&names, "%s%s/%s", names ? ", " : "", figures->measure,
                    drawn.picture[i].picture);
    figures->misnamed = drawn.count > 1;
    return drawn.count <= 1 || fail(error, "figure: -o takes one picture, and '%s' has %zu: %s",
                                    figures->measure, drawn.count, names);
}

static bool draw_type(Figures *figures, FigureSource *source, CanvasFormat format, int64_t at,
                      Error *error) {
    FigureSettings *settings = figure_source_settings(source);
    PictureForm form = figure_form(settings, format, true);
    const char *named = option_text(figures->options->output);
    OWNED char *folder = rundir_path(source->folder, "figures"),
               *file = named ? figure_options_file(named, format) : NULL;
    form.scales = figures->shared ? &figures->scales : NULL;
    form.only = figures->only;
    form.file = file;
    OWNED_BY(picture_list_free) PictureList drawn = {0};
    if ((file == NULL && !rundir_make_folder(folder, error)) ||
        !figure_source_draw(source, figures->measure, at, &form, folder, &drawn, error))
        return false;
    for (size_t i = 0; i < drawn.count; i++)
        talk("wrote %s%s%s", file ? file : folder, file ? "" : "/",
             file ? "" : drawn.picture[i].file);
    figures->misnamed = drawn.count == 0;
    if (drawn.count > 0)
        return true;
    return figures->only ? figure_source_refuse_picture(source, figures->measure, figures->only, at,
                                                        source->folder, error)
                         : fail(error, "%s: '%s' has no picture", source->folder, figures->measure);
}

static bool draw_source(Figures *figures, FigureSource *source, Error *error) {
    const FigureSettings *settings = figure_source_settings(source);
    int64_t last, at = figures->options->at;
    if (!figure_source_last(source, figures->measure, &last, error))
        return false;
    at = at >= 0 ? at : last;
    bool ok = option_text(figures->options->output) == NULL || figures->only ||
              is_one_picture(figures, source, at, error);
    for (size_t k = 0; ok && canvas_formats[k]; k++)
        if (figure_settings_has_format(settings, canvas_formats[k]))
            ok = draw_type(figures, source, (CanvasFormat)k, at, error);
    return ok;
}

static bool draw(Figures *figures, Error *error) {
    const FigureSettings *first = figure_source_settings(&figures->source[0]);
    figures->shared = strcmp(first->limits, "shared") == 0 || figures->count > 1;
    bool ok = !figures->shared || gather(figures, error);
    for (size_t i = 0; ok && i < figures->count; i++)
        ok = draw_source(figures, &figures->source[i], error);
    return ok;
}

// Small multiples of a sweep. The file of panels stays beside the figure, to be changed and drawn
// again.
static int draw_multiples(const Options *options, const SweptRuns *runs, Error *error) {
    if (options->count > 2)
        return fail(error, "figure: small multiples of a sweep, %s, are drawn alone",
                    options->words[0]),
               EXIT_USAGE;
    OWNED char *folder = rundir_path(runs->folder, "figures"), *base = copy_text(options->words[1]);
    g_strdelimit(base, "/", '-');
    OWNED char *name = rundir_path(folder, base), *path = format_text("%s.cfg", name);
    if (!rundir_make_folder(folder, error) ||
        !sweep_panels_write(runs, options->words[1], options->at, path, error))
        return EXIT_FAILED;
    talk("wrote %s", path);
    const char *file = option_text(options->output);
    return figure_options_draw_panels(&command_figure, options, path, file ? file : name, error);
}

static int draw_pictures(const Options *options, Error *error) {
    if (options->count > 2 && option_text(options->output))
        return fail(error, "figure: -o names the figure of one run; without it, each run's folder "
                           "receives its own"),
               EXIT_USAGE;
    const char *name = options->words[1], *slash = strchr(name, '/');
    Figures figures = {.options = options,
                       .count = options->count - 1,
                       .source = allocate(options->count - 1, sizeof *figures.source),
                       .measure = format_text("%.*s", (int)strcspn(name, "/"), name),
                       .only = slash ? slash + 1 : NULL};
    bool ok = open_sources(&figures, error) && draw(&figures, error);
    for (size_t i = 0; i < figures.count; i++)
        figure_source_close(&figures.source[i]);
    picture_scales_free(&figures.scales);
    release(figures.source);
    release(figures.measure);
    return ok ? EXIT_DONE : figures.misnamed ? EXIT_USAGE : EXIT_FAILED;
}

// The second word names a number of the sweep's runs, or else a picture of theirs, whose name has
// no dot.
static int carry_out(const Options *options, Error *error) {
    if (!swept_runs_is_sweep(options->words[0]))
        return draw_pictures(options, error);
    OWNED_BY(swept_runs_free) SweptRuns runs;
    if (!swept_runs_read(&runs, options->words[0], error))
        return EXIT_USAGE;
    const char *name = options->words[1];
    bool is_number = swept_runs_number(&runs, name) || strchr(name, '.');
    return is_number ? draw_pictures(options, error) : draw_multiples(options, &runs, error);
}

const Command command_figure = {
    .name = "figure",
    .summary = "draw pictures of a run again, for paper or screen",
    .about = "MEASURE is a measure or study of the config, with all its pictures, or one of them, "
             "as orientation/polar or orientation/development; history/activity and others are "
             "charts of history.csv. Options stand in place of the settings `figures` of the run's "
             "config.cfg. Of a sweep's folder, small multiples with one scale are drawn, a panel "
             "for each combination; MEASURE/NUMBER draws a number over the first setting that "
             "varied, with its 95 % interval.",
    .asks = "name a run directory and a measure",
    .examples = EXAMPLES("pinwheel figure outputs/demo-001 orientation/preference --width 85 "
                         "--format pdf,svg",
                         "pinwheel figure outputs/demo-001 orientation/polar --at 1000 --title "
                         "none -o polar.png",
                         "pinwheel figure outputs/a ocular_dominance outputs/b outputs/c",
                         "pinwheel figure outputs/sweep orientation/preference --format pdf",
                         "pinwheel figure outputs/sweep orientation/selectivity.mean --format pdf"),
    .words = WORDS({"DIR", 1, 1, NULL, NULL}, {"MEASURE", 1, 1, "or MEASURE/PICTURE", NULL},
                   {"DIR", 0, ANY_NUMBER, "more runs, whose pictures get the same limits", NULL}),
    .options = OPTIONS(OPTION_OUTPUT("FILE", "of a single picture (default: in DIR/figures)"),
                       OPTION_AT("last", "of the measurement at iteration N"),
                       FIGURE_ROWS(Options, figure.), OPTION_QUIET("say nothing but errors")),
    .carry_out = carry_out,
};
