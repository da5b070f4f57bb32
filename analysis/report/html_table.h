// SPDX-License-Identifier: GPL-3.0-or-later
// HtmlTable: a table in a box that scrolls sideways on its own.
#pragma once

#include "report/html.h"

typedef struct {
    const char *name, *class; // class NULL: none
} HtmlColumn;

// Begins a table with a class (NULL: none); `what` describes it to readers who cannot see it. With
// 0 columns it has no head. Rows follow.
void html_table_begin(Html *html, const char *what, const char *class, const HtmlColumn *column,
                      size_t columns);
void html_table_end(Html *html);

// Begins a row with its name, written by html_name; html_close(html, "tr") ends the row.
void html_row(Html *html, const char *name);

// Begins the box alone; html_close(html, "div") ends it.
void html_wide(Html *html, const char *what);
