// SPDX-License-Identifier: GPL-3.0-or-later
// The scorecard as one HTML page, which needs nothing else but links to the runs beside it.
#include "scorecard.h"

#include "memory.h"
#include "provenance.h"

static const char style[] =
    "body { font: 15px/1.4 sans-serif; margin: 2em; max-width: 80em; }\n"
    "table { border-collapse: collapse; }\n"
    "th, td { border-bottom: 1px solid #ccc; padding: 0.4em 0.8em; text-align: left; "
    "vertical-align: top; }\n"
    ".met { background: #d8efdc; } .missed { background: #f6d5cf; }\n"
    ".undecided { background: #f5edcb; } .untested { background: #e4e4e4; }\n"
    "small { color: #555; }\n";

static void put_text(FILE *file, const char *text) {
    for (; *text; text++)
        if (*text == '<')
            fputs("&lt;", file);
        else if (*text == '>')
            fputs("&gt;", file);
        else if (*text == '&')
            fputs("&amp;", file);
        else if (*text == '"')
            fputs("&quot;", file);
        else
            fputc(*text, file);
}

static void put_cell(FILE *file, const char *text) {
    fputs("<td>", file);
    put_text(file, text);
    fputs("</td>", file);
}

static void put_runs(FILE *file, const Scorecard *scorecard, const ScoreRow *row) {
    enum { MOST = 1000 };
    const char **name = allocate(MOST, sizeof *name);
    size_t n = score_runs(scorecard, row, name, MOST);
    fputs("<td>", file);
    for (size_t i = 0; i < n; i++) {
        fprintf(file, "%s<a href=\"", i ? " " : "");
        put_text(file, name[i]);
        fputs("/\">", file);
        put_text(file, name[i]);
        fputs("</a>", file);
    }
    fputs("</td>", file);
    release(name);
}

static void put_row(FILE *file, const Scorecard *scorecard, const ScoreRow *row) {
    const char *verdict = verdict_names[row->outcome.verdict];
    char *measured = score_measured(row), *published = score_published(row);
    fprintf(file, "<tr class=\"%s\"><td>", verdict);
    put_text(file, score_claim(row)->statement);
    fputs("<br><small>", file);
    put_text(file, score_claim(row)->number);
    fputs("</small></td>", file);
    put_cell(file, published);
    put_cell(file, row->asked);
    put_cell(file, measured);
    fprintf(file, "<td>%zu</td><td><b>%s</b>", row->n, verdict);
    if (row->remark[0] || scorecard->replication->is_quick) {
        fputs("<br><small>", file);
        put_text(file, row->remark);
        fputs(row->remark[0] && scorecard->replication->is_quick ? "; " : "", file);
        put_text(file, scorecard->replication->is_quick ? scorecard->protocol : "");
        fputs("</small>", file);
    }
    fputs("</td>", file);
    put_runs(file, scorecard, row);
    fputs("</tr>\n", file);
    release(measured);
    release(published);
}

void scorecard_print_page(FILE *file, const void *what) {
    const Scorecard *scorecard = what;
    const char *title = scorecard->replication->title;
    fputs("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>", file);
    put_text(file, title[0] ? title : "Scorecard");
    fprintf(file, "</title><style>\n%s</style></head><body>\n<h1>", style);
    put_text(file, title[0] ? title : "Scorecard");
    fputs("</h1>\n<p>", file);
    for (int k = 0; k < CLAIM_VERDICTS; k++)
        fprintf(file, "%s%zu %s", k ? ", " : "", scorecard_count(scorecard, (Verdict)k),
                verdict_names[k]);
    fputs(". Protocol: ", file);
    put_text(file, scorecard->protocol);
    fputs(".</p>\n<p>A claim is met where the whole 95 % interval over seeds lies within what is "
          "asked, missed where all of it lies outside, and otherwise undecided; untested where no "
          "run has finished. n: seeds.</p>\n<table>\n<tr><th>claim</th><th>published</th>"
          "<th>asked</th><th>measured: mean (95 %)</th><th>n</th><th>verdict</th><th>runs</th>"
          "</tr>\n",
          file);
    for (size_t i = 0; i < scorecard->rows; i++)
        put_row(file, scorecard, &scorecard->row[i]);
    fprintf(file, "</table>\n<p><small>pinwheel %s, commit %s</small></p>\n</body></html>\n",
            PINWHEEL_VERSION, provenance_commit());
}
