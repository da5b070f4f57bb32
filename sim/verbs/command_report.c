// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "base/shell_word.h"
#include "base/talk.h"
#include "files/rundir.h"
#include "report/report.h"
#include "report/report_scales.h"
#include "report/sweep_report_page.h"

// The page's path: the named one, or a file in the first folder; owned by the caller.
static char *page_path(const Options *options) {
    const char *named = option_text(options->output);
    return named ? copy_text(named) : rundir_path(options->words[0], "report.html");
}

static int finish(bool written, const char *path) {
    if (written)
        talk("wrote %s", path);
    return written ? EXIT_DONE : EXIT_FAILED;
}

static int report_runs(const Options *options, Error *error) {
    OWNED_BY(report_free) Report report;
    OWNED char *path = page_path(options);
    if (!report_read(&report, options->words, options->count, error))
        return EXIT_FAILED;
    report_draw_again(&report);
    return finish(report_write(&report, path, error), path);
}

static int report_sweep(const Options *options, Error *error) {
    OWNED_BY(swept_runs_free) SweptRuns runs;
    OWNED char *path = page_path(options);
    if (!swept_runs_read(&runs, options->words[0], error))
        return EXIT_USAGE;
    int status = finish(sweep_report_page_write(&runs, path, error), path);
    return swept_runs_are_whole(&runs, error) ? status : EXIT_FAILED;
}

// Refuses the folder of many runs whose verb has made their page.
static bool fail_as_other(const char *folder, const char *kind, Error *error) {
    bool fit = strcmp(kind, "fit") == 0;
    OWNED char *word = shell_word(folder);
    return fail(error,
                "%s: is the folder of a %s, whose page is %s/%s; `%s` writes it; pinwheel report "
                "%s/RUN makes the page of one run",
                folder, kind, folder, fit ? "fitted.html" : "scorecard.html",
                fit ? "fit" : "replicate", word);
}

static bool check_folders(const Options *options, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < options->count; i++) {
        const char *folder = options->words[i];
        bool sweep = swept_runs_is_sweep(folder), analysis = rundir_is_analysis(folder);
        const char *kind = rundir_kind_of_runs(folder);
        if (!sweep && kind)
            ok = fail_as_other(folder, kind, error);
        else if (!sweep && !analysis && !rundir_is_run(folder))
            ok = fail(error,
                      "%s: is not a run directory (it has no run.json), nor the folder of a sweep "
                      "(it has no sweep.json) or of an analysis (it has no analysis.json)",
                      folder);
        else if (analysis != rundir_is_analysis(options->words[0]))
            ok = fail(error, "%s and %s: a run and an analysis have no page together",
                      options->words[0], folder);
        else if (sweep && options->count > 1)
            ok = fail(error, "%s: is the folder of a sweep, whose page is of it alone", folder);
    }
    if (ok && options->count > 1 && option_text(options->output) == NULL)
        return fail(error, "report: name the page of several runs with -o, as in: -o report.html");
    return ok;
}

static int carry_out(const Options *options, Error *error) {
    if (!check_folders(options, error))
        return EXIT_USAGE;
    return swept_runs_is_sweep(options->words[0]) ? report_sweep(options, error)
                                                  : report_runs(options, error);
}

const Command command_report = {
    .name = "report",
    .summary = "write one page about a run, several side by side, a sweep, or an analysis",
    .about = "The page is one HTML file for screen and paper. It needs no network and no script.",
    .asks = "name run directories, or the folder of one sweep or of analyses",
    .examples = EXAMPLES("pinwheel report outputs/demo-001",
                         "pinwheel report outputs/demo-* -o report.html"),
    .words = WORDS(
        {"DIR", 1, ANY_NUMBER, "a run, several to be compared, one sweep, or analyses", NULL}),
    .options = OPTIONS(OPTION_OUTPUT("FILE", "the page (default: DIR/report.html)"),
                       OPTION_QUIET("say nothing but errors")),
    .carry_out = carry_out,
};
