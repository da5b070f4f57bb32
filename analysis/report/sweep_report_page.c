// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/sweep_report_page.h"

#include "base/memory.h"
#include "base/names.h"
#include "files/ordinary_file.h"
#include "report/html_page.h"
#include "report/runs_provenance.h"
#include "report/sweep_report_parts.h"

#include <libgen.h>
#include <string.h>

static char *page_title(const SweptRuns *runs) {
    OWNED char *folder = copy_text(runs->folder);
    return runs->file.title && runs->file.title[0] ? copy_text(runs->file.title)
                                                   : format_text("Sweep %s", basename(folder));
}

static void write_counts(Html *html, const SweptRuns *runs) {
    size_t finished = swept_runs_finished(runs), rest = runs->count - finished;
    html_open(html, "p", NULL);
    html_text(html, "%zu run%s: %zu finished", runs->count, runs->count > 1 ? "s" : "", finished);
    if (rest > 0)
        html_words(html, "span", "warning", ", %zu did not", rest);
    html_text(html, ".");
    html_close(html, "p");
}

static void write_row(Html *html, const char *name, const char *values) {
    html_row(html, name);
    html_words(html, "td", NULL, "%s", values);
    html_close(html, "tr");
}

// The texts separated by commas; of many texts, their number with the first and the last. Owned by
// the caller.
static char *listed(const char *const *text, size_t n) {
    enum { MOST = 12 };
    if (n > MOST)
        return format_text("%zu values, %s to %s", n, text[0], text[n - 1]);
    char *all = copy_text("");
    for (size_t i = 0; i < n; i++)
        text_append(&all, "%s%s", i ? ", " : "", text[i]);
    return all;
}

static char *listed_seeds(const SweptRuns *runs) {
    OWNED const char **seed = NULL;
    size_t n = 0;
    for (size_t i = 0; i < runs->count; i++)
        names_add(&seed, &n, runs->run[i].seed_text);
    return listed(seed, n);
}

static void write_varied(Html *html, const SweepFactors *factors) {
    html_table_begin(html, "What varied", NULL, NULL, 0);
    for (size_t f = 0; f < factors->count; f++) {
        const SweepFactor *factor = &factors->factor[f];
        OWNED char *values = listed(factor->level, factor->count);
        write_row(html, factor->path, values);
    }
    OWNED char *seeds = listed_seeds(factors->runs);
    write_row(html, "seed", seeds);
    html_table_end(html);
}

static void write_unfinished(Html *html, const SweepFactors *factors) {
    const SweptRuns *runs = factors->runs;
    if (swept_runs_finished(runs) == runs->count)
        return;
    OWNED bool *all = allocate(factors->count, sizeof *all);
    memset(all, true, factors->count * sizeof *all);
    html_words(html, "h3", NULL, "Runs that did not finish");
    html_open(html, "ul", NULL);
    for (size_t i = 0; i < runs->count; i++) {
        const SweptRun *run = &runs->run[i];
        if (swept_run_is_finished(run))
            continue;
        OWNED char *levels = sweep_factors_levels(factors, all, i);
        html_open(html, "li", NULL);
        html_text(html, "%s (%s%sseed %lld): ", run->name, levels, levels[0] ? ", " : "",
                  (long long)run->seed);
        html_words(html, "span", "warning", "%s", run->reason);
        html_close(html, "li");
    }
    html_close(html, "ul");
}

static void write_provenance(Html *html, const void *factors) {
    runs_provenance(html, ((const SweepFactors *)factors)->runs->folder, "sweep");
}

static void write_page(FILE *file, const void *what) {
    static const HtmlSection sections[] = {{"maps", "Maps", sweep_report_maps},
                                           {"responses", "Responses", sweep_report_responses},
                                           {"provenance", "How to reproduce", write_provenance},
                                           {0}};
    const SweepFactors *factors = what;
    Html html = {.file = file};
    OWNED char *title = page_title(factors->runs);
    html_page_begin(&html, title);
    write_counts(&html, factors->runs);
    write_varied(&html, factors);
    write_unfinished(&html, factors);
    html_page_sections(&html, sections, factors);
}

bool sweep_report_page_write(const SweptRuns *runs, const char *path, Error *error) {
    OWNED_BY(sweep_factors_free) SweepFactors factors = sweep_factors_find(runs);
    return ordinary_file_replace(path, write_page, &factors, error);
}
