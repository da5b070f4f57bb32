// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/talk.h"
#include "files/rundir.h"
#include "records/panels.h"
#include "verbs/figure_options.h"

static int carry_out(const Options *options, Error *error) {
    OWNED_BY(panels_free) PanelsSettings settings;
    const char *file = option_text(options->output);
    OWNED char *name = rundir_base_name(options->words[0]);
    if (!panels_load(&settings, options->words[0], error))
        return EXIT_USAGE;
    figure_options_take(&command_panels, options, &settings.figure);
    if (!panels_check(&settings, error))
        return EXIT_USAGE;
    for (size_t k = 0; canvas_formats[k]; k++) {
        if (!figure_settings_has_format(&settings.figure, canvas_formats[k]))
            continue;
        OWNED char *path = figure_options_file(file ? file : name, (CanvasFormat)k);
        if (!panels_draw(&settings, (CanvasFormat)k, path, error))
            return EXIT_FAILED;
        talk("wrote %s", path);
    }
    return EXIT_DONE;
}

const Command command_panels = {
    .name = "panels",
    .summary = "draw a figure of several panels, as a small file says",
    .about = "The file names the runs and pictures of panels A, B, C, ...; docs/figures.md shows "
             "examples. Options stand in place of its settings.",
    .asks = "name a file of panels",
    .examples = EXAMPLES("pinwheel panels figure-1.cfg --format pdf"),
    .words = WORDS({"FILE", 1, 1, NULL, NULL}),
    .options = OPTIONS(OPTION_OUTPUT("FILE", "the figure (default: the file's name, here)"),
                       FIGURE_ROWS(Options, figure.), OPTION_QUIET("say nothing but errors")),
    .carry_out = carry_out,
};
