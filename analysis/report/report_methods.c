// SPDX-License-Identifier: GPL-3.0-or-later
// How the analyses of a report were made: a paragraph for the methods of a paper, and the command.
#include "files/json_value.h"
#include "report/report_parts.h"

void report_methods(Html *html, const void *what) {
    const Report *report = what;
    for (size_t i = 0; i < report->count; i++) {
        const ReportedRun *run = &report->run[i];
        if (report->count > 1)
            html_words(html, "h3", NULL, "%s", run->name);
        html_words(html, "p", NULL, "%s", json_text(run->measured.about, "methods"));
    }
}

void report_commands(Html *html, const void *what) {
    const Report *report = what;
    html_open(html, "pre", "tabindex", "0", NULL);
    for (size_t i = 0; i < report->count; i++)
        html_text(html, "%s\n", json_text(report->run[i].measured.about, "command"));
    html_close(html, "pre");
}
