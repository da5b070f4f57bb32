// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html.h"

#include "base/memory.h"

#include <assert.h>
#include <glib.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

// What is not UTF-8, and control characters, become U+FFFD.
static void write_escaped(FILE *file, const char *text) {
    char *valid = g_utf8_make_valid(text, -1);
    for (const char *at = valid; *at; at++) {
        bool control = g_ascii_iscntrl(*at) && *at != '\n' && *at != '\t';
        if (control)
            fputs("\xef\xbf\xbd", file);
        else if (*at == '&')
            fputs("&amp;", file);
        else if (*at == '<')
            fputs("&lt;", file);
        else if (*at == '>')
            fputs("&gt;", file);
        else if (*at == '"')
            fputs("&quot;", file);
        else
            fputc(*at, file);
    }
    g_free(valid);
}

static void write_start(Html *html, const char *element, va_list attributes) {
    fprintf(html->file, "<%s", element);
    for (const char *name; (name = va_arg(attributes, const char *));) {
        const char *value = va_arg(attributes, const char *);
        if (value == NULL)
            continue;
        fprintf(html->file, " %s=\"", name);
        write_escaped(html->file, value);
        fputc('"', html->file);
    }
    fputc('>', html->file);
}

void html_open(Html *html, const char *element, ...) {
    va_list attributes;
    va_start(attributes, element);
    write_start(html, element, attributes);
    va_end(attributes);
    assert(html->depth < HTML_DEPTH);
    html->element[html->depth++] = element;
}

void html_lone(Html *html, const char *element, ...) {
    va_list attributes;
    va_start(attributes, element);
    write_start(html, element, attributes);
    va_end(attributes);
}

// Elements that a line of text may hold, after which no blank may come.
static bool is_within_text(const char *element) {
    static const char *const elements[] = {"a", "code", "mark", "span", "strong"};
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (strcmp(element, elements[i]) == 0)
            return true;
    return false;
}

void html_close(Html *html, const char *element) {
    assert(html->depth > 0 && strcmp(html->element[html->depth - 1], element) == 0);
    html->depth--;
    fprintf(html->file, "</%s>%s", element, is_within_text(element) ? "" : "\n");
}

__attribute__((format(printf, 2, 0))) static void write_text(Html *html, const char *format,
                                                             va_list arguments) {
    OWNED char *text = format_arguments(format, arguments);
    write_escaped(html->file, text);
}

void html_text(Html *html, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    write_text(html, format, arguments);
    va_end(arguments);
}

void html_name(Html *html, const char *name) {
    while (*name) {
        size_t length = strcspn(name, "._/-");
        length += name[length] != '\0';
        html_text(html, "%.*s", (int)length, name);
        name += length;
        if (*name)
            html_lone(html, "wbr", NULL);
    }
}

void html_words(Html *html, const char *element, const char *class, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    html_open(html, element, "class", class, NULL);
    write_text(html, format, arguments);
    html_close(html, element);
    va_end(arguments);
}

void html_picture(Html *html, const HtmlPicture *picture) {
    fprintf(html->file, "<img width=\"%u\" height=\"%u\" alt=\"", picture->width, picture->height);
    write_escaped(html->file, picture->alternative);
    char *bytes = g_base64_encode(picture->bytes, picture->size);
    fprintf(html->file, "\" src=\"data:image/%s;base64,%s\">",
            picture->type == HTML_SVG ? "svg+xml" : "png", bytes);
    g_free(bytes);
}

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
