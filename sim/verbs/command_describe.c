// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/command.h"

#include "circuits/circuit_experiment.h"
#include "settings/describe.h"
#include "run/experiment.h"
#include "claims/replication.h"
#include "batch/sweep_settings.h"

static int carry_out(int argc, char **argv, Error *error) {
    Options options;
    int status = EXIT_USAGE;
    if (options_parse(&command_describe, argc, argv, &options, error)) {
        const char *part = options.count > 0 ? options.words[0] : NULL;
        status = EXIT_DONE;
        if (options.count > 1) {
            fail(error, "describe: name one block or setting at most, as in: pinwheel describe "
                        "homeostasis");
            status = EXIT_USAGE;
        } else if (options.markdown) {
            describe_markdown(stdout, &experiment_settings);
            describe_more_markdown(stdout, "Configs of circuits", &circuit_experiment_settings);
            describe_more_markdown(stdout, "Sweeps", &sweep_settings);
            describe_more_markdown(stdout, "Replications", &replication_settings);
        } else if (describe_text(stdout, &experiment_settings, part) +
                       describe_text(stdout, &circuit_experiment_settings, part) +
                       describe_text(stdout, &sweep_settings, part) +
                       describe_text(stdout, &replication_settings, part) ==
                   0) {
            fail(error, "describe: no setting has '%s' in its path; `pinwheel describe` lists all",
                 part);
            status = EXIT_USAGE;
        }
    }
    options_free(&options);
    return status;
}

const Command command_describe = {
    "describe",
    "[BLOCK]",
    "list settings with their defaults, ranges and meaning",
    "  BLOCK              only settings with this in their path, as homeostasis or sheets.NAME\n"
    "  --markdown         all of them, as docs/configuration.md\n",
    NULL,
    carry_out};
