// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

#include "memory.h"
#include "report.h"
#include "rundir.h"
#include "talk.h"

static int report(const Options *options, Error *error) {
    Report report;
    char *path = options->output ? copy_text(options->output)
                                 : rundir_path(options->words[0], "report.html");
    bool ok = report_read(&report, options->words, (size_t)options->count, error) &&
              report_write(&report, path, error);
    if (ok)
        talk("wrote %s", path);
    report_free(&report);
    release(path);
    return ok ? EXIT_DONE : EXIT_FAILED;
}

static int carry_out(int argc, char **argv, Error *error) {
    Options options;
    int status = EXIT_USAGE;
    if (options_parse(&command_report, argc, argv, &options, error)) {
        if (options.count == 0)
            fail(error, "report: name run directories, as in: pinwheel report outputs/demo-001");
        else if (options.count > 1 && options.output == NULL)
            fail(error, "report: name the page of several runs with -o, as in: -o report.html");
        else
            status = report(&options, error);
    }
    options_free(&options);
    return status;
}

const Command command_report = {
    "report", "DIR ...", "one page about a run, or several side by side, to read and to pass on",
    "  -o, --output FILE  the page (default: DIR/report.html)\n"
    "  -q, --quiet        say nothing but errors\n"
    "The page is one file of HTML that needs no network and no script, on a screen or on paper.\n",
    carry_out};
