// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/picture_index.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char index_name[] = "maps/pictures.json";

static json_t *picture_json(const ListedPicture *picture) {
    const PictureMap *map = &picture->map;
    json_t *entry = json_pack("{s:s, s:s, s:I, s:s, s:s}", "measure", picture->measure, "picture",
                              picture->picture, "iteration", (json_int_t)picture->iteration,
                              "title", picture->title, "subtitle", picture->subtitle);
    if (map->zoom > 0)
        json_object_set_new(entry, "map",
                            json_pack("{s:I, s:I, s:I, s:I, s:I, s:b}", "left",
                                      (json_int_t)map->left, "top", (json_int_t)map->top, "zoom",
                                      (json_int_t)map->zoom, "rows", (json_int_t)map->rows,
                                      "columns", (json_int_t)map->columns, "of_sheet",
                                      map->of_sheet));
    if (picture->iteration < 0)
        json_object_del(entry, "iteration");
    return entry;
}

static size_t count_of(const json_t *object, const char *key) {
    return (size_t)json_integer_value(json_object_get(object, key));
}

static ListedPicture picture_of(const char *file, const json_t *entry) {
    const json_t *iteration = json_object_get(entry, "iteration"),
                 *map = json_object_get(entry, "map");
    return (ListedPicture){copy_text(file),
                           copy_text(json_text(entry, "measure")),
                           copy_text(json_text(entry, "picture")),
                           iteration ? json_integer_value(iteration) : -1,
                           copy_text(json_text(entry, "title")),
                           copy_text(json_text(entry, "subtitle")),
                           {count_of(map, "left"), count_of(map, "top"), count_of(map, "zoom"),
                            count_of(map, "rows"), count_of(map, "columns"),
                            json_is_true(json_object_get(map, "of_sheet"))}};
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// False where the list is missing (NULL) or damaged. In alphabetical order each picture comes last
// in the list, so that a long list takes no long time.
static bool read_json(PictureIndex *index, const unsigned char *text, size_t size) {
    json_auto_t *all = text ? json_loadb((const char *)text, size, 0, NULL) : NULL;
    size_t n = json_object_size(all), k = 0;
    OWNED const char **files = allocate(n + 1, sizeof *files);
    const char *file;
    json_t *entry;
    bool ok = all != NULL;
    json_object_foreach(all, file, entry) files[k++] = file;
    qsort(files, n, sizeof *files, by_text);
    for (size_t i = 0; i < n; i++) {
        ok = ok && strchr(files[i], '/') == NULL; // the pictures of a run lie in its folder
        if (ok)
            picture_list_put(&index->list, picture_of(files[i], json_object_get(all, files[i])));
    }
    return ok;
}

// The length of the longest name of a measure with which a picture's name begins; 0: none.
static size_t measure_length(const char *name, json_t *measures) {
    size_t found = 0;
    const char *measure;
    json_t *entry;
    json_object_foreach(measures, measure, entry) {
        size_t length = strlen(measure);
        bool whole = name[length] == '-' || name[length] == '\0';
        if (strncmp(name, measure, length) == 0 && whole && length > found)
            found = length;
    }
    return found;
}

// "orientation-polar-007000.png" is the picture "polar" of the measure "orientation" at iteration
// 7000.
static ListedPicture picture_by_name(const char *file, json_t *measures) {
    size_t end = strlen(file) - strlen(".png"), digits = end;
    while (digits > 0 && file[digits - 1] >= '0' && file[digits - 1] <= '9')
        digits--;
    bool dated = digits < end && digits > 0 && file[digits - 1] == '-';
    OWNED char *name = format_text("%.*s", (int)(dated ? digits - 1 : end), file);
    size_t length = measure_length(name, measures);
    return (ListedPicture){.file = copy_text(file),
                           .measure = format_text("%.*s", (int)length, name),
                           .picture = copy_text(name + length + (name[length] == '-')),
                           .iteration = dated ? atoll(file + digits) : -1,
                           .title = copy_text(name),
                           .subtitle = copy_text("")};
}

static bool read_names(PictureIndex *index, const char *folder, Error *error) {
    OWNED char *maps = rundir_path(folder, "maps");
    DIR *directory = opendir(maps);
    if (directory == NULL && errno != ENOENT)
        return fail(error, "%s: cannot be listed: %s", maps, strerror(errno));
    json_auto_t *measures =
        directory ? rundir_read_json(folder, "measures.json", true, error) : json_object();
    for (struct dirent *entry; directory && measures && (entry = readdir(directory));) {
        size_t length = strlen(entry->d_name);
        if (length > strlen(".png") && strcmp(entry->d_name + length - strlen(".png"), ".png") == 0)
            picture_list_put(&index->list, picture_by_name(entry->d_name, measures));
    }
    index->by_names = index->list.count > 0;
    if (directory)
        closedir(directory);
    return measures != NULL;
}

bool picture_index_read(PictureIndex *index, const char *folder, Error *error) {
    *index = (PictureIndex){0};
    OWNED char *path = rundir_path(folder, index_name);
    size_t size = 0;
    bool absent = ordinary_file_is_absent(path);
    OWNED unsigned char *text = absent ? NULL : ordinary_file_read(path, "a list", &size, error);
    if (!absent && text == NULL)
        return false;
    return read_json(index, text, size) || read_names(index, folder, error);
}

bool picture_index_write(const PictureIndex *index, const char *folder, Error *error) {
    json_auto_t *all = json_object();
    for (size_t i = 0; i < index->list.count; i++)
        json_object_set_new(all, index->list.picture[i].file,
                            picture_json(&index->list.picture[i]));
    return rundir_replace_json(folder, index_name, all, error);
}

void picture_index_free(PictureIndex *index) {
    picture_list_free(&index->list);
}

bool picture_index_add(const char *folder, PictureList *drawn, Error *error) {
    if (drawn->count == 0)
        return true;
    OWNED_BY(picture_index_free) PictureIndex index;
    bool ok = picture_index_read(&index, folder, error);
    for (size_t i = 0; i < drawn->count; i++)
        picture_list_put(&index.list, drawn->picture[i]);
    drawn->count = 0; // the index owns them
    return ok && picture_index_write(&index, folder, error);
}
