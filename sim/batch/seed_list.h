// SPDX-License-Identifier: GPL-3.0-or-later
// SeedList: the seeds of runs that are to be repeated, from texts such as "7" and "1-5".
#pragma once

#include "settings/setting.h"

typedef struct {
    size_t count;
    int64_t *seed; // owned
} SeedList;

// Refuses what is no seed, and a seed that comes twice; `place` begins the messages.
bool seed_list_read(SeedList *list, const TextList *texts, const char *place, Error *error);
void seed_list_free(SeedList *list);

// Where a seed stands in the list; false where it does not.
bool seed_list_find(const SeedList *list, int64_t seed, size_t *index);
