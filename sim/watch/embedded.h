// SPDX-License-Identifier: GPL-3.0-or-later
// The files of the page, sim/watch/page, which are built into the program.
#pragma once

typedef struct {
    const char *name; // "" for the page itself
    const char *type; // of the content
    const char *text, *end;
} EmbeddedFile;

const EmbeddedFile *embedded_find(const char *name); // NULL: there is none
