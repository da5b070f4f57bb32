// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "records/export.h"
#include "base/memory.h"
#include "files/rundir.h"
#include "base/talk.h"

static int carry_out(const Options *options, Error *error) {
    const char *folder = options->words[0], *named = option_text(options->output);
    OWNED char *target = named ? copy_text(named) : rundir_path(folder, "csv");
    bool ok = export_run(folder, target, options->at, error);
    if (ok)
        talk("numbers: %s/numbers.csv   maps: %s/maps.csv lists them", target, target);
    return ok ? EXIT_DONE : EXIT_FAILED;
}

static const Word words[] = {{"DIR", 1, 1, NULL, NULL}, {0}};

static const Setting rows[] = {
    OPTION_OUTPUT("DIR", "where the files go (default: DIR/csv)"),
    OPTION_AT("all", "of iteration N alone; all: of all that were measured"),
    OPTION_QUIET("say nothing but errors"),
    {0}};

const Command command_export = {
    .name = "export",
    .summary = "a run's numbers and maps as CSV, for R and spreadsheets",
    .asks = "name one run directory",
    .examples = (const char *const[]){"pinwheel export outputs/demo-001", NULL},
    .words = words,
    .options = {sizeof(Options), &options_of_all, rows},
    .carry_out = carry_out,
};
