// SPDX-License-Identifier: GPL-3.0-or-later
// SeedList: the seeds with which a run is repeated, read from texts such as "7" and "1-5".
#pragma once

#include "settings/setting.h"

typedef struct {
    size_t count;
    int64_t *seed; // owned
} SeedList;

// Refuses a text that is no seed, and a repeated seed; `place` begins the messages.
bool seed_list_read(SeedList *list, const TextList *texts, const char *place, Error *error);
void seed_list_free(SeedList *list);

// The index of a seed in the list; false if the list does not hold it.
bool seed_list_find(const SeedList *list, int64_t seed, size_t *index);
