// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html_page.h"

#include "base/memory.h"

void html_page_start(Html *html, const char *title, const char *const *style) {
    fputs("<!DOCTYPE html>\n", html->file);
    html_open(html, "html", "lang", "en", NULL);
    html_open(html, "head", NULL);
    html_lone(html, "meta", "charset", "utf-8", NULL);
    html_lone(html, "meta", "name", "viewport", "content", "width=device-width, initial-scale=1",
              NULL);
    html_lone(html, "meta", "name", "color-scheme", "content", "light dark", NULL);
    html_lone(html, "link", "rel", "icon", "href", "data:,", NULL); // so that browsers request none
    html_words(html, "title", NULL, "%s", title);
    html_open(html, "style", NULL);
    for (; *style; style++)
        fputs(*style, html->file);
    html_close(html, "style");
    html_close(html, "head");
    html_open(html, "body", NULL);
}

void html_page_stop(Html *html) {
    html_close(html, "body");
    html_close(html, "html");
}

void html_page_begin(Html *html, const char *title) {
    html_page_start(html, title, html_page_style);
    html_open(html, "header", NULL);
    html_words(html, "h1", NULL, "%s", title);
}

void html_page_sections(Html *html, const HtmlSection *sections, const void *what) {
    html_open(html, "nav", "aria-label", "Contents", NULL);
    for (const HtmlSection *section = sections; section->id; section++) {
        OWNED char *link = format_text("#%s", section->id);
        html_open(html, "a", "href", link, NULL);
        html_text(html, "%s", section->title);
        html_close(html, "a");
    }
    html_close(html, "nav");
    html_close(html, "header");
    html_open(html, "main", NULL);
    for (const HtmlSection *section = sections; section->id; section++) {
        html_open(html, "section", "id", section->id, NULL);
        html_words(html, "h2", NULL, "%s", section->title);
        section->write(html, what);
        html_close(html, "section");
    }
    html_close(html, "main");
    html_page_stop(html);
}
