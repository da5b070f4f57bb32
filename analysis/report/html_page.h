// SPDX-License-Identifier: GPL-3.0-or-later
// HtmlPage: a page that stands alone, with a style for screens and paper: a head with its title and
// contents, then sections.
#pragma once

#include "report/html.h"

// Begins the page with its title; what follows is in its head.
void html_page_begin(Html *html, const char *title);

// Ends the head with links to the sections.
typedef struct {
    const char *id, *title; // NULL ends a list
} HtmlSection;
void html_page_contents(Html *html, const HtmlSection *section);

// Begins a section, which html_close(html, "section") ends.
void html_page_section(Html *html, const char *id, const char *title);

void html_page_end(Html *html);

// The style: its CSS, in parts; NULL-terminated.
extern const char *const html_page_style[];
