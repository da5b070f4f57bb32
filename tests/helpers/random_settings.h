// SPDX-License-Identifier: GPL-3.0-or-later
// Settings drawn at random from the tables that describe them, so that new kinds and new settings
// take part by themselves.
#pragma once

#include "base/random.h"
#include "settings/setting.h"

// Texts "path=value".
typedef struct {
    size_t count;
    char **items; // owned
} Changes;

void changes_free(Changes *changes);
void changes_cut(Changes *changes, size_t count);

// Is a drawn change kept, after those before it?
typedef bool ChangesAccepted(const void *context, const Changes *changes);

typedef struct {
    RandomDraws *draws;
    double share; // of the settings that are changed, in which each kind of a variant counts once
    const char *const *fixed; // names of settings that stay as they are, ended by NULL
    ChangesAccepted *accepted;
    const void *context;
} RandomChoice;

// Can all settings that a kind needs be drawn? A file, a text and a list cannot.
bool kind_is_drawable(const Kind *kind);

// Adds changes of a share of the rows of a block, and of the blocks and variants in it, whose path
// is `path`. Kinds that are not drawable are not chosen. What is not accepted is taken back.
void draw_changes(const RandomChoice *choice, const Block *block, const char *path,
                  Changes *changes);

// Adds a kind of an item, with settings.
void draw_item_kind(const RandomChoice *choice, const Kind *const *kinds, const char *path,
                    Changes *changes);

// Adds changes of the items of a collection; one in four is made for all of them.
void draw_item_changes(const RandomChoice *choice, const Collection *collection, const char *path,
                       Changes *changes);
