// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/options.h"

#include "base/memory.h"
#include "files/rundir.h"
#include "records/citation.h"

static int carry_out(const Options *options, Error *error) {
    OWNED_BY(figure_source_close) FigureSource source = {0};
    const char *folder = options->words[0];
    bool ok = rundir_is_run(folder) ? figure_source_open(&source, folder, error)
                                    : rundir_fail_as_no_run(folder, error);
    if (!ok)
        return EXIT_USAGE;
    if (!options->bibtex) {
        citation_methods(&source, stdout);
        printf("\n");
        citation_references(&source, stdout);
        printf("\n");
    }
    citation_bibtex(&source, stdout);
    return EXIT_DONE;
}

const Command command_cite = {
    .name = "cite",
    .summary = "list what a paper about a run cites, with a paragraph about its methods",
    .about = "The models are those that the config names under `source`; the methods, those that "
             "the measures and the definitions of their numbers name.",
    .asks = "name one run directory",
    .examples = EXAMPLES("pinwheel cite outputs/demo-001",
                         "pinwheel cite outputs/demo-001 --bibtex >references.bib"),
    .words = WORDS({"DIR", 1, 1, NULL, NULL}),
    .options = OPTIONS(OPTION_FLAG(bibtex, "print entries of BibTeX alone")),
    .carry_out = carry_out,
};
