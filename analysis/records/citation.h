// SPDX-License-Identifier: GPL-3.0-or-later
// Citation: what a paper about a run cites: the program, the models that its config follows, and
// the methods of its measures; and a paragraph about the run.
#pragma once

#include "records/figure_source.h"

#include <stdio.h>

void citation_methods(const FigureSource *source, FILE *file);    // the paragraph
void citation_references(const FigureSource *source, FILE *file); // lines of a list
void citation_bibtex(const FigureSource *source, FILE *file);
