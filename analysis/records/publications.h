// SPDX-License-Identifier: GPL-3.0-or-later
// Publications: those that configs, measures and definitions name, with what BibTeX needs.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct {
    const char *surname, *others; // the first author, and the next one where others have the same
                                  // first author and year, else NULL
    int year;
    const char *type, *authors, *title, *place; // "article", ...; "A and B"; where it appeared
    const char *volume, *pages, *doi;           // NULL: none
} Publication;

// The publication k; NULL after the last.
const Publication *publication(size_t k);

// Does a text name it, by its first author and year, as "Kaschube et al. 2010"?
bool publication_is_named(const Publication *publication, const char *text);

// "hahnloser2000"; owned by the caller.
char *publication_key(const Publication *publication);

void publication_print(const Publication *publication, FILE *file);  // a line of a list
void publication_bibtex(const Publication *publication, FILE *file); // an entry
