// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "batch/sweep_settings.h"
#include "circuits/circuit_experiment.h"
#include "claims/replication.h"
#include "fitting/fit_settings.h"
#include "records/panels.h"
#include "run/experiment.h"
#include "settings/describe.h"

// Prints the settings whose paths contain a text, or for NULL all; returns their number.
static size_t describe(const char *part) {
    return describe_text(stdout, &experiment_settings, part) +
           describe_text(stdout, &circuit_experiment_settings, part) +
           describe_text(stdout, &sweep_settings, part) +
           describe_text(stdout, &replication_settings, part) +
           describe_text(stdout, &fit_settings, part) +
           describe_text(stdout, &panels_settings, part);
}

static void describe_all_in_markdown(void) {
    describe_markdown(stdout, NULL, &experiment_settings);
    describe_markdown(stdout, "Configs of circuits", &circuit_experiment_settings);
    describe_markdown(stdout, "Sweeps", &sweep_settings);
    describe_markdown(stdout, "Replications", &replication_settings);
    describe_markdown(stdout, "Fits", &fit_settings);
    describe_markdown(stdout, "Figures of several panels", &panels_settings);
}

static int carry_out(const Options *options, Error *error) {
    const char *part = options->count > 0 ? options->words[0] : NULL;
    if (options->markdown) {
        describe_all_in_markdown();
    } else if (describe(part) == 0) {
        fail(error, "describe: no setting has '%s' in its path; `pinwheel describe` lists all",
             part);
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

const Command command_describe = {
    .name = "describe",
    .summary = "list settings with their defaults, ranges and meaning",
    .asks = "name one block or setting at most",
    .examples = EXAMPLES("pinwheel describe homeostasis"),
    .words = WORDS({"BLOCK", 0, 1,
                    "only settings with this in their path, as homeostasis or sheets.NAME", NULL}),
    .options = OPTIONS(OPTION_FLAG(markdown, "all of them, as docs/configuration.md")),
    .carry_out = carry_out,
};
