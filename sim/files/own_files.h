// SPDX-License-Identifier: GPL-3.0-or-later
// OwnFiles: which files in a run's folder a run writes. All others are the user's.
#pragma once

#include <jansson.h>
#include <stdbool.h>

typedef struct {
    json_t *pictures, *findings; // what the folder lists: its pictures, a circuit's tables
} OwnFiles;

OwnFiles own_files_of(const char *folder);
void own_files_free(OwnFiles *files);

// Does a run write a file of this path within its folder?
bool own_files_has(const OwnFiles *files, const char *path);

// Is there nothing in the folder but what a run writes before its run.json?
bool own_files_are_beginning(const char *folder);
