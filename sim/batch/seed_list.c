// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/seed_list.h"

#include "base/memory.h"

#include <errno.h>
#include <stdlib.h>

enum { MOST_SEEDS = 10000 };

bool seed_list_find(const SeedList *list, int64_t seed, size_t *index) {
    for (size_t s = 0; s < list->count; s++)
        if (list->seed[s] == seed) {
            *index = s;
            return true;
        }
    return false;
}

static bool add(SeedList *list, int64_t seed, const char *place, Error *error) {
    size_t there;
    if (seed_list_find(list, seed, &there))
        return fail(error, "%s: seed %lld comes twice", place, (long long)seed);
    if (list->count == MOST_SEEDS)
        return fail(error, "%s: more than %d seeds", place, (int)MOST_SEEDS);
    list->seed = allocate_one_more(list->seed, list->count, sizeof *list->seed);
    list->seed[list->count++] = seed;
    return true;
}

// "7", or "1-5".
static bool parse(const char *text, int64_t *first, int64_t *last) {
    char *end;
    errno = 0;
    *first = *last = strtoll(text, &end, 10);
    if (end == text || *first < 0)
        return false;
    if (*end == '-') {
        const char *second = end + 1;
        *last = strtoll(second, &end, 10);
        if (end == second)
            return false;
    }
    return *end == '\0' && errno == 0 && *last >= *first;
}

bool seed_list_read(SeedList *list, const TextList *texts, const char *place, Error *error) {
    *list = (SeedList){0};
    for (size_t i = 0; i < texts->count; i++) {
        int64_t first, last;
        if (!parse(texts->items[i], &first, &last))
            return fail(error,
                        "%s: '%s' is no seed; allowed: whole numbers from 0, and ranges as "
                        "\"1-5\"",
                        place, texts->items[i]);
        for (uint64_t k = 0; k <= (uint64_t)(last - first); k++) // `last` may be INT64_MAX
            if (!add(list, first + (int64_t)k, place, error))
                return false;
    }
    return true;
}

void seed_list_free(SeedList *list) {
    release(list->seed);
    *list = (SeedList){0};
}
