// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures/picture_list.h"

#include "base/memory.h"

#include <string.h>

static void free_picture(ListedPicture *picture) {
    release(picture->file);
    release(picture->measure);
    release(picture->picture);
    release(picture->title);
    release(picture->subtitle);
}

void picture_list_put(PictureList *list, ListedPicture picture) {
    size_t at = list->count;
    while (at > 0 && strcmp(list->picture[at - 1].file, picture.file) > 0)
        at--;
    if (at > 0 && strcmp(list->picture[at - 1].file, picture.file) == 0) {
        free_picture(&list->picture[at - 1]);
        list->picture[at - 1] = picture;
        return;
    }
    list->picture = allocate_one_more(list->picture, list->count, sizeof picture);
    memmove(list->picture + at + 1, list->picture + at, (list->count++ - at) * sizeof picture);
    list->picture[at] = picture;
}

size_t picture_list_rewind(PictureList *list, int64_t iteration) {
    size_t kept = 0, n = list->count;
    for (size_t i = 0; i < n; i++)
        if (list->picture[i].iteration > iteration)
            free_picture(&list->picture[i]);
        else
            list->picture[kept++] = list->picture[i];
    list->count = kept;
    return n - kept;
}

void picture_list_free(PictureList *list) {
    for (size_t i = 0; i < list->count; i++)
        free_picture(&list->picture[i]);
    release(list->picture);
    *list = (PictureList){0};
}
