// SPDX-License-Identifier: GPL-3.0-or-later
// Html: a writer of HTML pages that need no other file.
//
// Invariant: the element that was opened last is closed first. All text and all values of
// attributes are escaped; bytes that are not UTF-8 become U+FFFD.
#pragma once

#include <stddef.h>
#include <stdio.h>

enum { HTML_DEPTH = 32 }; // maximum number of nested elements

typedef struct {
    FILE *file; // borrowed
    size_t depth;
    const char *element[HTML_DEPTH]; // [depth] the open ones; borrowed
} Html;

// Opens an element with attributes: names and values in turn, ended by NULL; an attribute whose
// value is NULL is left out. `html_lone` writes an element that has no closing tag.
void html_open(Html *html, const char *element, ...) __attribute__((sentinel));
void html_lone(Html *html, const char *element, ...) __attribute__((sentinel));

// Closes the innermost element, which must be this one.
void html_close(Html *html, const char *element);

void html_text(Html *html, const char *format, ...) __attribute__((format(printf, 2, 3)));

// A name, in which a line may be broken after each of . _ / and -.
void html_name(Html *html, const char *name);

// An element that contains text only, with a class (NULL: none).
void html_words(Html *html, const char *element, const char *class, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// A picture embedded in the page.
typedef struct {
    enum { HTML_PNG, HTML_SVG } type;
    const unsigned char *bytes;
    size_t size;
    unsigned width, height;  // pixels
    const char *alternative; // text that describes the picture
} HtmlPicture;
void html_picture(Html *html, const HtmlPicture *picture);

// A table in a box that scrolls sideways on its own.
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
