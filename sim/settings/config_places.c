// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/config_places.h"

#include "base/memory.h"

#include <string.h>

struct ConfigPlace {
    char *path, *place; // "file:line"; both owned
};

static void finish(struct ConfigPlace *place) {
    release(place->path);
    release(place->place);
}

void config_places_free(ConfigPlaces *places) {
    for (size_t i = 0; i < places->count; i++)
        finish(&places->items[i]);
    release(places->items);
    error_clear(&places->moved);
    *places = (ConfigPlaces){0};
}

void config_remember(ConfigPlaces *places, const char *path, const char *place) {
    size_t i = 0;
    while (i < places->count && strcmp(places->items[i].path, path) != 0)
        i++;
    if (i < places->count)
        finish(&places->items[i]);
    else
        places->items = allocate_one_more(places->items, places->count++, sizeof *places->items);
    places->items[i] = (struct ConfigPlace){copy_text(path), copy_text(place)};
}

void config_places_copy(ConfigPlaces *places, const ConfigPlaces *from) {
    for (size_t i = 0; i < from->count; i++)
        config_remember(places, from->items[i].path, from->items[i].place);
}

bool config_was_read(const ConfigPlaces *places, const char *path) {
    for (size_t i = 0; i < places->count; i++)
        if (strcmp(places->items[i].path, path) == 0)
            return true;
    return false;
}

void config_forget(ConfigPlaces *places, const char *path) {
    size_t length = strlen(path), kept = 0;
    for (size_t i = 0; i < places->count; i++) {
        struct ConfigPlace *place = &places->items[i];
        if (strncmp(place->path, path, length) == 0 && place->path[length] == '.')
            finish(place);
        else
            places->items[kept++] = *place;
    }
    places->count = kept;
}

// The deepest remembered setting whose path begins this line; NULL if none does.
static const struct ConfigPlace *place_for(const ConfigPlaces *places, const char *line) {
    const struct ConfigPlace *best = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < places->count; i++) {
        size_t length = strlen(places->items[i].path);
        if (length > longest && strncmp(line, places->items[i].path, length) == 0 &&
            strchr(":.", line[length])) { // or its end
            best = &places->items[i];
            longest = length;
        }
    }
    return best;
}

const char *config_place(const ConfigPlaces *places, const char *path) {
    const struct ConfigPlace *place = place_for(places, path);
    return place ? place->place : NULL;
}

void config_locate(const ConfigPlaces *places, const char *path, Error *error) {
    Error located = {.in_command = error->in_command};
    char *rest = error->text;
    for (char *line; (line = strsep(&rest, "\n"));) {
        const struct ConfigPlace *place = place_for(places, line);
        fail(&located, "%s: %s", place ? place->place : path, line);
    }
    error_clear(error);
    *error = located;
}

void config_drop_read(const ConfigPlaces *places, Error *error) {
    Error kept = {.in_command = error->in_command};
    char *rest = error->text;
    for (char *line; (line = strsep(&rest, "\n"));) {
        const struct ConfigPlace *place = place_for(places, line);
        if (place == NULL || line[strlen(place->path)] != ':')
            fail(&kept, "%s", line);
    }
    error_clear(error);
    *error = kept;
}
