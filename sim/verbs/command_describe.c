// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "batch/sweep_settings.h"
#include "circuits/circuit_experiment.h"
#include "claims/replication.h"
#include "fitting/fit_settings.h"
#include "records/panels.h"
#include "run/experiment.h"
#include "settings/describe.h"
#include "settings/foreign_word.h"

#include <string.h>

static const struct {
    const char *heading; // in docs/configuration.md; NULL: of the first
    const Block *block;
} files[] = {{NULL, &experiment_settings}, {"Configs of circuits", &circuit_experiment_settings},
             {"Sweeps", &sweep_settings},  {"Replications", &replication_settings},
             {"Fits", &fit_settings},      {"Figures of several panels", &panels_settings}};
enum { FILES = sizeof files / sizeof *files };

// Prints the settings whose paths contain a text, or for NULL all; returns their number.
static size_t describe(const char *part) {
    size_t shown = 0;
    for (size_t i = 0; i < FILES; i++)
        shown += describe_text(stdout, files[i].block, part);
    return shown;
}

static bool refuse(const char *part, Error *error) {
    OWNED const char **names = NULL;
    size_t n = 0;
    const char *dot = strrchr(part, '.');
    for (size_t i = 0; i < FILES; i++)
        describe_names(files[i].block, &names, &n);
    return fail(error,
                "describe: no setting has '%s' in its path%s (`pinwheel describe` lists all)", part,
                name_suggestion("", dot ? dot + 1 : part, names, n).text);
}

static void describe_all_in_markdown(void) {
    for (size_t i = 0; i < FILES; i++)
        describe_markdown(stdout, files[i].heading, files[i].block);
}

static int carry_out(const Options *options, Error *error) {
    const char *part = options->count > 0 ? options->words[0] : NULL;
    if (options->markdown) {
        describe_all_in_markdown();
    } else if (describe(part) == 0) {
        refuse(part, error);
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
                    "only settings with this in their path, as homeostasis, or sheets.v1.density",
                    NULL}),
    .options = OPTIONS(OPTION_FLAG(markdown, "all of them, as docs/configuration.md")),
    .carry_out = carry_out,
};
