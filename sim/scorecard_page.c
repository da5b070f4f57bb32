// SPDX-License-Identifier: GPL-3.0-or-later
// The scorecard as one HTML page, which needs nothing but the runs beside it that it links to.
#include "scorecard.h"

#include "html.h"
#include "memory.h"
#include "provenance.h"

static const char style[] =
    "\nbody { font: 1rem/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 80rem; "
    "padding: 0 1rem; }\n"
    "table { border-collapse: collapse; }\n"
    "th, td { border-bottom: 1px solid #ccc; padding: .4em .8em; text-align: left; "
    "vertical-align: top; }\n"
    ".met .verdict { background: #d8efdc; } .missed .verdict { background: #f6d5cf; }\n"
    ".undecided .verdict { background: #f5edcb; } .untested .verdict { background: #e4e4e4; }\n"
    ".note { display: block; color: #555; font-size: .875rem; }\n";

static void write_runs(Html *html, const Scorecard *scorecard, const ScoreRow *row) {
    enum { MOST = 1000 };
    const char **name = allocate(MOST, sizeof *name);
    size_t n = score_runs(scorecard, row, name, MOST);
    html_open(html, "td", NULL);
    for (size_t i = 0; i < n; i++) {
        char *link = format_text("%s/", name[i]);
        html_open(html, "a", "href", link, NULL);
        html_text(html, "%s", name[i]);
        html_close(html, "a");
        html_text(html, " ");
        release(link);
    }
    html_close(html, "td");
    release(name);
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

static void write_row(Html *html, const Scorecard *scorecard, const ScoreRow *row) {
    char *measured = score_measured(row), *published = score_published(row);
    html_open(html, "tr", "class", verdict_names[row->outcome.verdict], NULL);
    html_open(html, "td", NULL);
    html_text(html, "%s", score_claim(row)->statement);
    html_words(html, "span", "note", "%s", score_claim(row)->number);
    html_close(html, "td");
    html_words(html, "td", NULL, "%s", published);
    html_words(html, "td", NULL, "%s", row->asked);
    html_words(html, "td", NULL, "%s", measured);
    html_words(html, "td", NULL, "%zu", row->n);
    write_verdict(html, scorecard, row);
    write_runs(html, scorecard, row);
    html_close(html, "tr");
    release(measured);
    release(published);
}

static void write_head(Html *html, const char *title) {
    html_open(html, "head", NULL);
    html_lone(html, "meta", "charset", "utf-8", NULL);
    html_lone(html, "meta", "name", "viewport", "content", "width=device-width", NULL);
    html_words(html, "title", NULL, "%s", title);
    html_open(html, "style", NULL);
    fputs(style, html->file);
    html_close(html, "style");
    html_close(html, "head");
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
        "A claim is met where the whole 95 %% interval over seeds lies within what is asked, "
        "missed where all of it lies outside, and otherwise undecided; untested where no run "
        "that has finished has the number. n: seeds.");
}

static void write_table(Html *html, const Scorecard *scorecard) {
    static const char *const names[] = {"claim", "published", "asked", "measured: mean (95 %)",
                                        "n",     "verdict",   "runs",  NULL};
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
    fputs("<!DOCTYPE html>\n", file);
    html_open(&html, "html", "lang", "en", NULL);
    write_head(&html, title);
    html_open(&html, "body", NULL);
    html_words(&html, "h1", NULL, "%s", title);
    write_summary(&html, scorecard);
    write_table(&html, scorecard);
    html_words(&html, "p", "note", "pinwheel %s, commit %s", PINWHEEL_VERSION, provenance_commit());
    html_close(&html, "body");
    html_close(&html, "html");
    fputc('\n', file);
}
