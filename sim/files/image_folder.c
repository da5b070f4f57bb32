// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/image_folder.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool ends_with(const struct dirent *entry, const char *ending) {
    size_t length = strlen(entry->d_name), n = strlen(ending);
    return entry->d_name[0] != '.' && length > n &&
           strcasecmp(entry->d_name + length - n, ending) == 0;
}

static int is_png(const struct dirent *entry) {
    return ends_with(entry, ".png");
}

static int is_other_picture(const struct dirent *entry) {
    static const char *const endings[] = {".jpg",  ".jpeg", ".tif", ".tiff",
                                          ".webp", ".gif",  ".bmp"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends_with(entry, endings[i]))
            return 1;
    return 0;
}

int image_folder_list(const char *folder, struct dirent ***entries) {
    return scandir(folder, entries, is_png, by_name);
}

void image_folder_free(struct dirent **entries, int n) {
    for (int i = 0; i < n; i++)
        free(entries[i]);
    if (n >= 0)
        free(entries);
}

int image_folder_others(const char *folder) {
    struct dirent **entries;
    int n = scandir(folder, &entries, is_other_picture, by_name);
    image_folder_free(entries, n);
    return n > 0 ? n : 0;
}
