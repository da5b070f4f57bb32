// SPDX-License-Identifier: GPL-3.0-or-later
// HtmlTable: a table in a box that can be scrolled sideways on its own.
#pragma once

#include "report/html.h"

typedef struct {
    const char *name, *class; // class NULL: none
} HtmlColumn;

// Begins a table of a class (NULL: none) about what `what` says; with 0 columns it has no head.
// Rows follow.
void html_table_begin(Html *html, const char *what, const char *class, const HtmlColumn *column,
                      size_t columns);
void html_table_end(Html *html);

// Begins a row with its name, which may be broken after its parts; html_close(html, "tr") ends it.
void html_row(Html *html, const char *name);

// The box alone, which html_close(html, "div") ends.
void html_wide(Html *html, const char *what);
