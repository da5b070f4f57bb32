// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/picture_album.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The path of a listed picture; owned by the caller.
static char *path_of(const char *folder, const ListedPicture *about) {
    return format_text("%s/maps/%s", folder, about->file);
}

static bool is_there(const char *folder, const ListedPicture *about) {
    OWNED char *path = path_of(folder, about);
    return access(path, F_OK) == 0;
}

static bool read_picture(AlbumPicture *picture, const char *folder, const ListedPicture *about,
                         Error *error) {
    OWNED char *path = path_of(folder, about);
    picture->about = about;
    return picture_file_read(&picture->file, path, error);
}

bool album_series_is_same(const AlbumSeries *a, const AlbumSeries *b) {
    return strcmp(a->measure, b->measure) == 0 && strcmp(a->name, b->name) == 0;
}

static size_t index_of(const PictureAlbum *album, const AlbumSeries *series) {
    size_t i = 0;
    while (i < album->count && !album_series_is_same(&album->series[i], series))
        i++;
    return i;
}

// The series of the album that is the same as another, which is added if it is missing.
static AlbumSeries *series_like(PictureAlbum *album, const AlbumSeries *series) {
    size_t at = index_of(album, series);
    if (at == album->count) {
        album->series = allocate_one_more(album->series, album->count, sizeof *album->series);
        album->series[album->count++] = *series;
    }
    return &album->series[at];
}

// Adds the pictures of a measure; NULL: those of no measure in `measures`.
static bool add_pictures(PictureAlbum *album, const char *folder, const json_t *measures,
                         const char *measure, Error *error) {
    for (size_t i = 0; i < album->index.list.count; i++) {
        const ListedPicture *about = &album->index.list.picture[i];
        bool wanted = measure ? strcmp(about->measure, measure) == 0
                              : json_object_get(measures, about->measure) == NULL;
        if (!wanted || !is_there(folder, about))
            continue;
        AlbumSeries *series = series_like(
            album, &(AlbumSeries){about->measure, about->picture, measure == NULL, 0, NULL});
        series->picture =
            allocate_one_more(series->picture, series->count, sizeof *series->picture);
        if (!read_picture(&series->picture[series->count++], folder, about, error))
            return false;
    }
    return true;
}

static int by_iteration(const void *a, const void *b) {
    int64_t x = ((const AlbumPicture *)a)->about->iteration,
            y = ((const AlbumPicture *)b)->about->iteration;
    return (x > y) - (x < y);
}

bool picture_album_read(PictureAlbum *album, const char *folder, json_t *measures, Error *error) {
    *album = (PictureAlbum){0};
    bool ok = picture_index_read(&album->index, folder, error);
    const char *measure;
    json_t *entry;
    json_object_foreach(measures, measure, entry) {
        ok = ok && add_pictures(album, folder, measures, measure, error);
    }
    ok = ok && add_pictures(album, folder, measures, NULL, error);
    for (size_t i = 0; i < album->count; i++)
        qsort(album->series[i].picture, album->series[i].count, sizeof(AlbumPicture), by_iteration);
    return ok;
}

void album_picture_free(AlbumPicture *picture) {
    picture_file_free(&picture->file);
    release(picture->svg.bytes);
    picture->svg = (PictureBytes){0};
}

void picture_album_free(PictureAlbum *album) {
    for (size_t i = 0; i < album->count; i++) {
        AlbumSeries *series = &album->series[i];
        for (size_t k = 0; k < series->count; k++)
            album_picture_free(&series->picture[k]);
        release(series->picture);
    }
    release(album->series);
    picture_index_free(&album->index);
    *album = (PictureAlbum){0};
}

const AlbumSeries *picture_album_find(const PictureAlbum *album, const AlbumSeries *other) {
    size_t at = index_of(album, other);
    return at < album->count ? &album->series[at] : NULL;
}

bool picture_album_newest(AlbumPicture *picture, const PictureList *list, const char *folder,
                          const char *measure, const char *name, Error *error) {
    const ListedPicture *newest = NULL;
    *picture = (AlbumPicture){0};
    for (size_t i = 0; i < list->count; i++) {
        const ListedPicture *about = &list->picture[i];
        if (strcmp(about->measure, measure) == 0 && strcmp(about->picture, name) == 0 &&
            (!newest || about->iteration > newest->iteration) && is_there(folder, about))
            newest = about;
    }
    return newest && read_picture(picture, folder, newest, error);
}
