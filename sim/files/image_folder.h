// SPDX-License-Identifier: GPL-3.0-or-later
// ImageFolder: the PNG files of a folder. Files whose names begin with a dot do not count.
#pragma once

#include <dirent.h>

// The PNG files, in the order of the bytes of their names. Returns their number, or -1 with errno
// where the folder cannot be listed. The caller passes the entries to image_folder_free.
int image_folder_list(const char *folder, struct dirent ***entries);
void image_folder_free(struct dirent **entries, int n);

// The number of pictures of other formats.
int image_folder_others(const char *folder);
