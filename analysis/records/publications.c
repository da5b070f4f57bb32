// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/publications.h"

#include "base/memory.h"

#include <ctype.h>
#include <string.h>

static const Publication publications[] = {
    {"Stevens", NULL, 2013, "article",
     "Stevens, Jean-Luc R. and Law, Judith S. and Antol{\\'i}k, J{\\'a}n and Bednar, James A.",
     "Mechanisms for stable, robust, and adaptive development of orientation maps in the primary "
     "visual cortex",
     "Journal of Neuroscience", "33", "15747--15766", NULL},
    {"Kaschube", NULL, 2010, "article",
     "Kaschube, Matthias and others",
     "Universality in the evolution of orientation columns in the visual cortex", "Science", "330",
     "1113--1116", "10.1126/science.1194869"},
    {"Obermayer", NULL, 1993, "article", "Obermayer, Klaus and Blasdel, G. G.",
     "Geometry of orientation and ocular dominance columns in monkey striate cortex",
     "Journal of Neuroscience", "13", "4114--4129", NULL},
    {"Horton", NULL, 1996, "article", "Horton, Jonathan C. and Hocking, Davina R.",
     "Intrinsic variability of ocular dominance column periodicity in normal macaque monkeys",
     "Journal of Neuroscience", "16", "7228--7239", NULL},
    {"Hahnloser", NULL, 2000, "article",
     "Hahnloser, Richard H. R. and Sarpeshkar, Rahul and Mahowald, Misha A. and Douglas, Rodney J. "
     "and Seung, H. Sebastian",
     "Digital selection and analogue amplification coexist in a cortex-inspired silicon circuit",
     "Nature", "405", "947--951", "10.1038/35016072"},
    {"Hahnloser", NULL, 2003, "article",
     "Hahnloser, Richard H. R. and Seung, H. Sebastian and Slotine, Jean-Jacques",
     "Permitted and forbidden sets in symmetric threshold-linear networks", "Neural Computation",
     "15", "621--638", "10.1162/089976603321192103"},
    {"Xie", NULL, 2001, "inproceedings",
     "Xie, Xiaohui and Hahnloser, Richard H. R. and Seung, H. Sebastian",
     "Learning winner-take-all competition between groups of neurons in lateral inhibitory "
     "networks",
     "Advances in Neural Information Processing Systems", "13", NULL, NULL},
    {"Morrison", NULL, 2016, "misc",
     "Morrison, Katherine and Degeratu, Anda and Itskov, Vladimir and Curto, Carina",
     "Diversity of emergent dynamics in competitive threshold-linear networks", "arXiv:1605.04463",
     NULL, NULL, NULL},
    {"Nauhaus", NULL, 2008, "article",
     "Nauhaus, Ian and Benucci, Andrea and Carandini, Matteo and Ringach, Dario L.",
     "Neuronal selectivity and local map structure in visual cortex", "Neuron", "57", "673--679",
     NULL},
    {"Ringach", "Shapley", 2002, "article",
     "Ringach, Dario L. and Shapley, Robert M. and Hawken, Michael J.",
     "Orientation selectivity in macaque V1: diversity and laminar dependence",
     "Journal of Neuroscience", "22", "5639--5651", NULL},
    {"Skottun", NULL, 1991, "article",
     "Skottun and others",
     "Classifying simple and complex cells on the basis of response modulation", "Vision Research",
     "31", "1079--1086", "10.1016/0042-6989(91)90033-2"},
    {"Bauer", NULL, 1992, "article", "Bauer, Hans-Ulrich and Pawelzik, Klaus R.",
     "Quantifying the neighborhood preservation of self-organizing feature maps",
     "IEEE Transactions on Neural Networks", "3", "570", NULL},
    {"Goodhill", NULL, 1997, "article", "Goodhill, Geoffrey J. and Sejnowski, Terrence J.",
     "A unifying objective function for topographic mappings", "Neural Computation", "9",
     "1291", NULL},
    {"Riedel", NULL, 1995, "article", "Riedel, Kurt S. and Sidorenko, Alexander",
     "Minimum bias multiple taper spectral estimation", "IEEE Transactions on Signal Processing",
     "43", "188", NULL},
    {"Jones", NULL, 1987, "article", "Jones, Judson P. and Palmer, Larry A.",
     "An evaluation of the two-dimensional Gabor filter model of simple receptive fields in cat "
     "striate cortex",
     "Journal of Neurophysiology", "58", "1233--1258", NULL},
};

const Publication *publication(size_t k) {
    return k < sizeof publications / sizeof *publications ? &publications[k] : NULL;
}

// Is the surname followed by the year, with nothing but other authors between?
static bool is_named_at(const Publication *publication, const char *at) {
    enum { REACH = 70 }; // letters of other authors
    OWNED char *year = format_text("%d", publication->year);
    at += strlen(publication->surname);
    const char *found = strstr(at, year);
    if (found == NULL || found - at > REACH || isalpha((unsigned char)*at))
        return false;
    for (const char *letter = at; letter < found; letter++)
        if (isdigit((unsigned char)*letter) || *letter == ';')
            return false;
    OWNED char *between = format_text("%.*s", (int)(found - at), at);
    return publication->others == NULL || strstr(between, publication->others) != NULL;
}

bool publication_is_named(const Publication *publication, const char *text) {
    for (; (text = strstr(text, publication->surname)); text++)
        if (is_named_at(publication, text))
            return true;
    return false;
}

char *publication_key(const Publication *publication) {
    char *key = format_text("%s%d", publication->surname, publication->year);
    key[0] = (char)tolower((unsigned char)key[0]);
    return key;
}

// BibTeX's accents and words as plain text; owned by the caller.
static char *plain(const char *text) {
    static const struct {
        const char *code, *letter;
    } letters[] = {{"{\\'i}", "í"}, {"{\\'a}", "á"}, {" and others", " et al."}, {"--", "–"}};
    char *result = copy_text("");
    while (*text) {
        size_t k = 0, n = sizeof letters / sizeof *letters;
        while (k < n && strncmp(text, letters[k].code, strlen(letters[k].code)) != 0)
            k++;
        text_append(&result, "%.*s", k < n ? (int)strlen(letters[k].letter) : 1,
                    k < n ? letters[k].letter : text);
        text += k < n ? strlen(letters[k].code) : 1;
    }
    return result;
}

void publication_print(const Publication *publication, FILE *file) {
    OWNED char *authors = plain(publication->authors),
               *pages = plain(publication->pages ? publication->pages : "");
    for (char *next = authors; (next = strstr(next, " and "));) { // becomes "; "
        next[0] = ';';
        memmove(next + 2, next + strlen(" and "), strlen(next + strlen(" and ")) + 1);
        next[1] = ' ';
    }
    fprintf(file, "%s (%d). %s. %s", authors, publication->year, publication->title,
            publication->place);
    if (publication->volume)
        fprintf(file, " %s%s%s", publication->volume, pages[0] ? ":" : "", pages);
    if (publication->doi)
        fprintf(file, ". https://doi.org/%s", publication->doi);
    fprintf(file, "\n");
}

static void print_field(FILE *file, const char *name, const char *value) {
    if (value)
        fprintf(file, ",\n  %s = {%s}", name, value);
}

void publication_bibtex(const Publication *publication, FILE *file) {
    bool article = strcmp(publication->type, "article") == 0,
         proceedings = strcmp(publication->type, "inproceedings") == 0;
    OWNED char *key = publication_key(publication);
    fprintf(file, "@%s{%s", publication->type, key);
    print_field(file, "author", publication->authors);
    print_field(file, "title", publication->title);
    print_field(file, article ? "journal" : proceedings ? "booktitle" : "note", publication->place);
    fprintf(file, ",\n  year = {%d}", publication->year);
    print_field(file, "volume", publication->volume);
    print_field(file, "pages", publication->pages);
    print_field(file, "doi", publication->doi);
    fprintf(file, "\n}\n");
}
