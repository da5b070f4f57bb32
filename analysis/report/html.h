// SPDX-License-Identifier: GPL-3.0-or-later
// Html: a writer of HTML pages that stand alone.
//
// Invariant: the element that was opened last is closed first. All text and all values of
// attributes are escaped; bytes that are not UTF-8 become U+FFFD.
#pragma once

#include <stddef.h>
#include <stdio.h>

enum { HTML_DEPTH = 32 }; // elements within each other, at most

typedef struct {
    FILE *file; // borrowed
    size_t depth;
    const char *element[HTML_DEPTH]; // that are open; borrowed
} Html;

// An element with attributes: names and values in turn, ended by NULL. `html_lone` is for those
// that have no end.
void html_open(Html *html, const char *element, ...) __attribute__((sentinel));
void html_lone(Html *html, const char *element, ...) __attribute__((sentinel));

// An element of a class, NULL: of none.
void html_open_of_class(Html *html, const char *element, const char *class);

// Ends the innermost element, which must be this one.
void html_close(Html *html, const char *element);

void html_text(Html *html, const char *format, ...) __attribute__((format(printf, 2, 3)));

// Text that may be broken after each point, underscore, stroke and dash.
void html_name(Html *html, const char *name);

// An element with nothing but text in it, of a class (NULL: none).
void html_words(Html *html, const char *element, const char *class, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// A PNG picture within the page; `alternative` tells what is to be seen.
typedef struct {
    const unsigned char *bytes;
    size_t size;
    unsigned width, height; // pixels
    const char *alternative;
} HtmlPicture;
void html_picture(Html *html, const HtmlPicture *picture);
