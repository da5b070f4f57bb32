// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/talk.h"
#include "files/rundir.h"
#include "records/export.h"
#include "records/export_weights.h"

static int carry_out(const Options *options, Error *error) {
    const char *folder = options->words[0], *named = option_text(options->output);
    OWNED char *target = named ? copy_text(named) : rundir_path(folder, "csv");
    bool ok = export_run(folder, target, options->at, error);
    if (ok)
        talk("numbers: %s/numbers.csv   maps: %s/maps.csv lists them", target, target);
    if (ok && options->weights) {
        ok = export_weights(folder, target, options->at, options->kernels, error);
        if (ok)
            talk("weights: %s/weights.h5", target);
    }
    return ok ? EXIT_DONE : EXIT_FAILED;
}

const Command command_export = {
    .name = "export",
    .summary = "write a run's numbers and maps as CSV, and its weights",
    .asks = "name one run directory",
    .no_changes = "export takes no changes; it writes what was measured",
    .examples = EXAMPLES("pinwheel export outputs/demo-001"),
    .words = WORDS({"DIR", 1, 1, NULL, NULL}),
    .options = OPTIONS(OPTION_OUTPUT("DIR", "where the files go (default: DIR/csv)"),
                       OPTION_AT("all", "of iteration N alone; all: of all that were measured"),
                       OPTION_FLAG(weights, "also write the weights of every unit, weights.h5"),
                       OPTION_QUIET("say nothing but errors")),
    .carry_out = carry_out,
};
