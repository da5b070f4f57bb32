// SPDX-License-Identifier: GPL-3.0-or-later
// The scorecard as one HTML page. It links to the folders of the runs beside it, and to nothing
// else.
#include "claims/scorecard.h"

#include "base/memory.h"
#include "files/provenance.h"
#include "report/html_page.h"

#include <string.h>

static const char *const style[] = {
    "\n:root { color-scheme: light dark; --line: #ccc; --note: #555; --met: #d8efdc; "
    "--missed: #f6d5cf; --undecided: #f5edcb; --untested: #e4e4e4; }\n"
    "@media (prefers-color-scheme: dark) { :root { --line: #555; --note: #aaa; --met: #1d4527; "
    "--missed: #5c261c; --undecided: #4f451a; --untested: #3a3a3a; } }\n"
    "body { font: 1rem/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 80rem; "
    "padding: 0 1rem; }\n"
    "table { border-collapse: collapse; }\n"
    "th, td { border-bottom: 1px solid var(--line); padding: .4em .8em; text-align: left; "
    "vertical-align: top; }\n"
    ".met .verdict { background: var(--met); } .missed .verdict { background: var(--missed); }\n"
    ".undecided .verdict { background: var(--undecided); } "
    ".untested .verdict { background: var(--untested); }\n"
    ".note { display: block; color: var(--note); font-size: .875rem; }\n"
    "@media (max-width: 50rem) { table, tbody, tr, td { display: block; } th { display: none; }\n"
    "  tr { border-bottom: 2px solid var(--line); padding: .5em 0; } "
    "td { border: 0; padding: .1em .4em; }\n"
    "  td:empty { display: none; } "
    "td[data-name]::before { content: attr(data-name) \": \"; color: var(--note); } }\n",
    NULL};

// Links to the runs of each experiment, named by their seeds: "unified 1 2 3".
static void write_runs(Html *html, const Scorecard *scorecard, const ScoreRow *row) {
    size_t n;
    OWNED const char **name = score_runs(scorecard, row, &n);
    html_open(html, "td", "data-name", "runs", NULL);
    for (size_t i = 0; i < n; i++) {
        int length = (int)(strrchr(name[i], '-') - name[i]);
        bool same = i > 0 && strncmp(name[i], name[i - 1], (size_t)length + 1) == 0;
        OWNED char *link = format_text("%s/", name[i]);
        if (!same)
            html_text(html, "%s%.*s", i > 0 ? "; " : "", length, name[i]);
        html_text(html, " ");
        html_open(html, "a", "href", link, NULL);
        html_text(html, "%s", name[i] + length + 1);
        html_close(html, "a");
    }
    html_close(html, "td");
}

static void write_verdict(Html *html, const Scorecard *scorecard, const ScoreRow *row) {
    html_open(html, "td", "class", "verdict", NULL);
    html_words(html, "strong", NULL, "%s", verdict_names[row->outcome.verdict]);
    if (row->remark[0])
        html_words(html, "span", "note", "%s", row->remark);
    if (scorecard->replication->is_quick)
        html_words(html, "span", "note", "%s", scorecard->protocol);
    html_close(html, "td");
}

static void write_cell(Html *html, const char *name, const char *text) {
    html_open(html, "td", "data-name", name, NULL);
    html_text(html, "%s", text);
    html_close(html, "td");
}

static void write_row(Html *html, const Scorecard *scorecard, const ScoreRow *row) {
    OWNED char *measured = score_measured(row), *published = score_published(row),
               *n = format_text("%zu", row->n);
    html_open(html, "tr", "class", verdict_names[row->outcome.verdict], NULL);
    html_open(html, "td", NULL);
    html_text(html, "%s", row->claim->statement);
    html_words(html, "span", "note", "%s", row->claim->number);
    html_close(html, "td");
    write_cell(html, "published", published);
    write_cell(html, "predicted range", row->predicted);
    write_cell(html, "measured", measured);
    write_cell(html, "seeds", n);
    write_verdict(html, scorecard, row);
    write_runs(html, scorecard, row);
    html_close(html, "tr");
}

static void write_summary(Html *html, const Scorecard *scorecard) {
    html_open(html, "p", NULL);
    for (int k = 0; k < CLAIM_VERDICTS; k++)
        html_text(html, "%s%zu %s", k ? ", " : "", scorecard_count(scorecard, (Verdict)k),
                  verdict_names[k]);
    html_text(html, ". Protocol: %s.", scorecard->protocol);
    html_close(html, "p");
    html_words(
        html, "p", NULL,
        "A claim is met if the 95 %% confidence interval over seeds lies inside the "
        "predicted range, "
        "missed if it lies entirely outside, and undecided otherwise. It is untested if no "
        "finished run has the number. n is the number of seeds. A number that is the same for "
        "every seed has no interval; its runs are copies where nothing is left to chance.");
    OWNED char *caution = scorecard_caution(scorecard);
    if (caution[0])
        html_words(html, "p", NULL, "%s", caution);
}

static void write_table(Html *html, const Scorecard *scorecard) {
    static const char *const names[] = {
        "claim", "published", "predicted range", "measured: mean (95 %)", "n", "verdict",
        "runs",  NULL};
    html_open(html, "table", NULL);
    html_open(html, "tr", NULL);
    for (const char *const *name = names; *name; name++)
        html_words(html, "th", NULL, "%s", *name);
    html_close(html, "tr");
    for (size_t i = 0; i < scorecard->rows; i++)
        write_row(html, scorecard, &scorecard->row[i]);
    html_close(html, "table");
}

void scorecard_print_page(FILE *file, const void *what) {
    const Scorecard *scorecard = what;
    Html html = {.file = file};
    const char *title =
        scorecard->replication->title[0] ? scorecard->replication->title : "Scorecard";
    html_page_start(&html, title, style);
    html_words(&html, "h1", NULL, "%s", title);
    write_summary(&html, scorecard);
    write_table(&html, scorecard);
    html_words(&html, "p", "note", "pinwheel %s, commit %s", PINWHEEL_VERSION, provenance_commit());
    html_page_stop(&html);
}
