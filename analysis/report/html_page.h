// SPDX-License-Identifier: GPL-3.0-or-later
// HtmlPage: a page that needs no other file, with a style for screens and paper. It has a header
// with its title and links to its sections, then the sections.
#pragma once

#include "report/html.h"

// Writes the beginning of any page, up to the start of its body. `style` holds its CSS in parts,
// NULL-terminated. html_page_stop ends the body and the page.
void html_page_start(Html *html, const char *title, const char *const *style);
void html_page_stop(Html *html);

// Begins the page with its title; what follows is in its header.
void html_page_begin(Html *html, const char *title);

typedef struct {
    const char *id, *title; // NULL ends a list
    void (*write)(Html *html, const void *what);
} HtmlSection;

// Ends the header with links to the sections, writes these, and ends the page.
void html_page_sections(Html *html, const HtmlSection *sections, const void *what);

// The CSS of the style in parts, NULL-terminated.
extern const char *const html_page_style[];
