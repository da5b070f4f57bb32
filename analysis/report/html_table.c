// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html_table.h"

void html_wide(Html *html, const char *what) {
    html_open(html, "div", "class", "wide", "role", "region", "aria-label", what, "tabindex", "0",
              NULL);
}

void html_table_begin(Html *html, const char *what, const char *class, const HtmlColumn *column,
                      size_t columns) {
    html_wide(html, what);
    html_open(html, "table", "class", class, NULL);
    if (columns > 0) {
        html_open(html, "thead", NULL);
        html_open(html, "tr", NULL);
        for (size_t k = 0; k < columns; k++)
            html_words(html, "th", column[k].class, "%s", column[k].name);
        html_close(html, "tr");
        html_close(html, "thead");
    }
    html_open(html, "tbody", NULL);
}

void html_table_end(Html *html) {
    html_close(html, "tbody");
    html_close(html, "table");
    html_close(html, "div");
}

void html_row(Html *html, const char *name) {
    html_open(html, "tr", NULL);
    html_open(html, "th", "scope", "row", NULL);
    html_name(html, name);
    html_close(html, "th");
}
