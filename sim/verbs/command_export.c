// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/command.h"

#include "records/export.h"
#include "base/memory.h"
#include "files/rundir.h"
#include "base/talk.h"

static int export(const Options *options, Error *error) {
    const char *folder = options->words[0];
    char *target = options->output ? copy_text(options->output) : rundir_path(folder, "csv");
    bool ok = export_run(folder, target, options->at, error);
    if (ok)
        talk("numbers: %s/numbers.csv   maps: %s/maps.csv lists them", target, target);
    release(target);
    return ok ? EXIT_DONE : EXIT_FAILED;
}

static int carry_out(int argc, char **argv, Error *error) {
    Options options;
    int status = EXIT_USAGE;
    if (options_parse(&command_export, argc, argv, &options, error)) {
        if (options.count != 1)
            fail(error, "export: name one run directory, as in: pinwheel export outputs/demo-001");
        else
            status = export(&options, error);
    }
    options_free(&options);
    return status;
}

const Command command_export = {
    "export",
    "DIR",
    "a run's numbers and maps as CSV, for R and spreadsheets",
    "  -o, --output FOLDER  where the files go (default: DIR/csv)\n"
    "  --at N               of iteration N alone (default: of all that were measured)\n"
    "  -q, --quiet          say nothing but errors\n",
    NULL,
    carry_out};
