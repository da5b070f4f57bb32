// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/picture_album.h"

#include "base/memory.h"
#include "files/rundir.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

// The measure that a picture's name begins with: the longest there is. "": none.
static const char *measure_of(const char *name, json_t *measures) {
    const char *found = "", *key;
    json_t *measure;
    json_object_foreach(measures, key, measure) {
        size_t length = strlen(key);
        if (strncmp(name, key, length) == 0 && (name[length] == '-' || name[length] == '\0') &&
            length > strlen(found))
            found = key;
    }
    return found;
}

// Splits "orientation-polar-007000.png" into a name, owned by the caller, and the iteration (-1:
// none).
static char *split_name(const char *file, int64_t *iteration) {
    size_t end = strlen(file) - strlen(".png"), digits = end;
    while (digits > 0 && file[digits - 1] >= '0' && file[digits - 1] <= '9')
        digits--;
    bool dated = digits < end && digits > 0 && file[digits - 1] == '-';
    *iteration = dated ? atoll(file + digits) : -1;
    return format_text("%.*s", (int)(dated ? digits - 1 : end), file);
}

static AlbumSeries *series_of(PictureAlbum *album, const char *name, json_t *measures) {
    for (size_t i = 0; i < album->count; i++)
        if (strcmp(album->series[i].name, name) == 0)
            return &album->series[i];
    album->series = allocate_one_more(album->series, album->count, sizeof *album->series);
    AlbumSeries *series = &album->series[album->count++];
    *series = (AlbumSeries){copy_text(name), copy_text(measure_of(name, measures)), 0, NULL};
    return series;
}

static bool add_file(PictureAlbum *album, const char *folder, const char *file, json_t *measures,
                     Error *error) {
    int64_t iteration;
    char *name = split_name(file, &iteration), *path = rundir_path(folder, file);
    AlbumSeries *series = series_of(album, name, measures);
    series->picture = allocate_one_more(series->picture, series->count, sizeof *series->picture);
    AlbumPicture *picture = &series->picture[series->count++];
    picture->iteration = iteration;
    bool ok = picture_file_read(&picture->file, path, error);
    release(path);
    release(name);
    return ok;
}

static int by_iteration(const void *a, const void *b) {
    const AlbumPicture *x = a, *y = b;
    return (x->iteration > y->iteration) - (x->iteration < y->iteration);
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const AlbumSeries *)a)->name, ((const AlbumSeries *)b)->name);
}

// Puts the series, sorted by name, in the order of their measures; those of none come last.
static void order_by_measure(PictureAlbum *album, json_t *measures) {
    AlbumSeries *ordered = allocate(album->count + 1, sizeof *ordered);
    size_t n = 0;
    const char *name;
    json_t *measure;
    json_object_foreach(measures, name, measure) {
        for (size_t i = 0; i < album->count; i++)
            if (strcmp(album->series[i].measure, name) == 0)
                ordered[n++] = album->series[i];
    }
    for (size_t i = 0; i < album->count; i++)
        if (album->series[i].measure[0] == '\0')
            ordered[n++] = album->series[i];
    release(album->series);
    album->series = ordered;
}

static bool is_png(const char *file) {
    size_t length = strlen(file);
    return length > 4 && strcmp(file + length - 4, ".png") == 0;
}

bool picture_album_newest(AlbumPicture *picture, const char *folder, const char *name,
                          Error *error) {
    char *maps = rundir_path(folder, "maps"), *path = NULL;
    DIR *directory = opendir(maps);
    *picture = (AlbumPicture){.iteration = -1};
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        int64_t iteration = -1;
        char *series = is_png(entry->d_name) ? split_name(entry->d_name, &iteration) : NULL;
        if (series && strcmp(series, name) == 0 && (!path || iteration > picture->iteration)) {
            release(path);
            path = rundir_path(maps, entry->d_name);
            picture->iteration = iteration;
        }
        release(series);
    }
    if (directory)
        closedir(directory);
    bool ok = path && picture_file_read(&picture->file, path, error);
    release(path);
    release(maps);
    return ok;
}

bool picture_album_read(PictureAlbum *album, const char *folder, json_t *measures, Error *error) {
    *album = (PictureAlbum){0};
    char *maps = rundir_path(folder, "maps");
    DIR *directory = opendir(maps);
    bool ok = true;
    for (struct dirent *entry; directory && ok && (entry = readdir(directory));) {
        if (is_png(entry->d_name))
            ok = add_file(album, maps, entry->d_name, measures, error);
    }
    if (directory)
        closedir(directory);
    release(maps);
    for (size_t i = 0; i < album->count; i++)
        qsort(album->series[i].picture, album->series[i].count, sizeof *album->series[i].picture,
              by_iteration);
    if (album->count > 0)
        qsort(album->series, album->count, sizeof *album->series, by_name);
    order_by_measure(album, measures);
    return ok;
}

void picture_album_free(PictureAlbum *album) {
    for (size_t i = 0; i < album->count; i++) {
        AlbumSeries *series = &album->series[i];
        for (size_t k = 0; k < series->count; k++)
            picture_file_free(&series->picture[k].file);
        release(series->picture);
        release(series->measure);
        release(series->name);
    }
    release(album->series);
    *album = (PictureAlbum){0};
}

const AlbumSeries *picture_album_find(const PictureAlbum *album, const char *name) {
    for (size_t i = 0; i < album->count; i++)
        if (strcmp(album->series[i].name, name) == 0)
            return &album->series[i];
    return NULL;
}
