// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "files/rundir.h"
#include "verbs/figure_options.h"

static int carry_out(const Options *options, Error *error) {
    const char *file = option_text(options->output);
    OWNED char *name = rundir_base_name(options->words[0]);
    return figure_options_draw_panels(&command_panels, options, options->words[0],
                                      file ? file : name, error);
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
